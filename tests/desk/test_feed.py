"""The calendar of a rep: private, renewable, and readable by any calendar."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from wonback.care.models import PlannedTouch, Promise
from wonback.clients.models import Contract
from wonback.desk.feed import calendar_of
from wonback.post.models import Feed
from wonback.renewals.tasks import find_renewals

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(contoso, rosa, noon, today):
    contoso.town = "Ulm"
    contoso.save()
    rosa.time_zone = "America/New_York"
    rosa.save()
    return PlannedTouch.plan(contoso, today + timedelta(days=9), channel="visit", by=rosa, at=noon)


def read(user, noon):
    calendar = Calendar.from_ical(calendar_of(user, at=noon, as_of=noon.date()))
    return {str(event["uid"]).split("@")[0]: event for event in calendar.walk("VEVENT")}, calendar


class TestTheCalendar:
    def test_holds_what_is_planned_promised_and_ends(self, planned, contoso, rosa, noon, today):
        promise = Promise.make(contoso, "A price list", by=rosa, at=noon, due_by=today + timedelta(days=3))
        until = today + timedelta(days=120)
        Contract.objects.create(client=contoso, until=until, notice_days=90, amount_per_year=Decimal(9), currency="EUR")
        find_renewals(as_of=today)
        events, _calendar = read(rosa, noon)

        titles = sorted(str(event["summary"]) for event in events.values())
        assert titles == [
            "Contract ends: Contoso",
            "Last day of notice: Contoso",
            "Promised to Contoso: A price list",
            "Visit: Contoso",
        ]
        assert events[f"promise-{promise.pk}"].decoded("dtstart") == today + timedelta(days=3)

    def test_begins_at_nine_where_the_person_is_and_brings_the_zone_along(self, planned, rosa, noon):
        events, calendar = read(rosa, noon)
        event = events[f"touch-{planned.pk}"]

        assert event.decoded("dtstart") == datetime.combine(planned.day, time(9), ZoneInfo("America/New_York"))
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
        assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
        assert str(event["location"]) == "Ulm"

    def test_keeps_the_name_of_an_entry_that_moves(self, planned, rosa, noon, today):
        before, _calendar = read(rosa, noon)
        planned.move(today + timedelta(days=10), by=rosa, at=noon)
        after, _calendar = read(rosa, noon)

        assert set(before) == set(after)
        assert after[f"touch-{planned.pk}"]["sequence"] == 1

    def test_holds_nothing_of_others_nor_of_those_who_left(self, planned, contoso, rosa, sam, noon):
        assert read(sam, noon)[0] == {}
        contoso.standing = "lost"
        contoso.save()

        assert read(rosa, noon)[0] == {}

    def test_holds_what_was_planned_for_whoever_looks_after_them_now(self, planned, contoso, sam, ines, rosa, noon):
        contoso.hand_over(sam, by=ines, at=noon)

        assert read(rosa, noon)[0] == {}
        assert list(read(sam, noon)[0]) == [f"touch-{planned.pk}"]


class TestTheAddress:
    def test_opens_without_a_sign_in_and_dies_when_it_is_renewed(self, client, planned, rosa, noon):
        old = Feed.renew(rosa, at=noon)
        answer = client.get(f"/calendar/{old.token}.ics")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in answer["Cache-Control"]

        new = Feed.renew(rosa, at=noon)
        assert client.get(f"/calendar/{old.token}.ics").status_code == 404
        assert client.get(f"/calendar/{new.token}.ics").status_code == 200

    def test_is_neither_guessed_nor_open_for_somebody_who_left(self, client, rosa, noon):
        feed = Feed.renew(rosa, at=noon)
        assert client.get(f"/calendar/{feed.token[:-1]}.ics").status_code == 404
        assert client.get(f"/calendar/{feed.pk}-{feed.nonce}.ics").status_code == 404
        rosa.is_active = False
        rosa.save()

        assert client.get(f"/calendar/{feed.token}.ics").status_code == 404

    def test_is_made_on_the_page_and_by_a_program(self, client, rosa):
        client.force_login(rosa)
        client.post("/calendar/renew/")
        feed = Feed.objects.get()
        assert feed.address in client.get("/planner/").content.decode()
        assert client.get("/api/v1/calendar-feed").json() == {"address": feed.address}

        assert client.post("/api/v1/calendar-feed/renew").json()["address"] != feed.address
