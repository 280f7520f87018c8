"""The page of rhythms: how often each size should hear from us, what counts as a touch, and how we keep to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.forms import SeasonForm, TierForm
from wonback.care.models import Cadence, QuietSeason
from wonback.clients.models import Client, Spell
from wonback.clients.queries import ClientQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

SHOWN = 50


class Counted(NamedTuple):
    """One kind of contact, and why it counts as a touch, or does not."""

    what: Promise
    why: Promise


# In the words of `Touch.objects.real()`, which decides.
COUNTS = (
    Counted(gettext_lazy("A call or a visit in which you reached somebody"), gettext_lazy("whoever of us it was")),
    Counted(gettext_lazy("A mail or a letter to them"), gettext_lazy("as long as it does not come back")),
    Counted(gettext_lazy("Something useful from the shelf"), gettext_lazy("it is given by a person, to a person")),
)
DOES_NOT_COUNT = (
    Counted(gettext_lazy("A call nobody answered"), gettext_lazy("it is kept, and they stay due")),
    Counted(gettext_lazy("A mail or a letter that came back"), gettext_lazy("say so beside it: nobody has read it")),
    Counted(gettext_lazy("A touch that was taken back"), gettext_lazy("it was a slip")),
    Counted(gettext_lazy("A touch that is only planned, or put off"), gettext_lazy("a plan is not a talk")),
    Counted(gettext_lazy("An invoice or an order"), gettext_lazy("they came to us; we did not go to them")),
)


@dataclass(frozen=True, slots=True)
class TierRow:
    """One size of client: its rhythm, and how many are in time, due, and beyond the most."""

    tier: str
    label: str
    cadence: Cadence
    in_time: int
    due: int
    beyond: int

    @property
    def form(self) -> TierForm:
        days = {"ideal_days": self.cadence.ideal_days, "maximum_days": self.cadence.maximum_days}
        return TierForm(initial={"tier": self.tier, **days}, auto_id=f"tier_{self.tier}_%s")


class Nowhere(NamedTuple):
    """A client whose next touch no rule of the usual kind would have brought up, and what is missing."""

    client: Client
    why: str


@dataclass(frozen=True)
class RhythmPage:
    user: User
    as_of: date

    @cached_property
    def book(self) -> ClientQuerySet:
        return Client.objects.in_book_of(self.user).active()

    @cached_property
    def tiers(self) -> list[TierRow]:
        cadences = Cadence.objects.of_tiers()
        beyond = Q(touch_latest_by__lt=self.as_of)
        due = Q(touch_by__lt=self.as_of) & ~beyond
        rows = (
            self.book.order_by()
            .values("tier")
            .annotate(all=Count("pk"), beyond=Count("pk", filter=beyond), due=Count("pk", filter=due))
        )
        found = {row["tier"]: row for row in rows}
        none = {"all": 0, "beyond": 0, "due": 0}
        return [
            TierRow(tier, str(label), cadences[tier], n["all"] - n["due"] - n["beyond"], n["due"], n["beyond"])
            for tier, label in Client.Tier.choices
            for n in [found.get(tier, none)]
        ]

    @cached_property
    def seasons(self) -> list[QuietSeason]:
        return list(QuietSeason.objects.of_tiers())

    @property
    def what_counts(self) -> tuple[Counted, ...]:
        return COUNTS

    @property
    def what_does_not(self) -> tuple[Counted, ...]:
        return DOES_NOT_COUNT

    @property
    def may_decide(self) -> bool:
        return self.user.may(Right.LEAD)

    @property
    def season_form(self) -> SeasonForm:
        return SeasonForm(with_tier=True, auto_id="season_%s")

    @cached_property
    def nowhere(self) -> list[Nowhere]:
        return list(without_a_day(self.book))[:SHOWN]

    @cached_property
    def own_rhythms(self) -> int:
        """How many clients of the book go by a rhythm of their own."""
        return self.book.filter(cadence__isnull=False).count()


def without_a_day(clients: ClientQuerySet) -> Iterator[Nowhere]:
    """Who would have no next touch if the rules did not give them one: nobody knows since when, or whose they are has gone."""
    begun = Spell.objects.filter(client=OuterRef("pk"), ended_on=None, started_on__isnull=False)
    unknown = Q(last_touch_on=None) & ~Exists(begun)
    gone = Q(owner__is_active=False)
    found = clients.filter(unknown | gone).select_related("owner").order_by("name", "pk")[:SHOWN]
    for client in found:
        if client.owner and not client.owner.is_active:
            yield Nowhere(
                client,
                _("%(name)s is not here any more: a lead sees them until they are handed over.")
                % {"name": client.owner},
            )
        else:
            yield Nowhere(client, _("Never spoken to, and nobody knows since when they are a client: due at once."))
