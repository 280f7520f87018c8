"""The register of changes for programs: the same verbs as on its page."""

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.models import User
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.change_shapes import ChangeIn, ChangeOut, ChangePage, MakeIn, NudgeOut, OneChange
from wonback.winback.models import Change, Nudge, Outsider

if TYPE_CHECKING:
    from wonback.winback.shapes import RequireIn

router = Router(tags=["winback"])


def named(request: Request, told: "ChangeIn | RequireIn") -> Change:
    owner = get_object_or_404(User, pk=told.owner, is_active=True) if told.owner else request.user
    outsider = Outsider(name=told.outsider, email=told.outsider_email)
    return Change.name(told.what, owner=owner, due_by=told.due_by, outsider=outsider, by=request.user, at=request.now)


@router.get("/changes", response=or_problem(ChangePage), operation_id="list_changes")
def changes(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Changes still to be made, what holds up most former revenue first."""
    shown = page(
        Change.objects.open().with_blocked_money(),
        by=("-blocked", "-waiting", "pk"),
        after=paging.after,
        size=paging.limit,
    )
    return {"rows": shown.rows, "next": shown.next}


@router.post("/changes", response=or_problem(ChangeOut), operation_id="name_change")
def name(request: Request, told: ChangeIn) -> Change:
    """Name something our company changes, and who answers for it: one of us, or somebody with a name and an e-mail."""
    return named(request, told)


@router.get("/changes/{pk}", response=or_problem(OneChange), operation_id="read_change")
def change(request: Request, pk: Path[Pk]) -> Change:
    """One change, and how often it was opened again."""
    return get_object_or_404(Change.objects.select_related("owner").prefetch_related("reopenings"), pk=pk)


@router.post("/changes/{pk}/make", response=or_problem(ChangeOut), operation_id="make_change")
def make(request: Request, pk: Path[Pk], told: MakeIn) -> Change:
    """Declare a change made, with what proves it."""
    one = get_object_or_404(Change, pk=pk)
    one.make(told.evidence, by=request.user, at=request.now)
    return one


@router.post("/changes/{pk}/reopen", response=or_problem(ChangeOut), operation_id="reopen_change")
def reopen(request: Request, pk: Path[Pk], told: Why) -> Change:
    """It is not made after all. Plans that rested on it are locked again, and what was going out stops."""
    one = get_object_or_404(Change, pk=pk)
    one.reopen(told.why, by=request.user, at=request.now)
    return one


@router.post("/changes/{pk}/nudge", response=or_problem(NudgeOut), operation_id="nudge_about_change")
def nudge(request: Request, pk: Path[Pk]) -> Nudge:
    """Ask whoever answers for it by letter whether it is made; at most once a week."""
    one = get_object_or_404(Change.objects.select_related("owner"), pk=pk)
    return Nudge.about_change(one, by=request.user, at=request.now)
