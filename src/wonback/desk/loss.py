"""The page of one loss: what happened, the truth, and what we do, as one person sees it on one day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wonback.core.writing import mark
from wonback.interviews.forms import AskForm
from wonback.interviews.models import Answer, Interview, IsItMe
from wonback.losses import excuses
from wonback.losses.cause_form import HearForm
from wonback.losses.confidence import may_read
from wonback.losses.forms import LetGoForm
from wonback.losses.models import Cause, Loss, Voice
from wonback.losses.shares import shares
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.winback.door_forms import WindowForm
from wonback.winback.expecting import expected_window
from wonback.winback.models import CampaignArm


@dataclass(frozen=True)
class Said:
    """One reason in one voice, with the words this person may read. `share` is its weight among all of that voice."""

    cause: Cause
    share: int
    words: str
    evidence: str


@dataclass(frozen=True)
class Side:
    """All that one voice says."""

    voice: Voice
    causes: list[Said]


@dataclass(frozen=True)
class LossPage:
    """A loss, who looks at it, and when."""

    loss: Loss
    user: User
    today: date

    def context(self) -> dict[str, Any]:
        return self.facts() | self.truth() | self.deeds()

    def facts(self) -> dict[str, Any]:
        """What happened."""
        return {
            "loss": self.loss,
            "ahead": (self.loss.lost_on - self.today).days if self.loss.lost_on > self.today else 0,
            "ago": (self.today - self.loss.lost_on).days,
            "why_ranked": self.loss.why_ranked(as_of=self.today),
            "may_follow_up": self.loss.may_follow_up(as_of=self.today),
            "answers": self.loss.client.permissions.all(),
        }

    def truth(self) -> dict[str, Any]:
        """What the client says, as far as this person may read it."""
        sides = self.sides()
        voice = Voice.CLIENT if self.user.may(Right.INTERVIEW) else Voice.REP
        objections = [] if self.loss.is_interviewed() else self.loss.objections_to(self.user)
        may_raise = self.user.pk in {self.loss.owner_then_id, self.loss.client.owner_id}
        return {
            "sides": sides,
            "differ": self.differ(sides),
            "folded": self.user.may(Right.INTERVIEW) and not objections and not self.loss.is_interviewed(),
            "clock": self.loss.listen_clock(as_of=self.today),
            "answers": Answer.objects.readable_by(self.user)
            .filter(interview__loss=self.loss)
            .exclude(text="")
            .in_order(),
            "interview": Interview.objects.readable_by(self.user).filter(loss=self.loss).first(),
            "objections": objections,
            "may_ask": self.user.may(Right.INTERVIEW),
            "may_raise": may_raise,
            "raised": may_raise and IsItMe.objects.filter(loss=self.loss, raised_by_rep=True, about=self.user).exists(),
            "ask_form": AskForm(auto_id="ask_%s"),
            "hear_form": HearForm(initial={"voice": voice}, auto_id="hear_%s", loss=self.loss),
        }

    def deeds(self) -> dict[str, Any]:
        """What we do."""
        return {
            "plan": getattr(self.loss, "plan", None),
            "may_work": self.user.may(Right.WORK),
            "may_lead": self.user.may(Right.LEAD),
            "whys": list(self.loss.whys.select_related("written_by").order_by("depth")),
            "ownership_mark": mark({"words": self.loss.ownership}),
            "hints": excuses.hints(self.loss.ownership),
            "beyond_control": self.loss.reason.can_change is False and self.loss.reason.we_control is False,
            "given": self.loss.hand_outs.filter(given_back_at=None).select_related("to").first(),
            "people": User.objects.hands_of(self.user).values_list("pk", "name"),
            "let_go_form": LetGoForm(auto_id="let_go_%s"),
            "waits": CampaignArm.keeping(self.loss, as_of=self.today),
            "doors": list(self.loss.doors.open().select_related("fact", "contact").order_by("opens_on", "pk")),
            "windows": (windows := list(self.loss.windows.order_by("on", "pk"))),
            "expected": expected_window(self.loss, windows, as_of=self.today),
            "window_form": WindowForm(auto_id="window_%s"),
        }

    def sides(self) -> list[Side]:
        """The three voices apart, each with its reasons; the silent ones too, because silence says something."""
        spoken: dict[Voice, list[Said]] = {voice: [] for voice in Voice}
        heard = {voice: [cause for cause in self.loss.causes.all() if cause.voice == voice] for voice in Voice}
        theirs = heard[Voice.CLIENT] or heard[Voice.CONFIRMED]
        reads = bool(theirs) and may_read(self.user, self.loss)
        for voice, causes in heard.items():
            for cause, share in zip(causes, shares([cause.weight for cause in causes]), strict=True):
                told = (cause.words, cause.evidence) if cause.is_open(to_reader=reads) else ("", "")
                spoken[voice].append(Said(cause, share, *told))
        return [Side(voice, causes) for voice, causes in spoken.items()]

    def differ(self, sides: list[Side]) -> bool:
        """Whether our rep and the client name different reasons."""
        ours, theirs = ({said.cause.reason.counts_as.pk for said in side.causes} for side in sides[:2])
        return bool(ours and theirs and ours != theirs)


def opened(request: Request, pk: int) -> Loss:
    """The loss with all that its page shows, or 404."""
    people = (
        "client__owner",
        "holder",
        "owner_then",
        "owned_by",
        "recorded_by",
        "plan__owner",
        "interview__interviewer",
        "campaign_arm__campaign",
    )
    losses = Loss.objects.visible_to(request.user).select_related("reason", "deal", "competitor", *people)
    causes = Prefetch(
        "causes",
        Cause.objects.select_related("reason__same_as", "noted_by", "colleague", "decider").order_by("-weight", "pk"),
    )
    return get_object_or_404(losses.prefetch_related(causes, "client__permissions"), pk=pk)


@login_required
@require_safe
def loss(request: Request, pk: int) -> HttpResponse:
    """What happened, the truth, and what we do."""
    return render(request, "desk/loss.html", LossPage(opened(request, pk), request.user, request.today).context())
