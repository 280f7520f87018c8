"""Human steps in a row: what comes after how many working days, and what ends it. A rule without a database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.core.days import add_workdays, workday_from


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a template: which way, so many working days after the beginning, and what to say or bring."""

    kind: str
    workdays: int
    what: str | Promise


@dataclass(frozen=True)
class Template:
    name: Promise
    when: Promise
    steps: tuple[Planned, ...]


TEMPLATES = {
    "second-chance": Template(
        gettext_lazy("A second chance"),
        gettext_lazy("We failed them, and changed it."),
        (
            Planned("call", 0, gettext_lazy("Say what failed and what changed. Ask for twenty minutes.")),
            Planned("letter", 3, gettext_lazy("The pitch on paper, with the proof.")),
            Planned("visit", 8, gettext_lazy("Bring whoever will deliver. Ask for the smallest yes.")),
            Planned("mail", 13, gettext_lazy("One sentence, one question: is it worth another look?")),
        ),
    ),
    "reason-gone": Template(
        gettext_lazy("The reason is gone"),
        gettext_lazy("What kept them away is no longer true."),
        (
            Planned("mail", 0, gettext_lazy("What they missed is here; where they can see it.")),
            Planned("call", 4, gettext_lazy("Ask what it would have to do for them.")),
            Planned("visit", 10, gettext_lazy("Show it where they work.")),
            Planned("letter", 16, gettext_lazy("The smallest yes, in writing, with a day.")),
        ),
    ),
    "new-person": Template(
        gettext_lazy("A new person decides"),
        gettext_lazy("Whoever decided against us is gone."),
        (
            Planned("letter", 0, gettext_lazy("Introduce yourself; say honestly that we once lost them, and why.")),
            Planned("call", 4, gettext_lazy("Ask what they found when they came.")),
            Planned("visit", 9, gettext_lazy("Bring somebody who was glad to work with us.")),
        ),
    ),
    "long-ago": Template(
        gettext_lazy("After a long time"),
        gettext_lazy("Nobody has spoken for a year or more."),
        (
            Planned("letter", 0, gettext_lazy("Something useful for them, and nothing to sell.")),
            Planned("gift", 5, gettext_lazy("A small thing that shows you remember them; nothing they must declare.")),
            Planned("call", 8, gettext_lazy("How is it where they went? Listen.")),
            Planned("visit", 15, gettext_lazy("Ask whether they would put us on the list again.")),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """One step with its day."""

    kind: str
    due_by: date
    what: str


def laid_out(steps: Sequence[Planned], *, begins_on: date, closed: Collection[date] = ()) -> list[Dated]:
    """The steps with their days: working days only, one after the other, none in `closed`.

    >>> [str(step.due_by) for step in laid_out(TEMPLATES["new-person"].steps, begins_on=date(2026, 11, 27))]
    ['2026-11-27', '2026-12-03', '2026-12-10']
    """
    first = workday_from(begins_on, closed=closed)
    days = (add_workdays(first, step.workdays, closed=closed) for step in steps)
    return [Dated(step.kind, day, str(step.what)) for step, day in zip(steps, days, strict=True)]
