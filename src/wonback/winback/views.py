"""Pages of one plan, and hand-outs."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Loss
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.reply import reply
from wonback.web.toast import toast
from wonback.winback.change_views import named
from wonback.winback.forms import (
    AimForm,
    GiveForm,
    GoalForm,
    MoveForm,
    NoChangeForm,
    PitchForm,
    RequireForm,
    RestForm,
    SignForm,
    StartForm,
    WinForm,
)
from wonback.winback.models import DealRound, HandOut, Milestone, Plan
from wonback.winback.page import PlanPage


def plan_of(request: Request, pk: int) -> Plan:
    related = Plan.objects.for_gate().prefetch_related("loss__client__permissions")
    return get_object_or_404(related.visible_to(request.user), pk=pk)


def answer(request: Request, plan: Plan) -> HttpResponse:
    """The part of the page that shows how the plan stands; a plain browser is led back to the page."""
    now = Plan.objects.for_page().get(pk=plan.pk)
    return reply(
        request, "winback/plan.html#standing", PlanPage(now, request.user, request.today).context(), otherwise=plan
    )


@login_required
@require_safe
def plan(request: Request, pk: int) -> HttpResponse:
    """How we mean to bring one client home, and what must happen before we may ask."""
    one = get_object_or_404(Plan.objects.for_page().visible_to(request.user), pk=pk)
    return render(request, "winback/plan.html", PlanPage(one, request.user, request.today).context())


@login_required
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Begin a plan for a loss."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client"), pk=pk)
    goal = filled(StartForm(request.POST))["goal"]
    owner = loss.holder or request.user
    return redirect(Plan.start(loss, owner=owner, by=request.user, at=request.now, goal=goal))


@login_required
@require_POST
def launch(request: Request, pk: int) -> HttpResponse:
    """Open the conversation with the client."""
    one = plan_of(request, pk)
    one.launch(by=request.user, at=request.now)
    return answer(request, one)


@login_required
@require_POST
def win(request: Request, pk: int) -> HttpResponse:
    """They are back."""
    one = plan_of(request, pk)
    one.win(by=request.user, at=request.now, on=filled(WinForm(request.POST))["on"])
    toast(request, _("%(client)s is back.") % {"client": one.loss.client})
    return redirect(one)


@login_required
@require_POST
def rest(request: Request, pk: int) -> HttpResponse:
    """Wait until a day, then look again."""
    one = plan_of(request, pk)
    one.rest(**filled(RestForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def wake(request: Request, pk: int) -> HttpResponse:
    """Take it up again."""
    one = plan_of(request, pk)
    one.wake(by=request.user, at=request.now)
    return redirect(one)


@login_required
def sign(request: Request, pk: int) -> HttpResponse:
    """“Can we execute?” Open to whoever may be asked to sign, also outside sales."""
    one = get_object_or_404(Plan.objects.for_page().signable_by(request.user), pk=pk)
    if request.method == "POST":
        one.sign(**filled(SignForm(request.POST)), by=request.user, at=request.now)
        toast(request, _("Signed. The plan shows it now."))
        return redirect("winback:sign", pk)
    return render(request, "winback/sign.html", PlanPage(one, request.user, request.today).context())


@login_required
@require_POST
def pitch(request: Request, pk: int) -> HttpResponse:
    """Write what we will say."""
    one = plan_of(request, pk)
    one.write_pitch(**filled(PitchForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def goal(request: Request, pk: int) -> HttpResponse:
    """Say what would be a good end."""
    one = plan_of(request, pk)
    one.aim_for(**filled(GoalForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def aim(request: Request, pk: int) -> HttpResponse:
    """Set one more milestone."""
    one = plan_of(request, pk)
    one.aim(**filled(AimForm(request.POST)))
    return redirect(one)


def milestone_of(request: Request, pk: int) -> Milestone:
    milestones = Milestone.objects.select_related("plan__loss__client")
    return get_object_or_404(milestones.filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)


@login_required
@require_POST
def reach(request: Request, pk: int) -> HttpResponse:
    """A milestone is reached."""
    milestone = milestone_of(request, pk)
    milestone.reach(by=request.user, at=request.now)
    return redirect(milestone.plan)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """A milestone is put off, or brought forward."""
    milestone = milestone_of(request, pk)
    told = filled(MoveForm(request.POST))
    milestone.move(told["due_by"], seen=told["seen"], by=request.user, at=request.now)
    return redirect(milestone.plan)


@login_required
@require_POST
def require(request: Request, pk: int) -> HttpResponse:
    """This client will not be asked before a change is made: one from the register, or a new one."""
    one = plan_of(request, pk)
    told = filled(RequireForm(request.POST))
    with transaction.atomic():
        one.require(told["change"] or named(request, told), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def need_no_change(request: Request, pk: int) -> HttpResponse:
    """Nothing of ours has to change before we ask."""
    one = plan_of(request, pk)
    told = filled(NoChangeForm(request.POST))
    one.need_no_change(told["no_change_why"], seen=told["seen"], by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def hand_out(request: Request, pk: int) -> HttpResponse:
    """Ask a rep to bring this client back."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client", "deal"), pk=pk)
    to = filled(GiveForm(request.POST, by=request.user))["to"]
    DealRound.give([loss], to, by=request.user, at=request.now)
    return redirect(loss)


@login_required
@require_safe
def hand_outs(request: Request) -> HttpResponse:
    """What was handed out and waits for an answer."""
    waiting = HandOut.objects.unanswered().visible_to(request.user).for_cards()[:200]
    lines = [(given, given.answer_by <= request.now) for given in waiting]
    return render(request, "winback/hand_outs.html", {"lines": lines, "may_lead": request.user.may(Right.LEAD)})


def hand_out_of(request: Request, pk: int) -> HandOut:
    given = HandOut.objects.select_related("loss__client", "loss__deal")
    return get_object_or_404(given.visible_to(request.user), pk=pk)


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Take it on."""
    given = hand_out_of(request, pk)
    given.accept(by=request.user, at=request.now)
    return redirect(given)


@login_required
@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    """Return it to the pool, with the reason."""
    given = hand_out_of(request, pk)
    given.give_back(words(request.POST, "why", most=200), by=request.user, at=request.now)
    toast(request, _("Given back. It is in the pool again."))
    return redirect("winback:hand_outs")
