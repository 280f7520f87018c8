"""A loss given to a rep: accepted within 48 hours, or given back with a reason."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.timeline import Verb
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import Loss
from wonback.losses.models.loss import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.queries import HandOutQuerySet

HANDED_OUT = Verb("loss.handed_out", gettext_lazy("{actor} asked {to} to bring {client} back."))
ACCEPTED = Verb("loss.accepted", gettext_lazy("{actor} took {client} on."))
GIVEN_BACK = Verb("loss.given_back", gettext_lazy("{actor} gave {client} back: {why}."))

HOURS_TO_ANSWER = 48


class HandsFull(Refusal):
    """A person can work on so many losses at once, and no more."""

    code = "hands_full"


class HandOut(models.Model):
    loss = models.ForeignKey(Loss, models.CASCADE, related_name="hand_outs")
    to = models.ForeignKey(User, models.PROTECT, related_name="hand_outs")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")

    objects = HandOutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["loss"], condition=models.Q(given_back_at=None), name="one_open_hand_out_a_loss"
            )
        ]

    def __str__(self) -> str:
        return f"{self.loss} to {self.to}"

    @classmethod
    def give(cls, loss: Loss, to: User, *, by: User, at: datetime) -> "HandOut":
        """Ask a rep to bring this client back. They have 48 hours to accept or to give it back."""
        by.must(Right.LEAD)
        if cls.objects.open().filter(to=to).count() >= to.open_work_limit:
            raise HandsFull(_("Choose somebody else: %(name)s already works on %(n)d.") % {"name": to, "n": to.open_work_limit})
        with transaction.atomic():
            if cls.objects.open().filter(loss=loss).exists():
                raise AlreadyDone(_("Look again: this loss has already been handed out."))
            given = cls.objects.create(loss=loss, to=to, by=by, at=at, answer_by=at + timedelta(hours=HOURS_TO_ANSWER))
            given._hold(to)
            loss.client.tell(HANDED_OUT, by=by, at=at, to=to.name)
        return given

    def accept(self, *, by: User, at: datetime) -> None:
        """Take it on."""
        with transaction.atomic():
            self._answer(by, accepted_at=at)
            self.loss.client.tell(ACCEPTED, by=by, at=at)

    def give_back(self, why: str, *, by: User, at: datetime) -> None:
        """Return it to the pool, with the reason."""
        if not why.strip():
            raise WordsMissing(_("Say why somebody else should take this one."))
        with transaction.atomic():
            self._answer(by, given_back_at=at, why=why.strip())
            self._hold(None)
            self.loss.client.tell(GIVEN_BACK, by=by, at=at, why=why.strip())

    def _answer(self, by: User, **answer: object) -> None:
        """Write the answer only if this person has not answered since we looked."""
        if not HandOut.objects.filter(pk=self.pk, to=by, given_back_at=None).update(**answer):
            raise AlreadyDone(_("Look again: this hand-out is no longer yours to answer."))
        self.refresh_from_db()

    def _hold(self, person: User | None) -> None:
        self.loss.holder = person
        self.loss.save(update_fields=["holder"])
