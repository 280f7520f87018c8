"""A day to take along: today's lines and their call sheets as plain values, for a phone without a network.

What clients said in confidence is in none of it: a call sheet holds nothing of an interview.
"""

import base64
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import formats, timezone
from django.utils.crypto import salted_hmac

from wonback.care import guess
from wonback.care.models import Concern, Promise, Touch
from wonback.care.question import another_way
from wonback.care.why import by_when
from wonback.clients.models import Contact
from wonback.desk.today import Card, today_of
from wonback.team.models import User

TOUCHES_SHOWN = 3
HOURS_KEPT = 48


def key_of(user: User) -> str:
    """With what this person's day and queue are sealed on a device: the same every time they sign in, and on no disk of ours."""
    return base64.b64encode(salted_hmac("wonback.desk.offline", str(user.pk), algorithm="sha256").digest()).decode()


def day_of(user: User, *, as_of: date) -> dict[str, Any]:
    """The list and the sheets. The number of queries does not depend on how many lines there are."""
    today = today_of(user, as_of=as_of)
    sheets = Sheets([card.client.pk for card in today.cards])
    lines = [line_of(card, sheets, as_of=as_of) for card in today.cards]
    return {"as_of": as_of, "day": formats.date_format(as_of, "l, j F"), "lines": lines}


class Sheets:
    """What stands on the call sheets of some clients, each kind read at once."""

    def __init__(self, clients: list[int]) -> None:
        self.people = by_client(Contact.objects.filter(client__in=clients, left_on=None).by_weight())
        self.touches = by_client(last_touches(clients))
        self.promises = by_client(Promise.objects.open().filter(client__in=clients).order_by("due_by", "pk"))
        self.concerns = by_client(Concern.objects.open().filter(client__in=clients).order_by("due_by", "pk"))


def by_client(rows: Iterable[Any]) -> Callable[[int], list[Any]]:
    """The rows of each client, in the order in which they came."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.client_id].append(row)
    return lambda client: found[client]


def last_touches(clients: list[int]) -> QuerySet[Touch]:
    place = Window(RowNumber(), partition_by=F("client"), order_by=[F("at").desc(), F("pk").desc()])
    made = Touch.objects.standing().filter(client__in=clients).select_related("by").annotate(place=place)
    return made.filter(place__lte=TOUCHES_SHOWN).newest()


def line_of(card: Card, sheets: Sheets, *, as_of: date) -> dict[str, Any]:
    client = card.client
    people, touches = sheets.people(client.pk), sheets.touches(client.pk)
    before = [guess.Before(touch.channel, touch.contact_id, touch.reached) for touch in touches]
    return {
        "client": client.pk,
        "name": client.name,
        "why_now": card.line.why_now,
        "minutes": card.line.minutes,
        "phone": "" if card.waiting.refused else next((one.phone for one in people if one.phone), client.phone),
        "people": [{"id": one.pk, "name": one.name, "role": role_of(one)} for one in people[:8]],
        "touches": [said_in(touch) for touch in touches],
        "owed": [owed(one, as_of=as_of) for one in (*sheets.promises(client.pk), *sheets.concerns(client.pk))],
        "advice": another_way([touch.channel for touch in touches]),
        "channel": guess.channel(before),
        "contact": guess.person(before, [one.pk for one in people]),
    }


def role_of(person: Contact) -> str:
    return " · ".join(filter(None, [person.title, person.get_role_display() if person.role else ""]))


def said_in(touch: Touch) -> str:
    """One touch in one line: how, when, by whom, and what was heard."""
    day = formats.date_format(timezone.localdate(touch.at), "j F")
    head = ", ".join(filter(None, [str(touch.get_channel_display()), day, touch.by.name if touch.by else ""]))
    return f"{head}: {touch.line}" if touch.line else head


def owed(one: Promise | Concern, *, as_of: date) -> str:
    return f"{one.what} ({by_when(one.due_by, as_of=as_of)})"
