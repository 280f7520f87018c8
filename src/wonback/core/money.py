"""Money: an amount with its currency. Adds and compares; never mixes currencies."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code).

    >>> Money(Decimal("10.50"), "EUR") + Money(Decimal("2"), "EUR")
    Money(amount=Decimal('12.50'), currency='EUR')
    """

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._in_my_currency(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._in_my_currency(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._in_my_currency(other)

    def _in_my_currency(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be put together without a rate")
        return other.amount
