"""The whole house as a ZIP, made in the background for an admin who asked."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.locks import waiting_for
from wonback.core.verbs import Verb
from wonback.exports import moving_out
from wonback.exports.errors import NotMade
from wonback.exports.formats import FORMATS
from wonback.team.models import User
from wonback.team.policy import Right

TOOK_ALONG = Verb("person.took_all_along", gettext_lazy("{about} took everything along, as {form}."))
DAYS_KEPT = 7
SO_FAR, STOP = "so-far", "stop"


class Stopped(Exception):  # not an error: a person asked for it
    """A person stopped it while it was made."""


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        """All of them for an admin; nobody else takes the whole house along."""
        return self if user.may(Right.ADMINISTER) else self.none()

    def newest(self) -> Self:
        return self.order_by("-at", "-pk")

    def unfinished(self) -> Self:
        return self.filter(state__in=["waiting", "making"]).order_by("pk")

    def stale(self, *, as_of: datetime) -> Self:
        """Those nobody needs any more."""
        return self.filter(at__lt=as_of - timedelta(days=DAYS_KEPT))


class Export(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        MAKING = "making", gettext_lazy("Being made")
        DONE = "done", gettext_lazy("Made")
        STOPPED = "stopped", gettext_lazy("Stopped")
        FAILED = "failed", gettext_lazy("Not made")

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        PARQUET = "parquet", "Parquet"

    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    form = models.CharField(max_length=7, choices=Form, default=Form.CSV)
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="exports")
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"wonback-{timezone.localdate(self.at)}-{self.form}"

    def get_absolute_url(self) -> str:
        return reverse("exports:export", args=[self.pk])

    @classmethod
    def ask(cls, form: str, *, by: User, at: datetime) -> "Export":
        """Ask for everything as files of one kind. Somebody makes it in the background."""
        by.must(Right.ADMINISTER)
        if form not in FORMATS:
            raise NotMade(_("Choose CSV, XLSX or Parquet."))
        with transaction.atomic():
            by.tell(TOOK_ALONG, by=by, at=at, form=str(cls.Form(form).label))
            return cls.objects.create(form=form, by=by, at=at)

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / "files" / "exports" / str(self.pk)

    @property
    def path(self) -> Path:
        return self.folder.with_suffix(".zip")

    @property
    def is_at_work(self) -> bool:
        return self.state in {self.State.WAITING, self.State.MAKING}

    @property
    def tone(self) -> str:
        """How a badge shows the state."""
        return {self.State.DONE: "green", self.State.FAILED: "clay"}.get(self.State(self.state), "slate")

    @property
    def megabytes(self) -> str:
        """How large it is, as people say it."""
        return f"{max(self.size / 1e6, 0.1):.1f} MB"

    @property
    def rows_so_far(self) -> int:
        """How many rows are written. The database is read at one moment meanwhile, so this is kept beside it."""
        note = self.folder / SO_FAR
        told = note.read_text() if note.is_file() else ""
        return int(told) if told.isdecimal() else 0

    @property
    def percent(self) -> int:
        return min(99, round(100 * self.rows_so_far / self.rows)) if self.rows else 0

    def make(self) -> None:
        """Make it, unless it is made. Killed midway, it is begun anew."""
        with waiting_for(Path(settings.HOME) / "export.lock"):
            waiting = Export.objects.unfinished().filter(pk=self.pk)
            if not waiting.update(state=self.State.MAKING, rows=moving_out.how_many()):
                return
            self.refresh_from_db()
            try:
                self._make()
            except Stopped:
                self._end(self.State.STOPPED)
            except Exception:
                # A fault must not leave it at work for ever. A kill does: `recovery` takes it up again.
                self._end(self.State.FAILED)
                raise

    def _make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        made = self.folder / "made"
        made.mkdir(mode=0o700, parents=True)
        manifest = moving_out.everything(made, self.form, at=self.at, beat=self._beat)
        moving_out.pack(made, self.path)
        shutil.rmtree(self.folder)
        done = {"state": self.State.DONE, "rows": manifest.rows, "size": self.path.stat().st_size}
        Export.objects.filter(pk=self.pk).update(**done)
        self.refresh_from_db()

    def _beat(self, rows: int) -> None:
        if (self.folder / STOP).exists():
            raise Stopped
        (self.folder / SO_FAR).write_text(str(self.rows_so_far + rows))

    def _end(self, state: State) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        Export.objects.filter(pk=self.pk).update(state=state)
        self.refresh_from_db()

    def stop(self, *, by: User) -> None:
        """Give it up."""
        by.must(Right.ADMINISTER)
        if Export.objects.filter(pk=self.pk, state=self.State.WAITING).update(state=self.State.STOPPED):
            self.refresh_from_db()
        elif self.state == self.State.MAKING and self.folder.is_dir():
            (self.folder / STOP).touch()

    def fetched(self) -> Path:
        """The file, if it is made."""
        if self.state != self.State.DONE or not self.path.is_file():
            raise NotMade(_("Wait until it is made, or make a new one."))
        return self.path

    def forget(self) -> None:
        """Remove it from disk and from the list."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.path.unlink(missing_ok=True)
        self.delete()
