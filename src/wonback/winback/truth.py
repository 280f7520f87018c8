"""The truth about a loss, confirmed right after the call: why, how much of it, what it stands on, who decided, what we change."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor
from wonback.clients.models import Contact
from wonback.core.errors import AlreadyDone
from wonback.core.writing import reconciled
from wonback.interviews.models import Answer, Interview, Quote
from wonback.losses.models import Cause, Condition, Grounds, Loss, Reason, ReasonMissing, Swot, Voice, Why
from wonback.losses.shares import shares
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models import Change

PARTS = {
    "causes": gettext_lazy("Why they left"),
    "decided_by": gettext_lazy("Who decided"),
    "competitor": gettext_lazy("Where they went"),
}


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """One reason as confirmed, with its weight in percent."""

    reason: Reason
    weight: int = 100
    grounds: Grounds = field(default_factory=Grounds)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is confirmed in one go. `swot`: field and text; `changes`: what we change and who answers for it."""

    causes: Sequence[Confirmed]
    decided_by: Contact | None = None
    competitor: str = ""
    whys: Sequence[str] = ()
    swot: Sequence[tuple[str, str]] = ()
    changes: Sequence[tuple[str, User]] = ()

    def confirm(self, loss: Loss, *, by: User, at: datetime, seen: str = "") -> None:
        """Write it all down. What was said only in confidence is not put into the client's mouth.

        `seen`: the mark of what was confirmed before, so that nobody overwrites another.
        """
        by.must(Right.INTERVIEW)
        if not loss.is_interviewed():
            raise AlreadyDone(_("Ask the client first: the truth is what they told somebody neutral."))
        if not self.causes:
            raise ReasonMissing(_("Confirm at least one reason: the one that counts from now on."))
        with transaction.atomic():
            theirs = confirmed(Loss.objects.select_for_update(of=("self",)).get(pk=loss.pk))
            told = reconciled(self._parts(), theirs=theirs, names=PARTS, seen=seen)
            kept = {part for part, text in self._parts().items() if part not in told and text != theirs[part]}
            self._confirm_causes(loss, by=by, at=at) if "causes" not in kept else None
            self._note_who_and_where(loss, kept)
            for because in self.whys:
                Why.write(loss, because, by=by, at=at)
            self._put_up_swot(loss, by=by, at=at)
            self._name_changes(loss, by=by, at=at)

    def _parts(self) -> dict[str, Any]:
        """As people read it."""
        causes = sorted(self.causes, key=lambda one: (-one.weight, one.reason.pk))
        return {
            "causes": [f"{one.reason}, {one.weight} %{_stands_on(one.grounds)}" for one in causes],
            "decided_by": str(self.decided_by or ""),
            "competitor": self.competitor.strip(),
        }

    def _confirm_causes(self, loss: Loss, *, by: User, at: datetime) -> None:
        aloud = tags_of(loss, aloud=True)
        for one in self.causes:
            if one.reason.pk in aloud:
                loss.hear(one.reason, voice=Voice.CLIENT, weight=one.weight, by=by, at=at)
            loss.hear(one.reason, voice=Voice.CONFIRMED, weight=one.weight, grounds=one.grounds, by=by, at=at)
        kept = [one.reason.pk for one in self.causes]
        loss.causes.filter(voice=Voice.CONFIRMED).exclude(reason__in=kept).delete()

    def _note_who_and_where(self, loss: Loss, kept: Collection[str]) -> None:
        if "decided_by" not in kept:
            Interview.objects.filter(loss=loss).update(decided_by=self.decided_by)
        if self.competitor.strip() and "competitor" not in kept:
            loss.competitor = Competitor.called(self.competitor)
            loss.save(update_fields=["competitor"])

    def _put_up_swot(self, loss: Loss, *, by: User, at: datetime) -> None:
        there = set(Swot.objects.filter(loss=loss).values_list("field", "text"))
        for where, text in self.swot:
            if (where, text) not in there:
                Swot.write(loss, where, text, by=by, at=at)

    def _name_changes(self, loss: Loss, *, by: User, at: datetime) -> None:
        """Each owner finds theirs in the register, without a word of the client. A plan that goes on waits for it."""
        for what, owner in self.changes:
            change = Change.name(what, owner=owner, by=by, at=at)
            if hasattr(loss, "plan"):
                loss.plan.require(change, by=by, at=at)


def confirmed(loss: Loss) -> dict[str, Any]:
    """What is confirmed by now, as people read it."""
    causes = loss.causes.filter(voice=Voice.CONFIRMED).select_related("reason").order_by("-weight", "reason")
    talk = Interview.objects.filter(loss=loss).select_related("decided_by").first()
    return {
        "causes": [f"{one.reason}, {one.weight} %{_stands_on(one)}" for one in causes],
        "decided_by": str((talk and talk.decided_by) or ""),
        "competitor": str(loss.competitor or ""),
    }


def _stands_on(grounds: Grounds | Cause) -> str:
    """What would have to become untrue, if anything."""
    facts = (grounds.above, grounds.missing, grounds.colleague, grounds.decider, grounds.until)
    return f" ({Condition(grounds.condition).label}: {next(filter(None, facts), '')})" if grounds.condition else ""


def note_debrief(talk: Interview, note: str, *, seen: str = "") -> None:
    """Keep the neutral words the debrief begins with. `seen`: the mark of what somebody changed."""
    with transaction.atomic():
        theirs = {"note": Interview.objects.select_for_update(of=("self",)).get(pk=talk.pk).debrief}
        reconciled({"note": note}, theirs=theirs, names={"note": _("A neutral note for the debrief")}, seen=seen)
        talk.debrief = note.strip()
        talk.save(update_fields=["debrief"])


def tags_of(loss: Loss, *, aloud: bool = False) -> Counter[int]:
    """How often each reason was tagged in the talk; `aloud`: only where it was not for the interviewer alone."""
    answers = Answer.objects.filter(interview__loss=loss).exclude(drivers=None)
    quotes = Quote.objects.filter(interview__loss=loss).exclude(driver=None)
    if aloud:
        answers, quotes = answers.exclude(confidence="interviewer"), quotes.exclude(confidence="interviewer")
    return Counter([*answers.values_list("drivers", flat=True), *quotes.values_list("driver", flat=True)])


def named_aloud(loss: Loss) -> list[Reason]:
    """What a note on the board may be made of: reasons confirmed, else those tagged aloud.

    Not what our rep believes, which would lead the hand, and nothing that was tagged in confidence.
    """
    confirmed = loss.causes.filter(voice=Voice.CONFIRMED).select_related("reason__same_as")
    tagged = Reason.objects.filter(pk__in=tags_of(loss, aloud=True)).select_related("same_as").order_by("pk")
    return [one.reason.counts_as for one in confirmed] or [one.counts_as for one in tagged]


def proposed(loss: Loss, *, to: User) -> list[tuple[Reason, int]]:
    """What to begin with: confirmed before, else tagged in the talk by this person, else what the client says; with weights."""
    confirmed = {one.reason: one.weight for one in loss.causes.filter(voice=Voice.CONFIRMED).select_related("reason")}
    held = Interview.objects.filter(loss=loss, interviewer=to).exists()
    tagged = tags_of(loss, aloud=not held)
    reasons = Reason.objects.in_bulk(tagged)
    heard = {one.reason: one.weight for one in loss.causes.filter(voice=Voice.CLIENT).select_related("reason")}
    found = confirmed or {reasons[pk].counts_as: n for pk, n in tagged.most_common(5)} or heard
    weights = shares(list(found.values()))
    return [(reason, max(1, weight)) for reason, weight in zip(found, weights, strict=True) if reason.is_known]
