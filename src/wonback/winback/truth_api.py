"""The truth about a loss, for programs: confirmed in one go, and a neutral note for the debrief."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.clients.models import Contact
from wonback.interviews.models import Interview
from wonback.losses.api import found, grounds, one
from wonback.losses.models import Reason
from wonback.losses.shapes import HearIn, LossOut, Short
from wonback.team.answers import Line, Pk, Sentence, Told, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.winback.truth import Confirmed, Truth, note_debrief

router = Router(tags=["winback"])


class ConfirmedIn(HearIn):
    """One reason as confirmed. `we_control`: whether we could have done something about it, here."""

    voice: Literal["confirmed"] = "confirmed"
    we_control: bool | None = None


class SwotIn(Told):
    field: Literal["strength", "weakness", "opportunity", "threat"]
    text: Annotated[str, Field(max_length=300)]


class ChangeToMakeIn(Told):
    what: Line
    owner: Pk


class TruthIn(Told):
    """Reasons with their weights; the rest may be left out."""

    causes: Annotated[list[ConfirmedIn], Field(max_length=10)]
    decided_by: Pk | None = None
    competitor: Short = ""
    whys: Annotated[list[Sentence], Field(max_length=7)] = []
    swot: Annotated[list[SwotIn], Field(max_length=20)] = []
    changes: Annotated[list[ChangeToMakeIn], Field(max_length=10)] = []


class NoteIn(Told):
    note: Annotated[str, Field(max_length=2_000)]


class DebriefOut(Schema):
    """What the debrief begins with."""

    note: str


@router.post("/losses/{pk}/truth", response=or_problem(LossOut), operation_id="confirm_truth")
def truth(request: Request, pk: Path[Pk], told: TruthIn) -> dict[str, Any]:
    """Confirm why they left, in one go."""
    loss = found(request, pk)
    request.user.must(Right.INTERVIEW)
    decided = get_object_or_404(Contact, pk=told.decided_by, client=loss.client_id) if told.decided_by else None
    people = User.objects.filter(is_active=True)
    Truth(
        causes=[
            Confirmed(
                reason=Reason.chosen(cause.reason),
                weight=cause.weight,
                grounds=replace(grounds(loss, cause), we_control=cause.we_control),
            )
            for cause in told.causes
        ],
        decided_by=decided,
        competitor=told.competitor,
        whys=told.whys,
        swot=[(chip.field, chip.text) for chip in told.swot],
        changes=[(each.what, get_object_or_404(people, pk=each.owner)) for each in told.changes],
    ).confirm(loss, by=request.user, at=request.now)
    return one(found(request, pk), request)


@router.post("/losses/{pk}/debrief", response=or_problem(DebriefOut), operation_id="note_debrief")
def note(request: Request, pk: Path[Pk], told: NoteIn) -> dict[str, str]:
    """Neutral words for the debrief; whoever may open the loss reads them."""
    loss = found(request, pk)
    request.user.must(Right.INTERVIEW)
    talk = get_object_or_404(Interview, loss=loss)
    note_debrief(talk, told.note)
    return {"note": talk.debrief}
