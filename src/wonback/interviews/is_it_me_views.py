"""“Is it me?”: the page of the lead, the warm hand-over, and the rep who raises it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wonback.clients.models import Contact
from wonback.interviews import handing_over
from wonback.interviews.models import IsItMe
from wonback.losses.views import loss_of
from wonback.post.models import Letter
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import LongSelect, filled, words
from wonback.web.toast import toast

# Fewer say more about a person than about us.
FEWEST = 5
MOST = 100


class DecideForm(forms.Form):
    deed = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=IsItMe.Deed,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what follows; nothing is a choice too.")},
    )
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("To whom, or with whom"),
        required=False,
        widget=LongSelect,
        empty_label=gettext_lazy("Choose…"),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above; tells the type
        field.queryset = User.objects.colleagues_of(by).order_by("name")


class LetterForm(forms.Form):
    whose = forms.ChoiceField(choices=[("old", "old"), ("new", "new")], widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To"), empty_label=None)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea(attrs={"rows": 12}), max_length=20_000)

    def __init__(self, *args: Any, one: IsItMe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above; tells the type
        field.queryset = one.loss.client.contacts.filter(left_on=None).exclude(email="").order_by("role", "pk")


def one_of(request: Request, pk: int) -> IsItMe:
    readable = IsItMe.objects.readable_by(request.user).select_related("loss__client__owner", "about", "to")
    return get_object_or_404(readable, pk=pk)


def counted(user: User) -> dict[str, int] | None:
    """How clients answered, all of this lead's people together; nothing below five."""
    answers = list(IsItMe.objects.readable_by(user).filter(raised_by_rep=False).values_list("answer", flat=True))
    if len(answers) < FEWEST:
        return None
    return {"n": len(answers)} | {str(key): answers.count(key) for key in IsItMe.Answer.values}


@login_required
@require_safe
def is_it_me(request: Request) -> HttpResponse:
    """What clients, and reps themselves, said about the person; for the lead alone."""
    request.user.must(Right.LEAD)
    rows = list(IsItMe.objects.readable_by(request.user).for_cards()[:MOST])
    forms_of = [(one, DecideForm(by=request.user, auto_id=f"d{one.pk}_%s") if not one.deed else None) for one in rows]
    raised = sum(one.raised_by_rep for one in rows)
    context = {"rows": forms_of, "counted": counted(request.user), "raised": raised}
    return render(request, "interviews/is_it_me.html", context)


@login_required
@require_safe
def warm(request: Request, pk: int) -> HttpResponse:
    """The warm hand-over of one client."""
    one = one_of(request, pk)
    new = one.to.name if one.to else ""
    promises = one.loss.client.promises.filter(kept_at=None).order_by("due_by")[:10]
    context = {"one": one, "steps": handing_over.steps(one.about.name, new, one.done), "promises": promises}
    return render(request, "interviews/warm.html", context | {"letters": letters_of(one)})


def letters_of(one: IsItMe) -> list[dict[str, Any]]:
    """Both letters: as they went to the outbox, or as a draft."""
    written = {letter.key[-3:]: letter for letter in Letter.objects.filter(key__startswith=f"handover:{one.pk}:")}
    people = LetterForm(one=one).fields["contact"].queryset  # type: ignore[attr-defined]  # a ModelChoiceField, as above
    to = people.first()
    subject = _("Who looks after you")
    return [
        {
            "whose": whose,
            "writer": writer,
            "letter": written.get(whose),
            "form": LetterForm(
                one=one,
                auto_id=f"{whose}_%s",
                initial={"whose": whose, "contact": to, "subject": subject, "text": one.draft(whose, to)},
            )
            if to
            else None,
        }
        for whose, writer in (("old", one.about), ("new", one.to))
    ]


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Hand over, pair, coach, or nothing."""
    one = one_of(request, pk)
    one.decide(**filled(DecideForm(request.POST, by=request.user)), by=request.user, at=request.now)
    if one.deed == IsItMe.Deed.HAND_OVER:
        return redirect("interviews:warm", pk)
    toast(request, _("Noted. Nobody but you reads it."))
    return redirect("interviews:is_it_me")


@login_required
@require_POST
def tick(request: Request, pk: int) -> HttpResponse:
    """One step is done."""
    step = words(request.POST, "step", most=20)
    one_of(request, pk).tick(step if step in handing_over.STEPS else "", by=request.user)
    return redirect("interviews:warm", pk)


@login_required
@require_POST
def hand_over(request: Request, pk: int) -> HttpResponse:
    """The client gets their new owner."""
    one = one_of(request, pk)
    one.hand_over(by=request.user, at=request.now)
    toast(request, _("%(name)s looks after %(client)s now.") % {"name": one.to, "client": one.loss.client})
    return redirect("interviews:warm", pk)


@login_required
@require_POST
def write(request: Request, pk: int) -> HttpResponse:
    """One of the two letters."""
    one = one_of(request, pk)
    one.send(**filled(LetterForm(request.POST, one=one)), by=request.user, at=request.now)
    toast(request, _("In the outbox. It goes in half an hour; whoever signs it can stop it until then."))
    return redirect("interviews:warm", pk)


@login_required
@require_POST
def raise_(request: Request, pk: int) -> HttpResponse:
    """Perhaps it is me."""
    loss = loss_of(request, pk)
    IsItMe.raise_(loss, words(request.POST, "words", most=500), by=request.user, at=request.now)
    toast(request, _("Thank you. Only your lead reads it, and it counts for you."))
    return redirect(loss)
