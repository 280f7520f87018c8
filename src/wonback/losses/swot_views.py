"""Strengths, weaknesses, opportunities and threats: the page of one loss, and the board of a quarter."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from wonback.core.quarter import Quarter
from wonback.core.writing import mark
from wonback.losses.forms import DayField
from wonback.losses.models import Look, Loss, Swot
from wonback.losses.views import loss_of
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import SeenField, filled
from wonback.web.toast import toast

SHOWN = 60
TITLES = {
    Swot.Field.STRENGTH: (gettext_lazy("Strengths"), gettext_lazy("What they would miss.")),
    Swot.Field.WEAKNESS: (gettext_lazy("Weaknesses"), gettext_lazy("What was ours to do better.")),
    Swot.Field.OPPORTUNITY: (gettext_lazy("Opportunities"), gettext_lazy("What may change, and let us ask again.")),
    Swot.Field.THREAT: (gettext_lazy("Threats"), gettext_lazy("What may take the next one, too.")),
}


class NoteForm(forms.Form):
    field = forms.ChoiceField(label=gettext_lazy("It is a"), choices=Swot.Field)
    text = forms.CharField(label=gettext_lazy("In one line"), max_length=300)


class LookForm(forms.Form):
    where = forms.ChoiceField(label=gettext_lazy("Where you looked"), choices=Look.At)
    found = forms.CharField(
        label=gettext_lazy("What you found"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000
    )
    on = DayField(label=gettext_lazy("When"))
    seen = SeenField()

    def seen_there(self) -> str:
        """What they saw of the one place they write about: the page marks all three."""
        marks = self.cleaned_data["seen"].split()
        where = f"{self.cleaned_data['where']}:"
        return " ".join(f"found:{one.rpartition(':')[2]}" for one in marks if one.startswith((where, "found:")))


def fields_of(notes: Any) -> list[dict[str, Any]]:
    """The four fields, each with its notes, in the order in which they came."""
    kept: dict[str, list[Swot]] = {field: [] for field in Swot.Field}
    for note in notes:
        kept[note.field].append(note)
    return [
        {"field": field, "title": title, "says": says, "notes": kept[field][:SHOWN], "more": len(kept[field]) - SHOWN}
        for field, (title, says) in TITLES.items()
    ]


@login_required
@require_safe
def loss(request: Request, pk: int) -> HttpResponse:
    """What one loss shows."""
    one = loss_of(request, pk)
    looks = {look.at: look for look in one.looks.select_related("looked_by")}
    seen = mark({at: looks[at].found if at in looks else "" for at in Look.At.values})
    context = {
        "loss": one,
        "fields": fields_of(Swot.objects.filter(loss=one).on_board(request.user)),
        "form": NoteForm(),
        "look_form": LookForm(initial={"on": request.today, "seen": seen}),
        "looks": [{"at": at, "look": looks.get(at)} for at in Look.At],
        "outside": not one.objections_to(request.user),
        "may_work": request.user.may(Right.WORK),
        "may_lead": request.user.may(Right.LEAD),
        "quarter": Quarter.of(one.lost_on),
    }
    return render(request, "losses/swot.html", context)


@login_required
@require_POST
def prefill(request: Request, pk: int) -> HttpResponse:
    """Begin with what is on file."""
    one = loss_of(request, pk)
    n = Swot.prefill(one, by=request.user, at=request.now)
    toast(request, ngettext("%(n)d note from what is on file.", "%(n)d notes from what is on file.", n) % {"n": n})
    return redirect("losses:swot_of", one.pk)


@login_required
@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    """Put a note on it."""
    one = loss_of(request, pk)
    Swot.write(one, **filled(NoteForm(request.POST)), by=request.user, at=request.now)
    return redirect("losses:swot_of", one.pk)


@login_required
@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Write down what a look at the market, our prices or the competitor showed."""
    one = loss_of(request, pk)
    form = LookForm(request.POST)
    told = filled(form)
    Look.note(one, told["where"], told["found"], by=request.user, on=told["on"], seen=form.seen_there())
    return redirect("losses:swot_of", one.pk)


@login_required
@require_safe
def board(request: Request) -> HttpResponse:
    """A quarter's losses together."""
    quarter = Quarter.named(request.GET.get("quarter", "")) or Quarter.of(request.today)
    notes = Swot.objects.of_quarter(quarter).on_board(request.user)
    lost = Loss.objects.visible_to(request.user).filter(lost_on__gte=quarter.first, lost_on__lt=quarter.until)
    context = {
        "quarter": quarter,
        "fields": fields_of(notes),
        "losses": lost.filter(in_effect=True).count(),
        "ahead": lost.filter(in_effect=False).count(),
        "beyond": lost.beyond_control().count(),
        "is_empty": not notes.exists(),
        "may_lead": request.user.may(Right.LEAD),
        "may_go_on": quarter.after.first <= request.today,
    }
    return render(request, "losses/swot_board.html", context)


def note_of(request: Request, pk: int) -> Swot:
    return get_object_or_404(Swot.objects.visible_to(request.user).select_related("loss", "same_as"), pk=pk)


def back_to(request: Request, note: Swot) -> HttpResponse:
    """The board or the page of the loss, whichever it was."""
    if request.POST.get("from") == "loss":
        return redirect("losses:swot_of", note.loss_id)
    return redirect(f"{reverse('losses:swot')}?quarter={Quarter.of(note.loss.lost_on)}")


@login_required
@require_POST
def vote(request: Request, pk: int) -> HttpResponse:
    """Give a note a vote, or take it back."""
    note = note_of(request, pk)
    note.vote(by=request.user)
    return back_to(request, note)


@login_required
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """Let a note count with another; without one, let it stand for itself again."""
    note = note_of(request, pk)
    into = request.POST.get("into", "")
    if not into:
        note.take_apart(by=request.user)
        return back_to(request, note)
    among = Swot.objects.visible_to(request.user).select_related("same_as")
    note.merge(get_object_or_404(among, pk=filled(PickForm({"pk": into}))["pk"]), by=request.user)
    return back_to(request, note)


@login_required
@require_POST
def strike(request: Request, pk: int) -> HttpResponse:
    """Take a note off the board."""
    note = note_of(request, pk)
    note.strike(by=request.user)
    toast(request, _("Struck."))
    return back_to(request, note)


class PickForm(forms.Form):
    """The number of a note, as the board sends it."""

    pk = forms.IntegerField(min_value=1, max_value=2**62, label=gettext_lazy("Which note"))
