"""What Northbeam Supply praised of late, and what still waits for a kind word."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.care.models import Defence
from wonback.demo.dice import at, workday
from wonback.rewards.models import Deed, Praise
from wonback.rewards.models.praise import Kind
from wonback.team.models import User
from wonback.winback.models import Plan

BROUGHT_HOME = (
    "Called every second Thursday for five months, and never once spoke of price.",
    "Asked them what would have to be true, and then made it true.",
)
CHEERING = ("jonas", "claire", "vera", "aisha")


@dataclass
class Praising:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        self.defend()
        self.bring_home()
        self.tell_the_truth()

    def day(self, ago: int) -> date:
        return workday(self.as_of - timedelta(days=ago))

    def defend(self) -> None:
        """One defence praised long ago, and one that ended last week and waits."""
        kept = (
            Defence.objects.filter(outcome=Defence.Outcome.KEPT).select_related("client__owner").order_by("pk").first()
        )
        if kept and kept.client.owner and kept.ended_at:
            deed = Deed(Kind.DEFENDED, kept.client.owner, kept)
            self.give(deed, "Visited them before the rival’s offer was on the table.", "ines", ago=108, cheers=3)
        self.keep_one_more()

    def keep_one_more(self) -> None:
        sam = self.people["sam"]
        client = sam.clients.active().order_by("-tier", "pk")[3]
        defence = Defence.against_seen(client, "Halden", by=sam, at=at(self.day(20), 9), source="told")
        for step in defence.steps.order_by("place")[:2]:
            step.do("They like that the same driver comes.", by=sam, at=at(self.day(12), 14))
        defence.keep("They signed for another year.", by=sam, at=at(self.day(5), 11))

    def bring_home(self) -> None:
        won = Plan.objects.filter(stage=Plan.Stage.RECOVERED, owner__role="rep").select_related("owner__reports_to")
        for plan, line in zip(won.order_by("-finished_on", "pk"), BROUGHT_HOME, strict=False):
            if plan.owner.reports_to and plan.finished_on:
                deed, ago = Deed(Kind.WON_BACK, plan.owner, plan), (self.as_of - plan.finished_on).days - 1
                self.give(deed, line, plan.owner.reports_to, ago=max(3, ago), cheers=2)

    def tell_the_truth(self) -> None:
        """By hand, without a client's name, and with their leave."""
        deed = Deed(Kind.TRUTH, self.people["freya"])
        self.give(deed, "Said in the review what none of us wanted to hear, and was right.", "ines", ago=1, cheers=2)

    def give(self, deed: Deed, line: str, by: User | str, *, ago: int, cheers: int) -> None:
        giver, given = self.people[by] if isinstance(by, str) else by, at(self.day(ago), 16)
        praise = Praise.give(deed, line, by=giver, at=given)
        for name in CHEERING[:cheers]:
            if self.people[name].pk not in {praise.person_id, praise.given_by_id}:
                praise.join_in(by=self.people[name], at=given + timedelta(minutes=20))
