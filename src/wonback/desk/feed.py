"""What stands in a person's own calendar: planned touches, promises, contracts that end. Names and days, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from wonback.care.models import PlannedTouch, Promise
from wonback.interviews.models.hours import zone_of
from wonback.renewals.models import Renewal
from wonback.team.models import User

# What nobody has met stays for two weeks; farther than a year ahead nothing is planned.
DAYS_BACK, DAYS_AHEAD = 14, 366
BEGINS = time(9)
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry. Its name stays the same however often it moves; a day alone means the whole day."""

    name: str
    title: str
    begins: date | datetime
    ends: date | datetime
    url: str
    revision: int = 0
    place: str = ""


def calendar_of(user: User, *, at: datetime, as_of: date) -> bytes:
    """The calendar as iCalendar, with the time zone it needs."""
    calendar = Calendar()
    calendar.add("prodid", "-//Wonback//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Wonback")
    calendar.add("refresh-interval", timedelta(hours=1))
    for mark in (*touches(user, as_of=as_of), *promises(user, as_of=as_of), *renewals(user, as_of=as_of)):
        calendar.add_component(entry(mark, at=at))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def entry(mark: Mark, *, at: datetime) -> Event:
    event = Event()
    host = urlsplit(settings.WONBACK_URL).hostname
    told: dict[str, Any] = {"uid": f"{mark.name}@{host}", "dtstamp": at, "sequence": mark.revision}
    told |= {"dtstart": mark.begins, "dtend": mark.ends, "summary": mark.title, "transp": "TRANSPARENT"}
    told |= {"url": settings.WONBACK_URL + mark.url} | ({"location": mark.place} if mark.place else {})
    for name, value in told.items():
        event.add(name, value)
    return event


def touches(user: User, *, as_of: date) -> Iterator[Mark]:
    """What is planned, one after the other from nine in the morning where the person is."""
    zone = zone_of(user)
    planned = PlannedTouch.objects.between(as_of - timedelta(days=DAYS_BACK), as_of + timedelta(days=DAYS_AHEAD))
    mine = planned.of(user).select_related("client").order_by("day", "channel", "client__town", "pk")[:MOST]
    for day, group in groupby(mine, key=lambda one: one.day):
        begins = datetime.combine(day, BEGINS, zone)
        for one in group:
            ends = begins + timedelta(minutes=one.minutes)
            title = f"{one.get_channel_display()}: {one.client}"
            yield Mark(
                f"touch-{one.pk}", title, begins, ends, one.client.get_absolute_url(), one.revision, one.client.town
            )
            begins = ends


def promises(user: User, *, as_of: date) -> Iterator[Mark]:
    """What they promised and still owe; a broken promise stands on its own day, for two weeks."""
    owed = Promise.objects.open().filter(owner=user, due_by__gte=as_of - timedelta(days=DAYS_BACK))
    for one in owed.select_related("client").order_by("due_by", "pk")[:MOST]:
        title = _("Promised to %(client)s: %(what)s") % {"client": one.client, "what": one.what}
        yield whole_day(f"promise-{one.pk}", title, one.due_by, one.client.get_absolute_url())


def renewals(user: User, *, as_of: date) -> Iterator[Mark]:
    """When contracts of their own clients end, and when notice can last be given."""
    for one in Renewal.objects.open().filter(contract__client__owner=user).for_cards()[:MOST]:
        client, url = one.contract.client, one.get_absolute_url()
        yield whole_day(f"renewal-{one.pk}", _("Contract ends: %(client)s") % {"client": client}, one.until, url)
        if one.notice_by and one.notice_by >= as_of - timedelta(days=DAYS_BACK):
            title = _("Last day of notice: %(client)s") % {"client": client}
            yield whole_day(f"notice-{one.pk}", title, one.notice_by, url)


def whole_day(name: str, title: str, day: date, url: str) -> Mark:
    return Mark(name, title, day, day + timedelta(days=1), url)
