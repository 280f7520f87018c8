"""Rows that an import made, so that they can be taken back: a thousand of one kind and file at a time."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from django.db import models

AT_ONCE = 1_000


class MadeQuerySet(models.QuerySet["Made"]):
    def of(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("first", "pk")

    def holding(self, kind: str, key: int) -> "Made | None":
        """Those among which this row is."""
        near = self.of(kind).filter(first__lte=key, last__gte=key)
        return next((made for made in near if key in made.keys), None)


class Made(models.Model):
    """The keys of the rows, in order, and the state in which each was left, as eight bytes each."""

    batch = models.ForeignKey("intake.Batch", models.CASCADE, related_name="made")
    # A kind of `writing.MODELS`.
    kind = models.CharField(max_length=12)
    # The file they came from, by its place; nothing if they came from all of them together.
    sheet = models.PositiveSmallIntegerField(null=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveSmallIntegerField()
    # Of which columns the states are, so that a table may get another one without all rows seeming changed.
    columns = models.TextField()
    packed_keys = models.BinaryField()
    packed_marks = models.BinaryField()

    objects = MadeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "made"
        indexes = [models.Index(fields=["batch", "kind", "first"], name="made_by_batch_and_kind")]

    def __str__(self) -> str:
        return f"{self.count} × {self.kind} from {self.first}"

    def shrink(self, left: Sequence[tuple[int, int]]) -> None:
        """Only these of its rows are left."""
        if not left:
            self.delete()
            return
        keys, marks = zip(*left, strict=True)
        self.first, self.last, self.count = keys[0], keys[-1], len(keys)
        self.packed_keys, self.packed_marks = packed(keys), packed(marks)
        self.save()

    @property
    def keys(self) -> Sequence[int]:
        return unpacked(bytes(self.packed_keys))

    @property
    def marks(self) -> Sequence[int]:
        return unpacked(bytes(self.packed_marks))


def unpacked(numbers: bytes) -> Sequence[int]:
    found = array("q")
    found.frombytes(numbers)
    return found


def packed(numbers: Iterable[int]) -> bytes:
    return array("q", numbers).tobytes()


def packs(rows: Iterable[tuple[int, int | None, int]], *, kind: str, columns: str) -> Iterator[list[Any]]:
    """Key, file and state of each row, in order of the keys, as rows of this table, but for the batch."""
    waiting: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
    for key, sheet, mark in rows:
        waiting[sheet].append((key, mark))
        if len(waiting[sheet]) == AT_ONCE:
            yield pack(waiting.pop(sheet), kind=kind, sheet=sheet, columns=columns)
    for sheet, some in waiting.items():
        yield pack(some, kind=kind, sheet=sheet, columns=columns)


def pack(rows: list[tuple[int, int]], *, kind: str, sheet: int | None, columns: str) -> list[Any]:
    keys, marks = zip(*rows, strict=True)
    return [kind, sheet, keys[0], keys[-1], len(keys), columns, packed(keys), packed(marks)]


NAMES = ("kind", "sheet", "first", "last", "count", "columns", "packed_keys", "packed_marks")
