"""Pages of a list that stay right while rows come and go: each begins after the last row of the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal


class PageUnknown(Refusal):
    """The mark between two pages is not one of ours, or belongs to another order."""

    code = "page_unknown"


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows, and the mark after which the next ones begin (empty at the end)."""

    rows: list[Row]
    next: str
    after: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Key:
    """One field of the order. Rows without a value come last, whichever way it runs."""

    name: str
    falls: bool
    nullable: bool

    @classmethod
    def of(cls, name: str, model: type[Model]) -> "Key":
        return cls(name.removeprefix("-"), name.startswith("-"), may_be_null(name.removeprefix("-"), model))

    def order(self) -> OrderBy:
        last = True if self.nullable else None
        return F(self.name).desc(nulls_last=last) if self.falls else F(self.name).asc(nulls_last=last)

    def equals(self, value: object) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: object, *, touching: bool = False) -> Q:
        """What comes after this value in the order (or at it, when touching)."""
        if value is None:
            return self.equals(None) if touching else Q(pk__in=[])
        lookup = ("lt" if self.falls else "gt") + ("e" if touching else "")
        found = Q(**{f"{self.name}__{lookup}": value})
        return found | self.equals(None) if self.nullable else found


def may_be_null(name: str, model: type[Model]) -> bool:
    """Whether a field can be empty. Joined and computed values may be."""
    if name == "pk":
        return False
    try:
        return bool(model._meta.get_field(name).null)  # Django documents this interface
    except FieldDoesNotExist:
        return True


def page[Row: Model](queryset: QuerySet[Row], *, by: Sequence[str], after: str = "", size: int = 50) -> Page[Row]:
    """The rows that follow the mark. `by` must end with something unique, or rows could be skipped."""
    keys = [Key.of(name, queryset.model) for name in by]
    ordered = queryset.order_by(*(key.order() for key in keys))
    if after:
        ordered = ordered.filter(following(keys, values_in(after, by)))
    return cut(list(ordered[: size + 1]), by=by, after=after, size=size)


def cut[Row: Model](rows: list[Row], *, by: Sequence[str], after: str = "", size: int = 50) -> Page[Row]:
    """A page of rows that were fetched in this order, one more than it holds."""
    more = len(rows) > size
    return Page(rows[:size], mark_of(rows[size - 1], by) if more else "", after)


def following(keys: Sequence[Key], values: Sequence[object]) -> Q:
    """Everything after these values. The first condition repeats the leading key, so that an index can seek to it."""
    strictly = Q(pk__in=[])
    for key, value in zip(reversed(keys), reversed(values), strict=True):
        strictly = key.beyond(value) | (key.equals(value) & strictly)
    return keys[0].beyond(values[0], touching=True) & strictly


def mark_of(row: Model, by: Sequence[str]) -> str:
    values = [value_of(row, name.removeprefix("-")) for name in by]
    plain = [value if isinstance(value, int | float | None) else str(value) for value in values]
    return signing.dumps(plain, salt=",".join(by))


def value_of(row: Model, path: str) -> Any:
    """Follows a path such as `team__name`; where a link of it is missing, there is no value."""
    value: Any = row
    for name in path.split("__"):
        value = None if value is None else getattr(value, name)
    return value


def values_in(mark: str, by: Sequence[str]) -> list[object]:
    try:
        return list(signing.loads(mark, salt=",".join(by)))
    except signing.BadSignature as unknown:
        raise PageUnknown(_("Begin at the top of the list again: this part of it is not known.")) from unknown
