"""What a client allowed us to do, in their own words. A refusal binds everybody."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.queries import PermissionQuerySet
from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User

CONFIRMED = Verb("permission.confirmed", gettext_lazy("{client} confirmed in writing what they allowed: “{words}”."))
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
    # When they said in writing that we had noted it right.
    confirmed_at = models.DateTimeField(null=True, blank=True)
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

    def confirm(self, proof: str, *, at: datetime) -> None:
        """They said that we noted it right; what they said it on is the proof."""
        with transaction.atomic():
            unconfirmed = Permission.objects.filter(pk=self.pk, confirmed_at=None)
            if unconfirmed.update(confirmed_at=at, proof=proof[:200]):
                self.client.tell(CONFIRMED, by=None, at=at, words=self.words)
        self.refresh_from_db(fields=["confirmed_at", "proof"])

    def put_right(self, words: str, proof: str, *, at: datetime) -> "Permission":
        """They said it otherwise: their words stand from now on, in the terms we had noted."""
        terms = {name: getattr(self, name) for name in ("client", "contact", "scope", "channel", "not_before", "until")}
        return Permission.note(by=None, at=at, answer=self.answer, words=words, proof=proof[:200], **terms)

    def allows(self, *, as_of: date) -> bool:
        """Whether this answer lets us follow up on that day."""
        if self.answer == self.Answer.REFUSED:
            return False
        return (self.not_before or as_of) <= as_of and (self.until is None or as_of < self.until)

    def is_silent(self, *, as_of: date) -> bool:
        """Whether it is a refusal that begins later, or is over: on that day it binds nobody."""
        ahead = self.not_before is not None and self.not_before > as_of
        return self.answer == self.Answer.REFUSED and (ahead or (self.until is not None and self.until <= as_of))

    def as_refusal(self, *, as_of: date) -> str:
        """What we say to whoever would contact them all the same."""
        if self.answer == self.Answer.REFUSED:
            return _("Leave them alone: they said “%(words)s”.") % {"words": self.words}
        said = {"words": self.words}
        if self.not_before and self.not_before > as_of:
            return _("Wait until %(day)s: they said “%(words)s”.") % (said | {"day": date_format(self.not_before)})
        if self.until and self.until <= as_of:
            return _("Ask them anew: it ended on %(day)s that they said “%(words)s”.") % (
                said | {"day": date_format(self.until)}
            )
        return _("Keep to what they allowed: they said “%(words)s”.") % said
