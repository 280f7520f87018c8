"""What a client allowed us to do, in their own words. A refusal binds everybody."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.queries import PermissionQuerySet
from wonback.clients.timeline import Verb
from wonback.core.errors import Refusal
from wonback.team.models import User

ALLOWED = Verb("permission.allowed", gettext_lazy("{client} allowed us to follow up: “{words}”."))
REFUSED = Verb("permission.refused", gettext_lazy("{client} asked us not to contact them: “{words}”."))


class TheirWordsMissing(Refusal):
    """A permission is what they said, not what we made of it."""

    code = "their_words_missing"


class Permission(models.Model):
    class Answer(models.TextChoices):
        ALLOWED = "allowed", gettext_lazy("We may")
        REFUSED = "refused", gettext_lazy("Do not contact")

    class Scope(models.TextChoices):
        NEWS = "news", gettext_lazy("News")
        CALL = "call", gettext_lazy("A call")
        OFFER = "offer", gettext_lazy("An offer")

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="permissions")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, null=True, blank=True, related_name="permissions")
    answer = models.CharField(max_length=7, choices=Answer)
    scope = models.CharField(max_length=5, choices=Scope, blank=True, default="")
    channel = models.CharField(max_length=20, blank=True, default="")
    not_before = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    words = models.TextField()
    proof = models.CharField(max_length=200, blank=True, default="")
    given_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PermissionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-given_at"], name="permissions_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.words}"

    @classmethod
    def note(cls, *, by: User | None, at: datetime, **facts: object) -> "Permission":
        """Write down what the client allowed or refused, word for word. `by` is None where they wrote it themselves."""
        if not str(facts.get("words", "")).strip():
            raise TheirWordsMissing(_("Write what they said, in their words."))
        with transaction.atomic():
            permission = cls.objects.create(noted_by=by, given_at=at, **facts)
            verb = REFUSED if permission.answer == cls.Answer.REFUSED else ALLOWED
            permission.client.tell(verb, by=by, at=at, words=permission.words)
        return permission

    def allows(self, *, as_of: date) -> bool:
        """Whether this answer lets us follow up on that day."""
        if self.answer == self.Answer.REFUSED:
            return False
        return (self.not_before or as_of) <= as_of and (self.until is None or as_of < self.until)

    def as_refusal(self) -> str:
        """What we say to whoever would contact them all the same."""
        if self.answer == self.Answer.REFUSED:
            return _("Leave them alone: they said “%(words)s”.") % {"words": self.words}
        return _("Wait until %(day)s: they said “%(words)s”.") % {
            "day": date_format(self.not_before or timezone.localdate(self.given_at)),
            "words": self.words,
        }
