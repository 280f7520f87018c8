"""Who works here as what, who reports to whom and who is paid on what, for an admin's programs."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import StringConstraints

from wonback.team.answers import PLAIN, Line, Mark, Paging, Pk, Seen, Told, or_problem
from wonback.team.inviting import invite
from wonback.team.models import AuditEntry, User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.team.second_factor import SecondFactor
from wonback.web.paging import page

router = Router(tags=["team"])
Called = Annotated[str, StringConstraints(max_length=120, pattern=PLAIN)]


class PersonOut(Schema):
    """One of us. `reports_to` is a number of this list, or nobody; `mark` is that of the reporting, `mark_of_work` of the rest."""

    id: int
    name: str
    email: str | None
    role: User.Role
    team: str | None
    reports_to: int | None
    paid_on_team: bool
    last_sign_in: datetime | None
    has_second_factor: bool
    mark: str
    mark_of_work: str

    @staticmethod
    def resolve_has_second_factor(person: User) -> bool:
        return SecondFactor(person).is_there

    @staticmethod
    def resolve_last_sign_in(person: User) -> datetime | None:
        return person.last_login

    @staticmethod
    def resolve_mark_of_work(person: User) -> str:
        return person.employed_seen

    @staticmethod
    def resolve_team(person: User) -> str | None:
        return person.team.name if person.team else None

    @staticmethod
    def resolve_mark(person: User) -> str:
        return person.reporting_seen

    @staticmethod
    def resolve_reports_to(person: User) -> int | None:
        return person.reports_to_id


class AuditOut(Schema):
    """One thing that was done: about whom, by whom (null: on the server), which, when, and as a sentence."""

    id: int
    about: int
    by: int | None
    verb: str
    at: datetime
    sentence: str

    @staticmethod
    def resolve_about(entry: AuditEntry) -> int:
        return entry.about_id

    @staticmethod
    def resolve_by(entry: AuditEntry) -> int | None:
        return entry.by_id

    @staticmethod
    def resolve_sentence(entry: AuditEntry) -> str:
        return str(entry)


class AuditPage(Schema):
    rows: list[AuditOut]
    next: Mark


class ReportingIn(Told):
    """To whom they report (nobody: null), and whether they are paid on what their people keep or lose."""

    reports_to: Pk | None
    paid_on_team: bool
    seen: Seen = ""


class WorkIn(Told):
    """As what somebody works here. A team nobody knew yet is a new one; whoever has no e-mail does not sign in."""

    name: Called
    email: Line = ""
    role: User.Role = User.Role.REP
    team: Called = ""
    seen: Seen = ""


class Invitation(Schema):
    """Where they choose a password; sent to them as well, if a mail server is set up."""

    address: str


@router.get("/people", response=or_problem(list[PersonOut]), operation_id="list_people")
def people(request: Request) -> Any:
    """Everybody who works here, with whom they report to."""
    request.user.must(Right.ADMINISTER)
    working = User.objects.filter(is_active=True).select_related("team").order_by("name", "pk")
    return working.prefetch_related("authenticator_set")


@router.get("/audit", response=or_problem(AuditPage), operation_id="list_audit")
def audit(request: Request, paging: Query[Paging], about: Annotated[Pk | None, Query()] = None) -> Any:
    """Who may sign in, as what they work here and with which keys, and who changed it when; `about`: of one person alone."""
    request.user.must(Right.ADMINISTER)
    found = AuditEntry.objects.visible_to(request.user).told()
    found = found.filter(about=about) if about else found
    shown = page(found, by=("-at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/people/{pk}/reporting", response=or_problem(PersonOut), operation_id="change_reporting")
def reporting(request: Request, pk: Path[Pk], told: ReportingIn) -> User:
    """Change to whom they report and what they are paid on; who may ask whom follows from it."""
    request.user.must(Right.ADMINISTER)
    working = User.objects.filter(is_active=True)
    person = get_object_or_404(working.select_related("team"), pk=pk)
    boss = get_object_or_404(working, pk=told.reports_to) if told.reports_to else None
    person.place(boss, is_paid=told.paid_on_team, seen=told.seen, by=request.user, at=request.now)
    return person


@router.post("/people", response=or_problem(PersonOut), operation_id="add_person")
def add(request: Request, told: WorkIn) -> User:
    """Somebody begins to work here."""
    return User.add(**told.dict(exclude={"seen"}), by=request.user, at=request.now)


@router.post("/people/{pk}/work", response=or_problem(PersonOut), operation_id="employ_person")
def employ(request: Request, pk: Path[Pk], told: WorkIn) -> User:
    """Put right their name, address, role or team."""
    person = one_of_us(request, pk)
    person.employ(**told.dict(), by=request.user, at=request.now)
    return person


@router.post("/people/{pk}/invite", response=or_problem(Invitation), operation_id="invite_person")
def send_invitation(request: Request, pk: Path[Pk]) -> Invitation:
    """Let them choose a password: once, within three days."""
    return Invitation(address=invite(one_of_us(request, pk), by=request.user, at=request.now))


@router.post("/people/{pk}/bring-back", response=or_problem(PersonOut), operation_id="bring_person_back")
def bring_back(request: Request, pk: Path[Pk]) -> User:
    """Somebody who had left works here again."""
    person = one_of_us(request, pk)
    person.return_to_work(by=request.user, at=request.now)
    return person


@router.post("/people/{pk}/second-factor/forget", response=or_problem(PersonOut), operation_id="forget_second_factor")
def forget_second_factor(request: Request, pk: Path[Pk]) -> User:
    """They have lost their phone and their codes on paper: their password alone lets them in until they set up another."""
    person = one_of_us(request, pk)
    SecondFactor(person).forget(by=request.user, at=request.now)
    return person


def one_of_us(request: Request, pk: int) -> User:
    request.user.must(Right.ADMINISTER)
    return get_object_or_404(User.objects.select_related("team"), pk=pk)
