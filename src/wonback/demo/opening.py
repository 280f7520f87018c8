"""What holds a plan up, who was asked about it, and what opened: the lock and the doors of the demo company."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.clients.models import Contact
from wonback.demo.dice import at, workday
from wonback.losses.models import Grounds, Loss, Reason
from wonback.team.models import User
from wonback.winback import tasks
from wonback.winback.models import Change, Fact, Move, Nudge, Outsider, Plan, Window
from wonback.winback.models.move import Gone
from wonback.winback.stages import PREPARING
from wonback.winback.windows import Estimate

TILDA = Outsider(name="Tilda Brandt", email="tilda.brandt@it-partner.example")

# What happens, in how many days, how sure we are, and on what that rests.
CHOICES = (
    ("tender", 52, "known", "Their buyer named the day."),
    ("contract", 75, "known", "They told us."),
    ("tender", 96, "likely", "Every second spring so far."),
    ("contract", 140, "likely", "Theirs with us ran three years."),
    ("next_year", 41, "known", "“Next year”, they said."),
    ("contract", 118, "guess", "Contracts usually run for a year."),
)


@dataclass
class Opening:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        self.ask_who_holds_it_up()
        self.take_back()
        self.pass_over()
        self.become_true()
        self.choose_anew()
        self.leave_there()
        tasks.open_doors(as_of=self.as_of)

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

    def become_true(self) -> None:
        """What we could not do for some, and can do now."""
        waited = ("Scheduled deliveries in the portal", "Single sign-on for the portal")
        gap, vera = Reason.objects.get(key="product-gap"), self.people["vera"]
        for number, loss in enumerate(self.pool(12)):
            grounds = Grounds(condition="capability", missing=waited[number % 3 > 1])
            moment = at(self.day(25), 10, number)
            loss.hear(gap, voice="confirmed", by=vera, at=moment, grounds=grounds) if loss.kind == "client" else None
        for what in waited:
            change = Change.objects.get(what=what)
            Fact.say("capability", capability=what, change=change, by=self.people["adam"], at=at(self.day(1), 17))

    def pool(self, count: int) -> list[Loss]:
        """Lost clients with no plan of their own."""
        free = Loss.objects.pursued().filter(plan=None, kind=Loss.Kind.CLIENT, campaign_arm=None)
        return list(free.select_related("client").ranked()[:count])

    def choose_anew(self) -> None:
        """Days on which some choose again: told, likely and guessed, some of them soon."""
        free = Loss.objects.pursued().exclude(plan__stage="recovered").filter(kind=Loss.Kind.CLIENT)
        for place, loss in enumerate(free.select_related("client", "holder").ranked()[14:32]):
            kind, ahead, confidence, why = CHOICES[place % len(CHOICES)]
            expected = Estimate(kind, workday(self.as_of + timedelta(days=ahead + 3 * place)), confidence, why)
            Window.note(loss, expected, by=loss.holder or self.people["ines"], at=at(self.day(20), 11, place))

    def leave_there(self) -> None:
        """Who decided against us has left; and somebody who spoke for us."""
        people = Contact.objects.filter(left_on=None, client__losses__in=self.pool(30)).distinct().order_by("pk")
        for contact, role in zip(people[:3], ("decider", "blocker", "champion"), strict=False):
            Contact.objects.filter(pk=contact.pk).update(role=role, stance=1 if role == "champion" else None)
            Move.note(contact, Gone(on=self.day(4)), by=self.people["ines"], at=at(self.day(3), 10))
