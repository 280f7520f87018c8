"""What holds a plan up, who was asked about it, and what opened: the lock and the doors of the demo company."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.demo.dice import at, workday
from wonback.team.models import User
from wonback.winback.models import Change, Nudge, Outsider, Plan
from wonback.winback.stages import PREPARING

TILDA = Outsider(name="Tilda Brandt", email="tilda.brandt@it-partner.example")


@dataclass
class Opening:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        self.ask_who_holds_it_up()
        self.take_back()
        self.pass_over()

    def day(self, ago: int) -> date:
        return workday(self.as_of - timedelta(days=ago))

    def preparing(self) -> list[Plan]:
        return list(Plan.objects.filter(stage__in=PREPARING).for_gate().order_by("pk"))

    def ask_who_holds_it_up(self) -> None:
        """Somebody outside sales answers for a change, and is not certain; another has yet to answer."""
        adam, ines = self.people["adam"], self.people["ines"]
        named = at(self.day(40), 10)
        portal = Change.name("Invoices by item in the portal", owner=adam, by=ines, at=named, outsider=TILDA)
        for plan in self.preparing()[1:4:2]:
            plan.require(portal, by=plan.owner, at=at(self.day(30), 11))
        asked = Nudge.about_change(portal, by=ines, at=at(self.day(9), 9))
        asked.not_certain(
            "The provider tests until the end of the month.",
            at=at(self.day(8), 15),
            ask_again_on=self.as_of + timedelta(days=12),
        )
        support = Change.objects.get(what__startswith="A named person in support")
        Nudge.about_change(support, by=self.people["jonas"], at=at(self.day(2), 14))
        Nudge.about_plan(self.preparing()[0], self.people["vera"], by=ines, at=at(self.day(1), 16))

    def take_back(self) -> None:
        """A change turned out not to be made, and was made again."""
        change = Change.objects.get(what__startswith="Every batch of gloves")
        vera, proof = self.people["vera"], change.evidence
        change.reopen("Two batches went out untested over the holidays.", by=vera, at=at(self.day(70), 9))
        change.make(f"{proof} Since then the gate stays shut without the stamp.", by=vera, at=at(self.day(55), 17))

    def pass_over(self) -> None:
        """A lead answers for what is undone."""
        plan = self.preparing()[-1]
        plan.override(
            "Their buyer decides on Friday and asked for us.", by=self.people["birgit"], at=at(self.day(3), 17)
        )
