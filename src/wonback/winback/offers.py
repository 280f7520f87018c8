"""What an offer brings: ranked by what is left over, never by the return on what was spent. A rule without a database.

A bundle brings most people back and leaves least (Kumar, Bhagwat & Zhang 2015); a return on money spent favours whatever is cheap.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wonback.losses.ranking import A_MINUTE, MINUTES
from wonback.stats.returns import Attempt


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One offer as the arithmetic sees it; money in one currency, chances within half a year.

    `brings` is what a return with this rung earns over the years it may last; `brings_alone` what a return on their own would.
    `chance` is that of a yes with the offer; None: as likely as without it.
    """

    key: Hashable
    brings: float
    brings_alone: float
    cost: float
    called: float
    alone: float
    chance: float | None = None


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What an offer is expected to leave over, with it and if the same were asked for without giving anything."""

    key: Hashable
    with_it: float
    without_it: float
    # How likely a yes must be with the offer for it to pay for itself; above 1 it never does.
    must_reach: float

    @property
    def adds(self) -> float:
        return self.with_it - self.without_it


def weigh(terms: Terms) -> Weighed:
    """What is left over on average, over leaving them alone.

    Units:   currency
    Formula: with: P1 (V - cost) - P0 V0 - minutes * wage; without: the same with P(called) and no cost
    Source:  wonback.stats.returns.Attempt, after Stauss & Friege (1999) and Ascarza (2018)

    >>> discount = Terms(key="", brings=922, brings_alone=0, cost=120, called=0.4, alone=0.0, chance=0.45)
    >>> round(weigh(discount).with_it), round(weigh(discount).must_reach, 2)
    (346, 0.46)
    """
    chance = terms.called if terms.chance is None else terms.chance
    return Weighed(
        key=terms.key,
        with_it=brought(terms, cost=terms.cost, chance=chance),
        without_it=brought(terms, cost=0.0, chance=terms.called),
        must_reach=terms.called * terms.brings / (terms.brings - terms.cost) if terms.brings > terms.cost else 2.0,
    )


def brought(terms: Terms, *, cost: float, chance: float) -> float:
    attempt = Attempt(worth=terms.brings, worth_alone=terms.brings_alone, offer=cost, minutes=MINUTES, wage=A_MINUTE)
    return float(attempt.value(chance, terms.alone))


def ranked(offers: Iterable[Terms]) -> list[Weighed]:
    """What leaves most over comes first; between equals the cheaper, then the key decides."""
    known = list(offers)
    costs = {one.key: one.cost for one in known}
    return sorted(map(weigh, known), key=lambda one: (-one.with_it, costs[one.key], str(one.key)))


def warnings(*, discount: bool, extra: bool, our_failure: bool) -> list[str]:
    """What the literature says against giving this, in sentences."""
    said = []
    if discount and extra:
        said.append(
            _(
                "Choose one of the two: a discount and something free together bring most people back, for the shortest stay "
                "and the least profit."
            )
        )
    if discount and our_failure:
        said.append(
            _("Mend what failed rather than the price: they left because we failed them. A discount here needs a lead.")
        )
    elif discount and not extra:
        said.append(_("Say when the full price begins: who comes back for a price leaves for a price."))
    return said
