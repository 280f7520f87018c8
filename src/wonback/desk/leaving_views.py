"""The page on which an admin lets somebody go."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wonback.desk.leaving import LeftBehind, part_with
from wonback.team.models import User
from wonback.team.policy import WORKERS, Right
from wonback.team.request import Request
from wonback.web.forms import LongSelect, filled
from wonback.web.toast import toast


class LeavingForm(forms.Form):
    clients_to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who looks after their clients"),
        required=False,
        widget=LongSelect,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("Clients nobody looks after come to the list of whoever leads the person who left."),
    )

    def __init__(self, *args: Any, about: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(is_active=True, role__in=WORKERS)
        self.fields["clients_to"].queryset = workers.exclude(pk=about.pk).order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: Request, pk: int) -> HttpResponse:
    """Let somebody go; first see what they leave behind."""
    request.user.must(Right.ADMINISTER)
    about = get_object_or_404(User.objects.filter(is_active=True), pk=pk)
    if request.method != "POST":
        context = {"about": about, "form": LeavingForm(about=about), "left": LeftBehind.of(about)}
        return render(request, "desk/leaving.html", context)
    part_with(about, **filled(LeavingForm(request.POST, about=about)), by=request.user, at=request.now)
    toast(request, _("%(name)s has left. Nobody signs in with their name.") % {"name": about})
    return redirect("team:chart")
