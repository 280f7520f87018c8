"""The live screen, the recap after it, and the page on which the client says whether we heard right."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.interviews.brief import Brief
from wonback.interviews.live_forms import RecapForm
from wonback.interviews.models import Interview, Recap
from wonback.interviews.models.recap import drafted, readers
from wonback.interviews.sheet_form import SheetForm, kept_on
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast


def held_by(request: Request, pk: int) -> Interview:
    """The talk of this person; nobody else's exists."""
    mine = Interview.objects.filter(interviewer=request.user).select_related(
        "loss__client", "loss__reason", "loss__deal"
    )
    return get_object_or_404(mine, pk=pk)


@login_required
@require_safe
def live(request: Request, pk: int) -> HttpResponse:
    """The one screen of the call."""
    interview = held_by(request, pk)
    if interview.ended_at:
        return redirect("interviews:recap", pk)
    context = {"interview": interview, "form": SheetForm(interview), "brief": Brief(interview)}
    return render(request, "interviews/live.html", context)


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """They are on the phone."""
    held_by(request, pk).begin(by=request.user, at=request.now)
    return redirect("interviews:live", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: Request, pk: int) -> HttpResponse:
    """The notes as they are kept. A POST saves: every few seconds by the page itself, or by the button."""
    interview = held_by(request, pk)
    if request.method == "POST":
        interview.version = save(request, interview)
        if request.headers.get("Accept") != "application/json":
            return redirect("interviews:live", pk)
    return JsonResponse({"version": interview.version, "kept": kept_on(interview)})


def save(request: Request, interview: Interview) -> int:
    form = SheetForm(interview, request.POST)
    told = filled(form)
    return form.sheet().keep(interview, version=told["version"], by=request.user, at=request.now)


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """They have hung up; what stands in the fields is saved first."""
    interview = held_by(request, pk)
    if "version" in request.POST:
        save(request, interview)
    interview.end(by=request.user, at=request.now)
    return redirect("interviews:recap", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recap(request: Request, pk: int) -> HttpResponse:
    """What we heard, to read, change and send. Words that sell are shown once before it goes."""
    interview = held_by(request, pk)
    people = readers(interview)
    if request.method == "POST":
        form = RecapForm(request.POST, people=people)
        told = filled(form)
        is_hinted = told.pop("is_hinted")
        if not is_hinted and (hints := Recap.hints(interview, told["text"])):
            return render(request, "interviews/recap.html", to_read(interview, form, request) | {"hints": hints})
        Recap.send(interview, **told, by=request.user, at=request.now)
        toast(request, _("Sent. They can confirm it, or correct it, with one click."))
        return redirect("interviews:recap", pk)
    form = RecapForm(people=people, initial=drafted(interview))
    return render(request, "interviews/recap.html", to_read(interview, form, request))


@login_required
@require_POST
def recap_hints(request: Request, pk: int) -> HttpResponse:
    """What in the letter sells, while it is written."""
    hints = Recap.hints(held_by(request, pk), words(request.POST, "text"))
    return render(request, "components/hints.html#said", {"hints": hints})


def to_read(interview: Interview, form: RecapForm, request: Request) -> dict[str, Any]:
    """The letter before it goes, or as it went."""
    sent = Recap.objects.filter(interview=interview).select_related("contact", "permission").first()
    told = {"interview": interview, "recap": sent, "form": form, "to": readers(interview).exists()}
    return told | since_the_call(interview, request)


def since_the_call(interview: Interview, request: Request) -> dict[str, Any]:
    """Minutes since they hung up: a recap is the first promise kept."""
    ended = interview.ended_at
    return {"minutes": int((request.now - ended).total_seconds() // 60) if ended else None}


@login_required
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Take the link of a recap back."""
    interview = held_by(request, pk)
    get_object_or_404(Recap, interview=interview).revoke(by=request.user, at=request.now)
    return redirect("interviews:recap", pk)
