"""What the page of one plan shows to one person on one day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from wonback.losses.clocks import Clock
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import gate
from wonback.winback.forms import AimForm, PitchForm, RequireForm, RestForm, WinForm
from wonback.winback.models import CampaignArm, Change, Milestone, Plan, Readiness
from wonback.winback.models.pitch import PARTS


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


@dataclass(frozen=True)
class PlanPage:
    """A plan, who looks at it, and when."""

    plan: Plan
    user: User
    today: date

    def context(self) -> dict[str, Any]:
        duties = self.plan.duties(as_of=self.today)
        return {"plan": self.plan, "loss": self.plan.loss} | self.standing(duties) | self.work() | self.forms()

    def standing(self, duties: list[gate.Duty]) -> dict[str, Any]:
        """The gate and the two clocks."""
        undone = sum(not duty.done for duty in duties)
        clocks: list[Clock] = self.plan.clocks(as_of=self.today, undone=undone)
        return {"duties": list(self.lines(duties)), "undone": undone, "clocks": clocks}

    def lines(self, duties: list[gate.Duty]) -> Iterator[Line]:
        """The duties; the first that is undone is the current one."""
        current = next((duty for duty in duties if not duty.done), None)
        for duty in duties:
            yield Line(text=duty.words, done=duty.done, current=duty is current, note=self.note(duty.key))

    def note(self, key: str) -> str:
        """Whom a signature is waiting for, and why it was not given."""
        last = self.newest.get(key)
        if last and last.answer == Readiness.Answer.NOT_CERTAIN:
            return _("%(name)s is not certain: %(why)s") % {"name": last.by, "why": last.why}
        return ""

    @cached_property
    def newest(self) -> dict[str, Readiness]:
        """The newest signature of each side."""
        return {one.side: one for one in self.plan.signatures.select_related("by").order_by("at", "pk")}

    def work(self) -> dict[str, Any]:
        """Milestones, changes and signatures."""
        return {
            "benchmarks": list(self.benchmarks()),
            "changes": [(one, one.is_declared_by(self.user)) for one in self.changes],
            "signatures": self.newest.values(),
            "may_lead": self.user.may(Right.LEAD),
            "may_sign_delivery": self.user.pk != self.plan.owner_id,
            "waits": CampaignArm.keeping(self.plan.loss, as_of=self.today),
        }

    @cached_property
    def changes(self) -> list[Change]:
        return list(self.plan.changes.select_related("owner", "made_by").order_by("made_at", "pk"))

    def benchmarks(self) -> Iterator[Benchmark]:
        milestones = list(self.plan.milestones.order_by("due_by", "pk"))
        ahead = next((one for one in milestones if one.reached_at is None), None)
        for one in milestones:
            yield Benchmark(milestone=one, state=self.state(one, ahead), slip=max(0, one.slip_days))

    def state(self, one: Milestone, ahead: Milestone | None) -> str:
        if one.reached_at:
            return "done"
        if one.is_late(as_of=self.today):
            return "late"
        return "next" if one is ahead else ""

    def forms(self) -> dict[str, Any]:
        pitch = getattr(self.plan, "pitch", None)
        written = {part: getattr(pitch, part, "") for part in PARTS}
        written["failure"] = written["failure"] or self.plan.loss.ownership
        written["change"] = written["change"] or "\n".join(str(one) for one in self.changes if one.made_at)
        return {
            "pitch": pitch,
            "aim_form": AimForm(auto_id="aim_%s"),
            "require_form": RequireForm(auto_id="require_%s"),
            "pitch_form": PitchForm(initial=written, auto_id="pitch_%s"),
            "win_form": WinForm(initial={"on": self.today}, auto_id="win_%s"),
            "rest_form": RestForm(auto_id="rest_%s"),
        }
