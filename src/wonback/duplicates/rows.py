"""Rows of any table: what points at them, which cannot stand beside each other, and how one is kept to be put back."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

Model = type[models.Model]
Key = models.ForeignKey[Any, Any]
Kept = dict[str, Any]


def keys_to(model: Model) -> list[tuple[Model, Key]]:
    """Every foreign key of any model that points at this one."""
    relations = model._meta.get_fields(include_hidden=True)
    return [(each.related_model, each.field) for each in relations if isinstance(each, models.ManyToOneRel)]


def kept(row: models.Model) -> Kept:
    """All columns of a row as text, exactly."""
    return {field.attname: text_of(field, getattr(row, field.attname), row) for field in row._meta.concrete_fields}


def text_of(field: Any, value: Any, row: models.Model) -> Any:
    return None if value is None else field.value_to_string(row)


def revived(model: Model, columns: Kept) -> models.Model:
    """The row again, not yet written."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})


def why_not(row: models.Model) -> bool:
    """Whether the row cannot be put back: its number or place is taken, or what it hangs on is gone."""
    manager = type(row)._base_manager
    if manager.filter(pk=row.pk).exists():
        return True
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        hangs = isinstance(field, models.ForeignKey) and value is not None
        if hangs and not field.related_model._base_manager.filter(pk=value).exists():  # type: ignore[union-attr]  # a foreign key
            return True
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return True
    return False


def clashes(model: Model, key: Key, *, loser: int, winner: int) -> dict[int, int]:
    """Rows of the one that cannot stand beside a row of the other, each with that row."""
    found: dict[int, int] = {}
    for names, condition in unique_with(model, key):
        others = [model._meta.get_field(name).attname for name in names if name != key.name]  # type: ignore[union-attr]  # plain fields
        rows = model._base_manager.filter(condition).filter(**{f"{key.attname}__in": [loser, winner]})
        theirs: dict[tuple[Any, ...], int] = {}
        mine: dict[tuple[Any, ...], int] = {}
        for pk, side, *values in rows.values_list("pk", key.attname, *others):
            if None not in values:
                (mine if side == loser else theirs)[tuple(values)] = pk
        found |= {pk: theirs[values] for values, pk in mine.items() if values in theirs and pk not in found}
    return found


def unique_with(model: Model, key: Key) -> Iterable[tuple[tuple[str, ...], models.Q]]:
    """The fields and the condition of every rule by which this key must be unique."""
    if key.unique:
        yield (key.name,), models.Q()
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and key.name in rule.fields:
            yield tuple(rule.fields), rule.condition or models.Q()
