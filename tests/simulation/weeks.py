"""Week after week: nights, desks, what happens, and the truths at the end of each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import mail
from django.utils.module_loading import import_string

from tests.simulation import deeds, desks, planning, truths
from tests.simulation.world import World
from wonback.jobs import nightly
from wonback.post.sending import send_due
from wonback.team.models import User

# Numbers are measured elsewhere; they decide nothing here and take most of a night. What attempts teach is learned once a month.
LEARN = "wonback.losses.tasks.learn_returns"
ELSEWHERE = {LEARN, "wonback.care.tasks.look_back"}
STEPS = [import_string(path) for path in nightly.STEPS if ".metrics." not in path and path not in ELSEWHERE]
MONDAY, TUESDAY, THURSDAY = 0, 1, 3
# A night that did not run is made up for by the next one.
NIGHTS = (MONDAY, TUESDAY, THURSDAY)


@dataclass
class Week:
    """What one week brought: how many deeds, and what was untrue at its end."""

    number: int
    deeds: int
    broken: list[str] = field(default_factory=list)


def live(world: World, weeks: int) -> Iterator[Week]:
    """Let the company live so many weeks; the truths are looked at after each, what the night sees to after a night."""
    world.found()
    first = world.day
    for number in range(1, weeks + 1):
        before, broken = world.done.total(), []
        for offset in NIGHTS:
            world.dawn(first + timedelta(weeks=number - 1, days=offset))
            broken += day(world, offset, learns=offset == MONDAY and number % 4 == 0)
        yield Week(number, world.done.total() - before, [*broken, *truths.broken(world)])


def day(world: World, offset: int, *, learns: bool) -> list[str]:
    """A night, then what people do; the post goes out at the end of the day."""
    list(
        nightly.run(
            as_of=world.day, clock=lambda: world.at, steps=[*STEPS, *([import_string(LEARN)] if learns else [])]
        )
    )
    broken = truths.broken(world, truths.BY_NIGHT) if offset == THURSDAY else []
    broken += [words for person in at_their_desks(world, offset) for words in work(world, person)]
    if offset == TUESDAY:
        deeds.week(world)
    if offset == THURSDAY:
        planning.work(world)
    world.minute += 1
    world.done["letter sent"] += send_due(clock=lambda: world.at)
    mail.outbox.clear() if hasattr(mail, "outbox") else None
    return broken


def at_their_desks(world: World, offset: int) -> list[User]:
    """Everybody once a week; one rep also on the day after."""
    return {MONDAY: world.reps, TUESDAY: [world.dice.choice(world.reps)], THURSDAY: world.leads}.get(offset, [])


def work(world: World, person: User) -> list[str]:
    today = desks.work(world, person)
    return [*desks.late_though_free(today, person), *desks.reminded_after_a_touch(today)]
