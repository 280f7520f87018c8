"""One look at a program: what changed there since the last one, pulled page by page and brought in as an import."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.connectors.errors import Later, NotNow
from wonback.connectors.models.connector import Connector
from wonback.connectors.queries import SyncQuerySet
from wonback.core.errors import Refusal
from wonback.core.locks import waiting_for
from wonback.intake.models import Batch
from wonback.team.models import User
from wonback.team.policy import Right


class Stopped(Exception):  # not an error: a person asked for it
    """A person stopped it."""


class Sync(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        PULLING = "pulling", gettext_lazy("Being fetched")
        READING = "reading", gettext_lazy("Being read")
        LATER = "later", gettext_lazy("Goes on later")
        DONE = "done", gettext_lazy("Done")
        STOPPED = "stopped", gettext_lazy("Stopped")
        FAILED = "failed", gettext_lazy("Not done")

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="syncs")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    # Nobody: the night.
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    go_on_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="syncs")
    problem = models.TextField(blank=True, default="")

    objects = SyncQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.connector} {timezone.localdate(self.at)}"

    AT_WORK = ("waiting", "pulling", "reading", "later")

    @classmethod
    def begin(cls, connector: Connector, *, by: User | None, at: datetime) -> "Sync":
        """Have a program looked at, unless that is going on, or what came last time still waits to be looked at."""
        if by is not None:
            by.must(Right.ADMINISTER)
        connector.line().client.close()
        if connector.syncs.filter(state__in=cls.AT_WORK).exists():
            raise NotNow(_("Wait: %(source)s is being looked at already.") % {"source": connector})
        if connector.syncs.filter(batch__state=Batch.State.CHECKED).exists():
            raise NotNow(
                _("Look at what came from %(source)s first, and bring it in or leave it.") % {"source": connector}
            )
        return cls.objects.create(connector=connector, by=by, at=at)

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / "files" / "syncs" / str(self.pk)

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def rows(self) -> int:
        return sum(pull.rows for pull in self.pulls.all())

    @property
    def tone(self) -> str:
        """How a badge shows the state."""
        tones = {self.State.DONE: "green", self.State.FAILED: "clay", self.State.LATER: "amber"}
        return tones.get(self.State(self.state), "slate")

    def work(self, *, now: datetime) -> None:
        """Fetch, read, bring in. Killed anywhere, it goes on where it was; done, there is nothing to do."""
        from wonback.connectors import bringing, pulling  # noqa: PLC0415  # they know the models

        with waiting_for(Path(settings.HOME) / "sync.lock"):
            self.refresh_from_db()
            if not self.is_at_work or (self.state == self.State.LATER and self.go_on_at and self.go_on_at > now):
                return
            try:
                if self.batch is None:
                    self._move(self.State.PULLING)
                    pulling.pull(self)
                self._move(self.State.READING)
                bringing.bring(self)
                self._move(self.State.DONE)
            except Later as wait:
                self._end(self.State.LATER, str(wait), go_on_at=now + timedelta(seconds=wait.seconds))
            except Refusal as refusal:
                self._end(self.State.FAILED, str(refusal))
            except Stopped:
                self.refresh_from_db()
            except Exception:
                # A fault must not leave it at work for ever. A kill does: `recovery` takes it up again.
                self._end(self.State.FAILED, _("Look into the log: the program met something it does not know."))
                raise

    def go_on(self) -> None:
        """Notice that somebody stopped us."""
        if not Sync.objects.filter(pk=self.pk, state=self.state).exists():
            raise Stopped

    def _move(self, state: State) -> None:
        """Another step, unless somebody stopped us."""
        moved = Sync.objects.filter(pk=self.pk, state=self.state).update(state=state, problem="", go_on_at=None)
        if not moved:
            raise Stopped
        self.refresh_from_db()

    def _end(self, state: State, problem: str, **facts: Any) -> None:
        Sync.objects.filter(pk=self.pk).exclude(state=self.State.STOPPED).update(state=state, problem=problem, **facts)
        self.refresh_from_db()

    def stop(self, *, by: User) -> None:
        """Give it up; nothing was brought in."""
        by.must(Right.ADMINISTER)
        stoppable = [self.State.WAITING, self.State.PULLING, self.State.LATER]
        Sync.objects.filter(pk=self.pk, state__in=stoppable).update(state=self.State.STOPPED)
        self.refresh_from_db()


class Pull(models.Model):
    """How far one kind of record is fetched: the cursor of the next page, and the file up to the last whole one."""

    sync = models.ForeignKey(Sync, models.CASCADE, related_name="pulls")
    kind = models.CharField(max_length=30)
    # From which change on; empty: from the beginning. A search that ends too early is asked again from a later one.
    since = models.CharField(max_length=40, blank=True, default="")
    asked = models.CharField(max_length=40, blank=True, default="")
    newest = models.CharField(max_length=40, blank=True, default="")
    cursor = models.TextField(blank=True, default="")
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sync", "kind"], name="one_pull_a_kind")]

    def __str__(self) -> str:
        return f"{self.sync}: {self.kind}"

    @property
    def path(self) -> Path:
        return self.sync.folder / f"{self.kind}.csv"
