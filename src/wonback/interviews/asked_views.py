"""Pages about those asked in writing: whom to ask, who has not answered, and how the questions read in other languages."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.clients.models import Contact
from wonback.clients.views import sent
from wonback.interviews import inviting
from wonback.interviews.asked import WhoWasAsked, remind
from wonback.interviews.asked_forms import PeopleForm, PhrasingsForm, RemindForm
from wonback.interviews.models import Form, Interview, Phrasing
from wonback.interviews.models.invitation import occasion
from wonback.interviews.queue_views import interview_of
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
@require_safe
def asked(request: Request) -> HttpResponse:
    """Who was asked, who has not answered, and whom to remind."""
    request.user.must(Right.INTERVIEW)
    shown = WhoWasAsked(request.user, request.today)
    return render(request, "interviews/asked.html", {"it": shown, "may_phrase": request.user.may(Right.ADMINISTER)})


@login_required
@require_POST
def remind_chosen(request: Request) -> HttpResponse:
    """The link once more to all who were chosen, and whom Wonback leaves alone and why."""
    request.user.must(Right.INTERVIEW)
    mine = Form.objects.visible_to(request.user).filter(interview__interviewer=request.user)
    chosen = filled(RemindForm(request.POST, among=mine))["forms_chosen"].for_letters().order_by("pk")
    became = remind(chosen, by=request.user, at=request.now)
    n = len(became.reminded)
    toast(
        request, ngettext("%(n)d person gets the link once more.", "%(n)d people get the link once more.", n) % {"n": n}
    )
    if not became.left_alone:
        return redirect("interviews:asked")
    context = {"it": WhoWasAsked(request.user, request.today), "left_alone": became.left_alone}
    return render(request, "interviews/asked.html", context | {"may_phrase": request.user.may(Right.ADMINISTER)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_in_writing(request: Request, pk: int) -> HttpResponse:
    """Send the five questions to named people, at once."""
    interview = interview_of(request, pk)
    interview.must_be_held_by(request.user)
    asked_already = interview.forms.values("contact")
    people = interview.loss.client.contacts.filter(left_on=None).exclude(email="").exclude(pk__in=asked_already)
    form = PeopleForm(sent(request), people=people.select_related("client").order_by("role", "pk"))
    if request.method == "POST":
        filled(form)
        send_to_all(interview, form, request)
        toast(request, _("Sent. You hear from us when they answer."))
        return redirect("interviews:asked")
    letter = letter_to(interview, form.listed[0]) if form.listed else None
    return render(request, "interviews/ask_in_writing.html", {"interview": interview, "form": form, "letter": letter})


def letter_to(interview: Interview, person: Contact) -> inviting.Draft:
    """As the first of them will read it."""
    with translation.override(person.reads):
        it = occasion(interview, person, ZoneInfo(settings.TIME_ZONE), ())
        return inviting.questions(it, link=inviting.LINK_HERE)


def send_to_all(interview: Interview, form: PeopleForm, request: Request) -> None:
    """All of them, or nobody: a refusal about one says why before anybody is written to."""
    with transaction.atomic():
        for person, language in form.chosen():
            if language and language != person.reads:
                person.choose_language(language)
            Form.send(interview, person, by=request.user, at=request.now)


def form_held(request: Request, pk: int) -> Form:
    """A form of a talk this person holds."""
    form = get_object_or_404(Form.objects.visible_to(request.user).for_letters(), pk=pk)
    form.interview.must_be_held_by(request.user)
    return form


@login_required
@require_POST
def form_replied(request: Request, pk: int) -> HttpResponse:
    """They answered in their own way."""
    form_held(request, pk).replied(by=request.user, at=request.now)
    toast(request, _("Noted. No further reminder goes out."))
    return redirect("interviews:asked")


@login_required
@require_POST
def form_revoke(request: Request, pk: int) -> HttpResponse:
    """Take the link back."""
    form_held(request, pk).revoke(by=request.user, at=request.now)
    toast(request, _("Taken back. The link opens nothing any more."))
    return redirect("interviews:asked")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phrasings(request: Request) -> HttpResponse:
    """How the five questions read in other languages."""
    request.user.must(Right.ADMINISTER)
    form = PhrasingsForm(sent(request))
    if request.method == "POST":
        texts = filled(form)
        Phrasing.keep(texts, seen=texts.pop("seen"), by=request.user)
        toast(request, _("Kept. Whoever opens a form from now on reads them so."))
        return redirect("interviews:phrasings")
    return render(request, "interviews/phrasings.html", {"form": form})
