"""Letting somebody go, for an admin's programs."""

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from wonback.desk.leaving import part_with
from wonback.team.answers import Pk, Told, or_problem
from wonback.team.models import User
from wonback.team.policy import WORKERS, Right
from wonback.team.request import Request

router = Router(tags=["team"])


class LeavingIn(Told):
    """Who looks after their clients from now on; nobody: these come to the list of whoever leads them."""

    clients_to: Pk | None = None


class LeavingOut(Schema):
    """How many clients went over."""

    clients: int


@router.post("/people/{pk}/leave", response=or_problem(LeavingOut), operation_id="let_person_go")
def leave(request: Request, pk: Path[Pk], told: LeavingIn) -> LeavingOut:
    """Let somebody go: nobody signs in with their name, and their tokens stop working."""
    request.user.must(Right.ADMINISTER)
    working = User.objects.filter(is_active=True)
    person = get_object_or_404(working, pk=pk)
    to = get_object_or_404(working.filter(role__in=WORKERS), pk=told.clients_to) if told.clients_to else None
    return LeavingOut(clients=part_with(person, clients_to=to, by=request.user, at=request.now))
