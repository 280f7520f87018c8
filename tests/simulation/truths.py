"""What must be true at the end of every week, read from the rows alone and from the book the simulation keeps itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from tests.simulation.world import World
from wonback.care.models import Promise, Risk, Touch
from wonback.clients.models import Client, Contact
from wonback.interviews.models import Interview
from wonback.losses.models import Loss
from wonback.post.models import Approach, Letter
from wonback.winback.models import CampaignArm, Check, HandOut, Plan, Sequence, Step, Trigger
from wonback.winback.models.step import CHANNELS

type Truth = Callable[[World], Iterator[str]]
GOING = ("listening", "known", "fixing", "ready", "asking", "rung")
TALKING = ("asking", "rung")


def broken(world: World, truths: "Iterable[Truth] | None" = None) -> list[str]:
    """Every truth that does not hold: of those that always should, or of these."""
    return [words for truth in truths or TRUTHS for words in truth(world)]


def nothing_owed_disappears(world: World) -> Iterator[str]:
    kept = dict(Promise.objects.values_list("pk", "kept_at"))
    for pk, is_kept in world.promised.items():
        if pk not in kept or bool(kept[pk]) != is_kept:
            yield f"promise {pk} is {'gone' if pk not in kept else 'settled by nobody'}"
    late = Promise.objects.filter(kept_at=None, broken_on=None, due_by__lt=world.day)
    yield from (f"promise {one.pk} was due by {one.due_by} and the story does not say so" for one in late)


def no_touch_vanishes(world: World) -> Iterator[str]:
    there = set(Touch.objects.filter(taken_back_at=None).values_list("pk", flat=True))
    yield from (f"touch {pk} of {day} has vanished" for pk, day in world.touched.items() if pk not in there)


def every_client_has_a_next_date(world: World) -> Iterator[str]:
    """Whom we serve: the next touch, or the list of those never touched. Whom we lost: a plan with a day, or somebody's hands."""
    # Whoever came today gets a day by night.
    forgotten = Client.objects.filter(standing="active").exclude(spells__started_on__gte=world.day)
    without = forgotten.filter(Q(touch_by=None) | Q(touch_latest_by=None, last_touch_on__isnull=False))
    yield from (f"{one} has no day for the next touch" for one in without.distinct())
    for plan in Plan.objects.exclude(stage__in=["recovered", "let_go"]).prefetch_related("milestones"):
        if next_day(plan) is None:
            yield f"plan {plan.pk} ({plan.stage}) of {plan.loss.client} has no next day"
    lone = Loss.objects.filter(let_go_at=None, recovered_on=None, holder__is_active=False)
    yield from (f"{one} is held by somebody who is not here" for one in lone)


def who_is_lost_is_at_risk_no_more(world: World) -> Iterator[str]:
    """A risk is of somebody we serve, has a day, and its last stage is the one it stands in."""
    stale = Risk.objects.open().exclude(client__standing="active")
    yield from (f"risk {one.pk} is open though {one.client} is gone" for one in stale)
    for one in Risk.objects.prefetch_related("stages"):
        told = max(one.stages.all(), key=lambda stage: stage.pk, default=None)
        if told is None or told.stage != one.stage:
            yield f"risk {one.pk} stands in {one.stage}, and nobody told since when"


def next_day(plan: Plan) -> date | None:
    """The next day on which this plan comes up on somebody's list, by its rows."""
    days = [one.due_by for one in plan.milestones.all() if one.reached_at is None and plan.stage in GOING]
    days += [plan.next_look_on] if plan.next_look_on else []
    days += Step.objects.filter(sequence__plan=plan, sequence__ended_at=None, taken_at=None).values_list(
        "due_by", flat=True
    )
    days += Check.objects.filter(aftercare__plan=plan, aftercare__ended_on=None, done_at=None).values_list(
        "due_by", flat=True
    )
    return min(days, default=None)


def nobody_is_contacted_against_their_word(world: World) -> Iterator[str]:
    since = world.at - timedelta(days=8)
    for letter in Letter.objects.filter(colleague="", sent_at__gte=since).select_related("contact"):
        if letter.contact and any(no.binds(letter.contact, "mail", letter.sent_at) for no in world.refusals):
            yield f"{letter.contact} got “{letter.subject}” on {letter.sent_at:%d %B %Y} after a no"
    taken = Step.objects.filter(taken_at__gte=since).select_related("sequence__contact")
    for step in taken:
        if any(no.binds(step.sequence.contact, CHANNELS[step.kind], step.taken_at) for no in world.refusals):
            yield f"step {step.pk} was taken towards {step.sequence.contact} after a no"
    for check in Check.objects.filter(done_at__gte=since).select_related("aftercare__plan__loss__client"):
        whole = Contact(client=check.aftercare.plan.loss.client)
        way = "visit" if check.kind == "executive" else "call"
        if any(no.contact is None and no.binds(whole, way, check.done_at) for no in world.refusals):
            yield f"check {check.pk} was done with {whole.client} after a no"


def nobody_is_contacted_too_often(world: World) -> Iterator[str]:
    """Never two on one day, and at most two in any seven days, whoever of us writes or calls."""
    since, heard = world.day - timedelta(days=21), defaultdict(list)
    for contact, on in Approach.objects.filter(on__gte=since).values_list("contact", "on"):
        heard[contact].append(on)
    for contact, sent_at in Letter.objects.filter(unasked=True, sent_at__date__gte=since).values_list(
        "contact", "sent_at"
    ):
        heard[contact].append(timezone.localdate(sent_at))
    for contact, days in heard.items():
        days.sort()
        if len(set(days)) < len(days) or any(
            (later - one).days < 7 for one, later in zip(days, days[2:], strict=False)
        ):
            yield f"contact {contact} heard from us on {', '.join(map(str, days))}"


def a_plan_stands_in_one_stage(world: World) -> Iterator[str]:
    """And its rows agree: it rests until a day, is over on a day, was let go with its loss, talks after a launch."""
    for plan in Plan.objects.select_related("loss__client"):
        loss, stage = plan.loss, plan.stage
        agreed = {
            "a stage": stage in Plan.Stage.values,
            "rest": (stage == "resting") == (plan.next_look_on is not None),
            "return": (stage == "recovered") == (plan.finished_on is not None) == (loss.recovered_on is not None),
            "letting go": (stage == "let_go") == (loss.let_go_at is not None and stage != "recovered"),
            "launch": stage not in TALKING or plan.launched_at is not None,
        }
        yield from (f"plan {plan.pk} ({stage}) disagrees about {what}" for what, fits in agreed.items() if not fits)


def no_step_is_due_after_its_exit(world: World) -> Iterator[str]:
    over = Q(sequence__ended_at__isnull=False) | ~Q(sequence__plan__stage__in=TALKING)
    yield from (
        f"step {one.pk} is due after its exit"
        for one in Step.objects.due(as_of=world.day + timedelta(days=400)).filter(over)
    )
    stuck = Sequence.objects.filter(ended_at=None).exclude(plan__stage__in=TALKING)
    yield from (f"sequence {one.pk} runs though its plan is {one.plan.stage}" for one in stuck)
    gone = Sequence.objects.filter(ended_at=None, contact__left_on__lt=world.day)
    yield from (f"sequence {one.pk} runs towards {one.contact}, who has left" for one in gone)
    back = Check.objects.due(as_of=world.day + timedelta(days=400)).filter(
        aftercare__plan__loss__client__standing="lost"
    )
    again = back.filter(aftercare__plan__stage="recovered")
    yield from (f"check {one.pk} is due with {one.aftercare.plan.loss.client}, who left again" for one in again)


def the_gate_is_shut_while_something_is_undone(world: World) -> Iterator[str]:
    """For whoever we talk with, told from the rows alone; what a lead answers for counts as done, but a no does not."""
    talking = Plan.objects.filter(stage__in=TALKING).select_related("loss__client", "loss__reason")
    for plan in talking:
        answered = {key for one in plan.overrides.filter(ended_at=None) for key in one.duties} - {
            "pursue",
            "permission",
        }
        if undone := owed(plan, world.day) - answered:
            yield f"plan {plan.pk} ({plan.stage}) talks with {plan.loss.client}, undone: {', '.join(sorted(undone))}"


def owed(plan: Plan, day: date) -> set[str]:
    signed = {one.side: one.answer for one in plan.signatures.order_by("at", "pk")}
    said = [one for one in plan.loss.client.permissions.all() if one.answer == "allowed" or speaks(one, day)]
    settled = plan.changes.exists() or bool(plan.no_change_why) or plan.loss.reason.we_control is False
    pitch = getattr(plan, "pitch", None)
    facts = {
        "pursue": plan.loss.let_go_at is None,
        "own": bool(plan.loss.ownership),
        "ask": Interview.objects.filter(loss=plan.loss, asked_at__isnull=False).exists(),
        "permission": not said
        or (all(one.answer == "allowed" for one in said) and any(speaks(one, day) for one in said)),
        "changes": settled and not plan.changes.filter(made_at=None).exists(),
        "delivery": signed.get("delivery") == "ready",
        "lead": signed.get("lead") == "ready",
        "pitch": pitch is not None and all((pitch.failure, pitch.change, pitch.proof, pitch.why_now)),
    }
    return {key for key, done in facts.items() if not done}


def speaks(permission: object, day: date) -> bool:
    """Whether an answer has begun and is not over."""
    return (permission.not_before or day) <= day and (permission.until is None or day < permission.until)


def one_cause_is_one_task(world: World) -> Iterator[str]:
    doubled = Trigger.objects.values("client", "kind", "mark").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"{one['n']} doors for {one['kind']} {one['mark']}" for one in doubled)
    twice = HandOut.objects.filter(given_back_at=None).values("loss").annotate(n=Count("pk")).filter(n__gt=1)
    yield from (f"loss {one['loss']} is in {one['n']} hands" for one in twice)
    mine = Trigger.objects.filter(taken_at=None, put_aside_at=None, loss__plan__stage="resting")
    yield from (
        f"door {one.pk} is open and its plan still rests"
        for one in mine.filter(noticed_at__lt=world.at - timedelta(days=2))
    )


def nobody_works_on_more_than_their_limit(world: World) -> Iterator[str]:
    """Of what was handed to them and never let go meanwhile."""
    held = HandOut.objects.open().values("to", "to__open_work_limit").annotate(n=Count("pk"))
    yield from (f"person {one['to']} works on {one['n']}" for one in held if one["n"] > one["to__open_work_limit"])


def whom_lot_leaves_alone_nobody_calls(world: World) -> Iterator[str]:
    """Unless a lead took them out, from the day they were drawn to the day of the verdict."""
    called = CampaignArm.objects.filter(arm="wait", taken_out_at=None, loss__plan__launched_at__gte=F("drawn_at"))
    for lot in called.select_related("campaign", "loss__plan", "loss__client"):
        launched_at, campaign = lot.loss.plan.launched_at, lot.campaign
        in_force = campaign.closed_at is None or launched_at < campaign.closed_at
        if in_force and timezone.localdate(launched_at) < campaign.ends_on:
            yield f"{lot.loss.client} was asked on {launched_at:%d %B %Y} though lot lets them wait"


def lot_is_drawn_once(world: World) -> Iterator[str]:
    """By our own book: who has an arm keeps it."""
    for loss, arm in CampaignArm.objects.values_list("loss", "arm"):
        if world.arms.setdefault(loss, arm) != arm:
            yield f"loss {loss} was drawn to {world.arms[loss]} and stands in {arm}"


# What is to come next is seen to every night, for whatever the day before has done away with.
BY_NIGHT = (every_client_has_a_next_date,)
TRUTHS = (
    nothing_owed_disappears,
    no_touch_vanishes,
    who_is_lost_is_at_risk_no_more,
    nobody_is_contacted_against_their_word,
    nobody_is_contacted_too_often,
    a_plan_stands_in_one_stage,
    no_step_is_due_after_its_exit,
    the_gate_is_shut_while_something_is_undone,
    one_cause_is_one_task,
    nobody_works_on_more_than_their_limit,
    whom_lot_leaves_alone_nobody_calls,
    lot_is_drawn_once,
)
