"""The words of other programs: what each means, and where a reason and the text beside it differ."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.forms import ReasonField
from wonback.losses.mismatches import Suggester, mismatches
from wonback.losses.models import Reason, Wording
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast

SHOWN = 300


class SettleForm(forms.Form):
    """Stands once in every line of a list, so its fields have no ids."""

    reason = ReasonField(widget=forms.Select(attrs={"class": "input", "aria-label": gettext_lazy("What it means")}))


@login_required
@require_safe
def wordings(request: Request) -> HttpResponse:
    """The table of what wordings mean, those nobody knows first."""
    request.user.must(Right.ADMINISTER)
    text = request.GET.get("q", "")
    rows = Wording.objects.counted().filter(said__contains=Wording.plain(text))[:SHOWN]
    open_ones = Wording.objects.filter(reason=None).count()
    context = {"rows": rows, "q": text, "form": SettleForm(auto_id=False), "open_ones": open_ones}
    return render(request, "losses/wordings.html", context)


@login_required
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Say what a wording means, for what came with it too."""
    wording = get_object_or_404(Wording, pk=pk)
    request.user.must(Right.ADMINISTER)
    reason = Reason.chosen(filled(SettleForm(request.POST))["reason"])
    n = wording.settle(reason, seen=words(request.POST, "seen"), by=request.user, at=request.now)
    toast(request, ngettext("Kept. %(n)d loss follows.", "Kept. %(n)d losses follow.", n) % {"n": n})
    return redirect("losses:wordings")


@login_required
@require_safe
def report(request: Request) -> HttpResponse:
    """Where the reason says one thing and the text another."""
    request.user.must(Right.INTERVIEW)
    suggester = Suggester.learned()
    context = {"rows": mismatches(request.user, suggester=suggester), "suggester": suggester}
    return render(request, "losses/mismatches.html", context)
