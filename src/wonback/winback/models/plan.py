"""A win-back plan: how we mean to bring one lost client home, and what must happen before we may ask."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.core.writing import Names, parts_of, reconciled
from wonback.losses.clocks import Clock
from wonback.losses.models import Loss, WordsMissing
from wonback.team.models import Holiday, User
from wonback.team.policy import Right
from wonback.winback import clocks, gate, stages
from wonback.winback.models import locking, progress
from wonback.winback.models.aftercare import Aftercare
from wonback.winback.models.campaign import draw, must_not_wait
from wonback.winback.models.change import Change
from wonback.winback.models.milestone import Milestone
from wonback.winback.models.override import Override
from wonback.winback.models.pitch import NAMES, Pitch
from wonback.winback.models.readiness import Readiness, must_be_fit
from wonback.winback.models.refusals import AlreadyMoved, DayBehindUs, LetGo, NotReady
from wonback.winback.models.template import PlanTemplate
from wonback.winback.queries import PlanQuerySet
from wonback.winback.stages import GOING, PREPARING, TALKING, Stage, same

STARTED = Verb("plan.started", gettext_lazy("{actor} began a plan to win {client} back."))
REQUIRED = Verb("plan.required", gettext_lazy("{actor} named what must change before we ask {client} again: {what}."))
NOTHING_TO_CHANGE = Verb("plan.nothing_to_change", gettext_lazy("{actor} says nothing has to change: {why}."))
AIMED = Verb("plan.aimed", gettext_lazy("{actor} said what would be a good end with {client}: {goal}."))
PITCHED = Verb("plan.pitched", gettext_lazy("{actor} wrote what we will tell {client}."))
SIGNED = Verb("plan.signed", gettext_lazy("{actor} signed for {side}: {answer}."))
LAUNCHED = Verb("plan.launched", gettext_lazy("{actor} opened the conversation with {client}."))
WON = Verb("plan.won", gettext_lazy("{actor} won {client} back."))
RESTED = Verb("plan.rested", gettext_lazy("{actor} let the plan rest until {until}: {why}."))
WOKEN = Verb("plan.woken", gettext_lazy("{actor} took the plan up again."))


class Plan(models.Model):
    Stage = Stage

    loss = models.OneToOneField(Loss, models.CASCADE, related_name="plan")
    owner = models.ForeignKey(User, models.PROTECT, related_name="plans")
    goal = models.CharField(max_length=300, blank=True, default="")
    stage = models.CharField(max_length=9, choices=Stage, default=Stage.LISTENING)
    # Since when it stands where it stands; unknown for what began before this was written down.
    stage_since = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    reach_out_by = models.DateField()
    launched_at = models.DateTimeField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    # Nobody is lost for ever: a resting plan always has a day to look again.
    next_look_on = models.DateField(null=True, blank=True)
    changes = models.ManyToManyField(Change, related_name="plans", blank=True)
    no_change_why = models.CharField(max_length=300, blank=True, default="")

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
            models.Index(fields=["stage", "next_look_on"], name="plans_to_wake"),
        ]

    def __str__(self) -> str:
        return _("Plan for %(client)s") % {"client": self.loss.client}

    def get_absolute_url(self) -> str:
        return reverse("winback:plan", args=[self.pk])

    def days_here(self, *, as_of: date) -> int | None:
        """For how many days it has stood where it stands; None where nobody knows."""
        return None if self.stage_since is None else max(0, (as_of - timezone.localdate(self.stage_since)).days)

    @property
    def is_preparing(self) -> bool:
        """Whether it is on its way to asking, and not there yet."""
        return self.stage in PREPARING

    @classmethod
    def start(cls, loss: Loss, *, owner: User, by: User, at: datetime, goal: str = "") -> "Plan":
        """Begin a plan as its reason’s template says. There is one plan for a loss."""
        by.must(Right.WORK)
        if loss.let_go_at:
            raise LetGo(_("Take the loss up again first: it was let go."))
        with transaction.atomic():
            # Two people who begin at the same moment wait here for one another.
            Loss.objects.select_for_update().get(pk=loss.pk)
            if cls.objects.filter(loss=loss).exists():
                raise AlreadyDone(_("Open the plan that exists: there is one for each loss."))
            today, closed = timezone.localdate(at), Holiday.days()
            pattern = PlanTemplate.for_reason(loss.reason)
            reach_out_by = add_workdays(today, pattern.reach_out_after, closed=closed)
            draw(loss, at=at)
            facts = {
                "goal": goal or str(pattern.goal),
                "started_at": at,
                "stage_since": at,
                "reach_out_by": reach_out_by,
            }
            plan = cls.objects.create(loss=loss, owner=owner, **facts)
            Milestone.lay_out(plan, pattern, today, closed=closed)
            loss.client.tell(STARTED, by=by, at=at)
            plan.see_progress(at=at)
        return plan

    def see_progress(self, *, at: datetime) -> int:
        """Stand where the facts put it, and mark the usual milestones that came true by themselves; return how many."""
        [fresh], reached = progress.see([self.pk], at=at)
        self.stage, self.stage_since = fresh.stage, fresh.stage_since
        return reached

    def aim(self, what: str, *, due_by: date) -> Milestone:
        """Set one more milestone."""
        if not what.strip():
            raise WordsMissing(_("Say what should be true by then."))
        return self.milestones.create(what=what.strip(), due_by=due_by)

    def require(self, change: Change, *, by: User, at: datetime) -> None:
        """This client will not be asked before that change is made."""
        with transaction.atomic():
            self.changes.add(change)
            self.loss.client.tell(REQUIRED, by=by, at=at, what=change.what)
            self.close_again(change.what, by=by, at=at) if change.made_at is None else None
            self.see_progress(at=at)

    def need_no_change(self, why: str, *, by: User, at: datetime, seen: str = "") -> None:
        """Nothing of ours has to change before we ask; say why. `seen` as in `aim_for`."""
        if not why.strip():
            raise WordsMissing(_("Say why nothing has to change before we ask again."))
        with transaction.atomic():
            self._write({"no_change_why": why}, names={"no_change_why": _("Why nothing has to change")}, seen=seen)
            self.loss.client.tell(NOTHING_TO_CHANGE, by=by, at=at, why=self.no_change_why)
            self.see_progress(at=at)

    def aim_for(self, goal: str, *, by: User, at: datetime, seen: str = "") -> None:
        """Say what would be a good end. `seen`: the mark of what somebody changed, so that nobody overwrites another."""
        with transaction.atomic():
            self._write({"goal": goal}, names={"goal": _("A good end")}, seen=seen)
            self.loss.client.tell(AIMED, by=by, at=at, goal=self.goal or "…")

    def _write(self, texts: Mapping[str, str], *, names: Names, seen: str) -> None:
        """Put texts of the plan in the place of what stood there, unless somebody else wrote meanwhile."""
        theirs = parts_of(Plan.objects.select_for_update().get(pk=self.pk), texts)
        for name, text in (theirs | reconciled(texts, theirs=theirs, names=names, seen=seen)).items():
            setattr(self, name, text.strip())
        self.save(update_fields=list(texts))

    def write_pitch(self, *, by: User, at: datetime, seen: str = "", **parts: str) -> Pitch:
        """What we will say: failure, change, proof, why_now. A part may be left for tomorrow. `seen` as in `aim_for`."""
        with transaction.atomic():
            Plan.objects.select_for_update().get(pk=self.pk)
            before = Pitch.objects.filter(plan=self).first() or Pitch(plan=self)
            texts = reconciled(parts, theirs=parts_of(before, NAMES), names=NAMES, seen=seen)
            pitch, _is_new = Pitch.objects.update_or_create(plan=self, defaults=texts)
            self.pitch = pitch
            if pitch.is_written and not before.is_written:
                self.loss.client.tell(PITCHED, by=by, at=at)
            self.see_progress(at=at)
        return pitch

    def sign(self, side: str, answer: str, *, by: User, at: datetime, why: str = "") -> Readiness:
        """Answer “can we execute?” for delivery or as a lead. The newest answer of each side counts."""
        must_be_fit(self, side, answer, by=by, why=why)
        with transaction.atomic():
            signature = self.signatures.create(side=side, answer=answer, by=by, at=at, why=why.strip())
            words = {"side": signature.get_side_display().lower(), "answer": signature.get_answer_display().lower()}
            self.loss.client.tell(SIGNED, by=by, at=at, **words)
            self.close_again(signature.why, by=by, at=at) if answer != Readiness.Answer.READY else None
            self.see_progress(at=at)
        return signature

    def launch(self, *, by: User, at: datetime) -> None:
        """Open the conversation, once nothing we owe the client is left undone, and unless lot lets them wait."""
        must_not_wait(self.loss, as_of=timezone.localdate(at))
        with transaction.atomic():
            Plan.objects.select_for_update().get(pk=self.pk)
            self.must_be_open(as_of=timezone.localdate(at))
            self._move(PREPARING, Stage.ASKING, at=at, launched_at=self.launched_at or at)
            self.loss.client.tell(LAUNCHED, by=by, at=at)
            self.see_progress(at=at)

    def win(self, *, by: User, at: datetime, on: date) -> None:
        """They are back: their second life as a client begins. Some come home before anybody has asked."""
        with transaction.atomic():
            self._move(set(Stage) - {Stage.RECOVERED}, Stage.RECOVERED, at=at, finished_on=on, next_look_on=None)
            self._welcome(on=on)
            # Of somebody who has left altogether a part alone came back: they are still gone.
            if self.loss.client.standing != Client.Standing.LOST:
                Aftercare.begin(self, on=on, at=at)
            self.stop_steps("reply", by=by, at=at)
            self.loss.client.tell(WON, by=by, at=at)
            self.see_progress(at=at)

    def _welcome(self, *, on: date) -> None:
        """The loss leaves the list. One who was to go on a day ahead, and stays after all, begins no second life."""
        client, loss = self.loss.client, self.loss
        loss.recovered_on = on
        loss.save(update_fields=["recovered_on"])
        if loss.kind != Loss.Kind.PART and client.standing != Client.Standing.ACTIVE:
            client.come_back(on=on)

    def step_up(self, *, on: date, at: datetime) -> None:
        """They took a rung of the ladder; called by the offer that tells the story. From here on we stay close."""
        self._move(TALKING, Stage.RUNG, at=at)
        Aftercare.begin(self, on=on, at=at)
        self.see_progress(at=at)

    def rest(self, why: str, *, by: User, at: datetime, until: date) -> None:
        """Wait until that day, then look again. Doors that stand open are no reason until then; one that opens later is."""
        if not why.strip():
            raise WordsMissing(_("Say what we are waiting for."))
        if until <= timezone.localdate(at):
            raise DayBehindUs(_("Choose a day after today to look again."))
        with transaction.atomic():
            self._move(GOING, Stage.RESTING, at=at, next_look_on=until)
            self.stop_steps("rested", by=by, at=at)
            self.loss.client.tell(RESTED, by=by, at=at, until=until.isoformat(), why=why.strip())
            for door in self.loss.doors.open():
                door.put_aside(why[:200], by=by, at=at)

    def stop_steps(self, exit: str = "gate", *, at: datetime, by: User | None = None, why: str = "") -> int:  # noqa: A002  # as on a sequence
        """No human step is due any more, and no letter of ours that waits goes out. Return how many sequences ended."""
        return locking.stop_steps([self.pk], exit, at=at, by=by, why=why)

    def wake(self, *, by: User | None, at: datetime) -> None:
        """Take it up again. `by` is None when the day itself woke it."""
        with transaction.atomic():
            self._move({Stage.RESTING}, Stage.LISTENING, at=at, next_look_on=None)
            self.loss.client.tell(WOKEN, by=by, at=at)
            self.see_progress(at=at)

    def duties(self, *, as_of: date) -> list[gate.Duty]:
        """All that must have happened before we may ask for a second chance, first things first."""
        return gate.duties(self.standing(as_of=as_of))

    def undone(self, *, as_of: date) -> list[str]:
        """What must still happen before we may ask for a second chance, first things first."""
        return gate.undone(self.standing(as_of=as_of))

    def standing(self, *, as_of: date) -> gate.Standing:
        """What the gate looks at."""
        return locking.standing(self, as_of=as_of)

    def must_be_open(self, *, as_of: date) -> None:
        """Refuse to write or call while something is undone. Whatever reaches out to a lost client asks here first."""
        if undone := self.undone(as_of=as_of):
            raise NotReady(*undone)

    def override(self, why: str, *, by: User, at: datetime) -> Override:
        """A lead answers for what is undone, in writing; it is reported."""
        return locking.override(self, why, by=by, at=at)

    def close_again(self, why: str, *, by: User | None, at: datetime) -> bool:
        """Something was taken back: lock the plan and stop what was going out. Whether it had been open."""
        closed = locking.close_again([self.pk], why, by=by, at=at)
        for one in closed:
            self.stage, self.stage_since = one.stage, one.stage_since
        return bool(closed)

    def clocks(self, *, as_of: date, undone: int) -> list[Clock]:
        """The two clocks: how long the client waits to be asked why, and whether we may ask for a second chance."""
        asking = self.stage in TALKING | {Stage.RECOVERED}
        return [self.loss.listen_clock(as_of=as_of), clocks.ask(undone=undone, asking=asking)]

    def _move(self, before: Collection[stages.Stage], after: stages.Stage, *, at: datetime, **facts: object) -> None:
        """Change stage only if nobody else did so since we looked."""
        seen = Plan.objects.filter(pk=self.pk, stage__in=same(Stage(self.stage)).intersection(before))
        if not seen.update(stage=after, stage_since=at, **facts):
            raise AlreadyMoved(self._now_stands())
        self.refresh_from_db()

    def _now_stands(self) -> str:
        stage = Stage(Plan.objects.values_list("stage", flat=True).get(pk=self.pk))
        return _("Look again: this plan now stands at “%(stage)s”.") % {"stage": stage.label}
