"""Staying close, for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.models import Promise
from wonback.clients.models import Contact
from wonback.post.api import LetterOut
from wonback.post.api import told as told_of
from wonback.team.answers import PLAIN, Pk, Told, or_problem
from wonback.team.models import User
from wonback.team.request import Request
from wonback.winback.aftercare_views import aftercare_of, ledger_of
from wonback.winback.closeness import Close, all_close, close, newest_verdicts, signs_of
from wonback.winback.models import Check

router = Router(tags=["winback"])
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=PLAIN)]


class SignOut(Schema):
    kind: str
    words: str
    on: date
    weight: int


class AftercareLine(Schema):
    """One client who came back; `level` says whether early signs ask for a look."""

    id: int
    client: str
    owner: str
    first_reason: str
    begun_on: date
    until: date
    next_by: date | None
    level: Literal["calm", "look", "act"]


class AftercarePage(Schema):
    rows: list[AftercareLine]


class CheckOut(Schema):
    id: int
    kind: Literal["weekly", "fortnightly", "monthly", "executive"]
    due_by: date
    done_at: datetime | None


class LedgerLine(Schema):
    """One promise; `verdict` is the client’s own, empty while they have not said."""

    id: int
    what: str
    owner: str
    due_by: date
    kept_at: datetime | None
    verdict: str


class AftercareOut(AftercareLine):
    checks: list[CheckOut]
    ledger: list[LedgerLine]
    signs: list[SignOut]


class DoCheckIn(Told):
    line: Line
    channel: Literal["call", "visit"] = "call"


class LedgerIn(Told):
    what: Line
    due_by: date
    owner: Pk | None = None


class AskIn(Told):
    contact: Pk


def line(one: Close) -> dict[str, Any]:
    care, loss = one.aftercare, one.aftercare.plan.loss
    return {
        "id": care.pk,
        "client": loss.client.name,
        "owner": care.plan.owner.name,
        "first_reason": loss.reason.name,
        "begun_on": care.begun_on,
        "until": care.until,
        "next_by": vars(care).get("next_by"),
        "level": one.watch.level,
    }


@router.get("/aftercare", response=or_problem(AftercarePage), operation_id="list_aftercare")
def aftercare(request: Request) -> dict[str, Any]:
    """Who came back and needs us close, what is due first."""
    return {"rows": [line(one) for one in all_close(request.user, as_of=request.today)]}


@router.get("/aftercare/{pk}", response=or_problem(AftercareOut), operation_id="read_aftercare")
def close_to(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """One client who came back: checks, promises with the client’s verdict, and early signs."""
    one = aftercare_of(request, pk)
    verdicts = newest_verdicts([one])[one.pk]
    shown = close(one, signs_of([one], as_of=request.today)[one.pk], verdicts, as_of=request.today)
    checks = list(one.checks.order_by("due_by", "pk"))
    ahead = next((check.due_by for check in checks if check.done_at is None), None)
    facts = ("id", "what", "due_by", "kept_at")
    ledger = [
        {name: getattr(promise, name) for name in facts}
        | {"owner": promise.owner.name, "verdict": said.colour if said else ""}
        for promise, said in ledger_of(one, verdicts)
    ]
    signs = [{"weight": each.weight, **vars_of(each.sign)} for each in shown.watch.signs]
    return line(shown) | {"next_by": ahead, "checks": checks, "ledger": ledger, "signs": signs}


def vars_of(sign: Any) -> dict[str, Any]:
    return {name: getattr(sign, name) for name in ("kind", "words", "on")}


@router.post("/aftercare/{pk}/promises", response=or_problem(LedgerLine), operation_id="add_to_ledger")
def promise(request: Request, pk: Path[Pk], told: LedgerIn) -> dict[str, Any]:
    """Write a promise into the ledger, with who keeps it."""
    one = aftercare_of(request, pk)
    owner = get_object_or_404(User.objects.filter(is_active=True), pk=told.owner) if told.owner else None
    client = one.plan.loss.client
    made = Promise.make(client, told.what, by=request.user, at=request.now, due_by=told.due_by, owner=owner)
    return {
        "id": made.pk,
        "what": made.what,
        "owner": made.owner.name,
        "due_by": made.due_by,
        "kept_at": None,
        "verdict": "",
    }


@router.post("/aftercare/{pk}/ask", response=or_problem(LetterOut), operation_id="ask_for_verdicts")
def ask(request: Request, pk: Path[Pk], told: AskIn) -> dict[str, Any]:
    """Ask somebody there, by letter with a link, whether we keep our promises."""
    one = aftercare_of(request, pk)
    contact = get_object_or_404(Contact.objects.filter(left_on=None), pk=told.contact, client=one.plan.loss.client_id)
    return told_of(one.ask(contact, by=request.user, at=request.now))


@router.post("/checks/{pk}/do", response=or_problem(CheckOut), operation_id="do_check")
def check(request: Request, pk: Path[Pk], told: DoCheckIn) -> Check:
    """Note how it goes. The one visit of a lead is a lead’s."""
    related = Check.objects.select_related("aftercare__plan__loss__client")
    one = get_object_or_404(related.visible_to(request.user), pk=pk)
    one.do(told.line, by=request.user, at=request.now, channel=told.channel)
    return one
