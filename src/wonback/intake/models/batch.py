"""Files brought in together: looked at, checked, written at once, and taken back at once."""

import contextlib
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.calm import calm
from wonback.core.errors import Refusal
from wonback.core.locks import waiting_for
from wonback.intake import files, progress, steps, unpacking
from wonback.intake.errors import NotATable, NotReady, StillArriving, Stopped
from wonback.intake.models.sheet import Sheet
from wonback.intake.models.written import Written
from wonback.intake.parts import WHOLE, Part
from wonback.intake.progress import HowFar, Progress, how_far
from wonback.intake.queries import BatchQuerySet
from wonback.intake.targets import LABELS
from wonback.intake.unmoved import Moment
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver

# What a person says a file is: its preset, and what its columns mean.
Chosen = dict[str, Any]


class Batch(models.Model):
    class State(models.TextChoices):
        ARRIVING = "arriving", gettext_lazy("On its way to us")
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
    problem = models.TextField(blank=True, default="")
    # What undoing did: {"reversed": 7, "edited": 1, "used": 0, "gone": 0}
    outcome = models.JSONField(default=dict)
    # What is to be taken back now, as `parts.Part` says it; nothing for all that is left.
    part = models.JSONField(default=dict)
    # What was taken back so far: [{"what": "deals.csv", "at": moment, "by": name, "outcome": {…}}].
    taken = models.JSONField(default=list)

    # The plan of the check, and the moment at which it was right: a process that goes on need not compare everything again.
    compared: "Resolver | None" = None
    seen: Moment | None = None

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["-at", "-id"], name="batches_newest_first")]

    def __str__(self) -> str:
        return ", ".join(str(file) for file in self.sheets.all() or self.arrivals.all())

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
        if not found or len(found) > files.AT_MOST:
            raise NotATable(_("Choose between one and %(most)d files.") % {"most": files.AT_MOST})
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

    @classmethod
    def await_files(cls, *, by: User | None, at: datetime) -> "Batch":
        """An import whose files are still to come, in pieces."""
        if by is not None:
            by.must(Right.IMPORT)
        return cls.objects.create(state=cls.State.ARRIVING, by=by, at=at, asked_by=by, asked_at=at)

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

    def undo(self, *, by: User | None, at: datetime, part: Part = WHOLE) -> None:
        """Take it back, or a part of it: what was created goes, what was changed gets its earlier values; what a person touched since stays."""
        self.begin(self.State.UNDOING, by=by, at=at, part=part)
        self.finish()

    def begin(self, step: State, *, by: User | None, at: datetime, part: Part = WHOLE) -> None:
        """Say what is to be done now, unless somebody else did; `finish` does it."""
        if by is not None:
            by.must(Right.IMPORT)
        before, refusal = self.PATH[step]
        part.must_be_of(self)
        if step == self.State.CHECKING and self.is_incomplete:
            raise StillArriving(_("Wait until all files are here, or choose them again to send what is missing."))
        waiting = Batch.objects.filter(pk=self.pk, state__in=before)
        if not waiting.update(state=step, asked_by=by, asked_at=at, problem="", part=part.as_json()):
            raise NotReady(str(refusal))
        self.seen = self.seen and self.seen.after_a_change()
        self.progress.forget()
        self.refresh_from_db()

    def finish(self) -> None:
        """Do the step in hand. Killed midway nothing of it is there, and it can be done again."""
        with waiting_for(Path(settings.HOME) / "import.lock"):
            self.refresh_from_db()
            step = {
                self.State.CHECKING: steps.check,
                self.State.IMPORTING: steps.commit,
                self.State.UNDOING: steps.undo,
            }
            work = step.get(self.State(self.state))
            if work is None:
                return
            try:
                with calm():
                    work(self)
            except Refusal as refusal:
                self._fail(str(refusal))
                raise
            except Stopped:
                self._go_back()
            except Exception:
                # A fault must not leave a batch at work for ever. A kill does: `recovery` takes it up again.
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
        """Give up whatever is being done, at any moment; nothing of it is written."""
        if self.is_at_work:
            # Whoever writes holds SQLite's lock: a sign beside the copies reaches them.
            progress.ask_to_stop(self.folder)
        for arrival in self.arrivals.all():
            arrival.clear()
        unwritten = (self.State.ARRIVING, self.State.WAITING, self.State.CHECKING, self.State.CHECKED)
        if self.state in unwritten:
            Batch.objects.filter(pk=self.pk, state__in=unwritten).update(state=self.State.STOPPED)
        self.refresh_from_db()

    def _go_back(self) -> None:
        """To where the step that was stopped began."""
        self.refresh_from_db()
        back = {self.State.IMPORTING: self.State.CHECKED, self.State.UNDOING: self.State.DONE}
        if state := back.get(self.State(self.state)):
            Batch.objects.filter(pk=self.pk, state=self.state).update(state=state)
            self.refresh_from_db()

    @cached_property
    def progress(self) -> Progress:
        return Progress(self.folder)

    def tidy(self) -> None:
        """Remove what only the step in hand needed."""
        for name in ("rows.sealed", "rows.sqlite3", "plan.sqlite3", "progress", "stop"):
            (self.folder / name).unlink(missing_ok=True)

    def move(self, before: State, after: State) -> None:
        """Say that a step is done, unless somebody stopped it."""
        if not Batch.objects.filter(pk=self.pk, state=before).update(state=after):
            raise Stopped
        self.state = after

    @cached_property
    def how_far(self) -> HowFar:
        """How much of the step in hand is done."""
        return how_far(self.folder) if self.is_at_work else HowFar()

    @property
    def percent(self) -> int:
        return self.how_far.percent

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
    def is_incomplete(self) -> bool:
        """Whether files that come in pieces are not all here yet."""
        arrivals = list(self.arrivals.all())
        return not all(arrival.is_whole for arrival in arrivals) or (self.state == self.State.ARRIVING and not arrivals)

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.WAITING, self.State.CHECKING, self.State.IMPORTING, self.State.UNDOING}

    @property
    def is_partly_written(self) -> bool:
        return self.state == self.State.IMPORTING and (self.made.exists() or self.written.exists())

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
            "files": [sheet.as_json() for sheet in sheets],
        }

    PATH = {
        State.CHECKING: (
            (State.ARRIVING, State.WAITING, State.CHECKING, State.CHECKED, State.FAILED, State.STOPPED),
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
