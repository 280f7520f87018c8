"""Files brought in together: looked at, checked, written at once, and taken back at once."""

import contextlib
import shutil
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.core.locks import waiting_for
from wonback.intake import checking, files, undoing, unpacking
from wonback.intake.committing import Commit
from wonback.intake.errors import NotATable, NotReady, Stopped
from wonback.intake.models.shape import Shape
from wonback.intake.models.sheet import Sheet
from wonback.intake.models.written import Written
from wonback.intake.queries import BatchQuerySet
from wonback.intake.targets import LABELS
from wonback.intake.writing import Writer
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.numerals import grouped

AT_MOST = 50
# What a person says a file is: its preset, and what its columns mean.
Chosen = dict[str, Any]


class Batch(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting to be read")
        CHECKING = "checking", gettext_lazy("Being read")
        CHECKED = "checked", gettext_lazy("Read, not yet brought in")
        IMPORTING = "importing", gettext_lazy("Being brought in")
        DONE = "done", gettext_lazy("Brought in")
        UNDOING = "undoing", gettext_lazy("Being taken back")
        UNDONE = "undone", gettext_lazy("Taken back")
        STOPPED = "stopped", gettext_lazy("Stopped")
        FAILED = "failed", gettext_lazy("Not brought in")

    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="batches")
    at = models.DateTimeField()
    # Who pressed the last button and when, so that work that was cut off can go on in their name.
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # How much of the step in hand is done, of how much.
    done_rows = models.PositiveIntegerField(default=0)
    all_rows = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    # What undoing did: {"reversed": 7, "edited": 1, "used": 0, "gone": 0}
    outcome = models.JSONField(default=dict)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["-at", "-id"], name="batches_newest_first")]

    def __str__(self) -> str:
        return ", ".join(str(sheet) for sheet in self.sheets.all())

    def get_absolute_url(self) -> str:
        return reverse("intake:batch", args=[self.pk])

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / "files" / "imports" / str(self.pk)

    @classmethod
    def drop(
        cls, dropped: Iterable[tuple[str, BinaryIO]], *, by: User | None, at: datetime, chosen: Chosen | None = None
    ) -> "Batch":
        """Take files in: copied to the home folder, not yet read. `chosen` is what a person says of all of them."""
        found = list(unpacking.unpacked(dropped))
        if not found or len(found) > AT_MOST:
            raise NotATable(_("Choose between one and %(most)d files.") % {"most": AT_MOST})
        batch = cls.objects.create(by=by, at=at, asked_by=by, asked_at=at)
        try:
            for place, (name, file) in enumerate(found):
                sheet = Sheet(batch=batch, place=place, name=files.kept_name(name), chosen=chosen or {})
                sheet.lines = files.store(file, sheet.path, name=name)
                sheet.save()
        except Refusal:
            batch.forget()
            raise
        return batch

    def forget(self) -> None:
        """Remove an import of which nothing was written."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.delete()

    def examine(self, *, at: datetime) -> None:
        """Read the files, recognise them, and count what importing them would do. Writes nothing of it."""
        self.begin(self.State.CHECKING, by=self.asked_by, at=at)
        self.finish()

    def commit(self, *, by: User | None, at: datetime) -> None:
        """Bring in what was checked: everything or nothing."""
        self.begin(self.State.IMPORTING, by=by, at=at)
        self.finish()

    def undo(self, *, by: User | None, at: datetime) -> None:
        """Take it back: what was created goes, what was changed gets its earlier values; what a person touched since stays."""
        self.begin(self.State.UNDOING, by=by, at=at)
        self.finish()

    def begin(self, step: State, *, by: User | None, at: datetime) -> None:
        """Say what is to be done now, unless somebody else did; `finish` does it."""
        if by is not None:
            by.must(Right.IMPORT)
        before, refusal = self.PATH[step]
        waiting = Batch.objects.filter(pk=self.pk, state__in=before)
        if not waiting.update(state=step, asked_by=by, asked_at=at, done_rows=0, problem=""):
            raise NotReady(str(refusal))
        self.refresh_from_db()

    def finish(self) -> None:
        """Do the step in hand. Killed midway nothing of it is there, and it can be done again."""
        with waiting_for(Path(settings.HOME) / "import.lock"):
            self.refresh_from_db()
            step = {
                self.State.CHECKING: self._check,
                self.State.IMPORTING: self._commit,
                self.State.UNDOING: self._undo,
            }
            work = step.get(self.State(self.state))
            if work is None:
                return
            try:
                work()
            except Refusal as refusal:
                self._fail(str(refusal))
                raise
            except Stopped:
                self.refresh_from_db()
            except Exception:
                # A fault must not leave a batch at work for ever. A kill or a stop does: `recovery` takes it up again.
                self._fail(_("Look into the log: the program met something it does not know. Nothing was written."))
                raise

    def finish_quietly(self) -> None:
        """Do the step in hand; a refusal is kept in `problem` for the page, not raised."""
        with contextlib.suppress(Refusal):
            self.finish()

    def _fail(self, sentence: str) -> None:
        # What the failed transaction had moved on is where it was.
        self.refresh_from_db()
        back = {self.State.UNDOING: self.State.DONE}.get(self.State(self.state), self.State.FAILED)
        Batch.objects.filter(pk=self.pk).update(state=back, problem=sentence)
        self.refresh_from_db()

    def stop(self) -> None:
        """Give up reading; nothing was written."""
        Batch.objects.filter(
            pk=self.pk, state__in=(self.State.WAITING, self.State.CHECKING, self.State.CHECKED)
        ).update(state=self.State.STOPPED)
        self.refresh_from_db()

    def beat(self, rows: int) -> None:
        """Note progress, and notice that somebody stopped us."""
        self.done_rows += rows
        if not Batch.objects.filter(pk=self.pk, state=self.state).update(done_rows=self.done_rows):
            raise Stopped

    def _check(self) -> None:
        self.all_rows = sum(sheet.lines for sheet in self.sheets.all())
        self.save(update_fields=["all_rows"])
        checking.check(self)
        self._move(self.State.CHECKING, self.State.CHECKED)

    def _commit(self) -> None:
        stage = checking.staged(self)
        plan = checking.plan_of(self, stage)
        names = {sheet.place: sheet.short_name for sheet in self.sheets.all()}
        writer = Writer(batch=self.pk, at=self.asked_at, by=self.asked_by_id)
        with transaction.atomic():
            # A batch that was to be written again after a crash may have been written just before it.
            self._move(self.State.IMPORTING, self.State.DONE)
            Commit(plan, writer, names, timezone.localdate(self.asked_at)).carry_out()
            Batch.objects.filter(pk=self.pk).update(done_at=self.asked_at)
            checking.keep_counts(self, plan)
            for sheet in self.sheets.all():
                Shape.remember(sheet, by=self.asked_by, at=self.asked_at)
        stage.close()
        self._tidy()

    def _tidy(self) -> None:
        for name in ("rows.sealed", "rows.sqlite3", "plan.sqlite3"):
            (self.folder / name).unlink(missing_ok=True)

    def _undo(self) -> None:
        with transaction.atomic():
            self._move(self.State.UNDOING, self.State.UNDONE)
            outcome = undoing.undo(self.pk)
            Batch.objects.filter(pk=self.pk).update(undone_at=self.asked_at, outcome=outcome)
        self.refresh_from_db()

    def _move(self, before: State, after: State) -> None:
        if not Batch.objects.filter(pk=self.pk, state=before).update(state=after):
            raise Stopped
        self.state = after

    @property
    def percent(self) -> int:
        return min(99, round(100 * self.done_rows / self.all_rows)) if self.all_rows else 0

    @property
    def rows_so_far(self) -> str:
        return grouped(Decimal(self.done_rows))

    @property
    def tone(self) -> str:
        """How a badge shows the state."""
        tones = {self.State.CHECKED: "amber", self.State.DONE: "green", self.State.FAILED: "clay"}
        return tones.get(self.State(self.state), "slate")

    def in_short(self) -> list[dict[str, Any]]:
        """What was new, of each kind, for a line of the history."""
        kinds = self.totals() if self.state in {self.State.DONE, self.State.CHECKED, self.State.UNDONE} else {}
        return [
            {"count": kinds[kind]["new"], "label": label}
            for kind, label in LABELS.items()
            if kind in kinds and kinds[kind].get("new")
        ]

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.WAITING, self.State.CHECKING, self.State.IMPORTING, self.State.UNDOING}

    @property
    def may_be_read_again(self) -> bool:
        """Whether a person may still say what the columns mean."""
        return self.state in {self.State.CHECKED, self.State.FAILED}

    def totals(self) -> dict[str, dict[str, int]]:
        """New, updated, unchanged and refused of each kind, over all files."""
        found: dict[str, dict[str, int]] = {}
        for sheet in self.sheets.all():
            for kind, counts in sheet.counts.items():
                so_far = found.setdefault(kind, {})
                for action, count in counts.items():
                    so_far[action] = so_far.get(action, 0) + count
        return found

    def as_json(self) -> dict[str, Any]:
        """What programs are told of it."""
        sheets = self.sheets.order_by("place")
        return {
            "batch": self.pk,
            "state": self.state,
            "problem": self.problem,
            "files": [
                {
                    "file": sheet.name,
                    "preset": sheet.preset,
                    "score": sheet.score,
                    "rows": sheet.rows,
                    "columns": sheet.meanings,
                    "kinds": sheet.ordered_counts,
                    "refused_file": str(sheet.refused_path) if sheet.refused else "",
                    "notes": sheet.notes,
                    "words": sheet.words,
                }
                for sheet in sheets
            ],
        }

    PATH = {
        State.CHECKING: (
            (State.WAITING, State.CHECKING, State.CHECKED, State.FAILED, State.STOPPED),
            gettext_lazy("Drop the files again to check them: this import is over."),
        ),
        State.IMPORTING: (
            (State.CHECKED,),
            gettext_lazy("Look again: this import is not ready, or already under way."),
        ),
        State.UNDOING: (
            (State.DONE,),
            gettext_lazy("Look again: there is nothing to take back, or it is being taken back."),
        ),
    }


__all__ = ["Batch", "Written"]
