"""Clients who vouch for Northbeam: one of them asked enough, some who helped to close a sale, and what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.reference import Agreement
from wonback.advocacy.models.vouching import Need
from wonback.care.models import Concern, Risk
from wonback.clients.models import Client, Deal
from wonback.demo.dice import at
from wonback.team.models import User

AGREED = (
    (("call", "quote"), "Call me, best before ten. I will tell them how the winter went."),
    (("call",), "Give them my number. I say what I think, the bad too."),
    (("call", "visit"), "They can come and see the cold store. Not in December."),
    (("quote", "logo"), "Use our name and what I wrote in spring."),
    (("call", "logo"), "Of course. You were there when it burned."),
)
VOUCHERS, HELPED = 14, 5
LINES = (
    "They asked how long the switch took, and heard: a weekend.",
    "An hour on the telephone; they signed a week later.",
    "They walked through the whole warehouse together.",
    "He told them of the two late deliveries, and what you did then.",
    "She sent them her own numbers.",
)


@dataclass
class Advocating:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        first = [self.agree(client, place) for place, client in enumerate(self.calm())]
        deals = Deal.objects.filter(client__isnull=False, owner__isnull=False).select_related("client", "product")
        ahead = list(deals.filter(outcome=Deal.Outcome.OPEN).exclude(client__references__isnull=False).order_by("pk"))
        self.help(deals.filter(outcome=Deal.Outcome.WON, closed_on__lt=self.as_of - timedelta(days=100)))
        self.tire(first[0], ahead[:2])
        self.ask(ahead[2:5])

    def calm(self) -> Iterable[Client]:
        """Those one may ask for a favour: glad, large enough to be known, and theirs to look after."""
        unhappy, at_risk = Concern.objects.open().values("client"), Risk.objects.open().values("client")
        found = Client.objects.active().filter(owner__isnull=False, tier__in=("A", "B"), contacts__left_on=None)
        found = found.exclude(Q(pk__in=unhappy) | Q(pk__in=at_risk) | Q(permissions__answer="refused"))
        return found.exclude(contacts=None).distinct().order_by("pk")[:VOUCHERS]

    def agree(self, client: Client, place: int) -> Reference:
        ways, words = AGREED[place % len(AGREED)]
        until = self.as_of + timedelta(days=200 + 30 * place) if place % 3 else None
        told = Agreement(ways=ways, words=words, until=until)
        friend = client.contacts.filter(left_on=None).by_weight().last() or client.contacts.get()
        return Reference.agree(friend, told, by=owner_of(client), at=at(self.as_of - timedelta(days=420 - place), 11))

    def help(self, won: Iterable[Deal]) -> None:
        """Some sales were closed after a client had spoken for us."""
        recent = sorted(won, key=lambda one: (one.closed_on or self.as_of, one.pk), reverse=True)
        for place, deal in enumerate(recent[:HELPED]):
            closed = deal.closed_on or self.as_of
            asked = self.asked(Need(deal=deal), on=closed - timedelta(days=16))
            if asked and (by := deal.owner):
                self.hold(asked, place, on=closed - timedelta(days=9))
                asked.credit(by=by, at=at(closed, 17))

    def tire(self, reference: Reference, deals: Iterable[Deal]) -> None:
        """One was asked twice this quarter; whoever asks now is told from when on."""
        for place, deal in enumerate(deals):
            on = self.as_of - timedelta(days=40 - 17 * place)
            asked = Vouching.ask(reference, Need(deal=deal), by=deal.owner or owner_of(reference.client), at=at(on, 9))
            self.hold(asked, place, on=on + timedelta(days=3))

    def ask(self, deals: Iterable[Deal]) -> None:
        """One waits for an answer, one will be held, one did not come about."""
        for place, deal in enumerate(deals):
            asked = self.asked(Need(deal=deal), on=self.as_of - timedelta(days=2 + place))
            then = at(self.as_of - timedelta(days=1), 15)
            if asked and place == 1:
                asked.agree(by=owner_of(asked.client), at=then)
            elif asked and place == 2:  # the last one
                asked.decline("They are in the middle of their stocktaking", by=owner_of(asked.client), at=then)

    def asked(self, need: Need, *, on: date) -> Vouching | None:
        """Whoever fits best is asked, as the page would have it."""
        found = Reference.objects.fitting(need, as_of=on)
        by = need.deal.owner if need.deal else None
        return Vouching.ask(found[0].reference, need, by=by, at=at(on, 10)) if found and by else None

    def hold(self, asked: Vouching, place: int, *, on: date) -> None:
        asked.hold("helped", LINES[place % len(LINES)], on=on, by=asked.asked_by, at=at(on, 16))


def owner_of(client: Client) -> User:
    return client.owner or User.objects.filter(role="lead").order_by("pk")[0]
