"""What one row says, by target, and the small rules that all kinds of record share. No database."""

import re
from collections.abc import Iterator
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from wonback.clients.names import name_key
from wonback.intake import values
from wonback.intake.errors import Unreadable
from wonback.intake.stage import Body

Row = dict[str, Any]
# Kind, key and content of a record.
Made = Iterator[tuple[str, str, Body]]
LONGEST_ID = 120
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
SEVERAL = re.compile(r"[;|]")


def needed(row: Row, target: str, sentence: str) -> str:
    if not row.get(target):
        raise Unreadable(sentence)
    return str(row[target])


def picked(row: Row, *targets: str) -> Body:
    return {target: row[target] for target in targets if row.get(target) is not None}


def short(key: str) -> str:
    """A key that fits: long ones are cut and told apart by a digest."""
    return key if len(key) <= LONGEST_ID else f"{key[:90]}~{blake2b(key.encode(), digest_size=10).hexdigest()}"


def client_key(number: Any, name: str) -> str:
    """How one source tells its clients apart: by id, else by name."""
    if number:
        return str(number)
    if not name.strip():
        raise Unreadable(_("Name the client."))
    return short(f"name:{name_key(name) or name.casefold()}")


def address(text: str) -> str:
    """An e-mail address, the first if there are several.

    >>> address("Dana@Acme.de; kim@acme.de")
    'dana@acme.de'
    """
    found = re.split(r"[;,|\s]+", text.strip().casefold())[0]
    if not EMAIL.fullmatch(found):
        raise Unreadable(_("“%(text)s” is not an e-mail address.") % {"text": text[:60]})
    return found


def plain_domain(text: str) -> str:
    """A web address or e-mail address as a domain."""
    host = re.sub(r"^[a-z]+://", "", text.strip().casefold()).split("/")[0].split("@")[-1]
    return host.removeprefix("www.").split(":")[0][:200]


def exact(value: Decimal) -> str:
    return str(value.quantize(values.CENT))


def full_name(row: Row) -> str:
    return row.get("name") or " ".join(filter(None, (row.get("first_name"), row.get("last_name"))))


def refuse_deleted(row: Row) -> None:
    if row.get("is_deleted"):
        raise Unreadable(_("This was deleted in the program it comes from."))
