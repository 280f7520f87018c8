"""Single records that an import brought and that are still to be taken back, for a person to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import models

from wonback.intake.models import Batch
from wonback.intake.writing import MODELS

SIZE = 50
LOOKED_AT = 500
# By what a person finds a record of each kind.
CALLED = {
    "team": "name",
    "person": "name",
    "product": "name",
    "competitor": "name",
    "client": "name",
    "contact": "name",
    "contract": "name",
    "deal": "name",
    "purchase": "reference",
    "loss": "client__name",
    "permission": "contact__name",
    "touch": "client__name",
    "note": "client__name",
}


@dataclass(frozen=True)
class Record:
    key: int
    name: str
    client: str


@dataclass(frozen=True)
class Records:
    """Some records, and the key after which the next ones begin (0 at the end)."""

    rows: list[Record]
    next: int
    after: int


def records(batch: Batch, kind: str, *, words: str = "", after: int = 0) -> Records:
    """The records of a kind, in the order in which they came, whose names hold these words."""
    keys = matching(batch, kind, words=words, after=after) if words else after_key(batch, kind, after)
    listed = list(islice(keys, SIZE + 1))
    more = listed[SIZE - 1] if len(listed) > SIZE else 0
    return Records(shown(kind, listed[:SIZE]), more, after)


def after_key(batch: Batch, kind: str, after: int) -> Iterable[int]:
    for made in batch.made.of(kind).filter(last__gt=after).iterator(chunk_size=5):
        yield from (key for key in made.keys if key > after)


def matching(batch: Batch, kind: str, *, words: str, after: int) -> Iterable[int]:
    name = f"{CALLED[kind]}__icontains"
    found = (
        MODELS[kind]._default_manager.filter(**{name: words}, pk__gt=after).order_by("pk").values_list("pk", flat=True)
    )
    while keys := list(found[:LOOKED_AT]):
        brought = ours(batch, kind, keys)
        yield from (key for key in keys if key in brought)
        found = found.filter(pk__gt=keys[-1])


def ours(batch: Batch, kind: str, keys: list[int]) -> set[int]:
    """Which of these keys, in order, the import made."""
    near = batch.made.of(kind).filter(first__lte=keys[-1], last__gte=keys[0])
    return {key for made in near for key in set(keys).intersection(made.keys)}


def shown(kind: str, keys: list[int]) -> list[Record]:
    model = MODELS[kind]
    has_client = any(field.name == "client" for field in model._meta.concrete_fields)
    rows: models.QuerySet[models.Model] = model._default_manager.filter(pk__in=keys).order_by("pk")
    if has_client:
        rows = rows.select_related("client")
    return [Record(row.pk, str(row), str(getattr(row, "client", "") or "")) for row in rows]
