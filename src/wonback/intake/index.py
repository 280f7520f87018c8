"""Who is there already: looked up in memory by id and by name, filled once from the database, growing with the import.

A reference is a number: a primary key if it is positive, or minus (place + 1) among the new records of this import.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from wonback.clients.models import Alias, Client, Product
from wonback.clients.names import name_key
from wonback.team.models import Team, User

BY_NAME = "name:"


def reference(place: int) -> int:
    return -place - 1


class Clients:
    """Finds a client by source and id, else by name. Two ids of one source are two clients, whatever their names."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.ids: dict[tuple[str, str], int] = {}
        self.names: dict[str, tuple[int, str]] = {}
        self.new = 0
        wanted = set(sources)
        facts = Client.objects.order_by("-pk").values_list("pk", "name_key", "source", "external_id")
        for pk, key, source, external_id in facts.iterator(chunk_size=10_000):
            self.names[key] = (pk, "" if external_id.startswith(BY_NAME) else source)
            if source in wanted and external_id:
                self.ids[source, external_id] = pk
        self._know_aliases(wanted)

    def _know_aliases(self, wanted: set[str]) -> None:
        """Who was put together with another is that other one, by its old id and by its old name."""
        # What people believed of a record that is part of another now, by its id, and all of that by the other's key.
        self.believed: dict[tuple[str, str], frozenset[str]] = {}
        self.spoken_for: dict[int, set[str]] = defaultdict(set)
        facts = Alias.objects.exclude(client=None).order_by("-pk")
        for pk, key, source, external_id, fields in facts.values_list(
            "client", "name_key", "source", "external_id", "speaks_for"
        ):
            self.names.setdefault(key, (pk, "" if external_id.startswith(BY_NAME) else source))
            if source in wanted and external_id:
                self.ids[source, external_id] = pk
                self.believed[source, external_id] = frozenset(fields)
                self.spoken_for[pk].update(fields)

    def counting(self, source: str, key: str, row: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
        """What of a row counts. Of a record that is part of another now: what people believed, and what is empty there."""
        believed = self.believed.get((source, key))
        if believed is None:
            return {name: value for name, value in row.items() if name not in self.spoken_for.get(there["pk"], ())}
        empty = {name for name in row if there[name] in (None, "", {})} - {"source", "external_id"}
        return {name: value for name, value in row.items() if name in believed | empty}

    def find(self, source: str, key: str, name: str) -> int | None:
        known = self.ids.get((source, key))
        if known is not None:
            return known
        same_name = self.names.get(name_key(name)) if name else None
        if same_name and (key.startswith(BY_NAME) or same_name[1] != source):
            self.ids[source, key] = same_name[0]
            return same_name[0]
        return None

    def add(self, source: str, key: str, name: str) -> int:
        """A new client; return the reference to it."""
        found = reference(self.new)
        self.new += 1
        self.ids[source, key] = found
        self.names.setdefault(name_key(name), (found, "" if key.startswith(BY_NAME) else source))
        return found


class People:
    """Finds one of us by e-mail or name."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.new = 0
        for pk, email, name in User.objects.order_by("-pk").values_list("pk", "email", "name"):
            self.known |= {key: pk for key in (name.casefold(), (email or "").casefold()) if key}

    def find(self, called: str) -> int | None:
        return self.known.get(called.casefold())

    def add(self, *called: str) -> int:
        found = reference(self.new)
        self.new += 1
        self.known |= {key.casefold(): found for key in called if key}
        return found


class Teams:
    def __init__(self) -> None:
        self.known = {name.casefold(): pk for pk, name in Team.objects.values_list("pk", "name")}
        self.new = 0

    def add(self, name: str) -> int:
        found = reference(self.new)
        self.new += 1
        self.known[name.casefold()] = found
        return found


class Products:
    """Finds a product by its name, with its list price."""

    def __init__(self) -> None:
        facts = Product.objects.values_list("pk", "name_key", "list_price", "currency")
        self.known: dict[str, tuple[int, Decimal | None, str]] = {
            key: (pk, price, unit) for pk, key, price, unit in facts
        }
        # List price and currency by reference.
        self.by_reference = {pk: (price, unit) for pk, price, unit in self.known.values()}
        self.new = 0

    def find(self, name: str) -> tuple[int, Decimal | None, str] | None:
        return self.known.get(name_key(name))

    def keep(self, name: str, price: str | None, currency: str, *, pk: int | None = None) -> int:
        """A new product, or a new price of a known one; return the reference to it."""
        found = reference(self.new) if pk is None else pk
        self.new += pk is None
        self.by_reference[found] = (Decimal(price) if price else None, currency)
        self.known[name_key(name)] = (found, *self.by_reference[found])
        return found
