"""Plans, changes and hand-outs for programs: the same verbs as on the pages."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.core.writing import mark, parts_of
from wonback.losses.models import Loss
from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.models import User
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.aftercare_api import router as aftercare
from wonback.winback.board import Wanted, order
from wonback.winback.campaign_api import router as campaigns
from wonback.winback.change_api import named
from wonback.winback.change_api import router as changes
from wonback.winback.deal_round_api import router as deal_round
from wonback.winback.door_api import router as doors
from wonback.winback.gate_api import router as locks
from wonback.winback.ladder_api import router as ladder
from wonback.winback.models import Change, DealRound, HandOut, Milestone, Plan
from wonback.winback.models.pitch import NAMES
from wonback.winback.pitch_api import router as pitches
from wonback.winback.shapes import (
    AimIn,
    GoalIn,
    HandOutIn,
    HandOutOut,
    HandOutPage,
    MilestoneOut,
    MoveIn,
    PitchIn,
    PlanLine,
    PlanOut,
    PlanPage,
    RequireIn,
    RestIn,
    SignatureOut,
    SignIn,
    StartIn,
    WantedPlans,
    WhyNotIn,
    WinIn,
)
from wonback.winback.step_api import router as steps
from wonback.winback.template_api import router as templates
from wonback.winback.truth_api import router as truth

router = Router(tags=["winback"])
router.add_router("", campaigns)
router.add_router("", changes)
router.add_router("", locks)
router.add_router("", deal_round)
router.add_router("", ladder)
router.add_router("", steps)
router.add_router("", pitches)
router.add_router("", aftercare)
router.add_router("", truth)
router.add_router("", templates)
router.add_router("", doors)


def one(plan: Plan, request: Request) -> dict[str, Any]:
    """A plan with its duties and clocks on this day."""
    duties = plan.duties(as_of=request.today)
    undone = sum(duty.stands_in_the_way for duty in duties)
    line = PlanLine.from_orm(plan).dict()
    return line | {
        "goal_mark": mark({"goal": plan.goal}),
        "pitch_mark": mark(parts_of(getattr(plan, "pitch", None), NAMES)),
        "duties": duties,
        "clocks": plan.clocks(as_of=request.today, undone=undone),
        "milestones": list(plan.milestones.order_by("due_by", "pk")),
        "changes": list(plan.changes.select_related("owner").order_by("pk")),
    }


def found(request: Request, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.for_gate().visible_to(request.user), pk=pk)


@router.get("/plans", response=or_problem(PlanPage), operation_id="list_plans")
def plans(request: Request, wanted: Query[WantedPlans]) -> dict[str, Any]:
    """The plans of one stage, what is due first."""
    asked = {name: str(pk) for name in ("owner", "reason", "team") if (pk := getattr(wanted, name))}
    mine = Wanted.of(asked).among(Plan.objects.at(wanted.stage).visible_to(request.user)).for_cards()
    shown = page(mine, by=order(wanted.stage), after=wanted.after, size=wanted.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/plans", response=or_problem(PlanOut), operation_id="start_plan")
def start(request: Request, told: StartIn) -> dict[str, Any]:
    """Begin a plan for a loss. There is one plan for each."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user), pk=told.loss)
    owner = loss.holder or request.user
    return one(Plan.start(loss, owner=owner, by=request.user, at=request.now, goal=told.goal), request)


@router.get("/plans/{pk}", response=or_problem(PlanOut), operation_id="read_plan")
def plan(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """One plan, with what must still happen before we may ask."""
    return one(found(request, pk), request)


@router.post("/plans/{pk}/launch", response=or_problem(PlanOut), operation_id="launch_plan")
def launch(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Open the conversation. Refused (422) while anything we owe the client is undone; `reasons` say what."""
    plan = found(request, pk)
    plan.launch(by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/win", response=or_problem(PlanOut), operation_id="win_plan")
def win(request: Request, pk: Path[Pk], told: WinIn) -> dict[str, Any]:
    """They are back: a second spell begins."""
    plan = found(request, pk)
    plan.win(by=request.user, at=request.now, on=told.on)
    return one(plan, request)


@router.post("/plans/{pk}/rest", response=or_problem(PlanOut), operation_id="rest_plan")
def rest(request: Request, pk: Path[Pk], told: RestIn) -> dict[str, Any]:
    """Wait until a day, then look again."""
    plan = found(request, pk)
    plan.rest(told.why, until=told.until, by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/wake", response=or_problem(PlanOut), operation_id="wake_plan")
def wake(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Take a resting plan up again."""
    plan = found(request, pk)
    plan.wake(by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/sign", response=or_problem(SignatureOut), operation_id="sign_plan")
def sign(request: Request, pk: Path[Pk], told: SignIn) -> Any:
    """“Can we execute?” For delivery anybody but the owner of the plan; as a lead, a lead."""
    plan = get_object_or_404(Plan.objects.for_gate().signable_by(request.user), pk=pk)
    return plan.sign(**told.dict(), by=request.user, at=request.now)


@router.post("/plans/{pk}/pitch", response=or_problem(PlanOut), operation_id="write_pitch")
def pitch(request: Request, pk: Path[Pk], told: PitchIn) -> dict[str, Any]:
    """Write what we will say; parts left out stay as they are."""
    plan = found(request, pk)
    plan.write_pitch(**told.dict(exclude_unset=True), by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/goal", response=or_problem(PlanOut), operation_id="set_goal")
def goal(request: Request, pk: Path[Pk], told: GoalIn) -> dict[str, Any]:
    """Say what would be a good end."""
    plan = found(request, pk)
    plan.aim_for(told.goal, seen=told.seen, by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/aim", response=or_problem(MilestoneOut), operation_id="aim_plan")
def aim(request: Request, pk: Path[Pk], told: AimIn) -> Milestone:
    """Set one more milestone."""
    return found(request, pk).aim(told.what, due_by=told.due_by)


@router.post("/plans/{pk}/require", response=or_problem(PlanOut), operation_id="require_change")
def require(request: Request, pk: Path[Pk], told: RequireIn) -> dict[str, Any]:
    """This client will not be asked before that change is made."""
    plan = found(request, pk)
    with transaction.atomic():
        change = get_object_or_404(Change, pk=told.change) if told.change else named(request, told)
        plan.require(change, by=request.user, at=request.now)
    return one(plan, request)


@router.post("/plans/{pk}/need-no-change", response=or_problem(PlanOut), operation_id="need_no_change")
def need_no_change(request: Request, pk: Path[Pk], told: WhyNotIn) -> dict[str, Any]:
    """Nothing of ours has to change before we ask, and why."""
    plan = found(request, pk)
    plan.need_no_change(told.why, seen=told.seen, by=request.user, at=request.now)
    return one(plan, request)


def milestone_of(request: Request, pk: int) -> Milestone:
    milestones = Milestone.objects.select_related("plan__loss__client")
    return get_object_or_404(milestones.filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)


@router.post("/milestones/{pk}/reach", response=or_problem(MilestoneOut), operation_id="reach_milestone")
def reach(request: Request, pk: Path[Pk]) -> Milestone:
    """A milestone is reached."""
    milestone = milestone_of(request, pk)
    milestone.reach(by=request.user, at=request.now)
    return milestone


@router.post("/milestones/{pk}/move", response=or_problem(MilestoneOut), operation_id="move_milestone")
def move(request: Request, pk: Path[Pk], told: MoveIn) -> Milestone:
    """A milestone is due on another day; the slip is kept."""
    milestone = milestone_of(request, pk)
    milestone.move(told.due_by, seen=told.seen, by=request.user, at=request.now)
    return milestone


@router.get("/hand-outs", response=or_problem(HandOutPage), operation_id="list_hand_outs")
def hand_outs(request: Request, paging: Query[Paging]) -> Any:
    """What was handed out and waits for an answer."""
    shown = page(
        HandOut.objects.unanswered().visible_to(request.user).for_cards(),
        by=("answer_by", "pk"),
        after=paging.after,
        size=paging.limit,
    )
    return {"rows": shown.rows, "next": shown.next}


@router.post("/hand-outs", response=or_problem(HandOutOut), operation_id="hand_out")
def hand_out(request: Request, told: HandOutIn) -> HandOut:
    """Ask a rep to bring a client back. They have 48 hours to accept or to give it back."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client", "deal"), pk=told.loss)
    to = get_object_or_404(User.objects.colleagues_of(request.user), pk=told.to)
    return DealRound.give([loss], to, by=request.user, at=request.now).hand_outs.for_cards().get()


def hand_out_of(request: Request, pk: int) -> HandOut:
    return get_object_or_404(HandOut.objects.visible_to(request.user).for_cards(), pk=pk)


@router.post("/hand-outs/{pk}/accept", response=or_problem(HandOutOut), operation_id="accept_hand_out")
def accept(request: Request, pk: Path[Pk]) -> HandOut:
    """Take it on."""
    given = hand_out_of(request, pk)
    given.accept(by=request.user, at=request.now)
    return given


@router.post("/hand-outs/{pk}/give-back", response=or_problem(HandOutOut), operation_id="give_hand_out_back")
def give_back(request: Request, pk: Path[Pk], told: Why) -> HandOut:
    """Return it to the pool, with the reason."""
    given = hand_out_of(request, pk)
    given.give_back(told.why, by=request.user, at=request.now)
    return given
