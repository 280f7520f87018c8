"""What people do with a plan in a week: mostly the next thing, sometimes what nobody planned for."""

from decimal import Decimal

from tests.simulation.deeds import allow, anybody, declare, leave, let_go
from tests.simulation.world import World
from wonback.interviews.models import Interview
from wonback.winback.models import Change, Offer, Plan, Sequence
from wonback.winback.models.offer import Rung
from wonback.winback.sequences import TEMPLATES
from wonback.winback.stages import PREPARING

PITCH = {"failure": "We were late.", "change": "A second carrier.", "proof": "98 %.", "why_now": "Spring."}


def work(world: World) -> None:
    """Each plan gets somebody's attention, or nobody's, this week."""
    for plan in world.plans():
        if world.chance(0.6):
            go_on(world, fresh(plan))
        if world.chance(0.12):
            world.dice.choice(SURPRISES)(world, fresh(plan))


def fresh(plan: Plan) -> Plan:
    return Plan.objects.for_night().get(pk=plan.pk)


def go_on(world: World, plan: Plan) -> None:
    """The next thing to do, as the gate or the stage names it."""
    if plan.stage in PREPARING:
        duty = next((one.key for one in plan.duties(as_of=world.day) if one.stands_in_the_way), "launch")
        world.attempt(f"duty {duty}", lambda: DUTIES[duty](world, plan))
    elif plan.stage == "asking":
        world.dice.choice([begin_steps, put_forward, answer, post])(world, plan)
    elif plan.stage == "rung":
        world.dice.choice([put_forward, answer, come_home])(world, plan)
    elif plan.stage == "resting" and world.chance(0.05):
        world.attempt("woken", lambda: plan.wake(by=plan.owner, at=world.at))
    elif plan.stage == "let_go" and world.chance(0.05):
        world.attempt("taken up", lambda: plan.loss.take_up(by=world.leads[0], at=world.at))


def name_changes(world: World, plan: Plan) -> None:
    """Something has to change, or nothing has, or what was named is made."""
    undone = [change for change in plan.changes.all() if change.made_at is None]
    if undone:
        undone[0].make("Seen by many.", by=undone[0].owner, at=world.at)
    elif world.chance(0.3):
        plan.need_no_change("Their director left.", by=plan.owner, at=world.at)
    else:
        lead = world.dice.choice(world.leads)
        plan.require(
            Change.name("A second carrier", owner=lead, by=plan.owner, at=world.at), by=plan.owner, at=world.at
        )


DUTIES = {
    "pursue": lambda w, p: p.loss.take_up(by=w.leads[0], at=w.at),
    "own": lambda w, p: p.loss.own("We were late.", by=p.owner, at=w.at),
    "ask": lambda w, p: Interview.note(p.loss, "Late.", by=w.dice.choice(w.askers), at=w.at),
    "permission": lambda w, p: p.rest("They said no.", by=p.owner, at=w.at, until=w.days(60, 300)),
    "changes": name_changes,
    "delivery": lambda w, p: p.sign("delivery", "ready", by=w.leads[1], at=w.at),
    "lead": lambda w, p: p.sign("lead", "ready", by=w.leads[0], at=w.at),
    "pitch": lambda w, p: p.write_pitch(by=p.owner, at=w.at, **PITCH),
    "launch": lambda w, p: p.launch(by=p.owner, at=w.at),
}


def begin_steps(world: World, plan: Plan) -> None:
    if whom := anybody(plan.loss.client):
        template = world.dice.choice(sorted(TEMPLATES))
        world.attempt("steps begun", lambda: Sequence.begin(plan, whom, template, by=plan.owner, at=world.at))


def post(world: World, plan: Plan) -> None:
    whom = anybody(plan.loss.client)
    if whom and hasattr(plan, "pitch"):
        told = {"subject": "What we changed", "text": "We were late."}
        world.attempt("pitch posted", lambda: plan.pitch.post(whom, by=plan.owner, at=world.at, **told))


def put_forward(world: World, plan: Plan) -> None:
    rung = Rung(what="One site", worth=Decimal(world.dice.randint(1, 20) * 500), due_by=world.days(0, 60))
    made = world.attempt("rung planned", lambda: Offer.add(plan, rung, by=plan.owner, at=world.at))
    if isinstance(made, Offer):
        world.attempt("offered", lambda: made.offer(by=plan.owner, at=world.at))


def answer(world: World, plan: Plan) -> None:
    for offer in list(plan.offers.filter(state="offered").select_related("plan__loss__client")[:1]):
        if world.chance(0.35):
            world.attempt("taken", lambda one=offer: one.take(by=plan.owner, at=world.at, on=world.day))
        else:
            world.attempt("declined", lambda one=offer: one.decline("Too early.", by=plan.owner, at=world.at))


def come_home(world: World, plan: Plan) -> None:
    if world.chance(0.3):
        world.attempt("won", lambda: plan.win(by=plan.owner, at=world.at, on=world.day))


def rest(world: World, plan: Plan) -> None:
    world.attempt("rested", lambda: plan.rest("Spring.", by=plan.owner, at=world.at, until=world.days(20, 300)))


def doubt(world: World, plan: Plan) -> None:
    side = world.dice.choice(["delivery", "lead"])
    world.attempt(
        "doubted", lambda: plan.sign(side, "not_certain", by=world.leads[0], at=world.at, why="One driver short.")
    )


def answer_for(world: World, plan: Plan) -> None:
    if world.attempt("overridden", lambda: plan.override("They decide on Friday.", by=world.leads[0], at=world.at)):
        world.attempt("launched over it", lambda: plan.launch(by=plan.owner, at=world.at))


def more_to_change(world: World, plan: Plan) -> None:
    change = Change.name("Call before noon", owner=world.leads[1], by=plan.owner, at=world.at)
    world.attempt("required", lambda: plan.require(change, by=plan.owner, at=world.at))


SURPRISES = (
    rest,
    doubt,
    answer_for,
    more_to_change,
    lambda w, p: allow(w, p.loss),
    lambda w, p: leave(w, p.loss.client),
    lambda w, p: let_go(w, p.loss) if w.chance(0.3) else None,
    lambda w, p: declare(w, p.loss.client),
    lambda w, p: w.attempt("won by surprise", lambda: p.win(by=p.owner, at=w.at, on=w.day)) if w.chance(0.2) else None,
)
