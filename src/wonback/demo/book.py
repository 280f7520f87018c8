"""The book of clients: each with people, purchases, contracts and the touches of five years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wonback.clients.models import Client, Contact, Contract, Purchase, Spell, Word
from wonback.clients.models.client import ADDED
from wonback.clients.models.entry import Entry
from wonback.clients.names import name_key
from wonback.demo import names
from wonback.demo.dice import Dice, at, workday
from wonback.demo.profile import YEAR, Fate, Profile
from wonback.demo.shelf import Shelf
from wonback.demo.talking import Talk
from wonback.team.models import User

CURRENCY = "EUR"
YEARS_ON_FILE = 5
TITLES = {
    "decider": ("Head of purchasing", "Managing director", "Plant manager", "Head of operations"),
    "champion": ("Warehouse lead", "Buyer", "Site manager"),
    "user": ("Shift lead", "Office manager", "Foreman"),
    "blocker": ("Controller", "Head of IT"),
}
STANDING = {Fate.LOST: Client.Standing.ACTIVE, Fate.PROSPECT: Client.Standing.PROSPECT}


@dataclass
class Book:
    """Writes clients down, and remembers them by name."""

    people: dict[str, User]
    as_of: date
    dice: Dice
    talk: Talk

    def write(self, profiles: list[Profile]) -> dict[str, Client]:
        """Write all of them with everything that belongs to them."""
        shelf = Shelf()
        clients = {profile.name: self.put(profile, shelf) for profile in profiles}
        shelf.put_away()
        Word.objects.remember(Client.objects.all())
        return clients

    def put(self, profile: Profile, shelf: Shelf) -> Client:
        client = self.client(profile)
        contacts = list(self.contacts(client, profile))
        shelf.add(client, *contacts)
        shelf.add(Entry(client=client, verb=ADDED.name, actor=client.owner, at=at(profile.started_on, 9)))
        if profile.fate is not Fate.PROSPECT:
            shelf.add(Spell(client=client, started_on=profile.started_on))
            shelf.add(*self.purchases(client, profile), *self.contracts(client, profile))
        self.talk.over_the_years(client, profile, contacts, shelf)
        return client

    def client(self, profile: Profile) -> Client:
        company = profile.company
        return Client(
            name=company.name,
            name_key=name_key(company.name),
            owner=self.people.get(profile.owner),
            standing=STANDING.get(profile.fate, Client.Standing.ACTIVE),
            tier=profile.tier,
            industry=names.INDUSTRIES[company.industry],
            country=company.country,
            domain=company.domain,
            phone=names.phone(self.dice, company.land),
            employees=round(self.dice.near({"A": 420, "B": 90, "C": 22}[profile.tier], 0.6)),
        )

    def contacts(self, client: Client, profile: Profile) -> Iterator[Contact]:
        """Those the story names, or one to four people as they come."""
        count = {"A": 3, "B": 2, "C": 1}[profile.tier] + self.dice.randint(0, 1)
        people = profile.people or tuple({names.person(self.dice, profile.company.land): 1 for _ in range(count)})
        for place, name in enumerate(people):
            role = list(TITLES)[place] if place < 3 else self.dice.one_of(["user", "blocker"])
            yield self.contact(client, name, role, profile)

    def contact(self, client: Client, name: str, role: str, profile: Profile) -> Contact:
        dice = self.dice
        since = dice.day(profile.started_on, self.as_of - timedelta(days=60))
        # One in fourteen has left, and never somebody a story names.
        left = dice.happens(0.07) and not profile.people
        return Contact(
            client=client,
            name=name,
            title=dice.one_of(TITLES[role]),
            email=names.address(name, profile.company.domain),
            phone=names.phone(dice, profile.company.land),
            role=role,
            stance=-1 if role == "blocker" else dice.weighted({-1: 1, 0: 4, 1: 5, 2: 2, None: 2}),
            since=since,
            verified_on=dice.day(max(since, self.as_of - timedelta(days=400)), self.as_of - timedelta(days=5)),
            left_on=dice.day(since, self.as_of - timedelta(days=10)) if left else None,
        )

    def purchases(self, client: Client, profile: Profile) -> Iterator[Purchase]:
        """What they bought in each of their lives, in their own rhythm."""
        first = max(profile.started_on, self.as_of - timedelta(days=YEARS_ON_FILE * YEAR))
        yield from self.bought(client, profile, first, profile.until)
        if profile.back_on:
            yield from self.bought(client, profile, profile.back_on, self.as_of - timedelta(days=1))

    def bought(self, client: Client, profile: Profile, first: date, last: date) -> Iterator[Purchase]:
        day = float(first.toordinal())
        while day <= last.toordinal():
            yield self.purchase(client, profile, workday(date.fromordinal(int(day))))
            day += max(1.0, self.dice.gammavariate(4, profile.rhythm_days / 4))

    def purchase(self, client: Client, profile: Profile, day: date) -> Purchase:
        years_ago = (self.as_of - day).days / YEAR
        usual = profile.spend * profile.buys_more_in(day) * (1 + profile.drift) ** -years_ago
        amount = Decimal(self.dice.near(usual, 0.3)).quantize(Decimal("0.01"))
        is_credit = self.dice.happens(0.012)
        return Purchase(
            client=client,
            bought_on=day,
            amount=-amount / 4 if is_credit else amount,
            currency=CURRENCY,
            reference=f"{'CN' if is_credit else 'NB'}-{day:%y%m}-{self.dice.randint(1000, 9999)}",
            product=self.dice.one_of(profile.goods),
            lines=self.dice.randint(1, 14),
        )

    def contracts(self, client: Client, profile: Profile) -> Iterator[Contract]:
        """One supply contract a year, renewed until they left."""
        start = profile.started_on
        while profile.contract and start < profile.until:
            until = start + timedelta(days=YEAR)
            yield Contract(
                client=client,
                name=f"Supply contract {start.year}",
                starts_on=start,
                until=until,
                notice_by=until - timedelta(days=90),
                amount_per_year=Decimal(round(profile.spend * YEAR / profile.rhythm_days, -2)),
                currency=CURRENCY,
            )
            start = until
