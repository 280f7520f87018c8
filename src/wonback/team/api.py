"""Who reports to whom and who is paid on what, for an admin's programs."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from wonback.team.answers import Pk, Seen, Told, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["team"])


class PersonOut(Schema):
    """One of us. `reports_to` is a number of this list, or nobody."""

    id: int
    name: str
    role: User.Role
    team: str | None
    reports_to: int | None
    paid_on_team: bool
    mark: str

    @staticmethod
    def resolve_team(person: User) -> str | None:
        return person.team.name if person.team else None

    @staticmethod
    def resolve_mark(person: User) -> str:
        return person.reporting_seen

    @staticmethod
    def resolve_reports_to(person: User) -> int | None:
        return person.reports_to_id


class ReportingIn(Told):
    """To whom they report (nobody: null), and whether they are paid on what their people keep or lose."""

    reports_to: Pk | None
    paid_on_team: bool
    seen: Seen = ""


@router.get("/people", response=or_problem(list[PersonOut]), operation_id="list_people")
def people(request: Request) -> Any:
    """Everybody who works here, with whom they report to."""
    request.user.must(Right.ADMINISTER)
    return User.objects.filter(is_active=True).select_related("team").order_by("name", "pk")


@router.post("/people/{pk}/reporting", response=or_problem(PersonOut), operation_id="change_reporting")
def reporting(request: Request, pk: Path[Pk], told: ReportingIn) -> User:
    """Change to whom they report and what they are paid on; who may ask whom follows from it."""
    request.user.must(Right.ADMINISTER)
    working = User.objects.filter(is_active=True)
    person = get_object_or_404(working.select_related("team"), pk=pk)
    boss = get_object_or_404(working, pk=told.reports_to) if told.reports_to else None
    person.place(boss, is_paid=told.paid_on_team, seen=told.seen, by=request.user)
    return person
