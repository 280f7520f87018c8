"""After the call: confirm the truth; then our rep's version opens, and a neutral note is kept for the debrief."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.core.writing import mark
from wonback.interviews.models import Answer, Interview, Quote
from wonback.losses.models import Cause, Loss, Voice
from wonback.losses.views import loss_of
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast
from wonback.winback.truth import note_debrief
from wonback.winback.truth_form import TruthForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def truth(request: Request, pk: int) -> HttpResponse:
    """Why they left, confirmed in one go."""
    loss = loss_of(request, pk)
    request.user.must(Right.INTERVIEW)
    told = request.POST if request.method == "POST" else None
    form = TruthForm(told, loss=loss, user=request.user, today=request.today, auto_id="truth_%s")
    if told is not None:
        filled(form)
        form.truth().confirm(loss, by=request.user, at=request.now, seen=form.cleaned_data["seen"])
        toast(request, _("Confirmed. From now on this counts."))
        return redirect("winback:truth", pk)
    return render(request, "winback/truth.html", {"loss": loss, "form": form} | voices(loss))


def voices(loss: Loss) -> dict[str, Any]:
    """Both stories side by side, once the truth is known; before that our rep's stays closed."""
    causes = list(loss.causes.select_related("reason__same_as").order_by("-weight", "pk"))
    spoken: dict[str, list[Cause]] = {voice: [one for one in causes if one.voice == voice] for voice in Voice}
    confirmed, rep = spoken[Voice.CONFIRMED], spoken[Voice.REP]
    ours, theirs = ({one.reason.counts_as.pk for one in side[:1]} for side in (rep, confirmed))
    talk = Interview.objects.filter(loss=loss).first()
    asked = loss.is_interviewed()
    return {
        "confirmed": confirmed,
        "rep": rep,
        "differ": bool(confirmed) and ours != theirs,
        "talk": talk,
        "note_seen": mark({"note": talk.debrief if talk else ""}),
        "asked": asked,
    }


@login_required
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """Neutral words about where the stories differ."""
    loss = loss_of(request, pk)
    request.user.must(Right.INTERVIEW)
    talk = get_object_or_404(Interview, loss=loss)
    note_debrief(talk, words(request.POST, "note", most=2_000), seen=words(request.POST, "seen", most=4_000))
    toast(request, _("Kept for the debrief. Whoever may open this loss reads it."))
    return redirect("winback:truth", pk)


@login_required
@require_safe
def debrief(request: Request, pk: int) -> HttpResponse:
    """What our rep and their lead talk about: what both may read, and nothing else."""
    loss = loss_of(request, pk)
    context = {
        "loss": loss,
        "answers": Answer.objects.aloud().filter(interview__loss=loss).exclude(text="").in_order(),
        "quotes": Quote.objects.aloud().filter(interview__loss=loss).select_related("driver").order_by("said_at", "pk"),
        "whys": loss.whys.order_by("depth"),
        "notes": loss.swot.order_by("field", "pk")[:20],
        "changes": loss.plan.changes.select_related("owner").all() if hasattr(loss, "plan") else [],
    }
    return render(request, "winback/debrief.html", context | voices(loss))
