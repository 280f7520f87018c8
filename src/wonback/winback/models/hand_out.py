"""A loss given to a rep: accepted within 48 hours, or given back with a reason."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.losses.models import Conflict, Loss, WordsMissing
from wonback.post import links
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.plan import Plan
from wonback.winback.queries import HandOutQuerySet

if TYPE_CHECKING:
    from wonback.winback.models.deal_round import DealRound

HANDED_OUT = Verb("loss.handed_out", gettext_lazy("{actor} asked {to} to bring {client} back."))
KEPT = Verb("loss.kept", gettext_lazy("{actor} will bring {client} back themselves."))
ACCEPTED = Verb("loss.accepted", gettext_lazy("{actor} took {client} on."))
GIVEN_BACK = Verb("loss.given_back", gettext_lazy("{actor} gave {client} back: {why}."))
RETURNED = Verb("loss.returned", gettext_lazy("{actor} returned {client} to the pool: untouched for {days} days."))

HOURS_TO_ANSWER = 48
DAYS_TO_BEGIN = 14


class HandsFull(Refusal):
    """A person can work on so many losses at once, and no more."""

    code = "hands_full"


class NotTheirWork(Refusal):
    """Only people who work with clients can bring one back."""

    code = "not_their_work"


class KeepAway(Refusal):
    """Somebody with a stake in a client does not bring them back."""

    code = "keep_away"


class HandOut(models.Model):
    loss = models.ForeignKey(Loss, models.CASCADE, related_name="hand_outs")
    to = models.ForeignKey(User, models.PROTECT, related_name="hand_outs")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")
    # The round it was dealt in; none: it was given by itself.
    deal_round = models.ForeignKey(
        "winback.DealRound", models.SET_NULL, null=True, blank=True, related_name="hand_outs"
    )
    # Part of the links in the letter; see `post.links`.
    nonce = models.CharField(max_length=22, blank=True, default="", db_default="")

    objects = HandOutQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["loss"], condition=models.Q(given_back_at=None), name="one_open_hand_out_a_loss"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to", "at"], condition=models.Q(given_back_at=None), name="open_hand_outs_by_person"),
            models.Index(fields=["at"], condition=models.Q(given_back_at=None), name="open_hand_outs_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.loss} to {self.to}"

    def get_absolute_url(self) -> str:
        return reverse("desk:loss", args=[self.loss_id])

    @classmethod
    def give(cls, loss: Loss, to: User, *, by: User, at: datetime, deal_round: "DealRound | None" = None) -> "HandOut":
        """Ask a rep to bring this client back, within 48 hours. Whoever gives one to themselves has taken it on."""
        by.must(Right.LEAD)
        if not (to.is_active and to.may(Right.WORK)):
            raise NotTheirWork(_("Choose somebody who works with clients: %(name)s does not.") % {"name": to})
        with transaction.atomic():
            # Two leads who hand out at the same moment wait here for one another.
            Loss.objects.select_for_update().get(pk=loss.pk)
            cls._must_fit(loss, to)
            facts = {"answer_by": at + timedelta(hours=HOURS_TO_ANSWER), "accepted_at": at if to == by else None}
            given = cls.objects.create(
                loss=loss, to=to, by=by, at=at, deal_round=deal_round, nonce=links.new_nonce(), **facts
            )
            given._hold(to)
            Plan.objects.filter(loss=loss).update(owner=to)
            verb, words = (KEPT, {}) if to == by else (HANDED_OUT, {"to": to.name})
            loss.client.tell(verb, by=by, at=at, **words)
        return given

    @classmethod
    def _must_fit(cls, loss: Loss, to: User) -> None:
        """Refuse a loss that somebody has already, whoever has a stake in the client, and hands that are full."""
        if cls.objects.filter(loss=loss, given_back_at=None).exists():
            raise AlreadyDone(_("Look again: %(what)s has already been handed out.") % {"what": loss.what})
        if stake := Conflict.objects.filter(person=to, client=loss.client_id).first():
            what = {"name": to, "client": loss.client, "why": stake.why.rstrip(".")}
            raise KeepAway(_("Choose somebody else for %(client)s: %(name)s has a stake in it (%(why)s).") % what)
        if cls.objects.open().filter(to=to).count() >= to.open_work_limit:
            full = {"name": to, "n": to.open_work_limit}
            raise HandsFull(_("Choose somebody else: %(name)s already works on %(n)d.") % full)

    def accept(self, *, by: User, at: datetime) -> None:
        """Take it on."""
        with transaction.atomic():
            self._answer(HandOut.objects.filter(to=by, accepted_at=None), accepted_at=at)
            self.loss.client.tell(ACCEPTED, by=by, at=at)

    def give_back(self, why: str, *, by: User, at: datetime) -> None:
        """Return it to the pool, with the reason. Whoever holds it may, and a lead."""
        if not why.strip():
            raise WordsMissing(_("Say why somebody else should take this one."))
        mine = HandOut.objects.all() if by.may(Right.LEAD) else HandOut.objects.filter(to=by)
        with transaction.atomic():
            self._answer(mine, given_back_at=at, why=why.strip())
            self._hold(None)
            self.loss.client.tell(GIVEN_BACK, by=by, at=at, why=why.strip())

    def return_untouched(self, *, at: datetime) -> None:
        """Return it to the pool: nothing has happened for two weeks."""
        with transaction.atomic():
            self._answer(
                HandOut.objects.all(), given_back_at=at, why=_("Untouched for %(n)d days") % {"n": DAYS_TO_BEGIN}
            )
            self._hold(None)
            self.loss.client.tell(RETURNED, by=None, at=at, days=str(DAYS_TO_BEGIN))

    def _answer(self, among: "models.QuerySet[HandOut]", **answer: object) -> None:
        """Write the answer only if nobody has answered since we looked."""
        if not among.filter(pk=self.pk, given_back_at=None).update(**answer):
            raise AlreadyDone(_("Look again: this hand-out is no longer yours to answer."))
        self.refresh_from_db()

    def _hold(self, person: User | None) -> None:
        self.loss.holder = person
        self.loss.save(update_fields=["holder"])
