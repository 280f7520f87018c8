"""What we change, whom the lost are handed to, and plans in every stage."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from wonback.core.days import add_workdays
from wonback.demo import climbing, staying
from wonback.demo.dice import Dice, at, workday
from wonback.demo.words import told
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Reason
from wonback.team.models import User
from wonback.winback.models import CampaignArm, Change, DealRound, HandOut, Plan, PlanTemplate
from wonback.winback.patterns import Step

# What, who sees to it, days since it was named, days since it was made (None: not yet) and what proves it.
CHANGES = (
    (
        "Scheduled deliveries in the portal",
        "adam",
        260,
        1,
        "Live in the portal since yesterday, at Scheduling; the first 14 orders came through it.",
    ),
    ("Single sign-on for the portal", "adam", 190, 3, "Released on Thursday. Two clients sign in with it already."),
    (
        "A second carrier for the north, with delivery before eight",
        "ines",
        150,
        62,
        "Carrier contract of 1 September; 98 % on time since.",
    ),
    (
        "Every batch of gloves is tested before it leaves",
        "vera",
        420,
        330,
        "Test protocol NB-QA-12, 41 batches, two stopped.",
    ),
    (
        "Answer every question within one working day, measured weekly",
        "birgit",
        380,
        215,
        "The weekly chart in the canteen: 96 of 100 within a day.",
    ),
    ("A named person in support for every client above 50,000 a year", "birgit", 120, None, ""),
    ("Weigh every pallet before it leaves and send the picture", "vera", 75, None, ""),
    ("Workwear for rent", "matteo", 210, None, ""),
    (
        "No price rise without a conversation first",
        "matteo",
        95,
        40,
        "Rule of the pricing board, minutes of last month; every rise is signed by a lead.",
    ),
    ("At least three contacts at every client of tier A and B", "ines", 60, None, ""),
)
# Which changes answer which reason, the first of them preferred.
FOR_REASON = {
    "delivery": [2, 6],
    "quality": [3],
    "service": [5, 4],
    "product-gap": [0],
    "price": [8, 5],
    "works-differently": [7],
    "contact-left": [9],
    "competitor": [9],
    "decision-maker": [9],
    "people": [9],
}
# Those made longer ago than this were made before the plans of today began.
LONG_AGO = 100


def name_changes(people: dict[str, User], *, as_of: date) -> dict[str, Change]:
    """The register of changes. Those of late are not made yet: the plans that wait for them come first."""
    changes = {
        what: Change.objects.create(
            what=what,
            owner=people[owner],
            named_by=people["vera"],
            named_at=at(workday(as_of - timedelta(days=named)), 15),
            due_by=workday(as_of + timedelta(days=21 - named % 40)) if made is None else None,
        )
        for what, owner, named, made, _evidence in CHANGES
    }
    make_changes(changes, as_of=as_of, longer_ago_than=LONG_AGO)
    return changes


def make_changes(changes: dict[str, Change], *, as_of: date, longer_ago_than: int = 0) -> None:
    """Make those that are made by now, and tell everybody who waited."""
    for what, _owner, _named, made, evidence in CHANGES:
        change = changes[what]
        if made is not None and made > longer_ago_than and change.made_at is None:
            change.make(evidence, by=change.owner, at=at(as_of - timedelta(days=made), 16))


def write_template(people: dict[str, User], *, as_of: date) -> None:
    """How this company begins a plan when it was price: one more step than ships."""
    price = Reason.objects.get(key="price")
    shipped = PlanTemplate.for_reason(price)
    steps = (*shipped.steps, Step("The price board has agreed to a price for a year", 12))
    wanted = replace(shipped, steps=steps)
    PlanTemplate.write(price, wanted, by=people["ines"], at=at(as_of - timedelta(days=20), 16))


@dataclass
class Winning:
    people: dict[str, User]
    changes: dict[str, Change]
    as_of: date
    dice: Dice

    def prepare(self, loss: Loss, started: date, *, goal: str = "", made_by: date | None = None) -> Plan:
        """Begin a plan and tie it to the change that answers its reason; `made_by`: only to one made by then."""
        plan = self.begin(loss, started, goal=goal)
        holder, moment = plan.owner, plan.started_at
        if answers := self.answers(loss, made_by):
            plan.require(answers[0], by=holder, at=moment)
        elif made_by or loss.reason.we_control is not False:
            plan.need_no_change("What we had to change was our own habits, and we did.", by=holder, at=moment)
        return plan

    def begin(self, loss: Loss, started: date, *, goal: str = "") -> Plan:
        holder = loss.holder or self.people["ines"]
        aim = goal or "A first order again within half a year"
        return Plan.start(loss, owner=holder, by=holder, at=self.dice.moment(started), goal=aim)

    def answers(self, loss: Loss, made_by: date | None) -> list[Change]:
        """The changes that answer this loss's reason."""
        changes = [self.changes[CHANGES[number][0]] for number in FOR_REASON.get(loss.reason.key, [])]
        return [c for c in changes if made_by is None or (c.made_at and c.made_at.date() <= made_by)]

    def make_ready(self, plan: Plan, day: date) -> None:
        """Do all that is owed, up to that day."""
        self.own_and_ask(plan.loss, day - timedelta(days=20))
        plan.sign("delivery", "ready", by=self.people["vera"], at=self.dice.moment(day - timedelta(days=5)))
        plan.sign("lead", "ready", by=self.people["birgit"], at=self.dice.moment(day - timedelta(days=4)))
        self.pitch(plan, day - timedelta(days=3))

    def own_and_ask(self, loss: Loss, day: date) -> None:
        if not loss.is_owned():
            words = told(loss.reason.key, "ownership") or ["We lost them and did not ask why. That was ours to do."]
            loss.own(words[0], by=loss.holder or self.people["ines"], at=self.dice.moment(day))
        if not loss.is_interviewed():
            Interview.note(
                loss, "", by=self.people["vera"], at=self.dice.moment(day + timedelta(days=2)), declined=True
            )

    def pitch(self, plan: Plan, day: date) -> None:
        """To them: what stands among us as “they” is “you” here."""
        change, rival = plan.changes.first(), plan.loss.competitor
        failure = told(plan.loss.reason.key, "pitch") or ["We let you go without a word."]
        plan.write_pitch(
            by=plan.owner,
            at=self.dice.moment(day),
            failure=failure[0],
            change=f"{change}." if change else "We come every quarter now, and not only in December.",
            proof=change.evidence if change and change.evidence else "Three clients of your size who will say so.",
            why_now="One site first, for three months. Leave whenever you like.",
            incumbent=f"{rival} sends what you order. We count your shelves and say what will be missing."
            if rival
            else "",
        )

    def launch(self, loss: Loss, day: date) -> Plan:
        """A conversation that was opened on that day."""
        plan = self.prepare(loss, day - timedelta(days=70), made_by=day)
        self.make_ready(plan, day)
        plan.launch(by=plan.owner, at=self.dice.moment(day))
        climbing.build(plan, day, as_of=self.as_of)
        if self.as_of - day < timedelta(days=20):
            climbing.walk(plan, day, as_of=self.as_of)
        return plan

    def recover(self, loss: Loss, on: date) -> Plan:
        """A plan that brought them home; where lot left them alone, they came by themselves."""
        called_on = on - timedelta(days=60)
        lot = CampaignArm.objects.select_related("campaign").filter(loss=loss).first()
        if lot and lot.arm == CampaignArm.Arm.WAIT and on < lot.campaign.ends_on:
            plan = self.prepare(loss, called_on)
        else:
            # Lot put them among those we call: nobody had called them before.
            plan = self.launch(loss, max(called_on, timezone.localdate(lot.drawn_at)) if lot else called_on)
        plan.win(by=plan.owner, at=self.dice.moment(on), on=on)
        staying.stay(plan, self.people, as_of=self.as_of)
        return plan

    def know(self, loss: Loss, days: int) -> Plan:
        """They told us why, so many days ago; what we change is not named yet."""
        plan = self.begin(loss, self.as_of - timedelta(days=days + 10))
        self.own_and_ask(loss, self.as_of - timedelta(days=days + 2))
        words, moment = (
            "Their own words, written down on the phone.",
            self.dice.moment(self.as_of - timedelta(days=days)),
        )
        loss.hear(Reason.objects.get(key="service"), voice="confirmed", by=self.people["vera"], at=moment, words=words)
        return plan

    def stand_ready(self, loss: Loss, days: int) -> Plan:
        """Nothing is left undone, since so many days; nobody has called yet."""
        day = self.as_of - timedelta(days=days)
        plan = self.prepare(loss, day - timedelta(days=60), made_by=day)
        self.make_ready(plan, day)
        return plan

    def let_go(self, loss: Loss, why: str) -> Plan:
        """A plan that ends with honour."""
        plan = self.prepare(loss, self.as_of - timedelta(days=150))
        day = self.as_of - timedelta(days=self.dice.randint(10, 60))
        loss.let_go(
            why, by=self.people["ines"], at=self.dice.moment(day), review_on=workday(self.as_of + timedelta(200))
        )
        return plan

    def rest(self, loss: Loss, why: str) -> Plan:
        plan = self.prepare(loss, self.as_of - timedelta(days=90))
        day = self.as_of - timedelta(days=self.dice.randint(5, 40))
        plan.rest(
            why,
            by=plan.owner,
            at=self.dice.moment(day),
            until=workday(self.as_of + timedelta(days=self.dice.randint(20, 120))),
        )
        return plan

    def half_ready(self, loss: Loss, duties: int) -> Plan:
        """A plan in preparation, with so many of its first duties done."""
        plan = self.prepare(loss, self.as_of - timedelta(days=self.dice.randint(12, 60)))
        day = self.as_of - timedelta(days=6)
        for change in self.answers(loss, None)[1:]:
            plan.require(change, by=plan.owner, at=self.dice.moment(day))
        if duties > 0:
            self.own_and_ask(loss, day - timedelta(days=4))
        if duties > 1:
            plan.sign("delivery", "ready", by=self.people["vera"], at=self.dice.moment(day))
        if duties > 2:
            plan.sign(
                "lead",
                "not_certain",
                by=self.people["ines"],
                at=self.dice.moment(day),
                why="Show me the first month of figures.",
            )
        plan.see_progress(at=self.dice.moment(day))
        return plan

    def hand_out(self, losses: list[Loss], answers: tuple[str, ...]) -> None:
        """Give losses from the pool to reps, who accepted, gave back or have yet to answer."""
        reps = [self.people[name] for name in ("jonas", "sam", "claire", "freya")]
        dealt = list(zip(losses, reps, answers, strict=False))
        for days, is_open in ((9, False), (1, True)):
            given_on = workday(self.as_of - timedelta(days=days))
            hands = {to: [loss] for loss, to, answer in dealt if (answer == "open") is is_open}
            DealRound.deal(hands, key=f"round-{days}", by=self.people["ines"], at=at(given_on, 9, 30))
        for loss, to, answer in dealt:
            self.answer(loss.hand_outs.get(), to, answer)

    def answer(self, given: HandOut, to: User, answer: str) -> None:
        day = add_workdays(timezone.localdate(given.at), 1)
        if answer == "accept":
            given.accept(by=to, at=at(day, 11))
        if answer == "give back":
            given.give_back("I sold to their neighbour; they do not like that.", by=to, at=at(day, 12))
