"""What happens to a company week by week: to its clients, to what it lost, to its plans. Each is a verb of the program."""

from decimal import Decimal

from tests.simulation.world import World
from wonback.care.models import Concern, Promise
from wonback.clients.models import Client, Contact, Permission
from wonback.interviews.models import Interview
from wonback.losses.models import Conflict, Loss
from wonback.losses.models.condition import Grounds
from wonback.losses.models.loss import Story
from wonback.losses.models.reason import Reason
from wonback.winback.deal_round_page import Round
from wonback.winback.models import Campaign, CampaignArm, Change, DealRound, Fact, HandOut, Move, Plan, Window
from wonback.winback.models.campaign import Terms
from wonback.winback.models.move import Gone
from wonback.winback.windows import Estimate

REASONS = (
    "service",
    "quality",
    "delivery",
    "price",
    "competitor",
    "decision-maker",
    "contact-left",
    "budget",
    "timing",
)
SKILLS = ("sso", "rental", "night delivery")


def week(world: World) -> None:
    """Everything that happens by itself in a week."""
    if world.chance(0.5):
        world.attempt("client added", world.new_client)
    for client in list(Client.objects.active().select_related("owner").order_by("pk")):
        happen_to(world, client)
    for loss in world.unplanned():
        look_at(world, loss)
    for lead in world.leads:
        if world.chance(0.25):
            world.attempt("dealt", lambda lead=lead: deal(world, lead))
    answer_hand_outs(world)
    draw_lots(world)
    settle(world)
    for change in Change.objects.open().select_related("owner")[:20]:
        if world.chance(0.2):
            world.attempt("change made", lambda one=change: one.make("Seen by many.", by=one.owner, at=world.at))
    if world.chance(0.05):
        reopen(world)
    if world.chance(0.05):
        world.attempt("fact said", lambda: say(world))


def happen_to(world: World, client: Client) -> None:
    """To a client we serve: a promise, a leaver, a no, a new owner, and now and then the end."""
    owner = client.owner or world.reps[0]
    if world.chance(0.04):
        promise(world, client)
    if world.chance(0.006):
        world.attempt("refused", lambda: world.refuse(client, None, channel=world.dice.choice(["", "mail", "call"])))
    if world.chance(0.008):
        leave(world, client)
    if world.chance(0.005):
        world.attempt(
            "handed over", lambda: client.hand_over(world.dice.choice(world.reps), by=world.leads[0], at=world.at)
        )
    if world.chance(0.02):
        lead = next((one for one in world.leads if one.team_id == owner.team_id), world.leads[0])
        world.attempt("lost", lambda: Loss.record(client, story(world), by=lead, at=world.at))


def story(world: World) -> Story:
    lost_on = world.days(1, 60) if world.chance(0.2) else world.days(-30, 0)
    worth = None if world.chance(0.2) else Decimal(world.dice.randint(1, 90) * 1000)
    kind = "part" if world.chance(0.2) else "client"
    return Story(reason=world.dice.choice(REASONS), lost_on=lost_on, worth=worth, currency="EUR", kind=kind)


def promise(world: World, client: Client) -> None:
    by = client.owner or world.reps[0]
    made = world.attempt(
        "promised", lambda: Promise.make(client, "Send the list", by=by, at=world.at, due_by=world.days(0, 40))
    )
    if isinstance(made, Promise):
        world.promised[made.pk] = False


def leave(world: World, client: Client) -> None:
    """Somebody there goes: a name follows, or they turn up at another client of ours."""
    people = list(client.contacts.filter(left_on=None).order_by("pk"))
    if not people:
        return
    whom, by = world.dice.choice(people), client.owner or world.reps[0]
    others = list(Client.objects.exclude(pk=client.pk).order_by("pk")[:50]) if world.chance(0.3) else []
    world.names += 1
    gone = Gone(
        on=world.days(-20, 0),
        successor=f"Successor {world.names}",
        successor_email=f"successor.{world.names}@example.com",
        to=world.dice.choice(others) if others else None,
    )
    world.attempt("left", lambda: Move.note(whom, gone, by=by, at=world.at))


def look_at(world: World, loss: Loss) -> None:
    """A loss without a plan: somebody neutral asks, the truth is confirmed, a plan is begun, or it is let go."""
    if world.chance(0.3):
        ask(world, loss)
    if world.chance(0.05):
        allow(world, loss)
    if world.chance(0.05):
        wait_for(world, loss)
    if world.chance(0.02):
        let_go(world, loss)
    elif loss.holder and world.chance(0.25):
        world.attempt("plan begun", lambda: Plan.start(loss, owner=loss.holder, by=loss.holder, at=world.at))


def ask(world: World, loss: Loss) -> None:
    asker = world.dice.choice(world.askers)
    said = {"declined": world.chance(0.2)}
    if world.attempt("asked", lambda: Interview.note(loss, "You were late.", by=asker, at=world.at, **said)):
        reason = Reason.chosen(world.dice.choice(REASONS))
        world.attempt(
            "confirmed",
            lambda: loss.hear(reason, voice="confirmed", by=asker, at=world.at, grounds=grounds(world, loss)),
        )


def grounds(world: World, loss: Loss) -> Grounds:
    decider = loss.client.contacts.filter(left_on=None).order_by("pk").first()
    told = {
        "price": {"above": Decimal(world.dice.randint(1, 9) * 1000), "currency": "EUR"},
        "capability": {"missing": world.dice.choice(SKILLS)},
        "contract": {"until": world.days(30, 500)},
        "not before": {"until": world.days(30, 400)},
    } | ({"decider": {"decider": decider}} if decider else {})
    condition = world.dice.choice(["", *told])
    return Grounds(condition=condition, **told.get(condition, {}))


def allow(world: World, loss: Loss) -> None:
    """They say what we may: from a day on, until a day, or they say no."""
    if world.chance(0.15):
        world.attempt("refused", lambda: world.refuse(loss.client, None))
        return
    first, until = (
        (world.days(1, 120) if world.chance(0.3) else None),
        (world.days(60, 500) if world.chance(0.4) else None),
    )
    told = {"answer": "allowed", "scope": world.dice.choice(["", "call", "offer"]), "not_before": first, "until": until}
    world.attempt(
        "allowed",
        lambda: Permission.note(by=world.askers[0], at=world.at, client=loss.client, words="In spring.", **told),
    )


def wait_for(world: World, loss: Loss) -> None:
    expected = Estimate(world.dice.choice(["tender", "contract", "next_year"]), world.days(30, 500), "known", "")
    by = loss.holder or world.leads[0]
    world.attempt("window noted", lambda: Window.note(loss, expected, by=by, at=world.at))


def let_go(world: World, loss: Loss) -> None:
    review = world.days(30, 500) if world.chance(0.7) else None
    world.attempt("let go", lambda: loss.let_go("They closed.", by=world.leads[0], at=world.at, review_on=review))


def deal(world: World, lead: object) -> DealRound:
    """A deal round as it is suggested."""
    table = Round(user=lead, now=world.at, put={})
    people, losses = {one.pk: one for one in table.people}, {one.pk: one for one in table.losses}
    hands: dict[object, list[Loss]] = {}
    for pk, dealt in table.suggested().items():
        if dealt.hand:
            hands.setdefault(people[dealt.hand], []).append(losses[pk])
    return DealRound.deal(hands, key=f"{lead}:{world.at}", by=lead, at=world.at)


def draw_lots(world: World) -> None:
    """A lead lets lot decide for a while; somebody cannot wait; now and then one is closed before its day."""
    for lead in world.leads:
        if world.chance(0.02):
            terms = Terms(name=f"Campaign {world.day}", ends_on=world.days(30, 150), waiting=0.2)
            world.attempt(
                "campaign started", lambda lead=lead, terms=terms: Campaign.start(terms, by=lead, at=world.at)
            )
    waiting = CampaignArm.objects.waiting(as_of=world.day).select_related("loss__client").order_by("pk")
    for lot in list(waiting[:3]) if world.chance(0.05) else []:
        world.attempt("taken out", lambda one=lot: one.take_out("They called us.", by=world.leads[0], at=world.at))
    for campaign in list(Campaign.objects.running(as_of=world.day)) if world.chance(0.01) else []:
        world.attempt("campaign closed", lambda one=campaign: one.close(by=one.started_by, at=world.at))


def answer_hand_outs(world: World) -> None:
    for given in list(HandOut.objects.unanswered().select_related("to", "loss__client").order_by("pk")):
        if world.chance(0.6):
            world.attempt("accepted", lambda one=given: one.accept(by=one.to, at=world.at))
        elif world.chance(0.2):
            world.attempt(
                "given back", lambda one=given: one.give_back("My sister works there.", by=one.to, at=world.at)
            )


def reopen(world: World) -> None:
    """What was made last is not made after all."""
    for change in list(Change.objects.made().order_by("-made_at", "-pk")[:1]):
        world.attempt(
            "change reopened", lambda one=change: one.reopen("It broke again.", by=world.leads[0], at=world.at)
        )


def say(world: World) -> Fact:
    lead = world.dice.choice(world.leads)
    if world.chance(0.5):
        return Fact.say("capability", by=lead, at=world.at, capability=world.dice.choice(SKILLS))
    return Fact.say("price", by=lead, at=world.at, price=Decimal(world.dice.randint(1, 9) * 1000), currency="EUR")


def declare(world: World, client: Client) -> None:
    rep = world.dice.choice(world.reps)
    world.attempt("conflict", lambda: Conflict.declare(rep, client, "My sister works there.", by=rep, at=world.at))


def settle(world: World) -> None:
    """What they were unhappy about is settled, sooner or later."""
    for concern in list(Concern.objects.open().select_related("client", "owner").order_by("pk")):
        if world.chance(0.5):
            world.attempt("settled", lambda one=concern: one.settle(by=one.owner, at=world.at))


def anybody(client: Client) -> Contact | None:
    return client.contacts.filter(left_on=None).order_by("pk").first()
