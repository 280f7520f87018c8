"""What bringing clients home has taught: how far plans come, how long it takes, what works, and what came back. For leads."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.money import Money
from wonback.losses.models import Loss
from wonback.stats.effect import FEWEST, Rate, rate
from wonback.team.models import User
from wonback.winback.models import Campaign, Plan
from wonback.winback.stages import GOING, Stage

YEARS = 3
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Attempt:
    """One conversation we opened, as the sums see it."""

    reason: str
    rep: str
    given: str
    started_on: date
    asked_on: date
    first_yes_on: date | None
    back_on: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """How many plans came so far, and which share of all that is."""

    name: str
    plans: int
    share: float

    @property
    def share_written(self) -> str:
        return f"{self.share:.3f}"


@dataclass(frozen=True, slots=True)
class Span:
    """How long one stretch of the way usually takes: the middle one of n, and between what eight of ten lie."""

    name: str
    n: int
    days: int | None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, offer or rep with its rate; too few have none."""

    name: str
    rate: Rate


@dataclass(frozen=True)
class Insights:
    """What one lead may see on one day."""

    user: User
    as_of: date

    @cached_property
    def plans(self) -> Any:
        return Plan.objects.visible_to(self.user).filter(started_at__date__gt=self.since)

    @property
    def since(self) -> date:
        return self.as_of - timedelta(days=365 * YEARS)

    @cached_property
    def funnel(self) -> list[Step]:
        """Of the plans begun in three years, how many came how far. Whoever is back has come all the way."""
        back, rung = Q(stage=Stage.RECOVERED), Q(offers__state="taken")
        asked = Q(launched_at__isnull=False) | back
        ways = {
            _("Begun"): Q(pk__gt=0),
            _("Ready to ask"): Q(stage=Stage.READY) | asked,
            _("Asked"): asked,
            _("A smaller yes, or back"): rung | back,
            _("Back"): back,
        }
        counts = {f"n{place}": Count("pk", filter=which, distinct=True) for place, which in enumerate(ways.values())}
        found = list(zip(ways, self.plans.aggregate(**counts).values(), strict=True))
        most = found[0][1] or 1
        return [Step(name, n, n / most) for name, n in found]

    @cached_property
    def attempts(self) -> list[Attempt]:
        """The conversations opened in three years, in one query."""
        asked = Plan.objects.visible_to(self.user).filter(launched_at__date__gt=self.since)
        given = asked.annotate(
            first_yes=Min("offers__taken_on"),
            discount=Max("offers__discount", filter=~Q(offers__offered_at=None)),
            extra=Max("offers__extra", filter=~Q(offers__offered_at=None)),
            offered=Max("offers__offered_at"),
        )
        rows = given.values_list(
            "loss__reason__name", "owner__name", "discount", "extra", "offered",
            "started_at", "launched_at", "first_yes", "loss__recovered_on",
        )  # fmt: skip
        return [
            Attempt(reason, rep, kind_of(discount, extra, offered), day(began), day(asked_at), yes, back)
            for reason, rep, discount, extra, offered, began, asked_at, yes, back in rows
        ]

    @property
    def spans(self) -> list[Span]:
        """How long each stretch of the way takes."""
        return [
            span(_("From the plan to the question"), ((a.started_on, a.asked_on) for a in self.attempts)),
            span(_("From the question to the first yes"), ((a.asked_on, a.first_yes_on) for a in self.attempts)),
            span(_("From the question to back"), ((a.asked_on, a.back_on) for a in self.attempts)),
        ]

    @cached_property
    def standing(self) -> list[Span]:
        """Where the plans under way stand now, and for how long they have stood there."""
        there = Plan.objects.visible_to(self.user).filter(stage__in=[*GOING, Stage.RESTING])
        days: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for stage, since in there.exclude(stage_since=None).values_list("stage", "stage_since"):
            days[stage].append((min(day(since), self.as_of), self.as_of))
        return [span(str(stage.label), days[stage]) for stage in Stage if days[stage]]

    @property
    def by_reason(self) -> list[Line]:
        lines = self.lines(lambda one: one.reason)
        return sorted(lines, key=lambda line: (-line.rate.n, line.name))[:SHOWN]

    @property
    def by_offer(self) -> list[Line]:
        return sorted(self.lines(lambda one: one.given), key=lambda line: (-line.rate.n, line.name))

    @property
    def by_rep(self) -> list[Line]:
        """By name, never by rate: this is no race. Whoever has opened fewer than five stands with the others."""
        counts: dict[str, int] = defaultdict(int)
        for one in self.attempts:
            counts[one.rep] += 1
        others = _("Everybody with fewer than five")
        lines = self.lines(lambda one: one.rep if counts[one.rep] >= FEWEST else others)
        return sorted(lines, key=lambda line: (line.name == others, line.name))

    def lines(self, by: Callable[[Attempt], str]) -> list[Line]:
        groups: dict[str, list[Attempt]] = defaultdict(list)
        for one in self.attempts:
            groups[by(one)].append(one)
        return [Line(name, rate(self.came_back(some), len(some))) for name, some in groups.items()]

    @property
    def overall(self) -> Rate:
        return rate(self.came_back(self.attempts), len(self.attempts))

    def came_back(self, some: Iterable[Attempt]) -> int:
        return sum(one.back_on is not None and one.asked_on <= one.back_on <= self.as_of for one in some)

    @property
    def is_back(self) -> Q:
        return Q(loss__recovered_on__gt=self.since) | Q(offers__taken_on__gt=self.since)

    @cached_property
    def recovered(self) -> list[tuple[Money, int]]:
        """What came back a year, each client once: the newest return, at the rung they stand on, else at what they had bought."""
        again = Plan.objects.visible_to(self.user).exclude(loss__kind=Loss.Kind.DEAL).filter(self.is_back)
        rung = Max("offers__worth", filter=Q(offers__state="taken"))
        found = again.annotate(stands=rung).order_by("loss__lost_on", "loss")
        newest: dict[int, tuple[Decimal | None, str]] = {}
        facts = found.values_list("loss__client", "loss__worth", "loss__currency", "stands")
        for client, was, currency, stands in facts:
            newest[client] = (was if stands is None else stands, currency)
        return summed(newest.values())

    @cached_property
    def campaigns(self) -> list[Campaign]:
        return list(Campaign.objects.visible_to(self.user).for_cards()[:3])


def day(moment: Any) -> date:
    return timezone.localdate(moment)


def kind_of(discount: Decimal | None, extra: Decimal | None, offered: object) -> str:
    """What was given with an offer."""
    if discount and extra:
        return _("A discount and something free")
    if discount:
        return _("A discount")
    if extra:
        return _("Something free")
    return _("A smaller yes, nothing given") if offered else _("No offer on file")


def span(name: str, pairs: Iterable[tuple[date, date | None]]) -> Span:
    """The middle of all stretches that came to an end."""
    found = sorted((end - begin).days for begin, end in pairs if end is not None and end >= begin)
    if not found:
        return Span(name, 0, None)
    last = len(found) - 1
    return Span(name, len(found), round(median(found)), found[round(0.1 * last)], found[round(0.9 * last)])


def summed(worths: Iterable[tuple[Decimal | None, str]]) -> list[tuple[Money, int]]:
    """Each currency for itself, the largest first, with how many clients it is of."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    for worth, currency in worths:
        if worth is not None:
            sums[currency] += worth
            counts[currency] += 1
    return sorted(((Money(sums[one], one), counts[one]) for one in sums), key=lambda each: -each[0].amount)
