"""One file of an import: what we take it for, what its columns mean, what came of its rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from wonback.intake import files, recognition, targets
from wonback.intake.columns import MARKS, ORDERS
from wonback.intake.errors import Unmappable
from wonback.intake.models.shape import Recalled, Shape, Term
from wonback.intake.presets import BY_NAME, Preset
from wonback.intake.shaping import Said

if TYPE_CHECKING:
    from wonback.intake.recognition import Column

ACTIONS = ("new", "updated", "unchanged", "refused")
OUTCOMES = ("open", "won", "lost")


class Sheet(models.Model):
    batch = models.ForeignKey("intake.Batch", models.CASCADE, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    lines = models.PositiveIntegerField(default=0)
    preset = models.CharField(max_length=60, blank=True, default="")
    score = models.FloatField(default=0)
    # What a person chose instead of what we found: {"preset": name, "columns": {header: target}, "formats": {header: order}}.
    chosen = models.JSONField(default=dict)
    # What the file holds: [{"header", "target", "certainty", "samples", "format"}].
    columns = models.JSONField(default=list)
    first_rows = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # {"client": {"new": 3, "updated": 0, "unchanged": 0, "refused": 1}}
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    # Words of stages and owners: {"stage": [{"word", "means", "n"}]}.
    words = models.JSONField(default=dict)
    # The first records of each kind and action, to look at: [{"kind", "action", "name", "what"}].
    examples = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="one_sheet_a_place")]

    def __str__(self) -> str:
        return files.shown(self.name)

    @property
    def path(self) -> Path:
        """Our copy of the file. Its own name may be longer than a file system allows."""
        return self.batch.folder / f"{self.place}.copy"

    @property
    def refused_path(self) -> Path:
        return self.batch.folder / f"{self.place}.refused.csv"

    @property
    def recognised(self) -> Preset:
        return BY_NAME[self.preset]

    @property
    def percent_sure(self) -> int:
        return round(100 * self.score)

    @property
    def first_refused(self) -> list[dict[str, Any]]:
        return [row for row in self.first_rows if row["reason"]]

    @property
    def first_kept(self) -> list[dict[str, Any]]:
        return [row for row in self.first_rows if not row["reason"]]

    @property
    def short_name(self) -> str:
        """The file's name without what leads to it."""
        return files.shown(Path(self.name).name)

    @property
    def meanings(self) -> list[dict[str, str]]:
        """What each column is taken for, for programs."""
        return [{name: column[name] for name in ("header", "target", "certainty")} for column in self.columns]

    @property
    def ordered_counts(self) -> dict[str, dict[str, int]]:
        """The counts in one order, whatever order the database keeps them in."""
        kinds = sorted(self.counts, key=list(targets.LABELS).index)
        return {kind: {action: self.counts[kind][action] for action in ACTIONS} for kind in kinds}

    def choose(self, *, preset: str, columns: dict[str, str], formats: dict[str, str], **said: Any) -> None:
        """Let a person say what the file is, what its columns mean, and what its words of stages and owners do."""
        if preset and preset not in BY_NAME:
            raise Unmappable(_("Choose one of the kinds of file in the list."))
        chosen = BY_NAME[preset or self.preset]
        found = {column["header"] for column in self.columns}
        known = targets.TARGETS[chosen.makes]
        kept = {
            header: target
            for header, target in columns.items()
            if header in found and (target in {"", recognition.SKIP} or target in known)
        }
        for header, target in kept.items():
            recognition.refuse_mixed_up(header, target, kind=chosen.makes)
        self.chosen = {"preset": preset, "columns": kept, "formats": kept_formats(formats)} | kept_said(said)
        self.save(update_fields=["chosen"])
        Term.objects.keep(chosen.source, "stage", {w: m for w, m in said.get("stages", {}).items() if m in OUTCOMES})
        Term.objects.keep(chosen.source, "owner", said.get("owners", {}))

    def recall(self, header: Sequence[str]) -> Recalled:
        """What people said of files like this one."""
        return Shape.recall(header)

    def said(self) -> Said:
        """What holds for all rows: the currency, the fiscal year, the words of stages and owners."""
        source = self.recognised.source
        told = Shape.recall([column["header"] for column in self.columns]).said | self.chosen
        return Said(
            currency=told.get("currency", ""),
            first_month=int(told.get("first_month") or 1),
            stages=Term.objects.of(source, "stage"),
            owners=Term.objects.of(source, "owner"),
        )

    def meaning(self, found: "recognition.Recognised", remembered: dict[str, str]) -> "list[Column]":
        """What each column means: what a person chose, else what was said of the like, else what we found."""
        return [self._meant(column, found.preset, remembered) for column in found.columns]

    def _meant(self, column: "Column", preset: Preset, remembered: dict[str, str]) -> "Column":
        known = targets.TARGETS[preset.makes]
        chosen = self.chosen.get("columns", {}).get(column.header)
        before = remembered.get(recognition.plain(column.header))
        for target, certainty in ((chosen, recognition.CHOSEN), (before, recognition.REMEMBERED)):
            if target == recognition.SKIP:
                return recognition.Column(column.header, "", recognition.SKIPPED)
            if target is None or (target and target not in known):
                continue
            if target == column.target:
                return column
            return recognition.Column(column.header, target, certainty if target else recognition.LEFT_OUT)
        return column

    def as_json(self) -> dict[str, Any]:
        """What programs are told of it."""
        return {
            "file": self.name,
            "preset": self.preset,
            "score": self.score,
            "rows": self.rows,
            "columns": self.meanings,
            "kinds": self.ordered_counts,
            "refused_file": str(self.refused_path) if self.refused else "",
            "notes": self.notes,
            "words": self.words,
        }


def kept_formats(formats: dict[str, str]) -> dict[str, str]:
    """Orders of days and decimal marks, by header; `*` is every column that leaves a doubt."""
    return {header: form for header, form in formats.items() if form in {*ORDERS, *MARKS}}


def kept_said(said: dict[str, Any]) -> dict[str, Any]:
    """What a person said of the whole file, if it can be meant."""
    currency, month = str(said.get("currency") or "").strip().upper(), str(said.get("first_month") or "")
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Unmappable(_("Write the currency as three letters, such as EUR."))
    kept: dict[str, Any] = {"currency": currency} if currency else {}
    return kept | ({"first_month": int(month)} if month.isdecimal() and 1 < int(month) <= 12 else {})
