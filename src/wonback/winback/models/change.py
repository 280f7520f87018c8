"""Something our company changes, so that it cannot happen again. One register for all plans."""

from datetime import date, datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.clients.timeline import Verb
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.queries import ChangeQuerySet

MADE = Verb("change.made", gettext_lazy("{actor} made a change {client} was waiting for: {what}."))


class EvidenceMissing(Refusal):
    """A change counts when somebody can see it."""

    code = "evidence_missing"


class NotYourChange(Refusal):
    """Who answers for a change declares it made, or a lead does."""

    code = "not_your_change"


class Change(models.Model):
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="changes")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    due_by = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at=None) | ~models.Q(evidence=""), name="a_made_change_has_evidence"
            )
        ]
        indexes = [models.Index(fields=["made_at", "id"], name="changes_newest_made")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("winback:changes")

    @classmethod
    def name(cls, what: str, *, owner: User, by: User, at: datetime, due_by: date | None = None) -> "Change":
        """Write down what our company will change, and who answers for it. Anybody may own one."""
        if not what.strip():
            raise WordsMissing(_("Say what we change, in one line."))
        return cls.objects.create(what=what.strip(), owner=owner, due_by=due_by, named_by=by, named_at=at)

    def is_late(self, *, as_of: date) -> bool:
        return self.made_at is None and self.due_by is not None and self.due_by < as_of

    def is_declared_by(self, user: User) -> bool:
        """Whether it is this person's word that counts: who answers for the change, or a lead."""
        return user.pk == self.owner_id or user.may(Right.LEAD)

    def make(self, evidence: str, *, by: User, at: datetime) -> None:
        """Declare the change made, with what proves it, and tell every client who waited for it."""
        if not self.is_declared_by(by):
            raise NotYourChange(_("Ask %(owner)s to declare it made: they answer for it.") % {"owner": self.owner})
        if not evidence.strip():
            raise EvidenceMissing(_("Say where anybody can see that this has changed."))
        with transaction.atomic():
            unmade = Change.objects.filter(pk=self.pk, made_at=None)
            if not unmade.update(made_at=at, made_by=by, evidence=evidence.strip()):
                raise AlreadyDone(_("Look again: this change has already been made."))
            self.refresh_from_db()
            waiting = Client.objects.filter(losses__plan__changes=self).distinct()
            Client.tell_all(waiting, MADE, by=by, at=at, what=self.what)
            self.plans.to_settle().see_progress(at=at)
