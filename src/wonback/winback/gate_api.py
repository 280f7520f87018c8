"""The lock of a plan for programs: who opened it all the same, and whom we asked whether we can execute."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.models import User
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.change_shapes import AskToSignIn, NudgeOut, OverrideOut, OverridePage
from wonback.winback.models import Nudge, Override, Plan

router = Router(tags=["winback"])


def found(request: Request, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.for_gate().visible_to(request.user), pk=pk)


@router.post("/plans/{pk}/override", response=or_problem(OverrideOut), operation_id="override_gate")
def override(request: Request, pk: Path[Pk], told: Why) -> Override:
    """A lead answers for what is undone now; it is told on the timeline and reported."""
    return found(request, pk).override(told.why, by=request.user, at=request.now)


@router.post("/plans/{pk}/ask-to-sign", response=or_problem(NudgeOut), operation_id="ask_to_sign")
def ask_to_sign(request: Request, pk: Path[Pk], told: AskToSignIn) -> Nudge:
    """Ask somebody in delivery by letter whether we can execute; at most once a week."""
    to = get_object_or_404(User, pk=told.to, is_active=True)
    return Nudge.about_plan(found(request, pk), to, by=request.user, at=request.now)


@router.get("/overrides", response=or_problem(OverridePage), operation_id="list_overrides")
def overrides(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Every time a lead let us ask although something was undone; for leads."""
    mine = Override.objects.visible_to(request.user).for_cards()
    shown = page(mine, by=("-at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}
