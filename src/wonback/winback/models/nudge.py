"""One letter to whoever holds something up, with two links: ready, or not certain. Each works once, without signing in."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import WordsMissing
from wonback.post import links
from wonback.post.models import Letter
from wonback.team.models import Holiday, User
from wonback.winback import nudging
from wonback.winback.models.change import Change
from wonback.winback.models.plan import Plan
from wonback.winback.models.readiness import OwnWork, Readiness
from wonback.winback.queries import NudgeQuerySet

DAYS_BETWEEN = 7
WORKDAYS_TO_ASK_AGAIN = 5


class TooSoon(Refusal):
    """Once a week is a reminder; more is nagging."""

    code = "too_soon"


class Nudge(models.Model):
    """About a change (is it made?) or about a plan (can delivery execute?), never both."""

    class Answer(models.TextChoices):
        READY = "ready", gettext_lazy("Ready")
        NOT_CERTAIN = "not_certain", gettext_lazy("Not certain")

    change = models.ForeignKey(Change, models.CASCADE, null=True, blank=True, related_name="nudges")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="nudges")
    # Nobody: to the outsider who answers for the change.
    to = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="nudges")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    nonce = models.CharField(max_length=22)
    answer = models.CharField(max_length=11, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")
    # After “not certain”: not before this day again.
    ask_again_on = models.DateField(null=True, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(change__isnull=False, plan=None)
                | models.Q(change=None, plan__isnull=False, to__isnull=False),
                name="a_nudge_is_about_one_thing",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["change", "-sent_at"], name="nudges_of_a_change"),
            models.Index(fields=["plan", "-sent_at"], name="nudges_of_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.change or self.plan}: {self.get_answer_display() or self.sent_at}"

    @classmethod
    def about_change(cls, change: Change, *, by: User, at: datetime) -> "Nudge":
        """Ask whoever answers for a change whether it is made; at most once a week."""
        if change.made_at:
            raise AlreadyDone(_("Look again: this change has already been made."))
        to = None if change.outsider else change.owner
        with transaction.atomic():
            # Two who nudge at the same moment wait here for one another.
            Change.objects.select_for_update().get(pk=change.pk)
            cls._must_not_nag(change.nudges.all(), change.answers, at=at)
            nudge = change.nudges.create(to=to, **cls._fresh(by=by, at=at))
            nudge._send(nudging.about_change(change.what, change.answers, by.name, links=nudge.links), at=at)
        return nudge

    @classmethod
    def about_plan(cls, plan: Plan, to: User, *, by: User, at: datetime) -> "Nudge":
        """Ask somebody in delivery whether we can execute; at most once a week."""
        if to.pk == plan.owner_id:
            raise OwnWork(_("Ask somebody who will deliver: %(name)s owns this plan.") % {"name": to})
        with transaction.atomic():
            Plan.objects.select_for_update().get(pk=plan.pk)
            cls._must_not_nag(plan.nudges.filter(to=to), to.name, at=at)
            nudge = plan.nudges.create(to=to, **cls._fresh(by=by, at=at))
            nudge._send(nudging.about_plan(str(plan.loss.client), to.name, by.name, links=nudge.links), at=at)
        return nudge

    @staticmethod
    def _fresh(*, by: User, at: datetime) -> dict[str, object]:
        return {"sent_by": by, "sent_at": at, "nonce": links.new_nonce()}

    @staticmethod
    def _must_not_nag(before: "models.QuerySet[Nudge]", name: str, *, at: datetime) -> None:
        last = before.order_by("-sent_at").first()
        next_on = last.next_on if last else None
        if next_on and timezone.localdate(at) < next_on:
            told = {"name": name, "day": date_format(next_on, "j F")}
            raise TooSoon(_("Wait until %(day)s, or talk to %(name)s: they were asked this week.") % told)

    @property
    def next_on(self) -> date:
        """The first day on which they may be asked again."""
        return self.ask_again_on or timezone.localdate(self.sent_at) + timedelta(days=DAYS_BETWEEN)

    @property
    def links(self) -> tuple[str, str]:
        """Ready; not certain."""
        return (
            links.address("colleagues:ready", "nudge", self.pk, self.nonce),
            links.address("colleagues:not_certain", "nudge", self.pk, self.nonce),
        )

    @property
    def who(self) -> str:
        return self.to.name if self.to else self.change.outsider if self.change else ""

    def _send(self, written: nudging.Written, *, at: datetime) -> None:
        email = (self.to.email or "") if self.to else self.change.outsider_email if self.change else ""
        told = {"to": email, "colleague": self.who, "sender": self.sent_by if self.sent_by.email else None}
        client = self.plan.loss.client if self.plan else None
        Letter.among_us(key=f"nudge:{self.pk}", at=at, client=client, **written._asdict(), **told)  # type: ignore[arg-type]  # keys of Memo

    def ready(self, evidence: str = "", *, at: datetime) -> None:
        """It is made, and here is what proves it; or: yes, we can execute."""
        with transaction.atomic():
            self._answer(self.Answer.READY, at=at)
            if self.plan and self.to:
                self.plan.sign(Readiness.Side.DELIVERY, Readiness.Answer.READY, by=self.to, at=at)
            elif self.change and self.to:
                self.change.make(evidence, by=self.to, at=at)
            elif self.change:
                self.change.make_by_outsider(evidence, at=at)

    def not_certain(self, why: str, *, at: datetime, ask_again_on: date | None = None) -> None:
        """Not yet, and why. That is an answer, and it keeps the lock."""
        if not why.strip():
            raise WordsMissing(_("Say what keeps you from being certain, so that it can be changed."))
        again = max(
            ask_again_on or add_workdays(timezone.localdate(at), WORKDAYS_TO_ASK_AGAIN, closed=Holiday.days()),
            timezone.localdate(at) + timedelta(days=1),
        )
        with transaction.atomic():
            self._answer(self.Answer.NOT_CERTAIN, at=at, why=why.strip(), ask_again_on=again)
            if self.plan and self.to:
                self.plan.sign(Readiness.Side.DELIVERY, Readiness.Answer.NOT_CERTAIN, by=self.to, at=at, why=why)

    def _answer(self, answer: str, *, at: datetime, **facts: object) -> None:
        """A link works once."""
        open_ones = Nudge.objects.filter(pk=self.pk, answered_at=None)
        if not open_ones.update(answer=answer, answered_at=at, **facts):
            raise AlreadyDone(_("You have answered already. Thank you: there is nothing left to do here."))
        self.refresh_from_db(fields=["answer", "answered_at", *facts])
