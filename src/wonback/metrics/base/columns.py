"""Which column of a file is the client, which the day, which the amount: by name, or as the person says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wonback.core.errors import Refusal

# Names as programs export them, without spaces and signs. The first that a file has is taken.
CLIENT = (
    "clientid client clientno clientnumber accountid accountno accountnumber account customerid customerno customernumber customer "
    "custid cust cid buyerid buyer companyid company memberid member debtorid debtor userid user donorid donor masterid kundennr "
    "kundennummer kundenid kunde debitor clientname accountname customername companyname name"
).split()
DAY = (
    "invoicedate orderdate purchasedate transactiondate boughton purchasedon bookingdate postingdate documentdate saledate date "
    "day datetime timestamp createdat orderedat paidat purchasedat closedate rechnungsdatum bestelldatum buchungsdatum datum"
).split()
AMOUNT = (
    "amount netamount totalamount lineamount linetotal total totalprice totalvalue revenue netrevenue sales netsales salesamount "
    "turnover value ordervalue spend spent dollars dollarvalue subtotal grandtotal betrag nettobetrag umsatz summe monetary"
).split()
QUANTITY = "quantity qty units pieces items menge anzahl stueck".split()
PRICE = "unitprice price itemprice pricepereach priceeach einzelpreis stueckpreis preis".split()
DOCUMENT = (
    "invoiceno invoicenumber invoiceid invoice documentno documentnumber rechnungsnr rechnungsnummer receipt".split()
)
CURRENCY = "currency currencycode currencyisocode waehrung".split()
# A number, an amount or a day: no name of a column looks like this.
VALUE = re.compile(r"^[-+]?\d[\d.,:/ -]*$")


@dataclass(frozen=True, kw_only=True)
class Columns:
    """How a file is read. The amount is one column, or the product of two. What a file does not have is blank."""

    client: str
    day: str
    amount: tuple[str, ...]
    document: str = ""
    currency: str = ""

    def __str__(self) -> str:
        return _("client = %(client)s, day = %(day)s, amount = %(amount)s") % {
            "client": self.client,
            "day": self.day,
            "amount": " × ".join(self.amount),
        }


def recognised(header: list[str], *, client: str = "", day: str = "", amount: str = "") -> Columns:
    """The columns by their names; what the person named comes first. An amount may be named as `Quantity*Price`.

    >>> str(recognised(["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]))
    'client = CustomerID, day = InvoiceDate, amount = Quantity × UnitPrice'
    """
    told = tuple(_told(part.strip(), header) for part in amount.split("*")) if amount else ()
    found = Columns(
        client=_told(client, header) if client else _first(CLIENT, header),
        day=_told(day, header) if day else _first(DAY, header),
        amount=told or _amount(header),
        document=_first(DOCUMENT, header),
        currency=_first(CURRENCY, header),
    )
    _demand_all(found, header)
    return found


def plain(name: str) -> str:
    """A name without case, spaces and signs."""
    folded = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return re.sub(r"[^a-z0-9]", "", folded)


def _amount(header: list[str]) -> tuple[str, ...]:
    if whole := _first(AMOUNT, header):
        return (whole,)
    quantity, price = _first(QUANTITY, header), _first(PRICE, header)
    return (quantity, price) if quantity and price else tuple(filter(None, [price]))


def _first(names: Iterable[str], header: list[str]) -> str:
    have = {plain(column): column for column in reversed(header)}
    return next((have[name] for name in names if name in have), "")


def _told(name: str, header: list[str]) -> str:
    have = {column.casefold(): column for column in header}
    if name.casefold() not in have:
        raise Refusal(
            _("Name a column that the file has: “%(name)s” is none of %(header)s.")
            % {"name": name, "header": ", ".join(header)}
        )
    return have[name.casefold()]


def _demand_all(found: Columns, header: list[str]) -> None:
    missing = [
        option
        for option, column in (("--client", found.client), ("--date", found.day), ("--amount", found.amount))
        if not column
    ]
    if not (found.client or found.day or found.amount) and any(map(VALUE.match, header)):
        raise Refusal(
            _("Write the names of the columns into row 1; it holds values: %(header)s.") % {"header": ", ".join(header)}
        )
    if missing:
        raise Refusal(
            _("Say with %(missing)s which columns to read; the file has %(header)s.")
            % {"missing": ", ".join(missing), "header": ", ".join(header)}
        )
