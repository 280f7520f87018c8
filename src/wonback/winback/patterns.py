"""What a plan begins with, by reason: its goal, its milestones in working days, and changes that have helped others."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ASKED, NAMED, SIGNED, LAUNCHED, SAID_YES = "asked", "named", "signed", "launched", "said_yes"
MOST_WORKDAYS = 400


@dataclass(frozen=True)
class Step:
    """A milestone: what should be true, and so many working days after the start. With a key it is reached by itself."""

    what: str | Promise
    workdays: int
    key: str = ""


@dataclass(frozen=True)
class Pattern:
    goal: str | Promise
    steps: tuple[Step, ...]
    changes: tuple[str | Promise, ...] = ()

    @property
    def reach_out_after(self) -> int:
        """Working days until we mean to ask; without such a step, until the last one."""
        asking = [step.workdays for step in self.steps if step.key == LAUNCHED]
        return min(asking) if asking else max((step.workdays for step in self.steps), default=0)


def steps(*workdays: int, more: tuple[Step, ...] = ()) -> tuple[Step, ...]:
    """The five usual milestones on their days, and what else this reason needs."""
    words = (
        (ASKED, gettext_lazy("A neutral person has asked why")),
        (NAMED, gettext_lazy("The changes are named and have owners")),
        (SIGNED, gettext_lazy("Delivery and a lead have signed")),
        (LAUNCHED, gettext_lazy("We have asked for a second chance")),
        (SAID_YES, gettext_lazy("They have said a smaller yes")),
    )
    usual = [Step(what, days, key) for (key, what), days in zip(words, workdays, strict=True)]
    return tuple(sorted([*usual, *more], key=lambda step: step.workdays))


USUAL = Pattern("", steps(5, 10, 30, 35, 60))
OF_RELATIONS = (gettext_lazy("At least three contacts at every client of their size"),)
SHIPPED: Mapping[str, Pattern] = {
    "service": Pattern(
        gettext_lazy("One site again, with a named person who answers within a day"),
        steps(5, 10, 25, 30, 60, more=(Step(gettext_lazy("Four weeks of answers within a day"), 22),)),
        (
            gettext_lazy("A named person answers within one working day"),
            gettext_lazy("Answering times are measured weekly"),
        ),
    ),
    "quality": Pattern(
        gettext_lazy("A trial order that passes their own inspection"),
        steps(5, 10, 40, 45, 75, more=(Step(gettext_lazy("Three batches without a complaint"), 35),)),
        (gettext_lazy("Every batch is tested before it leaves"),),
    ),
    "delivery": Pattern(
        gettext_lazy("One site again, on time for three months"),
        steps(5, 10, 30, 35, 60, more=(Step(gettext_lazy("A month without a late delivery"), 28),)),
        (gettext_lazy("A second carrier"), gettext_lazy("We call before a delivery is late, not after")),
    ),
    "people": Pattern(
        gettext_lazy("A first talk with somebody new from us"),
        steps(3, 8, 12, 15, 40),
        (gettext_lazy("Another person looks after them"),),
    ),
    "product-gap": Pattern(
        gettext_lazy("They try what was missing"),
        steps(5, 15, 80, 85, 110),
        (gettext_lazy("What was missing can be shown to them"),),
    ),
    "price": Pattern(
        gettext_lazy("A smaller scope at a price that holds for a year"),
        steps(5, 8, 15, 20, 45),
        (gettext_lazy("No price rise without a conversation first"),),
    ),
    "competitor": Pattern(gettext_lazy("A part they do worse, won back"), steps(5, 10, 25, 30, 75), OF_RELATIONS),
    "decision-maker": Pattern(
        gettext_lazy("A first talk with whoever decides now"), steps(5, 8, 12, 15, 45), OF_RELATIONS
    ),
    "contact-left": Pattern(
        gettext_lazy("A first talk with whoever follows them"), steps(5, 8, 12, 15, 45), OF_RELATIONS
    ),
}
