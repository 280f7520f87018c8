"""The short form: somebody at a client answers five questions, one a page, by their link alone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.clients.views import sent
from wonback.interviews import writing
from wonback.interviews.booking_forms import RefuseForm
from wonback.interviews.models import Form
from wonback.interviews.written_forms import ReadersForm, form_of, readers
from wonback.post import links
from wonback.post.doors import stranger
from wonback.post.tongues import speak_to
from wonback.team.request import Request
from wonback.web.forms import filled

WORDS_OF_STANDING = {
    Form.Standing.ANSWERED: "answered",
    Form.Standing.REFUSED: "refused",
    Form.Standing.OVER: "over",
}


def form_at(request: Request, token: str) -> Form:
    found = links.found("form", token, Form.objects.for_letters())
    speak_to(found.contact, request)
    return found


def asker(form: Form) -> str:
    """Who reads what is for one person alone."""
    return str(form.interview.interviewer or form.sent_by)


def around(request: Request, form: Form, token: str) -> dict[str, Any]:
    """What each of the pages knows."""
    standing = WORDS_OF_STANDING.get(Form.Standing(form.standing(as_of=request.today)), "open")
    # The way out stands on every page, and stands open for whoever came by its link.
    return {"form_of_them": form, "token": token, "asker": asker(form), "standing": standing}


@stranger
@require_safe
def first(request: Request, token: str) -> HttpResponse:
    """What it is, how long it takes, and who may read it; or that it is done."""
    form = form_at(request, token)
    if request.method == "GET":
        form.look(at=request.now)
    leaves = form.leaves()
    chosen = ReadersForm(initial={"confidence": form.confidence or writing.STRICTEST}, interviewer=asker(form))
    told = {"leaves": leaves, "goes_on_at": writing.goes_on_at(leaves), "readers_form": chosen}
    told["refuse_form"] = refuse_form()
    return render(request, "interviews/written_first.html", around(request, form, token) | told)


def refuse_form(posted: Any = None) -> RefuseForm:
    form = RefuseForm(posted)
    form.fields["what"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
        ("talk", _("Not these questions. You may contact us about other things.")),
        ("contact", _("Do not contact us any more, about anything.")),
    ]
    return form


@stranger
@require_POST
def begin(request: Request, token: str) -> HttpResponse:
    """They said who may read it."""
    form = form_at(request, token)
    told = filled(ReadersForm(request.POST, interviewer=asker(form)))
    form.begin(told["confidence"], at=request.now)
    return redirect("strangers:leaf", token, 1)


@stranger
@require_http_methods(["GET", "HEAD", "POST"])
def leaf(request: Request, token: str, number: int) -> HttpResponse:
    """One question. What is written is kept with *Next*, and with *Back*."""
    form = form_at(request, token)
    leaves = form.leaves()
    if not 0 < number <= len(leaves):
        raise Http404
    shown = leaves[number - 1]
    context = around(request, form, token)
    if context["standing"] != "open":
        return redirect("strangers:form", token)
    drawn = form_of(shown, sent(request), interviewer=asker(form))
    if request.method == "POST" and drawn.is_valid():
        form.keep(shown.key, drawn.said(), at=request.now)
        return onward(request, token, number, len(leaves))
    told = {"leaf": shown, "form": drawn, "number": number, "of": len(leaves), "before": number - 1}
    status = 422 if drawn.errors else 200
    return render(request, "interviews/written_leaf.html", context | told, status=status)


def onward(request: Request, token: str, number: int, pages: int) -> HttpResponse:
    to = number - 1 if "back" in request.POST else number + 1
    if to < 1:
        return redirect("strangers:form", token)
    return redirect("strangers:leaf", token, to) if to <= pages else redirect("strangers:form_end", token)


@stranger
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, token: str) -> HttpResponse:
    """Read it once more, then send it."""
    form = form_at(request, token)
    context = around(request, form, token)
    if request.method == "POST":
        form.finish(at=request.now)
    if request.method == "POST" or context["standing"] != "open":
        return redirect("strangers:form", token)
    who = dict(readers(asker(form)))
    answers = [(number, one, who[one.said.confidence]) for number, one in enumerate(form.leaves(), 1)]
    told = {"answers": answers, "may_words": dict(writing.may_choices())}
    return render(request, "interviews/written_end.html", context | told)


@stranger
@require_POST
def refuse(request: Request, token: str) -> HttpResponse:
    """I would rather not: these questions, or any contact."""
    form, said = form_at(request, token), refuse_form(request.POST)
    filled(said)
    form.refuse(**said.refusal(), at=request.now)
    return redirect("strangers:form", token)
