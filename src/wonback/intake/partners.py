"""One row of a list that holds companies and the people there: a client, a contact, or somebody who is both."""

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.intake import making
from wonback.intake.errors import Unreadable
from wonback.intake.rows import Made, Row, refuse_deleted

if TYPE_CHECKING:
    from wonback.intake.shaping import Shaper

COMPANY = re.compile(r"compan|organi[sz]ation|firma|unternehmen|société|empresa|azienda", re.IGNORECASE)


def partner(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """Who buys: a company, somebody there, or a person who buys for themselves. An address alone is nobody."""
    refuse_deleted(row)
    if row.get("sells") and not row.get("buys"):
        raise Unreadable(_("They sell to us and buy nothing from us, so they are no client."))
    if not row.get("name") and row.keys() & {"parent", "parent_id"}:
        shaper.tally["addresses"] += 1
        return
    if is_company(row):
        yield from making.client(shaper, standing(row), cells)
        return
    name, email = row.get("name", ""), row.get("email", "")
    there = row.get("parent") or row.get("employer") or ""
    whose: Row = {"client_id": row.get("parent_id"), "client_name": there}
    if not (there or row.get("parent_id")):
        # Whoever buys for themselves is the client, and the person there.
        alone = {key: value for key, value in row.items() if key not in {"email", "title"}}
        yield from making.client(shaper, standing(alone), cells)
        whose = {"client_id": row.get("id"), "client_name": name or email}
    # Where a program shows “Acme, Dana Roe”, Dana Roe is meant.
    person = {"name": name.removeprefix(f"{there}, ") if there else name}
    yield from making.contact(shaper, row | said(whose) | person, cells)


def is_company(row: Row) -> bool:
    if "is_company" in row:
        return bool(row["is_company"])
    return bool(COMPANY.search(row.get("company_type", "")))


def standing(row: Row) -> Row:
    """Whoever has a count of purchases that is nothing has not bought yet."""
    return row | {"status": row.get("status") or "prospect"} if row.get("buys") == 0 else row


def said(whose: Row) -> Row:
    return {name: value for name, value in whose.items() if value}
