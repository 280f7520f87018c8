"""One file of an import: what we take it for, what its columns mean, what came of its rows."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from wonback.intake import files, recognition, targets
from wonback.intake.errors import Unmappable
from wonback.intake.presets import BY_NAME, Preset

if TYPE_CHECKING:
    from wonback.intake.recognition import Column

ACTIONS = ("new", "updated", "unchanged", "refused")


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

    def choose(self, *, preset: str, columns: dict[str, str], formats: dict[str, str]) -> None:
        """Let a person say what the file is, and what its columns mean."""
        if preset and preset not in BY_NAME:
            raise Unmappable(_("Choose one of the kinds of file in the list."))
        kind = BY_NAME[preset or self.preset].makes
        found = {column["header"] for column in self.columns}
        known = targets.TARGETS[kind]
        kept = {
            header: target for header, target in columns.items() if header in found and (not target or target in known)
        }
        for header, target in kept.items():
            if kind != "person":
                recognition.refuse_mixed_up(header, target)
        self.chosen = {
            "preset": preset,
            "columns": kept,
            "formats": {h: f for h, f in formats.items() if f in {"dmy", "mdy"}},
        }
        self.save(update_fields=["chosen"])

    def meaning(self, found: "recognition.Recognised") -> "list[Column]":
        """What each column means: what a person chose, else what we found."""
        chosen = self.chosen.get("columns", {})
        known = targets.TARGETS[found.preset.makes]
        return [
            recognition.Column(column.header, target, recognition.CHOSEN if target else recognition.LEFT_OUT)
            if (target := chosen.get(column.header)) is not None
            and target != column.target
            and (not target or target in known)
            else column
            for column in found.columns
        ]
