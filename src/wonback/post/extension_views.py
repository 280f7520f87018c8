"""A permission runs out: somebody at a client says yes, until when, or no. Their link is all they need."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wonback.post import links
from wonback.post.doors import stranger
from wonback.post.models import Extension
from wonback.post.tongues import speak_to
from wonback.team.request import Request
from wonback.web.forms import filled

YEAR = timedelta(days=365)


class UntilForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty: until you say otherwise."),
    )


class NoForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("If you like, in your words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def extension_of(request: Request, token: str) -> Extension:
    related = ("permission__client", "contact__client", "asked_by")
    found = links.found("extension", token, Extension.objects.select_related(*related))
    speak_to(found.contact, request)
    return found


@stranger
@require_safe
def extension(request: Request, token: str) -> HttpResponse:
    """May it go on?"""
    found = extension_of(request, token)
    quiet = not found.contact.may_be_reached(channel="mail", as_of=request.today)
    context: dict[str, Any] = {"extension": found, "permission": found.permission, "token": token, "is_quiet": quiet}
    context |= {"until_form": UntilForm(initial={"until": request.today + YEAR}), "no_form": NoForm()}
    return render(request, "post/extension.html", context)


@stranger
@require_POST
def allow(request: Request, token: str) -> HttpResponse:
    """Yes, until a day."""
    extension_of(request, token).allow(**filled(UntilForm(request.POST)), at=request.now)
    return redirect("strangers:extension", token)


@stranger
@require_POST
def decline(request: Request, token: str) -> HttpResponse:
    """No."""
    extension_of(request, token).decline(at=request.now)
    return redirect("strangers:extension", token)


@stranger
@require_POST
def forbid(request: Request, token: str) -> HttpResponse:
    """No more contact."""
    extension_of(request, token).forbid(**filled(NoForm(request.POST)), at=request.now)
    return redirect("strangers:extension", token)
