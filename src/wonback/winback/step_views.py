"""Steps towards the people of one lost client: laid out, taken, moved, ended."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast
from wonback.winback.models import Plan, Sequence, Step
from wonback.winback.sequences import TEMPLATES
from wonback.winback.stages import TALKING
from wonback.winback.step_forms import BeginForm, ConcludeForm, MoveStepForm, TakeStepForm
from wonback.winback.views import plan_of


@login_required
def steps(request: Request, pk: int) -> HttpResponse:
    """The steps of one plan, and a way to lay out more."""
    plan = plan_of(request, pk)
    people = plan.loss.client.contacts.filter(left_on=None).by_weight()
    if request.method == "POST":
        told = filled(BeginForm(request.POST, people=people))
        Sequence.begin(plan, **told, by=request.user, at=request.now)
        return redirect("winback:steps", pk)
    context = {"plan": plan, "loss": plan.loss, "form": BeginForm(people=people, auto_id="begin_%s")}
    return render(request, "winback/steps.html", context | page_of(plan, request))


def page_of(plan: Plan, request: Request) -> dict[str, Any]:
    """Those under way first, then what the others led to."""
    in_order = Prefetch("steps", Step.objects.select_related("taken_by").order_by("due_by", "pk"))
    found = plan.sequences.select_related("contact", "begun_by").prefetch_related(in_order)
    sequences = list(found.order_by("ended_at", "-pk"))
    running = [(one, next_of(one, request)) for one in sequences if one.ended_at is None]
    ended = [one for one in reversed(sequences) if one.ended_at]
    return {
        "running": running,
        "ended": ended,
        "is_open": plan.stage in TALKING,
        "templates": TEMPLATES.values(),
        "outcomes": Sequence.Outcome.choices,
    }


def next_of(sequence: Sequence, request: Request) -> dict[str, Any]:
    """The next step to take, and what stands in its way."""
    step = next((one for one in sequence.steps.all() if one.taken_at is None), None)
    if step:
        step.sequence = sequence
    return {
        "step": step,
        "late": step is not None and step.due_by < request.today,
        "objection": step.objection(at=request.now) if step else None,
    }


def step_of(request: Request, pk: int) -> Step:
    related = Step.objects.with_plans().prefetch_related("sequence__plan__loss__client__permissions")
    return get_object_or_404(related.visible_to(request.user), pk=pk)


def sequence_of(request: Request, pk: int) -> Sequence:
    related = Sequence.objects.select_related("plan__loss__client", "contact")
    return get_object_or_404(related.visible_to(request.user), pk=pk)


@login_required
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """A step is taken."""
    step = step_of(request, pk)
    step.take(**filled(TakeStepForm(request.POST)), by=request.user, at=request.now)
    return redirect("winback:steps", step.sequence.plan_id)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """A step gets another day."""
    step = step_of(request, pk)
    told = filled(MoveStepForm(request.POST))
    step.move(told["due_by"], seen=told["seen"], by=request.user, at=request.now)
    return redirect("winback:steps", step.sequence.plan_id)


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """No further step."""
    sequence = sequence_of(request, pk)
    sequence.stop(words(request.POST, "why", most=300), by=request.user, at=request.now)
    return redirect("winback:steps", sequence.plan_id)


@login_required
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """They answered: from here on people talk."""
    sequence = sequence_of(request, pk)
    sequence.answer(by=request.user, at=request.now)
    toast(request, _("They answered. No further step is due."))
    return redirect("winback:steps", sequence.plan_id)


@login_required
@require_POST
def conclude(request: Request, pk: int) -> HttpResponse:
    """What it led to."""
    sequence = sequence_of(request, pk)
    sequence.conclude(filled(ConcludeForm(request.POST))["outcome"], by=request.user, at=request.now)
    return redirect("winback:steps", sequence.plan_id)
