"""Staying close to clients who came back; and the page on which they judge our promises."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.care.models import Promise
from wonback.post import links, tongues
from wonback.post.doors import stranger
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, row_number
from wonback.web.toast import toast
from wonback.winback.aftercare_forms import AskForm, CheckForm, JudgeForm, LedgerForm
from wonback.winback.closeness import all_close, close, newest_verdicts, signs_of
from wonback.winback.models import Aftercare, Check, Verdict
from wonback.winback.taper import EXECUTIVE

PREFIX = "promise-"


@login_required
@require_safe
def aftercare(request: Request) -> HttpResponse:
    """All who came back and need us close, what is due first."""
    return render(request, "winback/aftercare.html", {"lines": all_close(request.user, as_of=request.today)})


def aftercare_of(request: Request, pk: int) -> Aftercare:
    return get_object_or_404(Aftercare.objects.for_cards().visible_to(request.user), pk=pk)


@login_required
@require_safe
def close_to(request: Request, pk: int) -> HttpResponse:
    """One client who came back: checks, ledger, signs."""
    one = aftercare_of(request, pk)
    checks = list(one.checks.select_related("done_by").order_by("due_by", "pk"))
    ahead = next((check for check in checks if check.done_at is None), None)
    verdicts = newest_verdicts([one])[one.pk]
    shown = close(one, signs_of([one], as_of=request.today)[one.pk], verdicts, as_of=request.today)
    people = one.plan.loss.client.contacts.filter(left_on=None).exclude(email="").by_weight()
    context = {
        "one": one,
        "client": one.plan.loss.client,
        "checks": checks,
        "ahead": ahead if one.ended_on is None else None,
        "late": ahead is not None and ahead.due_by < request.today,
        "may_visit": ahead is None or ahead.kind != EXECUTIVE or request.user.may(Right.LEAD),
        "watch": shown.watch,
        "ledger": ledger_of(one, verdicts),
        "check_form": CheckForm(auto_id="check_%s"),
        "promise_form": LedgerForm(auto_id="promise_%s"),
        "ask_form": AskForm(people=people, auto_id="ask_%s"),
    }
    return render(request, "winback/close_to.html", context)


def ledger_of(one: Aftercare, verdicts: list[Verdict]) -> list[tuple[Promise, Verdict | None]]:
    """Each promise with what the client said of it last."""
    said = {verdict.promise_id: verdict for verdict in verdicts}
    return [(promise, said.get(promise.pk)) for promise in one.promises.select_related("owner")]


@login_required
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """A check is done."""
    related = Check.objects.select_related("aftercare__plan__loss__client")
    one = get_object_or_404(related.visible_to(request.user), pk=pk)
    told = filled(CheckForm(request.POST))
    one.do(told["line"], by=request.user, at=request.now, channel=told["channel"] or "call")
    return redirect(one.aftercare)


@login_required
@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    """Write a promise into the ledger."""
    one = aftercare_of(request, pk)
    Promise.make(one.plan.loss.client, **filled(LedgerForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask them how we keep our promises."""
    one = aftercare_of(request, pk)
    people = one.plan.loss.client.contacts.filter(left_on=None)
    one.ask(filled(AskForm(request.POST, people=people))["contact"], by=request.user, at=request.now)
    toast(request, _("Asked. They need no sign-in, and three clicks."))
    return redirect(one)


def opened(token: str) -> Aftercare:
    promises = Prefetch("plan__loss__client__promises", Promise.objects.order_by("due_by", "pk"))
    related = Aftercare.objects.select_related("plan__loss__client", "asked_by").prefetch_related(promises)
    return links.found("ledger", token, related.running())


@stranger
@require_safe
def ledger(request: Request, token: str) -> HttpResponse:
    """What we promised, for the client to judge."""
    one = opened(token)
    tongues.speak_to(one.reader, request)
    return render(request, "winback/ledger.html", shown(one, token) | {"form": JudgeForm()})


def shown(one: Aftercare, token: str) -> dict[str, Any]:
    rows = ledger_of(one, newest_verdicts([one])[one.pk])
    return {"one": one, "token": token, "ledger": rows, "colours": Verdict.Colour.choices, "prefix": PREFIX}


@stranger
@require_POST
def judge(request: Request, token: str) -> HttpResponse:
    """They say which promises we keep."""
    one = opened(token)
    tongues.speak_to(one.reader, request)
    numbers = {name.removeprefix(PREFIX): str(value) for name, value in request.POST.items() if name.startswith(PREFIX)}
    verdicts = {row_number(number): colour for number, colour in numbers.items()}
    one.judge(verdicts, words=filled(JudgeForm(request.POST))["words"], at=request.now)
    return render(request, "winback/ledger.html", shown(one, token) | {"thanks": True})
