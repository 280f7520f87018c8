"""What one client bought, year by year and life by life."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from wonback.clients.models import Client, Spell
from wonback.core.money import Money
from wonback.core.quarter import Quarter


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
