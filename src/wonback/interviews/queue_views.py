"""Pages of the interviewer before the call: the queue, the invitation, and when they can be booked."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.clients.models import Contact
from wonback.interviews.models import Away, Hours, Interview, Invitation, IsItMe
from wonback.interviews.models.hours import zone_of
from wonback.interviews.programme import Programme
from wonback.interviews.queue import Queue, verdicts
from wonback.interviews.queue_forms import AwayForm, HandOnForm, InviteForm, StakeForm, TestBoxForm, WeekForm
from wonback.losses.models import Conflict, Loss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast

LOSSES_TESTED = 10


def interview_of(request: Request, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.visible_to(request.user).for_queue(), pk=pk)


@login_required
@require_safe
def queue(request: Request) -> HttpResponse:
    """What waits for you, and what nobody holds."""
    request.user.must(Right.INTERVIEW)
    shown = Queue(request.user, request.today)
    stages = [(Interview.Stage(stage), shown.stage(stage)) for stage in ("proposed", "accepted", "invited", "booked")]
    context = {"stages": stages, "unassigned": shown.unassigned, "others": shown.of_others, "form": HandOnForm()}
    context |= {"may_test": request.user.may(Right.ADMINISTER), "zone": zone_of(request.user).key}
    context |= {"may_lead": request.user.may(Right.LEAD)}
    context |= {"undecided": IsItMe.objects.readable_by(request.user).filter(deed="").count()}
    return render(request, "interviews/queue.html", context)


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """I will ask them."""
    interview = interview_of(request, pk)
    interview.nomination_of(request.user).accept(by=request.user, at=request.now)
    toast(request, _("Yours. Invite them while they remember."))
    return redirect("interviews:queue")


@login_required
@require_POST
def hand_on(request: Request, pk: int) -> HttpResponse:
    """Somebody else should ask."""
    interview = interview_of(request, pk)
    nomination = interview.nomination_of(request.user)
    nomination.hand_on(**filled(HandOnForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Handed on. The next neutral person is asked."))
    return redirect("interviews:queue")


@login_required
@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    """A lead chooses by hand."""
    interview = interview_of(request, pk)
    chosen = request.POST.get("to", "")
    to = get_object_or_404(User.objects.filter(is_active=True), pk=chosen if chosen.isdecimal() else 0)
    interview.assign(to, by=request.user, at=request.now)
    return redirect("interviews:queue")


@login_required
def invite(request: Request, pk: int) -> HttpResponse:
    """The letter, to read and change; then it is sent."""
    interview = interview_of(request, pk)
    interview.must_be_held_by(request.user)
    people = interview.loss.client.contacts.filter(left_on=None).exclude(email="").order_by("role", "pk")
    if request.method == "POST":
        form = InviteForm(request.POST, people=people)
        filled(form)
        send_invitation(interview, form, request)
        toast(request, _("Sent. You hear from us when they answer."))
        return redirect("interviews:queue")
    chosen = request.GET.get("contact", "")
    to = people.filter(pk=chosen).first() if chosen.isdecimal() else people.filter(role="decider").first()
    to = to or people.first()
    given = drafted(request, interview, to) if to else {}
    context = {"interview": interview, "form": InviteForm(people=people, initial=given), "to": to}
    return render(request, "interviews/invite.html", context | {"languages": settings.LANGUAGES})


def drafted(request: Request, interview: Interview, to: Contact) -> dict[str, object]:
    """The letter to this person, in their language or the one that was chosen for it."""
    chosen = request.GET.get("language", "")
    to.language = chosen if chosen in dict(settings.LANGUAGES) else to.language
    draft = Invitation.draft(interview, to, at=request.now)
    return {"contact": to, "subject": draft.subject, "text": draft.text, "language": to.reads}


def send_invitation(interview: Interview, form: InviteForm, request: Request) -> None:
    """Send it, and note in which language they are written to."""
    to, language = form.cleaned_data["contact"], form.cleaned_data["language"]
    with transaction.atomic():
        if language and language != to.reads:
            to.choose_language(language)
        Invitation.send(interview, to, form.draft(), by=request.user, at=request.now)


@login_required
@require_POST
def replied(request: Request, pk: int) -> HttpResponse:
    """They answered in their own way: no further reminder."""
    talks = Interview.objects.visible_to(request.user)
    invitation = get_object_or_404(Invitation.objects.filter(interview__in=talks).for_letters(), pk=pk)
    invitation.interview.must_be_held_by(request.user)
    invitation.replied(by=request.user, at=request.now)
    toast(request, _("Noted. No further reminder goes out."))
    return redirect("interviews:queue")


@login_required
@require_POST
def call_off(request: Request, pk: int) -> HttpResponse:
    """The talk cannot be at that time; the client is told and may choose another."""
    interview = interview_of(request, pk)
    interview.must_be_held_by(request.user)
    interview.call_off(by=request.user, at=request.now)
    return redirect("interviews:queue")


@login_required
@require_safe
def test_box(request: Request) -> HttpResponse:
    """Could this person interview that client?"""
    request.user.must(Right.ADMINISTER)
    form = TestBoxForm(request.GET or None)
    found = []
    if form.is_valid():
        losses = Loss.objects.of_clients_called(form.cleaned_data["q"]).select_related("client", "deal", "reason")
        found = verdicts(form.cleaned_data["person"], losses.order_by("-lost_on", "pk")[:LOSSES_TESTED])
    context = {"form": form, "verdicts": found, "asked": form.is_bound, "stake_form": StakeForm(auto_id=False)}
    return render(request, "interviews/test_box.html", context)


def box_about(conflict: Conflict) -> HttpResponse:
    """Back to the test box, which tells at once what has changed."""
    asked = urlencode({"person": str(conflict.person_id), "q": conflict.client.name})
    return redirect(f"{reverse('interviews:test_box')}?{asked}")


@login_required
@require_POST
def declare(request: Request, pk: int) -> HttpResponse:
    """Somebody cannot be neutral about this client: they say so themselves, or an admin knows."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client"), pk=pk)
    told = filled(StakeForm(request.POST))
    conflict = Conflict.declare(told["person"], loss.client, told["why"], by=request.user, at=request.now)
    toast(request, _("Noted. They are not asked about this client."))
    return box_about(conflict) if request.user.may(Right.ADMINISTER) else redirect(loss)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """It was a mistake, or long ago."""
    conflict = get_object_or_404(Conflict.objects.visible_to(request.user).select_related("client"), pk=pk)
    conflict.withdraw(by=request.user)
    toast(request, _("Taken back."))
    return box_about(conflict) if request.user.may(Right.ADMINISTER) else redirect("interviews:queue")


@login_required
@require_safe
def programme(request: Request) -> HttpResponse:
    """How the asking goes."""
    request.user.must(Right.INTERVIEW)
    return render(request, "interviews/programme.html", Programme(request.user, request.today).told())


@login_required
def hours(request: Request) -> HttpResponse:
    """When I can be booked."""
    request.user.must(Right.INTERVIEW)
    if request.method == "POST":
        form = WeekForm(request.POST)
        told = filled(form)
        Hours.keep(
            request.user, form.week(), zone=told["zone"], a_month=told["a_month"], seen=told["seen"], by=request.user
        )
        toast(request, _("Kept. Clients see these hours from now on."))
        return redirect("interviews:hours")
    away = request.user.days_away.filter(until__gt=request.today).order_by("since")
    context = {"form": WeekForm.of(request.user), "away": away, "away_form": AwayForm()}
    return render(request, "interviews/hours.html", context)


@login_required
@require_POST
def go_away(request: Request) -> HttpResponse:
    """No talks on these days."""
    request.user.must(Right.INTERVIEW)
    Away.plan(request.user, **filled(AwayForm(request.POST)), by=request.user)
    return redirect("interviews:hours")


@login_required
@require_POST
def come_back(request: Request, pk: int) -> HttpResponse:
    """I am there after all."""
    get_object_or_404(request.user.days_away.all(), pk=pk).cancel(by=request.user)
    return redirect("interviews:hours")
