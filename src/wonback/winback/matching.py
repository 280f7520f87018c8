"""Which of our facts make which reasons void: the rule for one pair, without a database.

`models/trigger.py` asks the same of all losses at once, in one statement; a test holds the two against each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

PRICE, CAPABILITY, COLLEAGUE, TERRITORY, CONTRACT = "price", "capability", "colleague", "territory", "contract"


@dataclass(frozen=True, kw_only=True)
class Holds:
    """Something that is true of us, or of a rival, from a day on. `key` says of what: a currency, a capability, a person, a land."""

    number: int
    condition: str
    key: str
    since: date
    price: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Stands:
    """What one confirmed reason stands on, with what is needed to compare it."""

    condition: str
    missing: str = ""
    currency: str = ""
    above: Decimal | None = None
    colleague: int | None = None
    country: str = ""
    competitor: int | None = None

    @property
    def key(self) -> str:
        """Which facts could make it void."""
        found = {
            PRICE: self.currency,
            CAPABILITY: self.missing,
            COLLEAGUE: self.colleague,
            TERRITORY: self.country,
            CONTRACT: self.competitor,
        }.get(self.condition)
        return "" if found is None else str(found)


def void_by(reason: Stands, facts: Iterable[Holds], *, as_of: date) -> Holds | None:
    """The fact that makes a reason void on that day: the newest one about the same thing, if it reaches far enough.

    A new price list takes the place of the one before, also when it is dearer.

    >>> sso = Holds(number=1, condition="capability", key="on sign single", since=date(2026, 11, 1))
    >>> void_by(Stands(condition="capability", missing="on sign single"), [sso], as_of=date(2026, 11, 22)) == sso
    True
    """
    if not reason.key:
        return None
    about = [one for one in facts if (one.condition, one.key) == (reason.condition, reason.key) and one.since <= as_of]
    newest = max(about, key=lambda one: (one.since, one.number), default=None)
    if newest and reason.condition == PRICE:
        return (
            newest if newest.price is not None and reason.above is not None and newest.price <= reason.above else None
        )
    return newest
