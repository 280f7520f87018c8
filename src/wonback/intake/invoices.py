"""Lines of invoices into purchases: one for each invoice and client, credit notes with a negative amount."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from wonback.intake import values, words
from wonback.intake.errors import Unreadable
from wonback.intake.rows import Row, exact, short
from wonback.intake.shaping import Shaper
from wonback.intake.stage import Body

# Invoices whose lines are being added up; beyond this many the sums so far go to the stage, which adds them later.
AT_ONCE = 200_000


@dataclass
class InvoiceShaper(Shaper):
    """Adds up the lines of each invoice while they come by."""

    invoices: dict[str, list[Any]] = field(default_factory=dict)

    def shape(self, cells: list[str]) -> None:
        row = self.read(cells)
        if row.get("reference") and self.preset.lines:
            self._add(row)
        else:
            self.put(*purchase_of(self, row))

    def _add(self, row: Row) -> None:
        whose, day = self.whose(row), day_of(row)
        amount, sign = amount_of(self, row)
        key = f"{row['reference']}/{whose['client']}"
        invoice = self.invoices.get(key)
        if invoice is None:
            self._make_room()
            facts = {
                "country": row.get("client_country"),
                "currency": row.get("currency") or sign or self.said.currency,
                "reference": row["reference"],
            }
            self.invoices[key] = [day, amount, 1, row.get("product", ""), whose | facts]
            return
        if self.preset.lines == "sum":
            invoice[1] += amount
        invoice[2] += 1
        invoice[0] = min(invoice[0], day)
        if invoice[3] != row.get("product"):
            invoice[3] = ""

    def _make_room(self) -> None:
        if len(self.invoices) >= AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Put the sums into the stage."""
        for key, (day, amount, lines, product, facts) in self.invoices.items():
            self.tally["in our currency"] += not facts["currency"]
            self.put(
                "purchase", short(key), facts | {"day": day, "amount": str(amount), "lines": lines, "product": product}
            )
        self.invoices.clear()


def purchase_of(shaper: Shaper, row: Row) -> tuple[str, str, Body]:
    """One row that is a purchase by itself."""
    amount, sign = amount_of(shaper, row)
    body = shaper.whose(row) | {
        "day": day_of(row),
        "amount": exact(amount),
        "lines": 1,
        "currency": row.get("currency") or sign or shaper.said.currency,
    }
    body |= {
        "product": row.get("product", ""),
        "reference": row.get("reference", row.get("id", "")),
        "country": row.get("client_country"),
    }
    shaper.tally["in our currency"] += not body["currency"]
    if shaper.preset.only_paid:
        # An invoice and its payment tell of the same money: they are one purchase, by the payment's id.
        body["bill"] = True
        shaper.tally["unnamed payments"] += not row.get("charge")
    number = row.get("charge") or row.get("id")
    return "purchase", number or shaper.numbered("purchase", body), body | ({"whole": True} if number else {})


def day_of(row: Row) -> str:
    if "day" not in row:
        raise Unreadable(_("Say on which day it was bought."))
    return str(row["day"])


def amount_of(shaper: Shaper, row: Row) -> tuple[Decimal, str]:
    """What one row adds to its invoice, and the currency its cell names."""
    if (status := row.get("status")) and words.VOID.search(status):
        raise Unreadable(_("“%(status)s” is no purchase.") % {"status": status})
    if row.get("is_paid") is False:
        raise Unreadable(_("It was never paid, so it is no purchase."))
    if (kind := row.get("type")) and words.NO_SALE.search(kind):
        raise Unreadable(_("“%(status)s” is no purchase.") % {"status": kind})
    whole = row.get("amount")
    if whole is None:
        return of_quantity(shaper, row)
    net: Decimal = whole.value - sum(row[part].value for part in ("tax", "refunded") if part in row)
    if shaper.preset.only_paid and not net:
        raise Unreadable(_("Nothing was paid for it, so it is no purchase."))
    return signed(row, net), whole.currency


def of_quantity(shaper: Shaper, row: Row) -> tuple[Decimal, str]:
    price = row.get("unit_price")
    if price is None:
        raise Unreadable(_("Say what it cost: the row has no amount."))
    if price.value <= 0:
        shaper.tally["free lines" if not price.value else "negative prices"] += 1
    quantity: Decimal = row.get("quantity", Decimal(1))
    if quantity < 0:
        shaper.tally["returned lines"] += 1
    net: Decimal = quantity * price.value * (1 - row.get("discount", Decimal(0)) / 100)
    return signed(row, values.bounded(net, str(price.value))), price.currency


def signed(row: Row, net: Decimal) -> Decimal:
    """A credit note lowers what a client bought, however its program writes it; a bill is not ours to count."""
    if kind := row.get("type"):
        if words.BILL.search(kind):
            raise Unreadable(_("“%(kind)s” is something we bought, not something we sold.") % {"kind": kind})
        if words.CREDIT.search(kind):
            return -abs(net)
    return net
