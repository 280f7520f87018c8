"""Rosa's clients of whom there is something to tell. The names are also those of the tests."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from wonback.care.models import Concern, Defence, Promise, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Deal, Permission, Product
from wonback.demo.book import CURRENCY
from wonback.demo.dice import at, workday
from wonback.demo.losing import hear, last_year
from wonback.demo.names import Company
from wonback.demo.profile import YEAR, Fate, Profile
from wonback.demo.telling import Telling
from wonback.demo.winning import Winning
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Story
from wonback.team.models import User
from wonback.winback.models import HandOut

LONG_NAME = "Vereinigte Lebensmittel-Großhandlung Kässbohrer & Söhne GmbH"
RETURNED_DAYS_AGO = 118
# name, land, industry, tier, days between purchases, a year's worth, days since they left (0: they stay), days since the last touch
CLIENTS = (
    ("Harlow Foods", "GB", "Food", "A", 20, 84_000, 0, 61),
    ("Berrick & Sons", "GB", "Construction", "B", 24, 31_000, 0, 12),
    ("Tarn Logistics", "GB", "Logistics", "A", 9, 120_000, 430, 470),
    ("Northwind", "DE", "Logistics", "B", 12, 48_000, 120, 128),
    ("Fabrikam", "DE", "Engineering", "B", 31, 12_500, 30, 41),
    ("Contoso", "NL", "Retail", "B", 18, 39_000, 0, 7),
    ("Norra Bruk AB", "SE", "Engineering", "A", 7, 146_000, 0, 16),
    ("Müller & Söhne Feinkost GmbH", "DE", "Food", "B", 15, 52_000, 0, 20),
    ("Lindholm Trävaror AB", "SE", "Construction", "A", 14, 97_000, 610, 13),
    ("Kestrel Print", "GB", "Print", "B", 26, 22_000, 290, 300),
    ("Brasserie Dufour", "FR", "Hospitality", "B", 10, 27_500, 240, 250),
    ("Rønn", "NO", "Health", "C", 48, 6_200, 0, 71),
    ("Café Amélie", "FR", "Hospitality", "C", 33, 4_900, 0, 93),
    ("Berg & Lund AB", "SE", "Retail", "B", 0, 0, 0, 66),
    (LONG_NAME, "DE", "Food", "A", 8, 205_000, 75, 80),
)
# Who decides there, who speaks for us, who uses it.
PEOPLE = {
    "Harlow Foods": ("Margaret Hale", "Owen Pritchard", "Dele Adeyemi"),
    "Berrick & Sons": ("Tom Berrick", "Sue Langley"),
    "Tarn Logistics": ("Helen Moss", "Craig Tarn"),
    "Northwind": ("Dana Vogt", "Uwe Lenz", "Kerstin Haas"),
    "Fabrikam": ("Dr. Petra Zöllner", "Rainer Kolb"),
    "Contoso": ("Dana de Wit", "Joost Visser"),
    "Norra Bruk AB": ("Karin Hägglund", "Lars Norén", "Disa Wåhlin"),
    "Berg & Lund AB": ("Elin Berg", "Rasmus Lund"),
    LONG_NAME: ("Friedrich-Wilhelm Kässbohrer", "Annegret Oßwald"),
}


def profiles(*, as_of: date) -> list[Profile]:
    return [profile(*row, as_of=as_of) for row in CLIENTS]


def profile(name: str, land: str, industry: str, tier: str, *numbers: int, as_of: date) -> Profile:
    rhythm, worth, left, touched = numbers
    return Profile(
        company=Company(name=name, land=land, industry=industry),
        owner="rosa",
        tier=tier,
        fate=Fate.LOST if left else Fate.STAYS if rhythm else Fate.PROSPECT,
        started_on=as_of - timedelta(days=6 * YEAR if rhythm else 400),
        until=as_of - timedelta(days=left or 1),
        rhythm_days=rhythm,
        spend=worth * rhythm / YEAR,
        goods=("Carton boxes", "Stretch film", "Cold-store gloves"),
        contract=tier == "A",
        back_on=as_of - timedelta(days=RETURNED_DAYS_AGO) if name.startswith("Lindholm") else None,
        touched_on=workday(as_of - timedelta(days=touched)),
        people=PEOPLE.get(name, ()),
    )


@dataclass
class Stories:
    """Each method tells one client's, through the same verbs that people use."""

    people: dict[str, User]
    clients: dict[str, Client]
    products: dict[str, Product]
    winning: Winning
    as_of: date

    def tell(self) -> None:
        self.rosas_week()
        for story in (
            self.tarn,
            self.northwind,
            self.fabrikam,
            self.berg,
            self.lindholm,
            self.kestrel,
            self.dufour,
            self.long_name,
        ):
            story()

    def day(self, ago: int) -> date:
        return workday(self.as_of - timedelta(days=ago))

    @property
    def rosa(self) -> User:
        return self.people["rosa"]

    def promise(self, name: str, what: str, *, made: int, due: int, kept: int | None = None) -> None:
        """A promise made and due so many days ago; a negative number lies ahead."""
        due_by = self.as_of - timedelta(days=due)
        promise = Promise.make(self.clients[name], what, by=self.rosa, at=at(self.day(made), 11), due_by=due_by)
        if kept is not None:
            promise.keep(by=self.rosa, at=at(self.day(kept), 14))

    def touch(self, name: str, ago: int, note: Note) -> None:
        keyed = replace(note, key=uuid.uuid5(uuid.NAMESPACE_DNS, f"{name} {ago}"))
        Touch.log(self.clients[name], keyed, by=self.rosa, at=at(self.day(ago), 10, 20))

    def rosas_week(self) -> None:
        """Promises due and overdue, a gripe, a rival at the gate, and one who is well."""
        self.promise("Berrick & Sons", "the price list for stretch film at the new volumes", made=6, due=0)
        self.promise("Müller & Söhne Feinkost GmbH", "a credit note for the eleven short cartons", made=12, due=3)
        self.promise("Contoso", "the delivery times of the last quarter, site by site", made=20, due=8, kept=9)
        self.promise("Norra Bruk AB", "a visit with our packaging engineer", made=16, due=-4)
        self.concern(
            "Müller & Söhne Feinkost GmbH", "Eleven cartons short in three deliveries; they count every one now."
        )
        self.touch(
            "Contoso",
            7,
            Note(
                channel="visit",
                works=True,
                more=True,
                line="All is well. Dana showed me the new hall; 40 racks by spring.",
            ),
        )
        rival = "Karin mentioned that Lagermann offered free shelving for two years."
        self.touch("Norra Bruk AB", 2, Note(works=True, competitor=True, rival="Lagermann", source="told", line=rival))
        self.defended("Müller & Söhne Feinkost GmbH", "Provista", "They want one supplier who answers on Saturdays.")

    def defended(self, name: str, rival: str, why: str) -> None:
        """A rival was there in summer; three steps were taken, and they stayed."""
        client, seen_on = self.clients[name], self.day(130)
        defence = Defence.against_seen(client, rival, by=self.rosa, at=at(seen_on, 9), source="offer")
        for step in defence.steps.order_by("place"):
            step.do(by=step.owner, at=at(step.due_by, 15))
        defence.keep(why, by=self.rosa, at=at(self.day(110), 11))

    def concern(self, name: str, what: str) -> None:
        due_by = self.as_of + timedelta(days=1)
        Concern.raise_(self.clients[name], what, by=self.rosa, at=at(self.day(5), 9, 40), due_by=due_by)

    def lose(self, name: str, reason: str, words: str) -> Loss:
        """Record that they left on the day their purchases end."""
        left_on = next(self.as_of - timedelta(days=row[6]) for row in CLIENTS if row[0] == name)
        client = self.clients[name]
        worth = last_year(client, left_on)
        story = Story(reason=reason, lost_on=left_on, worth=worth, currency=CURRENCY, words=words)
        return Loss.record(client, story, by=self.rosa, at=at(left_on + timedelta(days=2), 16))

    def ask(self, loss: Loss, reason: str, said: str, *, days: int = 9) -> None:
        vera, asked_at = self.people["vera"], at(workday(loss.lost_on + timedelta(days=days)), 11)
        Interview.note(loss, said, by=vera, at=asked_at)
        hear(loss, reason, said, by=vera, at=asked_at)

    def allow(self, loss: Loss, words: str, **terms: object) -> None:
        facts = {"answer": "allowed", "scope": "call", "channel": "call", "proof": "Recap by mail, confirmed"} | terms
        moment = (loss.asked_at or loss.recorded_at) + timedelta(minutes=20)
        Permission.note(by=self.people["vera"], at=moment, client=loss.client, words=words, **facts)

    def tarn(self) -> None:
        """The module they missed is out since yesterday: a door has opened."""
        loss = self.lose("Tarn Logistics", "competitor", "They went to somebody with scheduling in the portal.")
        said = "We asked for scheduled deliveries three times. You said next year three times. Call me when it is really there."
        self.ask(loss, "product-gap", said)
        self.allow(loss, "Call me when it is really there.")
        loss.own(
            "They told us what was missing. We wrote it down and never said whether it would come.",
            by=self.rosa,
            at=at(self.day(400), 15),
        )
        plan = self.winning.prepare(
            loss, self.day(97), goal="The night shift in Carlisle by spring, then all four depots"
        )
        plan.sign("delivery", "ready", by=self.people["vera"], at=at(self.day(2), 15))
        plan.sign("lead", "ready", by=self.people["ines"], at=at(self.day(1), 15))
        self.winning.pitch(plan, self.day(1))

    def northwind(self) -> None:
        """We failed them; the lead has yet to sign."""
        loss = self.lose("Northwind", "price", "It came down to price, nothing we could do.")
        Telling(self.people, self.as_of).northwind(loss, workday(loss.lost_on + timedelta(days=9)))
        loss.own(
            "We were late eleven times out of forty and blamed the carrier we had chosen.",
            by=self.rosa,
            at=at(self.day(101), 15),
        )
        plan = self.winning.prepare(loss, self.day(85), goal="One site again by spring")
        plan.sign("delivery", "ready", by=self.people["vera"], at=at(self.day(10), 15))
        why = "Show me one month without a late delivery in Leipzig."
        plan.sign("lead", "not_certain", by=self.people["ines"], at=at(self.day(9), 12), why=why)

    def fabrikam(self) -> None:
        """Recorded, and nothing more."""
        self.lose("Fabrikam", "decision-maker", "A new head of purchasing brought her own supplier.")
        decider = Contact.objects.get(client=self.clients["Fabrikam"], role="decider")
        Contact.objects.filter(pk=decider.pk).update(since=self.day(95), stance=-1, title="Head of purchasing (new)")

    def berg(self) -> None:
        """A lost sale whose reason has ceased to be true, and whose spring has come."""
        client = self.clients["Berg & Lund AB"]
        lost_on = self.day(210)
        deal = Deal.objects.create(
            client=client,
            name="Portal roll-out for all buyers",
            stage="Closed lost",
            outcome=Deal.Outcome.LOST,
            amount=Decimal(36_000),
            amount_known="known",
            currency=CURRENCY,
            product=self.products["Northbeam Portal"],
            owner=self.rosa,
            opened_on=self.day(300),
            closed_on=lost_on,
        )
        words = "No single sign-on, and their IT would not move."
        story = Story(
            reason="product-gap",
            kind="deal",
            lost_on=lost_on,
            worth=deal.amount,
            currency=CURRENCY,
            words=words,
            deal=deal,
        )
        loss = Loss.record(client, story, by=self.rosa, at=at(self.day(208), 9))
        self.ask(loss, "product-gap", "Our IT does not allow another password. That was the whole reason.")
        self.allow(loss, "Call me after the first of the month, by phone.", not_before=self.day(12))
        self.winning.prepare(loss, self.day(40), goal="A trial with ten buyers").changes.set(
            [self.winning.changes["Single sign-on for the portal"]]
        )

    def lindholm(self) -> None:
        """Won back four months ago; two promises kept, one to go."""
        loss = self.lose("Lindholm Trävaror AB", "quality", "One bad batch, and they remembered only that.")
        self.ask(
            loss, "quality", "A third of the gloves split in the first week. You replaced them with the same ones."
        )
        self.allow(loss, "Show me the test protocol and we will see.")
        self.winning.recover(loss, self.day(RETURNED_DAYS_AGO))
        name = "Lindholm Trävaror AB"
        self.promise(name, "the test protocol with every batch of gloves", made=110, due=96, kept=97)
        self.promise(name, "a visit each month until spring", made=110, due=30, kept=31)
        self.promise(name, "our delivery lead on site for the winter order", made=13, due=-6)

    def kestrel(self) -> None:
        loss = self.lose("Kestrel Print", "budget", "Head office cut all running contracts.")
        self.winning.rest(loss, "Their new budget begins in April")

    def dufour(self) -> None:
        """In conversation since last week."""
        loss = self.lose("Brasserie Dufour", "service", "Support was slow, and I could not shield them from it.")
        self.ask(loss, "service", "We waited nine days for an answer, four times. Then we stopped asking.")
        # It runs out soon: the night has asked whether it may go on.
        until = self.as_of + timedelta(days=10)
        self.allow(loss, "Come by after the summer, we will see how the other one does.", until=until)
        self.winning.launch(loss, self.day(6))

    def long_name(self) -> None:
        """Large, lost, from the pool: handed to Rosa yesterday, and she has not answered yet."""
        loss = self.lose(LONG_NAME, "people", "The chemistry was not right.")
        Loss.objects.filter(pk=loss.pk).update(holder=None)
        HandOut.give(loss, self.rosa, by=self.people["ines"], at=at(self.day(1), 16, 30))
