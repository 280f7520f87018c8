"""How far the step in hand is, and that somebody wants it to stop: two small files beside the copies.

Not columns of the batch: while an import is written, others wait to write to SQLite, and what its transaction writes nobody else can see.
"""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.intake.errors import Stopped

EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class HowFar:
    """So many rows done, of so many; `seconds` is how long that took."""

    done: int = 0
    of: int = 0
    seconds: float = 0

    @property
    def percent(self) -> int:
        return min(99, round(100 * self.done / self.of)) if self.of else 0

    @property
    def seconds_left(self) -> int | None:
        """How long it will take still, if the rest goes as what is done went; nothing while too little is done."""
        if self.seconds < 2 or not self.of or self.done < self.of / 50:
            return None
        return round(max(0, self.of - self.done) * self.seconds / self.done)

    @property
    def minutes_left(self) -> str:
        """The same for people."""
        if self.seconds_left is None:
            return ""
        if self.seconds_left < 60:
            return _("less than a minute left")
        minutes = round(self.seconds_left / 60)
        return ngettext("about a minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


@dataclass
class Progress:
    """Kept by who does the step, looked at by everybody else."""

    folder: Path
    done: int = 0
    of: int = 0
    began: float = field(default_factory=time.monotonic)
    told: float = 0
    may_be_stopped: bool = True

    @contextlib.contextmanager
    def to_the_end(self) -> Iterator[None]:
        """Meanwhile nobody stops it."""
        self.may_be_stopped = False
        try:
            yield
        finally:
            self.may_be_stopped = True

    def begin(self, of: int) -> None:
        """A step of so many rows. Of an import that moved to this house nothing but its rows is here."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.done, self.of, self.began, self.told = 0, of, time.monotonic(), 0
        self.beat(0)

    def beat(self, rows: int) -> None:
        """So many more are done. Raise Stopped if somebody does not want the rest."""
        self.done += rows
        now = time.monotonic()
        if now - self.told < EVERY_SECONDS:
            return
        self.told = now
        if self.may_be_stopped and (self.folder / "stop").exists():
            raise Stopped
        kept = self.folder / "progress.new"
        kept.write_text(json.dumps([self.done, self.of, round(now - self.began, 1)]))
        kept.replace(self.folder / "progress")

    def forget(self) -> None:
        for name in ("progress", "stop"):
            (self.folder / name).unlink(missing_ok=True)


def how_far(folder: Path) -> HowFar:
    try:
        return HowFar(*json.loads((folder / "progress").read_text()))
    except FileNotFoundError:
        return HowFar()


def ask_to_stop(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "stop").touch()
