"""The company that is simulated: its people, its dice, its calendar, and what it knows without asking the program."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from wonback.clients.models import Client, Contact, Permission
from wonback.core.errors import Refusal
from wonback.losses.models import Loss
from wonback.team.models import Team, User
from wonback.winback.models import Plan

MONDAY = date(2027, 1, 4)
ROLES = ("decider", "champion", "user", "blocker", "")


@dataclass(frozen=True)
class No:
    """Somebody asked us to leave them alone: kept here, so that the check does not read what the program wrote."""

    client: int
    contact: int | None
    channel: str
    at: datetime
    first: date
    until: date | None

    def binds(self, contact: Contact, channel: str, on: datetime) -> bool:
        whom = self.client == contact.client_id and self.contact in {None, contact.pk}
        day = timezone.localdate(on)
        in_force = self.at < on and self.first <= day and (self.until is None or day < self.until)
        return whom and in_force and self.channel in {"", channel}


@dataclass
class World:
    """One seed is one company: the same seed lives the same weeks."""

    seed: int = 1
    clients: int = 40
    reps_a_team: int = 2
    dice: random.Random = field(init=False)
    day: date = MONDAY
    minute: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    # What was owed, by our own book: promise → kept; touch → its day; loss → the arm that lot drew.
    promised: dict[int, bool] = field(default_factory=dict)
    touched: dict[int, date] = field(default_factory=dict)
    arms: dict[int, str] = field(default_factory=dict)
    refusals: list[No] = field(default_factory=list)
    reps: list[User] = field(default_factory=list)
    leads: list[User] = field(default_factory=list)
    askers: list[User] = field(default_factory=list)
    names: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    @property
    def at(self) -> datetime:
        """A moment of the working day. Every deed takes a minute."""
        return timezone.make_aware(datetime.combine(self.day, time(8))) + timedelta(minutes=self.minute)

    def dawn(self, day: date) -> None:
        self.day, self.minute = day, 0

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def days(self, least: int, most: int) -> date:
        return self.day + timedelta(days=self.dice.randint(least, most))

    def attempt(self, name: str, deed: Callable[[], object]) -> object:
        """Do it as somebody at a desk would: a refusal is an answer, and anything else that goes wrong is a bug."""
        self.minute += 1
        try:
            with transaction.atomic():
                result = deed()
        except Refusal as no:
            self.refused[f"{name}: {no.code}"] += 1
            return None
        self.done[name] += 1
        return result if result is not None else True

    def found(self) -> None:
        """Two teams, two people who ask, and the first clients."""
        for number in (1, 2):
            team = Team.objects.create(name=f"Team {number}")
            lead = self.hire(f"Lead {number}", "lead", team=team)
            self.leads.append(lead)
            names = [f"Rep {number}-{one}" for one in range(1, self.reps_a_team + 1)]
            self.reps += [self.hire(name, "rep", team=team, reports_to=lead) for name in names]
        self.askers = [self.hire(f"Asker {number}", "interviewer", interviews_a_month=40) for number in (1, 2)]
        for _number in range(self.clients):
            self.attempt("client added", self.new_client)

    def hire(self, name: str, role: str, **facts: object) -> User:
        return User.objects.create_user(f"{name.replace(' ', '-').lower()}@example.com", name, None, role=role, **facts)

    def new_client(self) -> Client:
        self.names += 1
        rep, name = self.dice.choice(self.reps), f"Client {self.names}"
        since = None if self.chance(0.1) else self.days(-900, 0)
        facts = {"name": name, "owner": rep, "tier": self.dice.choice("ABCC"), "country": self.dice.choice(["", "DE"])}
        client = Client.add(by=rep, at=self.at, since=since, **facts)
        for number in range(self.dice.randint(1, 3)):
            self.meet(client, f"Person {self.names}-{number}", by=rep)
        return client

    def meet(self, client: Client, name: str, *, by: User) -> Contact:
        told = {"name": name, "email": f"{name.replace(' ', '.').lower()}@example.com", "since": self.day}
        stance = self.dice.choice([None, -2, 0, 1, 2])
        return Contact.meet(by=by, at=self.at, client=client, role=self.dice.choice(ROLES), stance=stance, **told)

    def refuse(self, client: Client, contact: Contact | None, *, channel: str = "") -> Permission:
        """They ask to be left alone: at once or from a day on, for a time or for ever, by one way or by all."""
        first = self.days(1, 30) if self.chance(0.2) else None
        until = self.days(60, 400) if self.chance(0.3) else None
        told = {"channel": channel, "not_before": first, "until": until, "words": "Leave us alone."}
        said = Permission.note(by=self.askers[0], at=self.at, client=client, contact=contact, answer="refused", **told)
        whom = contact.pk if contact else None
        self.refusals.append(No(client.pk, whom, channel, self.at, first or date.min, until))
        return said

    def plans(self) -> list[Plan]:
        return list(Plan.objects.for_night().exclude(stage="recovered").order_by("pk"))

    def unplanned(self) -> list[Loss]:
        return list(
            Loss.objects.pursued().filter(plan=None).select_related("client", "reason", "holder").order_by("pk")
        )
