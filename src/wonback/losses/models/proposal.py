"""A client who seems to have left without a word. A person confirms it or knows better; nothing is recorded by itself."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.clients.models.deal import Known
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.losses.models.loss import Loss
from wonback.losses.models.story import Story, WordsMissing
from wonback.losses.queries import ProposalQuerySet
from wonback.team.models import User

DISMISSED = Verb("silence.dismissed", gettext_lazy("{actor} says {client} has not left: {why}."))


class Proposal(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="proposals")
    silent_since = models.DateField()
    silent_days = models.PositiveIntegerField()
    rhythm_days = models.FloatField()
    purchases = models.PositiveIntegerField()
    worth = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    as_of = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    loss = models.OneToOneField(Loss, models.SET_NULL, null=True, blank=True, related_name="proposal")
    why_not = models.CharField(max_length=200, blank=True, default="")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(settled_at=None), name="one_open_proposal_a_client"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-worth", "id"], condition=models.Q(settled_at=None), name="open_proposals_by_worth")
        ]

    def __str__(self) -> str:
        return f"{self.client}: silent for {self.silent_days} days, buys every {self.rhythm_days:.0f}"

    def confirm(self, *, by: User, at: datetime, reason: str) -> Loss:
        """Yes, they have left: record it as a loss."""
        with transaction.atomic():
            self._settle(by=by, at=at)
            story = Story(
                reason=reason,
                lost_on=self.silent_since,
                worth=self.worth,
                worth_known=Known.UNKNOWN if self.worth is None else Known.ESTIMATED,
                currency=self.currency,
            )
            self.loss = Loss.record(self.client, story, by=by, at=at)
            self.save(update_fields=["loss"])
        return self.loss

    def dismiss(self, *, by: User, at: datetime, why: str) -> None:
        """No, they are still ours; and how we know."""
        if not why.strip():
            raise WordsMissing(_("Say how you know that they are still ours."))
        with transaction.atomic():
            self._settle(by=by, at=at, why_not=why.strip())
            self.client.tell(DISMISSED, by=by, at=at, why=why.strip())

    def _settle(self, *, by: User, at: datetime, why_not: str = "") -> None:
        open_one = Proposal.objects.filter(pk=self.pk, settled_at=None)
        if not open_one.update(settled_at=at, settled_by=by, why_not=why_not):
            raise AlreadyDone(_("Look again: somebody has already decided about this client."))

    @property
    def every_days(self) -> int:
        """Their own rhythm, in whole days."""
        return round(self.rhythm_days)

    def days_over(self, *, as_of: date) -> int:
        """How many days longer than their own rhythm they have been silent."""
        return (as_of - self.silent_since).days - round(self.rhythm_days)
