"""Whom clients sent Northbeam to: some asked for, some named, one of whom buys by now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wonback.advocacy.models import Referral
from wonback.advocacy.models.referral import Talk, Told
from wonback.care.models import Concern, Risk, Touch
from wonback.clients.models import Client, Deal
from wonback.demo.dice import at
from wonback.team.models import User

NAMED = (
    Told(name="Ostermann Kühlhäuser GmbH", person="Britta Ostermann", words="They count cartons by hand, as we did."),
    Told(name="Fjordfisk AS", words="Their gloves last a week."),
    Told(person="Marc Delattre", words="My brother-in-law opens a third restaurant."),
)


@dataclass
class Referring:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        """Each begins in a touch that is on file; two wait for a name, one came to nothing, one was won."""
        asked = [self.asked(touch) for touch in self.good_talks()]
        for place, (one, told) in enumerate(zip(asked[2:], NAMED, strict=False)):
            one.give(told, by=one.by, at=self.later(one, 3 + place))
        asked[4].end("He buys with his landlord for now", by=asked[4].by, at=self.later(asked[4], 20))
        self.win(asked[5])

    def good_talks(self) -> list[Touch]:
        """One talk with each of six clients whom one may ask for a favour, spread over the months before."""
        spoiled = [
            *Concern.objects.open().values_list("client", flat=True),
            *Risk.objects.open().values_list("client", flat=True),
        ]
        talks = (
            Touch.objects.real()
            .filter(works=True, gripe=False, channel__in=("call", "visit"))
            .filter(
                client__standing=Client.Standing.ACTIVE,
                client__owner__isnull=False,
                at__lt=at(self.as_of - timedelta(days=60), 8),
            )
        )
        talks = talks.exclude(client__in=spoiled).exclude(client__permissions__answer="refused")
        found: dict[int, Touch] = {}
        for touch in talks.select_related("client", "by", "contact").newest()[:1_200]:
            found.setdefault(touch.client_id, touch)
        every = list(found.values())
        return every[:: max(1, len(every) // 6)][:6]

    def asked(self, touch: Touch) -> Referral:
        there = touch.contact if touch.contact and touch.contact.left_on is None else None
        return Referral.ask(
            touch.client, Talk(contact=there, touch=touch), by=touch.by or self.people["ines"], at=touch.at
        )

    def win(self, one: Referral) -> None:
        """They named somebody who is a client by now."""
        won = Deal.objects.filter(outcome=Deal.Outcome.WON, client__standing=Client.Standing.ACTIVE)
        deal = (
            won.exclude(client=one.client).filter(closed_on__gt=one.noted_at.date()).order_by("closed_on", "pk").first()
        )
        if deal and deal.client and deal.closed_on:
            one.give(Told(name=deal.client.name, words="Tell them we sent you."), by=one.by, at=self.later(one, 1))
            one.meet(deal.client, by=one.by, at=self.later(one, 2))
            one.win(deal, by=one.by, at=at(deal.closed_on, 16))

    def later(self, one: Referral, days: int) -> datetime:
        return one.noted_at + timedelta(days=days)
