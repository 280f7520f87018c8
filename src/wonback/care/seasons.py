"""When a client should hear from us next: after so many days of their rhythm, which passes more slowly in a quieter season.

A rule without a database. In a silent season time passes and nobody writes or calls: what falls due waits for its end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SILENT, AS_ALWAYS, HALF, THIRD = 0, 1, 2, 3
# A day of a season half or a third as fast counts a half or a third; so many parts make a whole one.
PARTS = 6
# No two seasons keep anybody silent for longer.
LONGEST = 800


@dataclass(frozen=True, slots=True)
class Season:
    """Days from `since` to before `until`, once or in every year. A client's own season goes before one of their tier."""

    since: date
    until: date
    slower: int = SILENT
    every_year: bool = False
    own: bool = False
    why: str = ""

    def covers(self, day: date) -> bool:
        """Whether a day lies in it.

        >>> Season(date(2026, 12, 20), date(2027, 1, 7), every_year=True).covers(date(2030, 1, 6))
        True
        """
        if not self.every_year:
            return self.since <= day < self.until
        first, end, on = ((one.month, one.day) for one in (self.since, self.until, day))
        return first <= on < end if first < end else on >= first or on < end


type Seasons = tuple[Season, ...]


def pace(day: date, seasons: Seasons) -> int:
    """How slowly the rhythm passes on a day: 1 as always, 2 half as fast, 0 in silence. Silence goes before slowness."""
    covering = [one for one in seasons if one.covers(day)]
    heard = [one.slower for one in covering if one.own] or [one.slower for one in covering]
    return SILENT if SILENT in heard else max(heard, default=AS_ALWAYS)


def why_quiet(day: date, seasons: Seasons) -> str:
    """The reason why they hear less from us on that day, or nothing."""
    now = pace(day, seasons)
    holding = (one.why for one in seasons if one.covers(day) and one.slower == now != AS_ALWAYS)
    return next(holding, "")


@lru_cache(maxsize=65_536)
def after(start: date, days: int, seasons: Seasons = ()) -> date:
    """The day on which so many days of the rhythm have passed since `start`; never one of a silent season.

    >>> after(date(2026, 12, 1), 21), after(date(2026, 12, 1), 21, (Season(date(2026, 12, 11), date(2027, 1, 7), HALF),))
    (datetime.date(2026, 12, 22), datetime.date(2027, 1, 3))
    """
    if not seasons:
        return start + timedelta(days=days)
    left, day = days * PARTS, start
    while left > 0:
        day += timedelta(days=1)
        left -= PARTS // (pace(day, seasons) or AS_ALWAYS)
    return past_the_silence(day, seasons)


def past_the_silence(day: date, seasons: Seasons) -> date:
    """The day itself, or the first after the silence it falls into."""
    for waited in range(LONGEST):
        if pace(later := day + timedelta(days=waited), seasons) != SILENT:
            return later
    return day


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often one client should hear from us, with their seasons."""

    ideal: int
    maximum: int
    not_before: date | None = None
    seasons: Seasons = ()

    def due(self, last: date) -> date:
        """The day on which the next touch is due after a real one on `last`."""
        due = after(last, self.ideal, self.seasons)
        return past_the_silence(max(due, self.not_before), self.seasons) if self.not_before else due

    def latest(self, last: date) -> date:
        """The last day inside their maximum."""
        return after(self.due(last), self.maximum - self.ideal, self.seasons)


def silences(seasons: Iterable[Season], *, since: date, until: date) -> list[tuple[date, date]]:
    """The spans of silence between two days: the first, and the first after."""
    kept, spans, day = tuple(seasons), list[tuple[date, date]](), since
    if not kept:
        return spans
    while day < until:
        end = past_the_silence(day, kept)
        if end > day:
            spans.append((day, end))
        day = max(end, day + timedelta(days=1))
    return spans
