"""Sixty clients, a few parts and a hundred and twenty sales that were lost; and what came out when somebody neutral asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from wonback.care.models import Competitor
from wonback.clients.models import Client, Deal, Permission
from wonback.core.days import add_workdays
from wonback.demo.book import CURRENCY
from wonback.demo.dice import Dice, workday
from wonback.demo.profile import Profile
from wonback.demo.words import talk, told
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Reason, Story, Voice
from wonback.losses.models.reason import NOT_ASKED
from wonback.team.models import User

# What our rep says, and what the client says when somebody neutral asks. They differ in about four of ten.
OF_CLIENTS = {
    ("price", "service"): 8,
    ("price", "price"): 6,
    ("price", "delivery"): 6,
    ("competitor", "people"): 4,
    ("delivery", "delivery"): 8,
    ("quality", "quality"): 5,
    ("service", "service"): 5,
    ("competitor", "product-gap"): 5,
    ("product-gap", "product-gap"): 4,
    ("decision-maker", "decision-maker"): 5,
    ("contact-left", "contact-left"): 5,
    ("budget", "price"): 3,
    ("works-differently", "works-differently"): 3,
    ("merged-or-closed", "merged-or-closed"): 4,
    ("territory", "territory"): 2,
    (NOT_ASKED, "service"): 8,
}
OF_SALES = {
    ("price", "price"): 8,
    ("price", "product-gap"): 5,
    ("competitor", "competitor"): 6,
    ("timing", "timing"): 8,
    ("timing", "people"): 3,
    ("no-decision", "no-decision"): 7,
    ("budget", "budget"): 5,
    ("product-gap", "product-gap"): 4,
    ("decision-maker", "decision-maker"): 3,
    (NOT_ASKED, "price"): 5,
}
PARTS = 8
DAYS_UNTIL_ASKED = 20


@dataclass
class Losing:
    people: dict[str, User]
    competitors: list[Competitor]
    as_of: date
    dice: Dice

    def client(self, client: Client, profile: Profile) -> Loss:
        """A client has left; their last year says what they were worth."""
        said, true = self.dice.weighted(OF_CLIENTS)
        story = Story(
            reason=said,
            lost_on=profile.until,
            noticed_on=profile.until - timedelta(days=self.dice.randint(0, 45)),
            worth=last_year(client, profile.until),
            currency=CURRENCY,
            competitor=self.rival(said),
            words=self.words(said, "rep"),
        )
        return self.told(client, story, true)

    def part(self, client: Client) -> Loss:
        """A client still buys, but one kind of thing elsewhere."""
        worth = last_year(client, self.as_of)
        story = Story(
            reason="competitor",
            kind=Loss.Kind.PART,
            lost_on=workday(self.as_of - timedelta(days=self.dice.randint(15, 300))),
            worth=(worth * Decimal("0.3")).quantize(Decimal(1)) if worth else None,
            currency=CURRENCY,
            competitor=self.dice.one_of(self.competitors),
            words="Their workwear comes from somebody else now. The rest stayed with us.",
        )
        return self.told(client, story, "price")

    def sale(self, deal: Deal) -> Loss:
        """A sale went elsewhere, or nowhere."""
        said, true = self.dice.weighted(OF_SALES)
        story = Story(
            reason=said,
            kind=Loss.Kind.DEAL,
            lost_on=deal.closed_on or self.as_of,
            worth=deal.amount,
            worth_known=deal.amount_known,
            currency=deal.currency,
            competitor=self.rival(said),
            words=self.words(said, "rep"),
            deal=deal,
        )
        assert deal.client is not None  # noqa: S101  # we have just given it one
        return self.told(deal.client, story, true)

    def told(self, client: Client, story: Story, true: str) -> Loss:
        """Record it as its owner would; then perhaps own it, ask why, and hear another story."""
        by = (story.deal.owner if story.deal else client.owner) or self.people["ines"]
        recorded_on = add_workdays(story.lost_on, self.dice.randint(1, 4))
        loss = Loss.record(client, story, by=by, at=self.dice.moment(recorded_on))
        asked_on = recorded_on + timedelta(days=self.dice.randint(4, DAYS_UNTIL_ASKED))
        if asked_on < self.as_of and self.dice.happens(0.35 if story.deal else 0.6):
            self.asked(loss, true, asked_on)
        if recorded_on < self.as_of - timedelta(days=5) and self.dice.happens(0.2 if story.deal else 0.55):
            loss.own(
                self.words(loss.reason.key, "ownership"), by=by, at=self.dice.moment(recorded_on + timedelta(days=3))
            )
        return loss

    def asked(self, loss: Loss, true: str, day: date) -> None:
        """Somebody neutral asks. One in seven would rather not say."""
        neutral = next(p for p in self.askers() if not loss.objections_to(p))
        declined = self.dice.happens(0.14)
        said = "" if declined else self.words(true, "client")
        at = self.dice.moment(day)
        Interview.note(loss, said, by=neutral, at=at, declined=declined or not said)
        if said:
            hear(loss, true, said, by=neutral, at=at)
            self.may_we(loss, neutral, day)

    def askers(self) -> list[User]:
        leads = [self.people[name] for name in ("ines", "matteo", "birgit")]
        self.dice.shuffle(leads)
        return [self.people["vera"], *leads] if self.dice.happens(0.7) else [*leads, self.people["vera"]]

    def may_we(self, loss: Loss, by: User, day: date) -> None:
        """Two of three say when we may call again; one in twelve says never."""
        kind = self.dice.weighted({"allowed": 8, "refused": 1, "": 3})
        if kind:
            words = self.dice.one_of(talk("permissions", kind))
            scope = "call" if kind == "allowed" else ""
            facts = {"answer": kind, "scope": scope, "words": words}
            Permission.note(by=by, at=self.dice.moment(day), client=loss.client, proof="Recap by mail", **facts)

    def rival(self, reason: str) -> Competitor | None:
        return self.dice.one_of(self.competitors) if reason in {"competitor", "price"} else None

    def words(self, reason: str, voice: str) -> str:
        sentences = told(reason, voice)
        return self.dice.one_of(sentences) if sentences else ""


def last_year(client: Client, until: date) -> Decimal | None:
    """What they bought in the year before; None if there is nothing on file."""
    year = client.purchases.filter(bought_on__gt=until - timedelta(days=365), bought_on__lte=until)
    total = year.aggregate(total=Sum("amount"))["total"]
    return Decimal(total).quantize(Decimal("0.01")) if total and total > 0 else None


def hear(loss: Loss, reason: str, words: str, *, by: User, at: datetime) -> None:
    """Keep what the client said beside what the rep said, and confirm it: that is the loss's reason from now on."""
    heard = Reason.objects.get(key=reason)
    loss.hear(heard, voice=Voice.CLIENT, by=by, at=at, words=words)
    loss.hear(heard, voice=Voice.CONFIRMED, by=by, at=at + timedelta(minutes=25))
