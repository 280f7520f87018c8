"""Contracts that end soon: found, judged, and looked at by some."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.demo.dice import at
from wonback.renewals import tasks
from wonback.renewals.models import Renewal
from wonback.team.models import User

VIEWS = (
    ("renews", "They ordered for spring already."),
    ("unsure", "The new head of purchasing compares."),
    ("renews", "Nobody there has looked elsewhere."),
    ("leaves", "Their group buys for all its houses now."),
)


@dataclass
class Renewing:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        tasks.find_renewals(as_of=self.as_of)
        tasks.judge_renewals(as_of=self.as_of)
        found = Renewal.objects.open().select_related("contract__client__owner").order_by("contract__until", "pk")
        for place, renewal in enumerate(found[:40]):
            if (owner := renewal.contract.client.owner) and place % 3:
                view, why = VIEWS[place % len(VIEWS)]
                renewal.expect(view, why, by=owner, at=at(self.as_of - timedelta(days=6), 10, place % 50))
            if place % 7 == 1:
                renewal.count_on(
                    "unsure",
                    "Until they have signed.",
                    by=self.people["ines"],
                    at=at(self.as_of - timedelta(days=2), 9),
                )
