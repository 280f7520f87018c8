"""A win-back plan: how we mean to bring one lost client home, and what must happen before we may ask."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.timeline import Verb
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import gate
from wonback.winback.models.change import Change
from wonback.winback.models.readiness import Readiness
from wonback.winback.queries import PlanQuerySet

STARTED = Verb("plan.started", gettext_lazy("{actor} began a plan to win {client} back."))
SIGNED = Verb("plan.signed", gettext_lazy("{actor} signed for {side}: {answer}."))
LAUNCHED = Verb("plan.launched", gettext_lazy("{actor} opened the conversation with {client}."))
WON = Verb("plan.won", gettext_lazy("{actor} won {client} back."))
RESTED = Verb("plan.rested", gettext_lazy("{actor} let the plan rest until {until}: {why}."))
WOKEN = Verb("plan.woken", gettext_lazy("{actor} took the plan up again."))

# What usually happens, and after how many working days from the start.
MILESTONES = (
    (gettext_lazy("A neutral person has asked why"), 5),
    (gettext_lazy("The changes are named and have owners"), 10),
    (gettext_lazy("Delivery and a lead have signed"), 30),
    (gettext_lazy("We have asked for a second chance"), 35),
    (gettext_lazy("They have said a smaller yes"), 60),
)
WORKDAYS_TO_REACH_OUT = 35


class NotReady(Refusal):
    """Something we owe this client is still undone."""

    code = "plan_not_ready"


class AlreadyMoved(AlreadyDone):
    """Somebody else moved this plan first."""

    code = "plan_already_moved"


class Plan(models.Model):
    class Stage(models.TextChoices):
        PREPARING = "preparing", gettext_lazy("Getting ready")
        ASKING = "asking", gettext_lazy("In conversation")
        RECOVERED = "recovered", gettext_lazy("Won back")
        RESTING = "resting", gettext_lazy("Resting")

    loss = models.OneToOneField(Loss, models.CASCADE, related_name="plan")
    owner = models.ForeignKey(User, models.PROTECT, related_name="plans")
    goal = models.CharField(max_length=300, blank=True, default="")
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.PREPARING)
    started_at = models.DateTimeField()
    reach_out_by = models.DateField()
    launched_at = models.DateTimeField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    # Nobody is lost for ever: a resting plan always has a day to look again.
    next_look_on = models.DateField(null=True, blank=True)
    changes = models.ManyToManyField(Change, related_name="plans", blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(stage="resting") | models.Q(next_look_on__isnull=False),
                name="a_resting_plan_has_a_day_to_look_again",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "stage", "reach_out_by"], name="plans_by_owner_and_stage"),
            models.Index(fields=["stage", "reach_out_by", "id"], name="plans_by_stage"),
        ]

    def __str__(self) -> str:
        return _("Plan for %(client)s") % {"client": self.loss.client}

    def get_absolute_url(self) -> str:
        return reverse("winback:plan", args=[self.pk])

    @classmethod
    def start(cls, loss: Loss, *, owner: User, by: User, at: datetime, goal: str = "") -> "Plan":
        """Begin a plan with its usual milestones. There is one plan for a loss."""
        with transaction.atomic():
            if cls.objects.filter(loss=loss).exists():
                raise AlreadyDone(_("Open the plan that exists: there is one for each loss."))
            today = timezone.localdate(at)
            reach_out_by = add_workdays(today, WORKDAYS_TO_REACH_OUT)
            plan = cls.objects.create(loss=loss, owner=owner, goal=goal, started_at=at, reach_out_by=reach_out_by)
            plan._set_milestones(today)
            loss.client.tell(STARTED, by=by, at=at)
        return plan

    def _set_milestones(self, today: date) -> None:
        for what, workdays in MILESTONES:
            self.milestones.create(what=str(what), due_by=add_workdays(today, workdays))

    def require(self, change: Change) -> None:
        """This client will not be asked before that change is made."""
        self.changes.add(change)

    def sign(self, side: str, answer: str, *, by: User, at: datetime, why: str = "") -> Readiness:
        """Answer “can we execute?” for delivery or as a lead. The newest answer of each side counts."""
        if side == Readiness.Side.LEAD:
            by.must(Right.LEAD)
        with transaction.atomic():
            signature = self.signatures.create(side=side, answer=answer, by=by, at=at, why=why)
            words = {"side": signature.get_side_display().lower(), "answer": signature.get_answer_display().lower()}
            self.loss.client.tell(SIGNED, by=by, at=at, **words)
        return signature

    def launch(self, *, by: User, at: datetime) -> None:
        """Open the conversation, once nothing we owe the client is left undone."""
        if undone := self.undone(as_of=timezone.localdate(at)):
            raise NotReady(*undone)
        with transaction.atomic():
            self._move(self.Stage.PREPARING, self.Stage.ASKING, launched_at=at)
            self.loss.client.tell(LAUNCHED, by=by, at=at)

    def win(self, *, by: User, at: datetime, on: date) -> None:
        """They are back: their second life as a client begins."""
        with transaction.atomic():
            self._move(self.Stage.ASKING, self.Stage.RECOVERED, finished_on=on)
            if self.loss.kind == Loss.Kind.CLIENT:
                self.loss.client.come_back(on=on)
            self.loss.client.tell(WON, by=by, at=at)

    def rest(self, why: str, *, by: User, at: datetime, until: date) -> None:
        """Wait until that day, then look again."""
        with transaction.atomic():
            self._move(self.Stage(self.stage), self.Stage.RESTING, next_look_on=until)
            self.loss.client.tell(RESTED, by=by, at=at, until=until.isoformat(), why=why)

    def wake(self, *, by: User | None, at: datetime) -> None:
        """Take it up again. `by` is None when the day itself woke it."""
        with transaction.atomic():
            self._move(self.Stage.RESTING, self.Stage.PREPARING, next_look_on=None)
            self.loss.client.tell(WOKEN, by=by, at=at)

    def duties(self, *, as_of: date) -> list[gate.Duty]:
        """All that must have happened before we may ask for a second chance, first things first."""
        return gate.duties(self.standing(as_of=as_of))

    def undone(self, *, as_of: date) -> list[str]:
        """What must still happen before we may ask for a second chance, first things first."""
        return gate.undone(self.standing(as_of=as_of))

    def standing(self, *, as_of: date) -> gate.Standing:
        """What the gate looks at."""
        signed = self._newest_answers()
        return gate.Standing(
            owned=self.loss.is_owned(),
            asked_why=self.loss.is_interviewed(),
            may_follow_up=self.loss.may_follow_up(as_of=as_of),
            open_changes=self.changes.filter(made_at=None).count(),
            delivery_ready=signed.get(Readiness.Side.DELIVERY) == Readiness.Answer.READY,
            lead_ready=signed.get(Readiness.Side.LEAD) == Readiness.Answer.READY,
            pitched=hasattr(self, "pitch") and self.pitch.is_written,
        )

    def _newest_answers(self) -> dict[str, str]:
        return dict(self.signatures.order_by("at", "pk").values_list("side", "answer"))

    def _move(self, before: Stage, after: Stage, **facts: object) -> None:
        """Change stage only if nobody else did so since we looked."""
        if not Plan.objects.filter(pk=self.pk, stage=before).update(stage=after, **facts):
            raise AlreadyMoved(_("Look again: this plan has just been moved."))
        self.refresh_from_db()
