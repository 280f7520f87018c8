"""How right the health of clients would have been: on days in the past, with what was known then, against who left since."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.conf import settings

from wonback.care.looking import look, served_on
from wonback.care.signs import NAMES, Floats, weights_of
from wonback.clients.models import Spell
from wonback.stats import health as rule
from wonback.stats.effect import Rate, rate

# So long after each day somebody must have left for a warning to have been right. The days lie as far apart, so that nobody who
# left counts twice.
HORIZON_DAYS, DAYS = 180, 4
BANDS = (0, 50, 65, 75, 85, 95, 101)


@dataclass(frozen=True)
class Past:
    """What was seen of every client on some days in the past, and whether they left within the horizon."""

    as_of: date
    days: Sequence[date]
    signs: Floats
    left: npt.NDArray[np.bool_]
    of_day: npt.NDArray[np.int64]

    def test(self, weights: Mapping[str, float], *, below: float) -> "Tested":
        """What these weights would have said."""
        if not self.left.size:
            return Tested(self, np.empty(0), below)
        return Tested(self, rule.health(self.signs, weights_of(weights)).value, below)


class Band(NamedTuple):
    """Clients with a score from `least` to below `most`, and which share of them left."""

    least: int
    most: int
    left: Rate


@dataclass(frozen=True)
class Tested:
    past: Past
    value: Floats
    below: float

    @cached_property
    def warned(self) -> rule.Warned:
        return rule.warned(self.value, self.past.left, below=self.below)

    @property
    def bands(self) -> list[Band]:
        """The higher the score, the fewer should have left."""
        found = []
        for least, most in pairwise(BANDS):
            inside = (self.value >= least) & (self.value < most)
            found.append(Band(least, min(most, 100), rate(int((inside & self.past.left).sum()), int(inside.sum()))))
        return found

    @property
    def by_day(self) -> list[tuple[date, rule.Warned]]:
        """The same for each day by itself."""
        return [
            (
                day,
                rule.warned(self.value[self.past.of_day == n], self.past.left[self.past.of_day == n], below=self.below),
            )
            for n, day in enumerate(self.past.days)
        ]


def look_back(*, as_of: date, days: int = DAYS) -> Past:
    """Look at all clients of each of these days. What happened later is asked only for who left."""
    signs, left, of_day = [np.empty((0, len(NAMES)))], [np.empty(0, dtype=bool)], [np.empty(0, dtype=np.int64)]
    looked = [as_of - timedelta(days=HORIZON_DAYS * back) for back in range(days, 0, -1)]
    for n, day in enumerate(looked):
        seen = look(served_on(day), as_of=day)
        gone = left_within(day)
        signs.append(seen.signs)
        left.append(np.fromiter((pk in gone for pk in seen.keys), bool, len(seen.keys)))
        of_day.append(np.full(len(seen.keys), n))
    return Past(as_of, looked, np.concatenate(signs), np.concatenate(left), np.concatenate(of_day))


def left_within(day: date) -> set[int]:
    """Whose life as a client ended within the horizon after that day."""
    until = day + timedelta(days=HORIZON_DAYS)
    return set(Spell.objects.filter(ended_on__gt=day, ended_on__lte=until).values_list("client", flat=True))


def kept() -> Path:
    return Path(settings.HOME) / "risk" / "back-test.npz"


def keep(past: Past) -> None:
    """Lay it down for the page; a reader finds the old one or the new one, never half of one."""
    path = kept()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{uuid.uuid4().hex}.npz")
    days = np.array([day.toordinal() for day in (past.as_of, *past.days)])
    np.savez_compressed(fresh, days=days, signs=past.signs.astype(np.float32), left=past.left, of_day=past.of_day)
    fresh.replace(path)


def newest(*, as_of: date) -> Past:
    """What the last night laid down; looked up now if it has not."""
    if not kept().exists():
        return look_back(as_of=as_of)
    with np.load(kept()) as found:
        day, *days = (date.fromordinal(int(one)) for one in found["days"])
        signs = found["signs"].astype(np.float64)
        return Past(day, days, signs, found["left"], found["of_day"])
