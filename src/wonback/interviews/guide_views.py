"""The guide: what is asked on the phone and in writing. For admins."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wonback.core.writing import mark, parts_of
from wonback.interviews.models import Question
from wonback.interviews.models.guide import IN_WRITING, TEXTS
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import SeenField, filled
from wonback.web.toast import toast

LONGEST = 300


class QuestionForm(forms.Form):
    text = forms.CharField(label=TEXTS["text"], max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(label=TEXTS["hint"], required=False, max_length=200)
    in_writing = forms.CharField(
        label=TEXTS["in_writing"],
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Empty: the short form leaves it out."),
    )
    seen = SeenField()


class NewForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("A further question"), max_length=LONGEST)
    hint = forms.CharField(label=gettext_lazy("What helps the one who asks"), required=False, max_length=200)


def question_of(request: Request, pk: int) -> Question:
    request.user.must(Right.ADMINISTER)
    return get_object_or_404(Question, pk=pk)


@login_required
@require_safe
def guide(request: Request) -> HttpResponse:
    """All questions, those no longer asked below."""
    request.user.must(Right.ADMINISTER)
    questions = list(Question.objects.annotate(n=Count("answers")).order_by("position", "pk"))
    asked = [(one, form_of(one)) for one in questions if not one.retired_at]
    written = sum(bool(one.in_writing) for one, _form in asked)
    context: dict[str, Any] = {"asked": asked, "retired": [one for one in questions if one.retired_at]}
    context |= {"written": written, "most": IN_WRITING, "form": NewForm(auto_id="new_%s")}
    return render(request, "interviews/guide.html", context)


def form_of(one: Question) -> QuestionForm:
    given = parts_of(one, TEXTS)
    return QuestionForm(initial=given | {"seen": mark(given)}, auto_id=f"q{one.pk}_%s")


@login_required
@require_POST
def add(request: Request) -> HttpResponse:
    """One question more."""
    request.user.must(Right.ADMINISTER)
    Question.add(**filled(NewForm(request.POST)), by=request.user)
    return redirect("interviews:guide")


@login_required
@require_POST
def edit(request: Request, pk: int) -> HttpResponse:
    """Ask it differently."""
    question_of(request, pk).edit(**filled(QuestionForm(request.POST)), by=request.user)
    toast(request, _("Kept. What was answered before keeps the question as it was asked."))
    return redirect("interviews:guide")


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """One place up or down."""
    question_of(request, pk).move(up=request.POST.get("to") == "up", by=request.user)
    return redirect("interviews:guide")


@login_required
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    """Ask it no more."""
    question_of(request, pk).retire(by=request.user, at=request.now)
    return redirect("interviews:guide")


@login_required
@require_POST
def bring_back(request: Request, pk: int) -> HttpResponse:
    """Ask it again."""
    question_of(request, pk).bring_back(by=request.user)
    return redirect("interviews:guide")
