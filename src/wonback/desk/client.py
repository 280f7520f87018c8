"""The page of one client: all that a person wants open during a call, on one screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, Sum
from django.db.models.functions import ExtractYear
from django.shortcuts import get_object_or_404

from wonback.care import guess
from wonback.care.forms import CadenceForm, ConcernForm, ExpansionForm, PromiseForm, SightingForm, TouchForm
from wonback.care.models import Cadence, Concern, Defence, DefenceStep, Expansion, Promise, Touch
from wonback.clients.forms import ContactForm, PermissionForm
from wonback.clients.models import Client, Contact, Contract, Entry, Permission, Spell
from wonback.core.money import Money
from wonback.core.quarter import Quarter
from wonback.losses.models import Loss, TheirLoss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.paging import Page, page
from wonback.winback.models import Milestone, Plan

ENTRIES, YEARS_SHOWN, LOSSES_SHOWN = 15, 6, 5

# What a sentence of the timeline is about, by the first word of its verb: its kind and its drawing.
KINDS = {
    "client.touched": ("touch", "phone"),
    "client.missed": ("", "circle-dashed"),
    "touch": ("", "clock"),
    "touch.brought_in": ("", "phone"),
    "touch.miss_brought_in": ("", "circle-dashed"),
    "note": ("", "message-square"),
    "promise": ("promise", "handshake"),
    "concern": ("", "message-square"),
    "competitor": ("", "eye"),
    "defence": ("", "shield-check"),
    "defence.kept": ("won", "shield-check"),
    "expansion": ("", "trending-up"),
    "permission": ("", "shield-check"),
    "contact": ("", "user"),
    "loss": ("loss", "unlink"),
    "their_loss": ("", "heart-handshake"),
    "why": ("", "circle-question-mark"),
    "plan": ("", "route"),
    "offer": ("", "sprout"),
    "sequence": ("", "route"),
    "pitch": ("", "file-text"),
    "aftercare": ("", "sprout"),
    "plan.won": ("won", "sprout"),
    "milestone": ("", "flag"),
    "change": ("change", "wrench"),
    "client.added": ("spell", "sprout"),
    "client": ("", "pencil"),
    "cadence": ("", "repeat"),
}
CHANNEL_DRAWINGS = {"visit": "map-pin", "mail": "mail", "letter": "file-text", "something useful": "gift"}


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of the timeline, as the page draws it."""

    text: str
    at: datetime
    kind: str = ""
    icon: str = ""
    by: str = ""

    @classmethod
    def of(cls, entry: Entry) -> "Told":
        noun = entry.verb.split(".", maxsplit=1)[0]
        kind, icon = KINDS.get(entry.verb) or KINDS.get(noun, ("", ""))
        if kind != "touch" or not entry.facts.get("line"):
            return cls(str(entry), entry.at, kind, icon)
        channel = entry.facts["channel"]
        # What was said is the news; who said it and how stands behind it.
        return cls(
            entry.facts["line"], entry.at, kind, CHANNEL_DRAWINGS.get(channel, icon), f"{entry.actor}, {channel}"
        )


@dataclass(frozen=True, slots=True)
class Year:
    """What they bought in one calendar year, in one currency."""

    year: int
    amount: Money
    purchases: int
    share: float

    @property
    def share_written(self) -> str:
        """As a progress bar reads it, in every language."""
        return f"{self.share:.3f}"


@dataclass(frozen=True, slots=True)
class Life:
    """One spell as a client with what they bought in it: a second life has a value and a cohort of its own."""

    number: int
    spell: Spell
    bought: list[Money]

    @property
    def cohort(self) -> str:
        """The quarter in which it began."""
        quarter = Quarter.of(self.spell.started_on) if self.spell.started_on else None
        return f"Q{quarter.number} {quarter.year}" if quarter else ""


def lives_of(client: Client) -> list[Life]:
    """Each life with its own value; purchases before the first known day belong to the first. Two queries."""
    spells = list(client.spells.order_by("pk"))
    sums: dict[int, dict[str, Decimal]] = {spell.pk: {} for spell in spells}
    for day, amount, currency in client.purchases.values_list("bought_on", "amount", "currency"):
        began = [spell for spell in spells if spell.started_on and spell.started_on <= day]
        mine = sums[(began[-1] if began else spells[0]).pk]
        mine[currency] = mine.get(currency, Decimal(0)) + amount
    return [
        Life(number, spell, [Money(total, currency) for currency, total in sorted(sums[spell.pk].items())])
        for number, spell in enumerate(spells, 1)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """Everything the page shows."""

    client: Client
    as_of: date
    lives: list[Life]
    cadence: Cadence
    contacts: list[Contact]
    told: Page[Entry]
    contracts: list[Contract]
    years: list[Year]
    losses: list[Loss]
    their_losses: list[TheirLoss]
    promises: list[Promise]
    concerns: list[Concern]
    defences: list[Defence]
    expansions: list[Expansion]
    permissions: list[Permission]
    may_hand_over: bool
    may_work: bool

    @property
    def silent_days(self) -> int | None:
        last = self.client.last_touch_on
        return max(0, (self.as_of - last).days) if last else None

    @property
    def is_late(self) -> bool:
        return self.client.touch_by is not None and self.client.touch_by < self.as_of

    @property
    def people(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.left_on is None]

    @property
    def gone(self) -> list[Contact]:
        return [contact for contact in self.contacts if contact.left_on]

    @property
    def entries(self) -> list[Told]:
        return [Told.of(entry) for entry in self.told]

    @property
    def running(self) -> list[Contract]:
        """The contracts in force, the next to end first."""
        return [one for one in self.contracts if one.until is None or one.until > self.as_of]

    @property
    def refusal(self) -> Permission | None:
        """What stands when the company as a whole asked to be left alone."""
        refused = (one for one in self.permissions if one.answer == Permission.Answer.REFUSED and one.contact is None)
        return next(refused, None)

    @property
    def touch_form(self) -> TouchForm:
        """Filled in as the touch will probably be."""
        last = vars(self.client)
        before = [guess.Before(last["last_channel"], last["last_contact"])] if last["last_channel"] else []
        return TouchForm.fresh(self.client, self.people, before=before)

    @property
    def promise_form(self) -> PromiseForm:
        return PromiseForm(auto_id="promise_%s")

    @property
    def concern_form(self) -> ConcernForm:
        return ConcernForm(auto_id="concern_%s")

    @property
    def sighting_form(self) -> SightingForm:
        return SightingForm(auto_id="sighting_%s")

    @property
    def expansion_form(self) -> ExpansionForm:
        return ExpansionForm(auto_id="expansion_%s")

    @property
    def contact_form(self) -> ContactForm:
        return ContactForm(auto_id="contact_%s")

    @property
    def permission_form(self) -> PermissionForm:
        return PermissionForm(client=self.client, people=self.people, auto_id="permission_%s")

    @property
    def cadence_form(self) -> CadenceForm:
        return CadenceForm.about(self.cadence)


def client_page(pk: int, user: User, *, as_of: date, after: str = "") -> ClientPage:
    """Eleven queries, however long the story is; the figures are one more, and so are losses of their own, if we know of any."""
    reachable = Client.objects.visible_to(user).select_related("owner", "parent").with_spell()
    returned = Loss.objects.filter(client=OuterRef("pk"), recovered_on__isnull=False).order_by("-recovered_on", "-pk")
    back = {
        "back_on": Subquery(returned.values("recovered_on")[:1]),
        "left_for": Subquery(returned.values("reason__name")[:1]),
    }
    reachable = reachable.annotate(**back)
    reachable = reachable.annotate(lost_some=Exists(TheirLoss.objects.filter(client=OuterRef("pk"))), **between_us())
    client = get_object_or_404(Cadence.objects.laid_beside(reachable), pk=pk)
    return ClientPage(
        client=client,
        as_of=as_of,
        lives=lives_of(client) if vars(client)["back_on"] else [],
        cadence=Cadence.objects.beside(client),
        contacts=list(client.contacts.by_weight()),
        told=page(client.timeline.select_related("actor"), by=("-at", "-pk"), after=after, size=ENTRIES),
        contracts=list(client.contracts.order_by("until", "pk")),
        years=list(years_of(client))[:YEARS_SHOWN],
        losses=losses_of(client, user),
        their_losses=list(client.their_losses.newest()[:LOSSES_SHOWN]) if vars(client)["lost_some"] else [],
        promises=list(client.promises.open().select_related("owner").order_by("due_by", "pk")),
        concerns=list(client.concerns.open().select_related("owner").order_by("due_by", "pk")),
        defences=defences_of(client) if vars(client)["is_defended"] else [],
        expansions=expansions_of(client) if vars(client)["wants_more"] else [],
        permissions=list(client.permissions.select_related("contact").order_by("-given_at", "-pk")),
        may_hand_over=user.may(Right.LEAD),
        may_work=user.may(Right.WORK),
    )


def between_us() -> dict[str, Any]:
    """What the page needs to know before it asks: the last touch, and whether there is anything of two rare kinds."""
    last = Touch.objects.real().filter(client=OuterRef("pk")).newest()
    return {
        "last_channel": Subquery(last.values("channel")[:1]),
        "last_contact": Subquery(last.filter(contact__left_on=None, contact__isnull=False).values("contact")[:1]),
        "is_defended": Exists(Defence.objects.open().filter(client=OuterRef("pk"))),
        "wants_more": Exists(Expansion.objects.open().filter(client=OuterRef("pk"))),
    }


def defences_of(client: Client) -> list[Defence]:
    """Those under way, each with its steps and their owners. Two queries."""
    steps = Prefetch("steps", DefenceStep.objects.select_related("owner").order_by("place"))
    return list(
        client.defences.open().select_related("competitor").prefetch_related(steps).order_by("mounted_on", "pk")
    )


def expansions_of(client: Client) -> list[Expansion]:
    return list(client.expansions.open().select_related("owner").order_by("due_by", "pk"))


def years_of(client: Client) -> Iterator[Year]:
    """What they bought, year by year, the newest first; each bar is a share of the best year in its currency."""
    bought = client.purchases.annotate(year=ExtractYear("bought_on")).values("year", "currency")
    rows = list(bought.annotate(total=Sum("amount"), n=Count("pk")).order_by("-year", "currency"))
    best = best_by_currency((row["currency"], row["total"]) for row in rows)
    for row in rows:
        share = max(0.0, float(row["total"] / best[row["currency"]])) if best[row["currency"]] > 0 else 0.0
        yield Year(row["year"], Money(row["total"], row["currency"]), row["n"], share)


def best_by_currency(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    best: dict[str, Decimal] = {}
    for currency, amount in amounts:
        best[currency] = max(amount, best.get(currency, amount))
    return best


def losses_of(client: Client, user: User) -> list[Loss]:
    """What went, with its plan and the next step of it. All who work with a client may know it; not all may open its pages."""
    ahead = Milestone.objects.filter(plan__loss=OuterRef("pk"), reached_at=None).order_by("due_by", "pk")
    found = Loss.objects.filter(client=client).select_related("client", "reason", "holder", "deal", "plan")
    found = found.annotate(next_step=Subquery(ahead.values("what")[:1]), next_by=Subquery(ahead.values("due_by")[:1]))
    found = found.annotate(
        may_open=Exists(Loss.objects.visible_to(user).filter(pk=OuterRef("pk"))),
        may_open_plan=Exists(Plan.objects.visible_to(user).filter(loss=OuterRef("pk"))),
    )
    return list(found.order_by("-lost_on", "-pk")[:LOSSES_SHOWN])
