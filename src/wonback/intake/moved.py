"""Imports that move to another house. A state is told by the database it is in, so what goes along is which rows still are as their import left them."""

from collections.abc import Mapping
from typing import Any

from wonback.intake import marks
from wonback.intake.models.made import Made, packed, unpacked
from wonback.intake.writing import MODELS, UNWATCHED

AS_LEFT, CHANGED_SINCE = 1, 0


def as_left(made: Mapping[str, Any]) -> bytes:
    """Of the rows that one row of `Made` remembers: whether each is as it was left."""
    keys, left = unpacked(bytes(made["packed_keys"])), unpacked(bytes(made["packed_marks"]))
    model = MODELS[made["kind"]]
    if model in UNWATCHED:
        return packed([AS_LEFT] * len(keys))
    names, there = made["columns"].split(","), {field.column for field in model._meta.concrete_fields}
    now = dict(marks.states(model, keys, names=names)) if set(names) <= there else {}
    return packed(AS_LEFT if now.get(key) == mark else CHANGED_SINCE for key, mark in zip(keys, left, strict=True))


def settle() -> None:
    """Say the state of each row as this database tells it. What was changed before the move goes on to count as changed."""
    for made in Made.objects.order_by("pk").iterator(chunk_size=50):
        model = MODELS[made.kind]
        now = {} if model in UNWATCHED else dict(marks.states(model, made.keys))
        states = ((now.get(key, 0), told) for key, told in zip(made.keys, made.marks, strict=True))
        made.packed_marks = packed(state if told == AS_LEFT else ~state for state, told in states)
        made.columns = ",".join(marks.watched(model))
        made.save(update_fields=["packed_marks", "columns"])
