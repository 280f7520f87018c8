"""What a loss shows of our strengths, weaknesses, opportunities and threats, from what is on file. Pure.

It sees tags and numbers, never words: what a client said in confidence cannot get onto a board from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A client of so many years knew us well.
LONG = 3
# Where a rival is seen at so many clients, it is no accident.
OFTEN = 2


@dataclass(frozen=True)
class Driver:
    """One reason, as the tree knows it."""

    name: str
    side: str
    can_change: bool | None


@dataclass(frozen=True, kw_only=True)
class OnFile:
    """The tags and numbers of one loss. `holds`: sentences of the conditions that may become untrue."""

    drivers: tuple[Driver, ...] = ()
    holds: tuple[str, ...] = ()
    years: int = 0
    praised: tuple[str, ...] = ()
    advocates: int = 0
    competitor: str = ""
    sightings: int = 0
    may_follow_up: bool | None = None
    not_before: date | None = None


def prefilled(on_file: OnFile) -> list[tuple[str, str]]:
    """The notes a board begins with: each a field and a sentence, none twice."""
    notes = [*strengths(on_file), *weaknesses(on_file), *opportunities(on_file), *threats(on_file)]
    return list(dict.fromkeys(notes))


def strengths(on_file: OnFile) -> Iterator[tuple[str, str]]:
    if on_file.years >= LONG:
        yield "strength", _("They stayed with us for %(n)d years.") % {"n": on_file.years}
    for driver in on_file.praised:
        yield "strength", _("They spoke well of us: %(what)s.") % {"what": driver}
    if on_file.advocates:
        yield (
            "strength",
            ngettext(
                "One person there still speaks for us.", "%(n)d people there still speak for us.", on_file.advocates
            )
            % {"n": on_file.advocates},
        )


def weaknesses(on_file: OnFile) -> Iterator[tuple[str, str]]:
    yield from (("weakness", f"{driver.name}.") for driver in on_file.drivers if driver.side == "us")


def opportunities(on_file: OnFile) -> Iterator[tuple[str, str]]:
    yield from (("opportunity", sentence) for sentence in on_file.holds)
    if on_file.may_follow_up:
        words = _("They allowed us to ask again.")
        if on_file.not_before:
            day = date_format(on_file.not_before, "DATE_FORMAT")
            words = _("They allowed us to ask again from %(day)s on.") % {"day": day}
        yield "opportunity", words
    for driver in on_file.drivers:
        if driver.side == "them" and driver.can_change:
            yield "opportunity", _("It may change on their side: %(what)s.") % {"what": driver.name}


def threats(on_file: OnFile) -> Iterator[tuple[str, str]]:
    if on_file.competitor:
        yield "threat", _("%(rival)s took over.") % {"rival": on_file.competitor}
        if on_file.sightings >= OFTEN:
            told = {"rival": on_file.competitor, "n": on_file.sightings}
            yield "threat", _("%(rival)s was seen near %(n)d of our clients in 12 months.") % told
    yield from (("threat", f"{driver.name}.") for driver in on_file.drivers if driver.side == "market")
