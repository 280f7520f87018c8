"""Whom to ask first: among neutral people, whoever has room, had the fewest talks this month, and waited longest for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Asker:
    """A neutral person: how many talks they can take a month, how many they have, and when they got the last one."""

    pk: int
    name: str
    a_month: int
    this_month: int = 0
    last_on: date | None = None
    is_away: bool = False
    handed_on: bool = False

    @property
    def room(self) -> int:
        return max(0, self.a_month - self.this_month)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Whom, or nobody, and why, in a sentence."""

    pk: int | None
    because: str


def choose(neutral: Sequence[Asker]) -> Choice:
    """The next neutral person to ask, or why there is none."""
    willing = [asker for asker in neutral if not asker.handed_on]
    here = [asker for asker in willing if not asker.is_away]
    free = [asker for asker in here if asker.room]
    if free:
        first = min(free, key=lambda one: (one.this_month, one.last_on or date.min, -one.room, one.pk))
        return Choice(pk=first.pk, because=why(first))
    return Choice(pk=None, because=why_nobody(neutral, willing, here))


def why(asker: Asker) -> str:
    """Why this person, in a sentence."""
    told = {"name": asker.name, "n": asker.room}
    if asker.last_on is None:
        words = ngettext(
            "%(name)s is neutral, has room for %(n)d talk this month, and was never asked before.",
            "%(name)s is neutral, has room for %(n)d talks this month, and was never asked before.",
            asker.room,
        )
        return words % told
    words = ngettext(
        "%(name)s is neutral, has room for %(n)d talk this month, and was last asked on %(day)s.",
        "%(name)s is neutral, has room for %(n)d talks this month, and was last asked on %(day)s.",
        asker.room,
    )
    return words % (told | {"day": date_format(asker.last_on, "j F")})


def why_nobody(neutral: Sequence[Asker], willing: Sequence[Asker], here: Sequence[Asker]) -> str:
    """Why nobody can be asked, and what to do about it."""
    if not neutral:
        return _("Let somebody interview who was not part of it: nobody here is neutral.")
    if not willing:
        return _("Choose somebody by hand: everybody neutral has handed it on.")
    if not here:
        return _("Wait, or choose somebody by hand: everybody neutral is away.")
    return _("Wait for next month, or choose somebody by hand: everybody neutral has as many talks as they can take.")
