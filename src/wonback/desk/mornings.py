"""The morning mail: each person's day at their own hour, on working days, once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from wonback.care.models import Morning, Reminder
from wonback.care.models.morning import DAYS_OPEN
from wonback.core.days import is_workday, workday_before
from wonback.desk import morning_mail
from wonback.desk.morning_mail import Mailed
from wonback.desk.today import Today, days_of
from wonback.interviews.models import Away
from wonback.post.models import Letter
from wonback.rewards.models import Praise
from wonback.team.models import USUAL_MORNING, User
from wonback.team.policy import ROLES, Right

# What could not be written at its hour may come a little later, and never in the afternoon.
LATEST = timedelta(hours=3)
KEPT = timedelta(days=30)


def write_due(*, at: datetime) -> int:
    """Write the mails whose hour it is. Return how many people got one."""
    people: dict[date, list[User]] = defaultdict(list)
    for user, day in waiting(at=at):
        people[day].append(user)
    return sum(write(today, at=at) for day, users in people.items() for today in days_of(users, as_of=day))


def waiting(*, at: datetime) -> Iterator[tuple[User, date]]:
    """Who is to get which day now, and has not been looked at for it."""
    seen = set(Morning.objects.filter(written_at__gte=at - timedelta(days=2)).values_list("user", "day"))
    for user in readers():
        day = wanted_on(user, at=at)
        if day and (user.pk, day) not in seen:
            yield user, day


def readers() -> QuerySet[User]:
    """Who has a day here, an address, and has ever signed in: nobody hears from us because a file named them."""
    working = [role for role, rights in ROLES.items() if Right.WORK in rights]
    known = User.objects.filter(is_active=True, email__gt="", role__in=working)
    return known.exclude(morning_at=None).exclude(last_login=None).order_by("pk")


def wanted_on(user: User, *, at: datetime) -> date | None:
    """The day whose mail this person is to get now, by their own clock; None if it is not the time.

    >>> from datetime import UTC
    >>> rosa = User(morning_at=time(7, 30), time_zone="Europe/Berlin")
    >>> wanted_on(rosa, at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    """
    there = at.astimezone(user.zone)
    if user.morning_at is None or not is_workday(there.date()):
        return None
    begins = datetime.combine(there.date(), user.morning_at, tzinfo=user.zone)
    return there.date() if begins <= there < begins + LATEST else None


@transaction.atomic
def write(today: Today, *, at: datetime) -> bool:
    """Write one person's day; false if they have had it, are away, or have nothing to do."""
    user, day = today.user, today.as_of
    morning, is_new = Morning.objects.get_or_create(user=user, day=day, defaults={"written_at": at})
    if not is_new or is_away(user, day):
        return False
    mailed = [*lines_of(today, morning, told=told_today(user, at=at))]
    if not mailed:
        return False
    Morning.objects.filter(pk=morning.pk).update(lines=len(mailed))
    until = hour_of(user, day) + LATEST
    written = morning_mail.written(user, day, mailed, praised=praised(user, day))
    Letter.among_us(
        key=f"morning:{user.pk}:{day}", at=at, to=user.email or "", colleague=user.name, sender=None, not_after=until,
        **written,
    )  # fmt: skip
    return True


def hour_of(user: User, day: date) -> datetime:
    """When their mail of that day comes."""
    return datetime.combine(day, user.morning_at or USUAL_MORNING, tzinfo=user.zone)


def praised(user: User, day: date) -> list[Praise]:
    """What was said of them between the mail before this one and this one: no mail of its own, and in none twice."""
    return list(Praise.objects.said_of(user, since=hour_of(user, workday_before(day)), until=hour_of(user, day)))


def is_away(user: User, day: date) -> bool:
    return Away.objects.filter(person=user, since__lte=day, until__gt=day).exists()


def told_today(user: User, *, at: datetime) -> set[int]:
    """Of which clients another letter of ours speaks to this person today: one notification a client is enough."""
    ours = Letter.objects.filter(to=user.email, client__isnull=False).exclude(colleague="")
    since = datetime.combine(at.astimezone(user.zone).date(), time.min, tzinfo=user.zone)
    return set(ours.filter(written_at__gte=since).values_list("client", flat=True))


def lines_of(today: Today, morning: Morning, *, told: set[int]) -> Iterator[Mailed]:
    """The lines of the day, each client once. Calls can be answered from the mail; for the rest it leads to the page."""
    seen = set(told)
    for card in today.cards:
        if card.client.pk not in seen:
            why = card.line.why_now
            reminder = Reminder.objects.create(morning=morning, client=card.client, why_now=why[:600])
            yield Mailed(card.client, card.line.kind, why, card.line.overdue_days, reminder=reminder)
        seen.add(card.client.pk)
    for step in today.steps:
        if step.client.pk not in seen:
            yield Mailed(step.client, step.kind, step.why_now, step.overdue_days, url=step.url)
        seen.add(step.client.pk)


def forget_mornings(*, as_of: date) -> int:
    """Nightly step: links that have long expired are not kept. Return how many mornings went."""
    assert timedelta(days=DAYS_OPEN) < KEPT  # noqa: S101  # nothing that can still be answered
    return Morning.objects.filter(day__lt=as_of - KEPT).delete()[1].get("care.Morning", 0)
