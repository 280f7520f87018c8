"""Templates of plans, for leads: what the plans for each reason begin with."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.core.writing import mark
from wonback.losses.models import Reason
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast
from wonback.winback.forms import StepForm, TemplateForm
from wonback.winback.models import PlanTemplate
from wonback.winback.models.milestone import Key
from wonback.winback.models.template import parts
from wonback.winback.patterns import Pattern, Step

# As many lines as the form has; an empty one is left out.
LINES = 10


def lead_only(request: Request) -> None:
    if not request.user.may(Right.LEAD):
        raise Http404


@login_required
@require_safe
def templates(request: Request) -> HttpResponse:
    """Every reason, and what its plans begin with."""
    lead_only(request)
    reasons = list(Reason.objects.filter(retired_at=None, same_as=None).select_related("parent").order_by("pk"))
    own, patterns = set(PlanTemplate.objects.values_list("reason", flat=True)), PlanTemplate.for_reasons(reasons)
    lines = [(one, patterns[one.pk], one.pk in own) for one in reasons]
    return render(request, "winback/templates.html", {"lines": lines})


@login_required
def template(request: Request, pk: int) -> HttpResponse:
    """What the plans for one reason begin with."""
    lead_only(request)
    reason = get_object_or_404(Reason.objects.select_related("parent"), pk=pk)
    if request.method == "POST":
        told = filled(TemplateForm(request.POST))
        wanted = Pattern(told["goal"], tuple(steps_in(request.POST)), tuple(told["changes"].splitlines()))
        PlanTemplate.write(reason, wanted, by=request.user, at=request.now, seen=told["seen"])
        toast(request, _("Plans for “%(reason)s” begin like this from now on.") % {"reason": reason})
        return redirect("winback:template", pk)
    return render(request, "winback/template.html", shown(reason))


def shown(reason: Reason) -> dict[str, Any]:
    pattern: Pattern = PlanTemplate.for_reason(reason)
    empty = [Step("", 0)] * max(1, LINES - len(pattern.steps))
    form = TemplateForm(initial=parts(pattern) | {"seen": mark(parts(pattern))})
    own = PlanTemplate.objects.filter(reason=reason).select_related("edited_by").first()
    lines = list(enumerate([*pattern.steps, *empty]))
    return {"reason": reason, "form": form, "lines": lines, "keys": Key.choices, "own": own, "n": len(pattern.steps)}


def steps_in(posted: Mapping[str, Any]) -> Iterator[Step]:
    """The lines that say something."""
    for number in range(LINES * 2):
        if str(posted.get(f"{number}-what", "")).strip():
            yield Step(**filled(StepForm(posted, prefix=str(number))))


@login_required
@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """As it ships again."""
    lead_only(request)
    seen = words(request.POST, "seen", most=4_000)
    get_object_or_404(PlanTemplate, reason=pk).forget(seen=seen, by=request.user)
    toast(request, _("As it ships again."))
    return redirect("winback:template", pk)
