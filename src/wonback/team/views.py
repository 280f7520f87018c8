"""Who reports to whom, and who is paid on what: it decides who may ask whose lost clients why. For admins."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.reporting import tree
from wonback.team.request import Request
from wonback.web.forms import LongSelect, SeenField, filled
from wonback.web.toast import toast


class ReportingForm(forms.Form):
    reports_to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Reports to"),
        required=False,
        widget=LongSelect,
        empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy(
            "Nobody asks the lost clients of whom they report to. What is said of them is for this lead alone."
        ),
    )
    paid_on_team = forms.BooleanField(
        label=gettext_lazy("Paid on what their people keep or lose"),
        required=False,
        help_text=gettext_lazy("Then they do not ask their people’s lost clients why."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, about: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reports_to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above; tells the type
        field.queryset = User.objects.filter(is_active=True).exclude(pk=about.pk).order_by("name")


@login_required
@require_safe
def chart(request: Request) -> HttpResponse:
    """Everybody below whom they report to."""
    request.user.must(Right.ADMINISTER)
    people = {
        one.pk: one
        for one in User.objects.filter(is_active=True).select_related("team", "reports_to").order_by("name", "pk")
    }
    boss_of = {pk: one.reports_to_id for pk, one in people.items()}
    leading = set(boss_of.values())
    lines = [
        {"person": people[pk], "depth": depth, "leads": pk in leading} for pk, depth in tree(list(people), boss_of)
    ]
    return render(request, "team/chart.html", {"lines": lines})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    """To whom this person reports, and what they are paid on."""
    request.user.must(Right.ADMINISTER)
    about = get_object_or_404(User.objects.filter(is_active=True).select_related("team", "reports_to"), pk=pk)
    if request.method == "POST":
        told = filled(ReportingForm(request.POST, about=about))
        about.place(told["reports_to"], is_paid=told["paid_on_team"], seen=told["seen"], by=request.user)
        toast(request, _("Kept. Who may ask whom follows from it at once."))
        return redirect("team:chart")
    given = {"reports_to": about.reports_to, "paid_on_team": about.paid_on_team, "seen": about.reporting_seen}
    reports = about.reports.filter(is_active=True).order_by("name", "pk")
    return render(
        request,
        "team/person.html",
        {"about": about, "form": ReportingForm(initial=given, about=about), "reports": reports},
    )
