"""Staged rows against rows that are there: what is new, what changes, what stays."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import models

from wonback.intake.stage import Body, Staged

AT_ONCE = 1_000
Model = type[models.Model]


@cache
def columns(model: Model) -> tuple[str, ...]:
    """The columns of a table but for its key, by their names in Python."""
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


def canonical(value: Any) -> Any:
    """A value of the database as the stage keeps it."""
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def existing(model: Model, pks: Iterable[int]) -> dict[int, Body]:
    """The rows with these keys, as the stage would keep them."""
    rows = model._default_manager.filter(pk__in=list(pks)).values("pk", *columns(model))
    return {row["pk"]: {name: canonical(value) for name, value in row.items()} for row in rows}


def by_external_id(model: Model, source: str, ids: Sequence[str]) -> dict[str, Body]:
    """The rows one source brought before, by its ids."""
    rows = model._default_manager.filter(source=source, external_id__in=ids).values("pk", *columns(model))
    return {row["external_id"]: {name: canonical(value) for name, value in row.items()} for row in rows}


def in_chunks(staged: Iterable[Staged]) -> Iterator[tuple[str, list[Staged]]]:
    """Records of one source at a time, as many as one look-up takes."""
    for chunk in batched(staged, AT_ONCE):
        for source in dict.fromkeys(one.source for one in chunk):
            yield source, [one for one in chunk if one.source == source]


def changes(there: Body, row: Body, *, ours: bool) -> Body:
    """What a row changes. Its own source may correct it; any other may only fill what is empty. Nothing erases."""
    said = {name: value for name, value in row.items() if value not in (None, "", {})}
    if ours and said.get("more"):
        said["more"] = (there["more"] or {}) | said["more"]
    return {
        name: value
        for name, value in said.items()
        if value != there.get(name) and (ours or there.get(name) in (None, "", {}))
    }


def digest_text(row: Body, names: Sequence[str]) -> bytes:
    """What makes two states of a row the same, as bytes."""
    return json.dumps([row[name] for name in names], sort_keys=True, default=str).encode()
