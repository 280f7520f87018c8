"""The book of clients: each with people, purchases, contracts and the touches of five years."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wonback.clients.models import Client, Contact, Contract, Entry, Purchase, Spell, Word
from wonback.clients.models.client import ADDED
from wonback.clients.names import name_key
from wonback.demo import names
from wonback.demo.dice import Dice, at, workday
from wonback.demo.profile import YEAR, Fate, Profile
from wonback.demo.shelf import Shelf
from wonback.demo.talking import Life, Person, Talk
from wonback.team.models import User

CURRENCY = "EUR"
YEARS_ON_FILE = 5
DELIVERIES = {"A": "Twice a week", "B": "Once a week", "C": "On call"}
TITLES = {
    "decider": ("Head of purchasing", "Managing director", "Plant manager", "Head of operations"),
    "champion": ("Warehouse lead", "Buyer", "Site manager"),
    "user": ("Shift lead", "Office manager", "Foreman"),
    "blocker": ("Controller", "Head of IT"),
}
PEOPLE_BY_TIER = {"A": 3, "B": 2, "C": 1}
EMPLOYEES = {"A": 420, "B": 90, "C": 22}


@dataclass
class Book:
    """Writes clients down, with everything that belongs to them."""

    people: dict[str, User]
    as_of: date
    dice: Dice
    talk: Talk

    @property
    def shelf(self) -> Shelf:
        return self.talk.shelf

    def write(self, profiles: list[Profile]) -> dict[str, Client]:
        """Write all of them; return them by name."""
        for profile in profiles:
            self.put(profile)
        self.shelf.put_away()
        Word.objects.remember(Client.objects.all())
        return {client.name: client for client in Client.objects.select_related("owner")}

    def put(self, profile: Profile) -> None:
        life = Life(profile, self.client(profile), self.people.get(profile.owner))
        pk = life.key
        life.people = self.contacts(pk, profile)
        self.shelf.add(
            Entry, client_id=pk, verb=ADDED.name, actor_id=life.owner_key, at=at(profile.started_on, 9), facts={}
        )
        if profile.fate is not Fate.PROSPECT:
            self.shelf.add(Spell, client_id=pk, started_on=profile.started_on)
            self.purchases(pk, profile)
            self.contracts(pk, profile)
        self.talk.over_the_years(life)
        self.shelf.rows[Client][-1].update(last_touch_on=life.last_touch_on, touch_by=life.touch_by)

    def client(self, profile: Profile) -> int:
        company = profile.company
        owner = self.people.get(profile.owner)
        is_prospect = profile.fate is Fate.PROSPECT
        return self.shelf.add(
            Client,
            name=company.name,
            name_key=name_key(company.name),
            owner_id=owner.pk if owner else None,
            standing=Client.Standing.PROSPECT.value if is_prospect else Client.Standing.ACTIVE.value,
            tier=profile.tier,
            industry=names.INDUSTRIES[company.industry],
            country=company.country,
            town=company.town,
            domain=company.domain,
            phone=names.phone(self.dice, company.land),
            employees=round(self.dice.near(EMPLOYEES[profile.tier], 0.6)),
        )

    def contacts(self, client: int, profile: Profile) -> list[Person]:
        """Those the story names, or one to four people as they come."""
        count = PEOPLE_BY_TIER[profile.tier] + self.dice.randint(0, 1)
        found = profile.people or tuple({names.person(self.dice, profile.company.land): 1 for _ in range(count)})
        roles = [*list(TITLES)[:3], self.dice.one_of(["user", "blocker"])]
        return [self.contact(client, name, role, profile) for name, role in zip(found, roles, strict=False)]

    def contact(self, client: int, name: str, role: str, profile: Profile) -> Person:
        dice = self.dice
        since = dice.day(profile.started_on, self.as_of - timedelta(days=60))
        # One in fourteen has left, and never somebody a story names.
        left = dice.happens(0.07) and not profile.people
        key = self.shelf.add(
            Contact,
            client_id=client,
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
        return key, name

    def purchases(self, client: int, profile: Profile) -> None:
        """What they bought in each of their lives, in their own rhythm."""
        first = max(profile.started_on, self.as_of - timedelta(days=YEARS_ON_FILE * YEAR))
        self.bought(client, profile, first, profile.until)
        if profile.back_on:
            self.bought(client, profile, profile.back_on, self.as_of - timedelta(days=1))

    def bought(self, client: int, profile: Profile, first: date, last: date) -> None:
        day = float(first.toordinal())
        while day <= last.toordinal():
            self.purchase(client, profile, workday(date.fromordinal(int(day))))
            day += max(1.0, self.dice.gammavariate(4, profile.rhythm_days / 4))

    def purchase(self, client: int, profile: Profile, day: date) -> None:
        years_ago = (self.as_of - day).days / YEAR
        usual = profile.spend * profile.buys_more_in(day) * (1 + profile.drift) ** -years_ago
        amount = round(self.dice.near(usual, 0.3), 2)
        is_credit = self.dice.happens(0.012)
        self.shelf.add(
            Purchase,
            client_id=client,
            bought_on=day,
            amount=str(-round(amount / 4, 2) if is_credit else amount),
            currency=CURRENCY,
            reference=f"{'CN' if is_credit else 'NB'}-{day:%y%m}-{self.dice.randint(1000, 9999)}",
            product=self.dice.one_of(profile.goods),
            lines=self.dice.randint(1, 14),
        )

    def contracts(self, client: int, profile: Profile) -> None:
        """One supply contract a year, renewed until they left."""
        start = profile.started_on
        while profile.contract and start < profile.until:
            until = start + timedelta(days=YEAR)
            self.shelf.add(
                Contract,
                client_id=client,
                name=f"Supply contract {start.year}",
                starts_on=start,
                until=until,
                notice_by=until - timedelta(days=90),
                amount_per_year=Decimal(round(profile.spend * YEAR / profile.rhythm_days, -2)),
                currency=CURRENCY,
                more={"Price list": str(start.year), "Delivery": DELIVERIES[profile.tier]},
            )
            start = until
