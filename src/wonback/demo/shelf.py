"""Rows gathered by kind and written at once."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from wonback.care.models import Concern, Sighting, Touch
from wonback.clients.models import Client, Contact, Contract, Entry, Purchase, Spell
from wonback.demo.pour import count_on, first_free, pour, ready

# A row is written after those it names.
ORDER: tuple[type[models.Model], ...] = (Client, Spell, Contact, Contract, Purchase, Touch, Concern, Sighting, Entry)


class Shelf:
    """Rows as plain values. Keys are given here, so that rows may name each other before they are written."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = defaultdict(list)
        self.next_key = {kind: first_free(kind) for kind in ORDER}

    def add(self, kind: type[models.Model], **row: Any) -> int:
        """Keep a row; return the key it will have. A row may still be changed until the shelf is put away."""
        row["id"] = self.next_key[kind]
        self.next_key[kind] += 1
        self.rows[kind].append(row)
        return int(row["id"])

    def put_away(self) -> None:
        """Write everything."""
        for kind in ORDER:
            usual = {field.attname: field.get_default() for field in kind._meta.concrete_fields}
            pour(kind, list(usual), self.filled(kind, usual))
        count_on(*ORDER)

    def filled(self, kind: type[models.Model], usual: dict[str, Any]) -> Iterator[list[Any]]:
        for row in self.rows.pop(kind, []):
            yield [ready(value) for value in {**usual, **row}.values()]
