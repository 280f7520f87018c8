"""What Northbeam sells, and the sales that were won, lost or are still open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wonback.clients.models import Client, Deal, Product
from wonback.clients.models.deal import Known
from wonback.clients.names import name_key
from wonback.demo.book import CURRENCY
from wonback.demo.dice import Dice, workday
from wonback.demo.profile import PRODUCTS
from wonback.demo.words import talk
from wonback.team.models import User

COUNTS = {Deal.Outcome.LOST: 120, Deal.Outcome.WON: 96, Deal.Outcome.OPEN: 58}
STAGES = {Deal.Outcome.LOST: "Closed lost", Deal.Outcome.WON: "Closed won"}


def stock() -> dict[str, Product]:
    """The price list."""
    return {
        name: Product.objects.create(
            name=name, name_key=name_key(name), series=series, list_price=Decimal(price), currency=CURRENCY
        )
        for name, (series, price) in PRODUCTS.items()
    }


@dataclass
class Sales:
    products: dict[str, Product]
    owners: list[User]
    as_of: date
    dice: Dice

    def write(self, clients: list[Client]) -> list[Deal]:
        """Write all deals down; return them."""
        deals = [self.deal(self.dice.one_of(clients), outcome) for outcome in self.outcomes()]
        return Deal.objects.bulk_create(deals)

    def outcomes(self) -> Iterator[Deal.Outcome]:
        for outcome, count in COUNTS.items():
            yield from [outcome] * count

    def deal(self, client: Client, outcome: Deal.Outcome) -> Deal:
        product = self.dice.one_of(list(self.products.values()))
        closed_on = None if outcome is Deal.Outcome.OPEN else self.closed_on()
        opened_on = (closed_on or self.as_of) - timedelta(days=self.dice.randint(8, 150))
        return Deal(
            client=client,
            name=self.dice.one_of(talk("deals", "names")).format(product=product.name),
            stage=STAGES.get(outcome) or self.dice.one_of(talk("deals", "stages")),
            outcome=outcome,
            product=product,
            owner=client.owner or self.dice.one_of(self.owners),
            opened_on=workday(opened_on),
            closed_on=closed_on,
            currency=CURRENCY,
            **self.amount(product, outcome),
        )

    def closed_on(self) -> date:
        return workday(self.as_of - timedelta(days=round(9 + 900 * self.dice.random() ** 1.5)))

    def amount(self, product: Product, outcome: Deal.Outcome) -> dict[str, object]:
        """Known for most; some lost sales have the list price only, and a few nothing at all."""
        price = product.list_price or Decimal(0)
        quoted = Decimal(round(float(price) * self.dice.near(12, 0.8), -2)) + 500
        kinds = {Known.KNOWN: 80, Known.ESTIMATED: 13, Known.UNKNOWN: 7}
        known = self.dice.weighted(kinds) if outcome is Deal.Outcome.LOST else Known.KNOWN
        amounts = {Known.KNOWN: quoted, Known.ESTIMATED: price, Known.UNKNOWN: None}
        return {"amount": amounts[known], "amount_known": known}
