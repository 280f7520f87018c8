"""What was understood of the losses: what reasons stand on, the whys, the board of the quarter, looks, and what clients lost."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wonback.clients.models import Client
from wonback.core.quarter import Quarter
from wonback.demo.book import CURRENCY
from wonback.demo.dice import at
from wonback.losses.models import Cause, Grounds, Look, Loss, Reason, Swot, TheirLoss, Voice, Why, Wording
from wonback.team.models import User

WHYS = (
    "Three deliveries in a row came a day late.",
    "One lorry served the whole north, and it broke down.",
    "Nobody had booked a second carrier for such days.",
    "No list says who books a second carrier, and when.",
)
FROM_OUTSIDE = (
    ("weakness", "We call them when a contract ends, and hardly ever before."),
    ("threat", "Their buyers are younger than our brochure."),
    ("strength", "They still speak of the drivers by name."),
)
LOOKS = (
    ("market", "Two regional suppliers now deliver by noon."),
    ("price", "Ours is 6 % above the cheapest, for the same pallet."),
    ("competitor", "Their portal lets buyers move a delivery by themselves; ours does not."),
)
THEIRS = (
    ("Their largest shop closed in spring", "We know two landlords who look for tenants"),
    ("A hotel chain buys its linen elsewhere", "Our buyer in Leeds supplies the same chain"),
    ("They have no night shift any more", ""),
)
# How files called a reason: what nobody knows is asked once.
WORDINGS = (("Too expensive", "price"), ("Went with competitor", "competitor"), ("Strategic realignment", ""))
CAPABILITIES = ("Deliver by noon in the north", "Let buyers move a delivery by themselves")
LOSSES = 12


@dataclass
class Understanding:
    people: dict[str, User]
    as_of: date

    @property
    def day(self) -> date:
        """Yesterday: nothing is told that has not happened yet."""
        return self.as_of - timedelta(days=1)

    def make(self) -> None:
        self.stand_on()
        losses = self.losses()
        for loss in losses:
            Swot.prefill(loss, by=self.people["ines"], at=at(self.day, 9))
        self.ask_why(losses)
        self.look_from_outside(losses)
        self.vote()
        self.hear_theirs()
        for said, key in WORDINGS:
            reason = Reason.objects.get(key=key) if key else None
            Wording.objects.create(said=Wording.plain(said), seen_as=said, reason=reason)

    def losses(self) -> list[Loss]:
        """The newest of this quarter and of the one before."""
        since = Quarter.of(self.as_of).before.first
        found = Loss.objects.filter(kind=Loss.Kind.CLIENT, lost_on__gte=since, lost_on__lte=self.as_of)
        return list(found.select_related("client", "competitor", "reason").order_by("-lost_on", "pk")[:LOSSES])

    def stand_on(self) -> None:
        """What must change before we ask again, where it was confirmed."""
        confirmed = Cause.objects.filter(voice=Voice.CONFIRMED).select_related("reason", "loss__client").order_by("pk")
        for number, cause in enumerate(confirmed):
            if grounds := self.grounds(cause, number):
                Cause.objects.filter(pk=cause.pk).update(**grounds.columns(confirmed=True))

    def grounds(self, cause: Cause, number: int) -> Grounds | None:
        kind, loss = cause.reason.key, cause.loss
        if kind == "price" and loss.worth:
            above = (loss.worth * Decimal("0.9")).quantize(Decimal(100))
            return Grounds(condition="price", above=above, currency=CURRENCY, evidence="Their offer, on the phone")
        if kind == "product-gap":
            return Grounds(condition="capability", missing=CAPABILITIES[number % len(CAPABILITIES)])
        if kind == "decision-maker" and (decider := loss.client.contacts.filter(left_on=None).order_by("pk").first()):
            return Grounds(condition="decider", decider=decider)
        if kind in {"competitor", "timing"}:
            until = self.as_of + timedelta(days=60 + 30 * (number % 9))
            return Grounds(condition="contract" if kind == "competitor" else "not before", until=until)
        return Grounds(condition="territory") if kind == "territory" else None

    def ask_why(self, losses: list[Loss]) -> None:
        for number, loss in enumerate(losses[:3]):
            for because in WHYS[: 4 - number]:
                Why.write(loss, because, by=self.people["ines"], at=at(self.day, 10))

    def look_from_outside(self, losses: list[Loss]) -> None:
        """Vera had no part in it; and three looks, each with its day."""
        for loss, (field, text) in zip(losses, FROM_OUTSIDE, strict=False):
            Swot.write(loss, field, text, by=self.people["vera"], at=at(self.day, 11))
        for loss in losses[:2]:
            for number, (where, found) in enumerate(LOOKS):
                Look.note(loss, where, found, by=self.people["ines"], on=self.as_of - timedelta(days=9 * number))

    def vote(self) -> None:
        """Three have looked at the board; the lead has put together what says the same."""
        for number, note in enumerate(Swot.objects.order_by("pk")):
            for name in ("ines", "vera", "rosa")[: number % 4]:
                note.vote(by=self.people[name])
        self.put_together()

    def put_together(self) -> None:
        """What says the same of two losses of one quarter counts once."""
        seen: dict[tuple[date, str, str], Swot] = {}
        for note in Swot.objects.filter(view=Swot.View.PREFILLED).select_related("loss").order_by("pk"):
            first = seen.setdefault((Quarter.of(note.loss.lost_on).first, note.field, note.text), note)
            if first.loss_id != note.loss_id and not first.merged.exists():
                note.merge(first, by=self.people["ines"])

    def hear_theirs(self) -> None:
        active = Client.objects.filter(standing=Client.Standing.ACTIVE, owner=self.people["rosa"]).order_by("pk")
        for client, (what, how) in zip(active, THEIRS, strict=False):
            told = TheirLoss.note(client, what, by=self.people["rosa"], at=at(self.day, 8), how_we_help=how)
            if not how:
                told.help(by=self.people["rosa"], at=at(self.day, 8))
