"""Rows gathered by kind and written at once."""

from collections import defaultdict

from django.db import models

from wonback.care.models import Concern, Sighting, Touch
from wonback.clients.models import Client, Contact, Contract, Deal, Entry, Purchase, Spell

# A row is written after those it names.
ORDER: tuple[type[models.Model], ...] = (
    Client,
    Spell,
    Contact,
    Contract,
    Purchase,
    Deal,
    Touch,
    Concern,
    Sighting,
    Entry,
)


class Shelf:
    """Unsaved rows. They may name each other: keys are filled in when the shelf is put away."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.rows[type(row)].append(row)

    def put_away(self) -> int:
        """Write everything; return how many rows that were."""
        count = sum(map(len, self.rows.values()))
        for kind in ORDER:
            kind._default_manager.bulk_create(self.rows.pop(kind, []), batch_size=2_000)  # noqa: SLF001  # Django's name for it
        return count
