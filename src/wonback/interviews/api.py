"""Interviews for programs: the same verbs as on the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router

from wonback.interviews.models import Interview
from wonback.interviews.programme import Programme
from wonback.interviews.shapes import AskIn, InterviewOut, ProgrammeOut
from wonback.losses.api import found, one
from wonback.losses.shapes import LossOut
from wonback.team.answers import Pk, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["interviews"])


@router.get("/losses/{pk}/interview", response=or_problem(InterviewOut), operation_id="read_interview")
def interview(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """What the client said, for those who may read it."""
    held = Interview.objects.readable_by(request.user).exclude(asked_at=None).select_related("interviewer")
    said = get_object_or_404(held, loss=pk)
    return {
        "interviewer": said.interviewer.name if said.interviewer else None,
        "asked_at": said.asked_at,
        "declined": said.declined,
        "said": said.said,
    }


@router.post("/losses/{pk}/ask", response=or_problem(LossOut), operation_id="ask_why")
def ask(request: Request, pk: Path[Pk], told: AskIn) -> dict[str, Any]:
    """Note that a neutral person asked why. Refused for whoever was part of it."""
    Interview.note(found(request, pk), told.said, declined=told.declined, by=request.user, at=request.now)
    return one(found(request, pk), request)


@router.get("/programme", response=or_problem(ProgrammeOut), operation_id="read_programme")
def programme(request: Request) -> dict[str, Any]:
    """How the asking goes: who talks, how soon, where we ask, and what they say. Shares are null below five."""
    request.user.must(Right.INTERVIEW)
    return Programme(request.user, request.today).told()
