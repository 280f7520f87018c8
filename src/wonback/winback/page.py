"""What the page of one plan shows to one person on one day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wonback.core.writing import mark, parts_of
from wonback.losses.clocks import Clock
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import gate, pitching
from wonback.winback.change_cards import change_card
from wonback.winback.forms import AimForm, AskToSignForm, GoalForm, PitchForm, RequireForm, RestForm, WinForm
from wonback.winback.ladder import Ladder
from wonback.winback.models import CampaignArm, Change, Milestone, Plan, PlanTemplate, Readiness, Step
from wonback.winback.models.pitch import ALL_PARTS
from wonback.winback.stages import TALKING

STEPS_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """One duty as the list of duties shows it."""

    text: str
    done: bool
    current: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """One milestone on the line: done, late, next or still ahead."""

    milestone: Milestone
    state: str
    slip: int
    late: int


@dataclass(frozen=True)
class PlanPage:
    """A plan, who looks at it, and when."""

    plan: Plan
    user: User
    today: date

    def context(self) -> dict[str, Any]:
        duties = gate.duties(self.gate)
        return {"plan": self.plan, "loss": self.plan.loss} | self.standing(duties) | self.work() | self.forms()

    def standing(self, duties: list[gate.Duty]) -> dict[str, Any]:
        """The gate and the two clocks."""
        undone = sum(duty.stands_in_the_way for duty in duties)
        clocks: list[Clock] = self.plan.clocks(as_of=self.today, undone=undone)
        return {"duties": list(self.lines(duties)), "undone": undone, "clocks": clocks}

    def lines(self, duties: list[gate.Duty]) -> Iterator[Line]:
        """The duties; the first that is undone is the current one."""
        current = next((duty for duty in duties if duty.stands_in_the_way), None)
        for duty in duties:
            yield Line(text=duty.words, done=duty.done, current=duty is current, note=self.note(duty))

    def note(self, duty: gate.Duty) -> str:
        """That a lead answers for it, or why a signature was not given."""
        if duty.overridden:
            return _("A lead answers for it.")
        last = self.newest.get(duty.key)
        if last and last.answer == Readiness.Answer.NOT_CERTAIN:
            return _("%(name)s is not certain: %(why)s") % {"name": last.by, "why": last.why}
        return ""

    @cached_property
    def newest(self) -> dict[str, Readiness]:
        """The newest signature of each side."""
        return {one.side: one for one in sorted(self.plan.signatures.all(), key=lambda one: (one.at, one.pk))}

    def work(self) -> dict[str, Any]:
        """Milestones, changes and signatures."""
        return {
            "benchmarks": list(self.benchmarks()),
            "changes": [self.card(one) for one in self.changes],
            "nudges": self.plan.nudges.newest()[:3],
            "overrides": [one for one in self.plan.overrides.all() if one.ended_at is None],
            "may_override": self.user.may(Right.LEAD) and bool(gate.to_override(self.gate)),
            "signatures": self.newest.values(),
            "may_lead": self.user.may(Right.LEAD),
            "may_sign_delivery": self.user.pk != self.plan.owner_id,
            "steps_ahead": list(self.steps_ahead()),
            "ladder": Ladder(self.plan, self.user, self.today),
            "suggestions": [] if self.changes else PlanTemplate.for_reason(self.plan.loss.reason).changes,
            "waits": CampaignArm.keeping(self.plan.loss, as_of=self.today),
        }

    def steps_ahead(self) -> "QuerySet[Step]":
        """What comes next towards whom; none while the conversation is closed."""
        ahead = Step.objects.ahead().filter(sequence__plan=self.plan).select_related("sequence__contact")
        return ahead.order_by("due_by", "pk")[:STEPS_SHOWN] if self.plan.stage in TALKING else ahead.none()

    @cached_property
    def gate(self) -> gate.Standing:
        return self.plan.standing(as_of=self.today)

    @property
    def changes(self) -> list[Change]:
        return list(self.plan.changes.all())

    def card(self, change: Change) -> dict[str, Any]:
        return change_card(change, [], self.user, self.today)

    def benchmarks(self) -> Iterator[Benchmark]:
        milestones = sorted(self.plan.milestones.all(), key=lambda one: (one.due_by, one.pk))
        ahead = next((one for one in milestones if one.reached_at is None), None)
        for one in milestones:
            late = (self.today - one.due_by).days if one.is_late(as_of=self.today) else 0
            yield Benchmark(milestone=one, state=self.state(one, ahead), slip=max(0, one.slip_days), late=late)

    def state(self, one: Milestone, ahead: Milestone | None) -> str:
        if one.reached_at:
            return "done"
        if one.is_late(as_of=self.today):
            return "late"
        return "next" if one is ahead else ""

    def forms(self) -> dict[str, Any]:
        pitch = getattr(self.plan, "pitch", None)
        written, goal = parts_of(pitch, ALL_PARTS), {"goal": self.plan.goal}
        seen = mark(written)
        if not (pitch and pitch.is_written):
            on_file = pitching.begun(self.plan, as_of=self.today)
            written = {part: text or on_file[part] for part, text in written.items()}
        return {
            "pitch": pitch,
            "ask_to_sign_form": AskToSignForm(auto_id="ask_to_sign_%s"),
            "aim_form": AimForm(auto_id="aim_%s"),
            "require_form": RequireForm(auto_id="require_%s"),
            "goal_form": GoalForm(initial=goal | {"seen": mark(goal)}, auto_id="goal_%s"),
            "pitch_form": PitchForm(initial=written | {"seen": seen}, auto_id="pitch_%s"),
            "no_change_seen": mark({"no_change_why": self.plan.no_change_why}),
            "win_form": WinForm(initial={"on": self.today}, auto_id="win_%s"),
            "rest_form": RestForm(auto_id="rest_%s"),
        }
