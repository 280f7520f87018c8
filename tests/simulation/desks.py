"""A day at the desk: each rep and lead works through the list that Wonback gives them, as far as their minutes go."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from tests.simulation.world import World
from wonback.care.call_list import MINUTES, Kind
from wonback.care.models import Cadence, Promise, Risk, Snooze, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client
from wonback.desk.today import Card, Today, today_of
from wonback.team.models import User
from wonback.winback.models import Check, Trigger
from wonback.winback.models import Step as HumanStep

CHANNELS = ("call", "call", "call", "visit", "mail")


def work(world: World, person: User) -> Today:
    """Do what is on the list. Return the list as it was in the morning."""
    today = today_of(person, as_of=world.day)
    for card in today.cards:
        call(world, card, person)
    keep_promises(world, person)
    save(world, person)
    for step in list(HumanStep.objects.due(as_of=world.day).filter(sequence__plan__owner=person).with_plans()):
        take_step(world, step, person)
    close = Check.objects.due(as_of=world.day).filter(aftercare__plan__owner=person)
    for check in list(close.select_related("aftercare__plan__loss__client")):
        by = person if check.kind != "executive" else world.leads[0]
        done = world.attempt("check done", lambda one=check, by=by: one.do("How does it go?", by=by, at=world.at))
        remember(world, done)
    go_through_doors(world, person)
    return today


def call(world: World, card: Card, person: User) -> None:
    client = Client.objects.get(pk=card.client.pk)
    if card.waiting.refused:
        # What we promised them is kept without a call.
        return
    if world.chance(0.06):
        until = world.days(1, 60)
        told = {"until": until, "why": "They are away."}
        world.attempt("put off", lambda: Snooze.put_off(client, by=person, at=world.at, **told))
        return
    note = Note(
        channel=world.dice.choice(CHANNELS),
        reached=world.chance(0.75),
        gripe=world.chance(0.05),
        competitor=world.chance(0.03),
        line="A word about the list.",
    )
    remember(world, world.attempt("touched", lambda: Touch.log(client, note, by=person, at=world.at)))


def remember(world: World, touch: object) -> None:
    if isinstance(touch, Touch):
        world.touched[touch.pk] = world.day


def keep_promises(world: World, person: User) -> None:
    for promise in list(Promise.objects.due(as_of=world.day).filter(owner=person).select_related("client")):
        if world.chance(0.5) and world.attempt("kept", lambda one=promise: one.keep(by=person, at=world.at)):
            world.promised[promise.pk] = True


def save(world: World, person: User) -> None:
    """A plan for whoever may leave, then the saving, then the word that they stay; a worry now and then."""
    for risk in list(Risk.objects.due(as_of=world.day).filter(owner=person).select_related("client")):
        if risk.stage == Risk.Stage.AT_RISK or world.chance(0.2):
            when = world.days(1, 30)
            world.attempt("risk planned", lambda one=risk, by=when: one.make_plan("Visit.", by, by=person, at=world.at))
        elif risk.stage == Risk.Stage.PLANNED:
            world.attempt("risk begun", lambda one=risk: one.begin("We met.", by=person, at=world.at))
        else:
            world.attempt("risk saved", lambda one=risk: one.save_them("They ordered.", by=person, at=world.at))
    mine = Client.objects.active().filter(owner=person).order_by("pk")
    if world.chance(0.1) and (client := mine.first()):
        world.attempt("risk seen", lambda: Risk.see(client, "They compare.", by=person, at=world.at))


def take_step(world: World, step: HumanStep, person: User) -> None:
    if world.chance(0.1):
        world.attempt("step moved", lambda: step.move(world.days(1, 20), by=person, at=world.at))
    elif world.chance(0.7):
        reached = world.chance(0.4)
        remember(world, world.attempt("step taken", lambda: step.take(by=person, at=world.at, reached=reached)))


def go_through_doors(world: World, person: User) -> None:
    for door in list(Trigger.objects.open().filter(loss__holder=person).for_cards()[:3]):
        if world.chance(0.4):
            world.attempt("door taken", lambda one=door: one.take(by=person, at=world.at))
        elif world.chance(0.2):
            world.attempt("door put aside", lambda one=door: one.put_aside("Not now.", by=person, at=world.at))


def late_though_free(today: Today, person: User) -> list[str]:
    """Clients beyond their maximum who wait, or are not even on the list, although their rep had minutes for them."""
    free = person.minutes_a_day - today.minutes
    called = {card.client.pk for card in today.cards} | {touch.client_id for touch in today.spoken}
    minutes = {card.client.pk: card.line.minutes for card in today.later}
    return [
        f"{client} waits beyond {maximum} days though {person} had {free} minutes free"
        for client, maximum in beyond_their_maximum(person, today.as_of)
        if client.pk not in called and minutes.get(client.pk, max(MINUTES.values())) <= free
    ]


def beyond_their_maximum(person: User, day: date) -> Iterator[tuple[Client, int]]:
    """Whom of theirs nobody has reached for too long, told by the touches alone; but who asked us not to call, or is put off."""
    reached = Touch.objects.filter(client=OuterRef("pk"), reached=True, taken_back_at=None).order_by("-at")
    resting = Snooze.objects.resting(person, as_of=day).filter(client=OuterRef("pk"))
    book = Client.objects.active().filter(owner=person).may_be_called(as_of=day).exclude(Exists(resting))
    known = Cadence.objects.laid_beside(book.annotate(reached_at=Subquery(reached.values("at")[:1])))
    for client in known.filter(reached_at__isnull=False):
        maximum = Cadence.objects.beside(client).maximum_days
        if (day - timezone.localdate(client.reached_at)).days > maximum:
            yield client, maximum


def reminded_after_a_touch(today: Today) -> list[str]:
    """Clients on the list though somebody spoke with them today or yesterday, and nothing is owed to them."""
    return [
        f"{card.client} is on the list of {today.user} {card.waiting.silent_days} days after a real touch"
        for card in today.cards
        if card.line.kind in {Kind.TOUCH, Kind.FIRST} and card.waiting.silent_days in {0, 1}
    ]
