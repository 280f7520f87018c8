"""What people said of files before: the next file of the same shape explains itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from wonback.intake.recognition import plain
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.intake.models.sheet import Sheet

# How much of two headers must be the same for them to be of one shape.
ENOUGH_ALIKE = 0.8


@dataclass(frozen=True)
class Recalled:
    """What was said of files like this one. `preset` is empty where none is alike."""

    preset: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    shapes: "Sequence[Shape]" = ()

    def explained(self, preset: str) -> "Explained":
        """What is known of the columns of one kind of file, plain header → meaning; the latest word counts."""
        columns: dict[str, str] = {}
        formats: dict[str, str] = {}
        for shape in reversed(self.shapes):
            if shape.preset == preset:
                columns |= shape.columns
                formats |= shape.formats
        return Explained(columns, formats)


@dataclass(frozen=True)
class Explained:
    columns: dict[str, str]
    formats: dict[str, str]


class Shape(models.Model):
    """The columns of a file as a person explained them, by their plain names."""

    preset = models.CharField(max_length=60)
    headers = models.JSONField(default=list)
    # Plain header → target, empty if it is left out; plain header → dmy, mdy or a decimal mark.
    columns = models.JSONField(default=dict)
    formats = models.JSONField(default=dict)
    # {"currency": "EUR", "first_month": 4}
    said = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.preset

    @classmethod
    def recall(cls, header: Sequence[str]) -> Recalled:
        """What people said of files with these columns, or nearly these."""
        shapes, names = list(cls.objects.order_by("-pk")[:500]), set(map(plain, header))
        alike = max(shapes, key=lambda shape: shape.likeness(names), default=None)
        if alike is None or alike.likeness(names) < ENOUGH_ALIKE:
            return Recalled(shapes=shapes)
        return Recalled(alike.preset, alike.said, shapes)

    def likeness(self, names: set[str]) -> float:
        """The share of all columns that both have."""
        mine = set(self.headers)
        return len(mine & names) / len(mine | names) if mine | names else 0

    @classmethod
    def remember(cls, sheet: "Sheet", *, by: User | None, at: datetime) -> None:
        """Keep what a person said of this file, unless nobody said anything; what was said of the same columns before is over."""
        chosen = sheet.chosen
        told = {name: chosen[name] for name in ("currency", "first_month") if chosen.get(name)}
        columns = {plain(header): target for header, target in chosen.get("columns", {}).items()}
        formats = {plain(header): form for header, form in chosen.get("formats", {}).items()}
        if not (told or columns or formats):
            return
        headers = sorted({plain(column["header"]) for column in sheet.columns})
        cls.objects.filter(headers=headers).delete()
        cls.objects.create(
            preset=sheet.preset, headers=headers, columns=columns, formats=formats, said=told, by=by, at=at
        )


class TermQuerySet(models.QuerySet["Term"]):
    def of(self, source: str, about: str) -> dict[str, str]:
        """Plain word → what it means in one program."""
        return dict(self.filter(source=source, about=about).values_list("word", "means"))

    def keep(self, source: str, about: str, said: dict[str, str]) -> None:
        """What a person says now counts from now on."""
        rows = [
            self.model(source=source, about=about, word=plain(word)[:120], means=means) for word, means in said.items()
        ]
        self.bulk_create(
            rows, update_conflicts=True, unique_fields=["source", "about", "word"], update_fields=["means"]
        )


class Term(models.Model):
    """What one program calls a stage or one of us, and which of ours that is. Said once."""

    source = models.CharField(max_length=40)
    about = models.CharField(max_length=5)
    word = models.CharField(max_length=120)
    means = models.CharField(max_length=254, blank=True, default="")

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "about", "word"], name="one_meaning_a_word")]

    def __str__(self) -> str:
        return f"{self.word} = {self.means}"
