"""Northbeam Supply, made from one seed and one day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction

from wonback.care.models import Cadence, Competitor, Promise
from wonback.clients.models import Client, Deal
from wonback.demo import (
    answering,
    asking,
    cast,
    comparing,
    morning,
    opening,
    reading,
    resting,
    sales,
    standing,
    stories,
    understanding,
    winning,
)
from wonback.demo.advocating import Advocating
from wonback.demo.book import Book
from wonback.demo.crowd import Crowd
from wonback.demo.dice import Dice
from wonback.demo.doubling import Doubling
from wonback.demo.losing import PARTS, Losing
from wonback.demo.paying import Paying
from wonback.demo.planning import Planning
from wonback.demo.pour import hurried
from wonback.demo.praising import Praising
from wonback.demo.profile import TIERS, Fate, Profile, crowd_of
from wonback.demo.referring import Referring
from wonback.demo.renewing import Renewing
from wonback.demo.risking import Risking
from wonback.demo.talking import Talk
from wonback.demo.words import talk
from wonback.losses.models import Loss
from wonback.team.models import User

SEED = "Northbeam Supply"
CLIENTS = 400
LOST, SILENT, PROSPECTS = 60, 16, 36
POOL = 12
NOT_ASKED = 4
# Reps look after most clients, leads after a few, and some are nobody's.
# What is done with the most worthwhile of the lost: a verb of `Winning`, and how far it has come.
PLANS = (
    ("half_ready", 0),
    ("half_ready", 3),
    ("launch", lambda as_of: as_of - timedelta(days=12)),
    ("half_ready", 1),
    ("rest", "Their contract elsewhere runs until spring"),
    ("half_ready", 2),
    ("launch", lambda as_of: as_of - timedelta(days=33)),
    ("half_ready", 0),
    ("rest", "Waiting for workwear for rent"),
    ("half_ready", 1),
    ("rest", "Their new hall is not finished"),
    ("know", 16),
    ("stand_ready", 2),
    ("know", 9),
    ("let_go", "Their group buys for all its houses now, from one firm"),
    ("stand_ready", 6),
    ("let_go", "They closed the site we served"),
    ("know", 4),
    ("stand_ready", 11),
    ("let_go", "We cannot serve that region, and said so"),
)
OWNERS = [*cast.REPS] * 8 + ["ines", "matteo", "birgit", ""]


def make(*, as_of: date, seed: str = SEED, others: Crowd | None = None) -> None:
    """Write the whole company into an empty database, as if it had worked with Wonback for five years."""
    with hurried(), transaction.atomic(), asking.nobody_looks():
        Making(as_of, seed).make()
        if others:
            others.make()


class Making:
    """One company in the making: what each part of it needs of the others."""

    def __init__(self, as_of: date, seed: str) -> None:
        self.as_of = as_of
        self.seed = seed
        self.people = cast.hire(as_of=as_of)
        self.rivals = [Competitor.called(name) for name in talk("care", "competitors")]
        self.products = sales.stock()
        self.profiles = self.imagine()
        self.told = {profile.name for profile in stories.profiles(as_of=as_of)}
        self.changes = winning.name_changes(self.people, as_of=as_of)
        self.winning = winning.Winning(self.people, self.changes, as_of, self.dice("plans"))

    def make(self) -> None:
        clients = self.book().write(self.profiles)
        stories.Stories(self.people, clients, self.products, self.winning, self.as_of).tell()
        reading.fill(self.people, clients, as_of=self.as_of)
        winning.make_changes(self.changes, as_of=self.as_of)
        self.lose(clients)
        self.win_back()
        opening.Opening(self.people, self.as_of).make()
        Promises(clients, self.profiles, self.told, self.as_of, self.dice("promises")).make()
        Loss.objects.pursued().put_in_rank(as_of=self.as_of)
        understanding.Understanding(self.people, self.as_of).make()
        asking.Asking(self.people, self.as_of, self.told).make()
        answering.answer(as_of=self.as_of)
        resting.rest(self.people, clients, as_of=self.as_of)
        Planning(self.people, self.as_of).make()
        Renewing(self.people, self.as_of).make()
        Risking(self.people, self.as_of).make()
        Advocating(self.people, self.as_of).make()
        Referring(self.people, self.as_of).make()
        standing.tell(self.people, {n: c for n, c in clients.items() if n not in self.told}, as_of=self.as_of)
        Praising(self.people, self.as_of).make()
        Paying(self.people, self.as_of).make()
        Doubling(self.people, self.as_of).make()
        morning.send(self.people["rosa"], as_of=self.as_of)

    def dice(self, what: str) -> Dice:
        return Dice(f"{self.seed}: {what}")

    def imagine(self) -> list[Profile]:
        """Those with a story, and the many without one."""
        told = stories.profiles(as_of=self.as_of)
        fates = {Fate.LOST: LOST, Fate.SILENT: SILENT, Fate.PROSPECT: PROSPECTS}
        fates = {fate: count - sum(p.fate is fate for p in told) for fate, count in fates.items()}
        fates[Fate.STAYS] = CLIENTS - len(told) - sum(fates.values())
        taken = {profile.name for profile in told}
        return [*told, *crowd_of(fates, OWNERS, as_of=self.as_of, taken=taken, dice=self.dice("clients"))]

    def book(self) -> Book:
        rhythms = {tier: Cadence.objects.usual(tier) for tier in TIERS}
        talking = Talk(rhythms, self.rivals, self.people["ines"], self.as_of, self.dice("touches"))
        return Book(self.people, self.as_of, self.dice("purchases"), talking)

    def untold(self, fate: Fate) -> list[Profile]:
        return [p for p in self.profiles if p.fate is fate and p.name not in self.told]

    def lose(self, clients: dict[str, Client]) -> None:
        """Clients, parts of clients and sales."""
        losing = Losing(self.people, self.rivals, self.as_of, self.dice("losses"))
        for profile in self.untold(Fate.LOST):
            losing.client(clients[profile.name], profile)
        large = [clients[p.name] for p in self.untold(Fate.STAYS) if p.tier == "A"]
        for client in large[:PARTS]:
            losing.part(client)
        for deal in self.deals(clients):
            losing.sale(deal)

    def deals(self, clients: dict[str, Client]) -> list[Deal]:
        """All sales, of which those lost are returned."""
        buyers = [clients[p.name] for p in self.profiles if p.name not in self.told]
        reps = [self.people[name] for name in cast.REPS]
        deals = sales.Sales(self.products, reps, self.as_of, self.dice("sales")).write(buyers)
        return [deal for deal in deals if deal.outcome == Deal.Outcome.LOST]

    def win_back(self) -> None:
        """Plans of the others, in every stage; a pool; and what was handed out of it."""
        back = {p.name: p.back_on for p in self.untold(Fate.LOST) if p.back_on}
        began = comparing.began_on(self.as_of)
        self.come_home({name: on for name, on in back.items() if on < began})
        comparing.compare(self.people, as_of=self.as_of)
        self.come_home(back)
        waiting = self.losses().exclude(client__name__in=back)
        for loss, (what, how) in zip(list(waiting), PLANS, strict=False):
            getattr(self.winning, what)(loss, how(self.as_of) if callable(how) else how)
        for loss in list(waiting.filter(interview__asked_at=None)[:NOT_ASKED]):
            self.winning.half_ready(loss, 0)
        pool = list(waiting.filter(holder__isnull=False)[:POOL])
        Loss.objects.filter(pk__in=[loss.pk for loss in pool]).update(holder=None)
        winning.write_template(self.people, as_of=self.as_of)
        self.winning.hand_out(pool, ("accept", "open", "give back", "accept"))

    def come_home(self, back: dict[str, date]) -> None:
        """Some were called, and some came back by themselves while lot left them alone."""
        for loss in self.losses().filter(client__name__in=back):
            self.winning.recover(loss, back[loss.client.name])

    def losses(self) -> models.QuerySet[Loss]:
        """Lost clients without a plan who did not refuse to be called, the most worthwhile first; Rosa has enough."""
        free = Loss.objects.filter(plan=None, kind=Loss.Kind.CLIENT).exclude(client__name__in=self.told)
        return free.exclude(client__permissions__answer="refused").exclude(holder=self.people["rosa"]).ranked()


@dataclass
class Promises:
    """What was promised to the others."""

    clients: dict[str, Client]
    profiles: list[Profile]
    told: set[str]
    as_of: date
    dice: Dice

    def make(self) -> None:
        """One client in five was promised something; most of it was kept."""
        for profile in self.profiles:
            if profile.fate is Fate.STAYS and profile.name not in self.told and self.dice.happens(0.2):
                self.promise(self.clients[profile.name], profile)

    def promise(self, client: Client, profile: Profile) -> None:
        by = client.owner or User.objects.get(email=f"ines@{cast.MAIL}")
        due_by = self.as_of + timedelta(days=self.dice.randint(-60, 12))
        made_on = due_by - timedelta(days=self.dice.randint(13, 20))
        what = self.dice.one_of(talk("care", "promises")).format(product=self.dice.one_of(profile.goods).lower())
        promise = Promise.make(client, what, by=by, at=self.dice.moment(made_on), due_by=due_by)
        if due_by < self.as_of - timedelta(days=2) and not self.dice.happens(0.06):
            promise.keep(by=by, at=self.dice.moment(due_by - timedelta(days=1)))
