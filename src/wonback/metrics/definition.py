"""What a number is. Nothing reaches a screen without one of these behind it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.facts import SUBJECTS, Facts

# (facts, per the column of the subject, on that day) -> columns subject, value, n and perhaps currency, low, high, why_none
Expression = Callable[..., ibis.Table]
EVERYONE = ("client", "book", "team", "company")
GROUPS = EVERYONE[1:]
# Below this a rate says more about chance than about work.
FEWEST = 5
# 80 % of a normal distribution lie within so many standard deviations.
Z_80 = 1.2816
DEFAULTS = {
    "currency": ("string", ""),
    "low": ("float64", None),
    "high": ("float64", None),
    "why_none": ("string", None),
}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One number: what it asks, how it is made, and for whom. `direction` says which way is good: more, less or neither."""

    key: str
    name: Promise
    question: Promise
    formula: Promise
    unit: Unit
    source: str
    direction: str
    why_none: Promise
    kinds: tuple[str, ...]
    rows: str
    # The numbers it is made of, in the order of the formula.
    parts: tuple[str, ...]
    expression: Expression

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def doc(self) -> str:
        """The page with the worked example, which a test recomputes."""
        return f"docs/numbers/{self.slug}.md"

    def table(self, facts: Facts, *, kind: str, as_of: date) -> ibis.Table:
        """This number for every subject of a kind: a value, or why there is none."""
        known = facts.until(as_of)
        per = SUBJECTS[kind]
        found = self.expression(known, per=per, as_of=as_of)
        in_currencies = "currency" in found.columns
        defaults = {
            name: ibis.literal(value, dtype) for name, (dtype, value) in DEFAULTS.items() if name not in found.columns
        }
        found = found.mutate(**defaults).select(per, *(c for c in COLUMNS if c != "subject"))
        everybody = known.subjects(kind)
        joined = everybody.left_join(found, everybody.subject == found[per]).drop(per)
        full = joined.select("subject", **self._cleaned(joined))
        return one_reason(full) if in_currencies else full

    def _cleaned(self, joined: ibis.Table) -> dict[str, ibis.Value]:
        """Columns of one type and without holes; a value that is no number is none."""
        value = joined.value.cast("float64")
        value = ibis.ifelse(value.isnan() | value.isinf(), None, value)
        why = joined.why_none.coalesce(str(self.why_none))
        return {
            "currency": ibis.ifelse(value.isnull(), "", joined.currency.coalesce("")),
            "value": value,
            "low": joined.low.cast("float64"),
            "high": joined.high.cast("float64"),
            "n": joined.n.coalesce(0).cast("int64"),
            "why_none": ibis.ifelse(value.isnull(), why, ""),
        }

    def sql(self, facts: Facts, *, kind: str, as_of: date) -> str:
        """The very query that makes the number, in DuckDB's words."""
        # What asks about a book, a team or the company differs in the name of one column, and is written once.
        first = next(one for one in self.kinds if one == kind or {one, kind} <= set(GROUPS))
        asked = (self.key, facts.names, first, as_of, get_language(), settings.MARGIN, settings.DISCOUNT)
        # Held here: another thread may clear what is kept.
        written = QUERIES.get(asked)
        if written is None:
            if len(QUERIES) >= MOST_QUERIES:
                QUERIES.clear()
            table = self.table(facts, kind=first, as_of=as_of)
            QUERIES[asked] = written = str(ibis.to_sql(table, dialect="duckdb"))
        return exchanged(written, SUBJECTS[first], SUBJECTS[kind])


def exchanged(sql: str, one: str, other: str) -> str:
    """A query in which two columns have changed places.

    >>> exchanged('SELECT "book_id" WHERE "team_id" > 0', "book_id", "team_id")
    'SELECT "team_id" WHERE "book_id" > 0'
    """
    places = {f'"{one}"': f'"{other}"', f'"{other}"': f'"{one}"'}
    return re.sub("|".join(places), lambda found: places[found[0]], sql)


def one_reason(full: ibis.Table) -> ibis.Table:
    """Where nothing is known in any currency, one reason is enough."""
    best_first = ibis.window(group_by="subject", order_by=[ibis.asc(full.value, nulls_first=False), full.why_none])
    numbered = full.mutate(place=ibis.row_number().over(best_first))
    return numbered.filter(numbered.value.notnull() | (numbered.place == 0)).drop("place")


COLUMNS = ("subject", "currency", "value", "low", "high", "n", "why_none")
METRICS: dict[str, Metric] = {}
# Writing a query takes longer than answering it: those of a few days and languages are kept.
QUERIES: dict[tuple[object, ...], str] = {}
MOST_QUERIES = 1_000


def metric(  # noqa: PLR0913  # each is one word on the page that explains the number
    *,
    name: Promise,
    question: Promise,
    formula: Promise,
    unit: Unit,
    source: str,
    why_none: Promise,
    direction: str = "",
    kinds: Iterable[str] = EVERYONE,
    rows: str = "purchases",
    parts: Iterable[str] = (),
) -> Callable[[Expression], Metric]:
    """Register the decorated expression as the metric that these words describe."""

    def register(expression: Expression) -> Metric:
        key = expression.__name__
        METRICS[key] = Metric(
            key=key,
            name=name,
            question=question,
            formula=formula,
            unit=unit,
            source=source,
            direction=direction,
            why_none=why_none,
            kinds=tuple(kinds),
            rows=rows,
            parts=tuple(parts),
            expression=expression,
        )
        return METRICS[key]

    return register


def within(day: ibis.Value, *, days: int, ending: date) -> ibis.Value:
    """Whether a day is among the `days` days up to and including `ending`. Neighbouring windows share no day."""
    return (day > ending - timedelta(days=days)) & (day <= ending)


def rate(some: ibis.Value, n: ibis.Value) -> dict[str, ibis.Value]:
    """A share with its 80 % interval; none below five cases.

    Units:   share from 0 to 1
    Formula: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.2816
    Source:  Wilson (1927), "Probable Inference", J. American Statistical Association 22
    """
    p, z2 = some / n, Z_80**2
    middle, half = p + z2 / (2 * n), Z_80 * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt()
    enough = n >= FEWEST
    return {
        "value": ibis.ifelse(enough, p, None),
        "low": ibis.ifelse(enough, (middle - half) / (1 + z2 / n), None),
        "high": ibis.ifelse(enough, (middle + half) / (1 + z2 / n), None),
        "why_none": ibis.ifelse(enough, None, str(TOO_FEW)),
        "n": n,
    }


TOO_FEW = gettext_lazy("Fewer than five cases: a share would say more about chance than about us.")
