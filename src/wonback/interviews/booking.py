"""When a talk can be: the hours of an interviewer, in their own time zone, without what is taken already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wonback.core.days import add_workdays

TALK = timedelta(minutes=25)
EVERY = timedelta(minutes=30)
WORKDAYS_OFFERED = 10
SLOTS_PROPOSED = 3

# Begin and end of a stretch, the end exclusive.
Stretch = tuple[time, time]
Taken = tuple[datetime, datetime]

# Until a person says otherwise. Monday is 0.
USUAL: Mapping[int, tuple[Stretch, ...]] = {
    weekday: ((time(9), time(12)), (time(14), time(17))) for weekday in range(5)
}


@dataclass(frozen=True, kw_only=True)
class Week:
    """When somebody can be booked. The last day of each absence is exclusive."""

    zone: ZoneInfo
    hours: Mapping[int, Sequence[Stretch]] = field(default_factory=lambda: USUAL)
    away: Sequence[tuple[date, date]] = ()

    def is_away(self, day: date) -> bool:
        return any(since <= day < until for since, until in self.away)


def slots(week: Week, *, taken: Sequence[Taken], now: datetime) -> list[datetime]:
    """The beginnings that are free, from tomorrow until ten working days from now, in universal time."""
    today = now.astimezone(week.zone).date()
    last = add_workdays(today, WORKDAYS_OFFERED)
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    offered = sorted({begin for day in days for begin in on_day(week, day)})
    return [begin for begin in offered if is_free(begin, taken)]


def on_day(week: Week, day: date) -> Iterator[datetime]:
    """The beginnings a day offers, before looking at what is taken."""
    if week.is_away(day):
        return
    for begins, ends in week.hours.get(day.weekday(), ()):
        wall, end = datetime.combine(day, begins), datetime.combine(day, ends)
        while wall + TALK <= end:
            moment = wall.replace(tzinfo=week.zone).astimezone(UTC)
            # In the night the clocks go forward, some times of day do not exist.
            if moment.astimezone(week.zone).replace(tzinfo=None) == wall:
                yield moment
            wall += EVERY


def is_free(begin: datetime, taken: Sequence[Taken]) -> bool:
    """Whether a talk that begins then overlaps none of these."""
    return all(begin + TALK <= since or until <= begin for since, until in taken)


def proposed(free: Sequence[datetime], *, zone: ZoneInfo) -> list[datetime]:
    """The first slot of each of three different days, to name in a letter."""
    firsts: dict[date, datetime] = {}
    for begin in free:
        firsts.setdefault(begin.astimezone(zone).date(), begin)
    return list(firsts.values())[:SLOTS_PROPOSED]
