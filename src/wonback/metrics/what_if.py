"""What if they stayed longer? One or two more months, for a client, for a segment, for a whole book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
from django.core.cache import cache
from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.figures.models import Figure
from wonback.figures.subjects import Subject
from wonback.metrics.asked import Asked, short
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import newest, root
from wonback.metrics.history import any_facts
from wonback.metrics.register.value import of_clients
from wonback.metrics.subjects import Seen
from wonback.web.charts import Chart, Point, Series

METRIC, YEARS = "lifetime_revenue", "years_of_staying"
USUAL, MOST = 1, 24
OFFERED = (1, 2, 3, 6, 12)
A_DAY = 24 * 3600
SEGMENTS_SHOWN = 12
BY_MOST = 200


@dataclass(frozen=True)
class WhatIf:
    """How much more one client brings, and all of them together, for each month that they stay longer.

    Units:   currency per client; clients; years
    Formula: lifetime revenue / years of staying / 12 * months
    """

    currency: str
    value: float
    years: float
    clients: int
    months: int

    @property
    def a_month(self) -> float:
        return self.value / self.years / 12

    @property
    def then(self) -> float:
        return self.value + self.more

    @property
    def more(self) -> float:
        return self.a_month * self.months

    @property
    def more_of_all(self) -> float:
        return self.more * self.clients

    @property
    def is_of_many(self) -> bool:
        return self.clients > 1

    def chart(self) -> Chart:
        """The value, month by month, up to a year or to what was asked."""
        ahead = range(max(12, self.months) + 1)
        points = [Point(month, round(self.value + self.a_month * month, 2)) for month in ahead]
        asked = [Point(self.months, round(self.then, 2))]
        series = [Series(_("Lifetime revenue"), points, "grey"), Series(short(self.then), asked, "accent", "point")]
        words = {"more": short(self.a_month), "currency": self.currency}
        one, many = (
            _("Each month brings %(more)s %(currency)s more."),
            _("Each month brings %(more)s %(currency)s more a client."),
        )
        says = (many if self.is_of_many else one) % words
        return Chart(_("If they stay longer"), says, self.currency, series, steps=_("More months"), height=180)


def what_ifs(values: Iterable[Figure], years: Iterable[Figure], *, months: int) -> Iterator[WhatIf]:
    """One for each currency in which the lifetime revenue is known."""
    stays = next((figure for figure in years if figure.value), None)
    for figure in values:
        if figure.value and stays and stays.value:
            yield WhatIf(figure.currency, figure.value, stays.value, stays.n, months)


def context(seen: Seen, *, months: int) -> dict[str, Any]:
    """What the page of lifetime revenue shows of it; nothing where the value or the years are unknown."""
    figures = seen.with_figures([METRIC, YEARS]).figures
    found = list(what_ifs(figures[METRIC], figures[YEARS], months=months))
    return {
        "what_ifs": found,
        "months": months,
        "most": MOST,
        "offered": OFFERED,
        "of_many": seen.subject.kind != "client",
    }


def of_segments(seen: Seen, *, by: str, months: int) -> dict[str, Any]:
    """What the page about segments shows; no lines before the first night."""
    day = newest() if any_facts() else None
    found = segments(seen.subject, by, months=months, as_of=day) if day and seen.subject.kind != "client" else []
    return {"seen": seen, "by": by, "months": months, "most": MOST, "offered": OFFERED, "segments": found, "as_of": day}


@dataclass(frozen=True)
class Segment:
    """The same for a tier or an industry."""

    name: str
    what_if: WhatIf


def segments(subject: Subject, by: str, *, months: int, as_of: date) -> list[Segment]:
    """The largest segments of a subject, by what more months of staying would bring from all of them."""
    key = f"segments-{by}-{(root() / str(as_of)).resolve().name}-{subject}"
    found: list[tuple[str, str, float, float, int]] | None = cache.get(key)
    if found is None:
        with facts_of(as_of) as (con, facts):
            found = list(rows(con, lives_by(Asked(con, facts.until(as_of), subject, as_of), by)))
        cache.set(key, found, A_DAY)
    names = dict(Client.Tier.choices) if by == "tier" else {}
    every = [
        Segment(str(names.get(name, name)) or _("not on file"), WhatIf(currency, value, years, clients, months))
        for name, currency, value, years, clients in found
    ]
    return sorted(every, key=lambda one: -one.what_if.more_of_all)[:SEGMENTS_SHOWN]


def lives_by(asked: Asked, by: str) -> ibis.Table:
    """Each segment: lifetime revenue by the seed's formula, years of staying, and clients; as for a whole book."""
    lives = of_clients(asked.facts, per="company_id", as_of=asked.as_of, currencies=True)
    people = asked.own(asked.facts.clients)
    people = people.filter(people.standing == "active").select(who="client_id", segment=people[by].coalesce(""))
    known = lives.inner_join(people, lives.client_id == people.who)
    sums = known.group_by("segment", "currency").agg(
        revenue=known.revenue.sum().cast("float64"),
        visits=known.visits.sum(),
        repeats=known.repeats.sum(),
        watched=known.years.sum(),
        stays=known.stays.mean(),
        clients=known.client_id.nunique(),
    )
    value = sums.revenue / sums.visits * sums.repeats / sums.watched * sums.stays
    known_ones = sums.mutate(value=value).filter(sums.watched > 0, sums.repeats > 0, sums.stays > 0)
    return known_ones.select("segment", "currency", "value", "stays", "clients").limit(BY_MOST)
