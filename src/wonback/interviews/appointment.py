"""A talk as an entry for calendars, which moves and goes with it."""

from datetime import datetime

from django.conf import settings

from wonback.interviews.booking import TALK
from wonback.team.models import User


def appointment(
    talk: int, number: int, *, start: datetime, person: User, title: str, is_off: bool = False, at: datetime
) -> str:
    """The entry as iCalendar. The same talk keeps its name; a higher number replaces what came before."""
    from icalendar import Calendar, Event, vCalAddress  # noqa: PLC0415  # slow to read, and most commands write none

    event = Event()
    event.add("uid", f"interview-{talk}@{settings.WONBACK_URL.split('//')[-1].split(':')[0]}")
    event.add("sequence", number)
    event.add("dtstamp", at)
    event.add("dtstart", start)
    event.add("dtend", start + TALK)
    event.add("summary", title)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{person.email}")
    organizer.params["cn"] = person.name
    event["organizer"] = organizer
    calendar = Calendar()
    calendar.add("prodid", "-//Wonback//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
