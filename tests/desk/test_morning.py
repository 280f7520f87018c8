"""The day by mail: at their own hour, once, each client once, and answered by links that need no sign-in."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.post.conftest import postbox  # noqa: F401  # a mail server
from tests.post.test_sending import read
from wonback.care.models import Concern, Morning, Promise, Reminder, Snooze, Touch
from wonback.desk.mornings import forget_mornings, wanted_on, write_due
from wonback.interviews.models import Away
from wonback.post import links
from wonback.post.models import Letter
from wonback.post.sending import send_due
from wonback.rewards.models import Deed, Praise
from wonback.team.models import NoMorning, User
from wonback.winback.models import HandOut

pytestmark = pytest.mark.django_db
# A Monday in Berlin, where it is 07:30.
DAWN = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def rosa(rosa):
    """She has signed in before, and reads in Berlin."""
    rosa.last_login, rosa.time_zone = DAWN - timedelta(days=3), "Europe/Berlin"
    rosa.save()
    return rosa


@pytest.fixture
def harlow(contoso, today):
    """Contoso, silent for 90 days."""
    contoso.last_touch_on, contoso.touch_by = today - timedelta(days=90), today - timedelta(days=45)
    contoso.save()
    return contoso


@pytest.fixture
def reminder(harlow, rosa):
    write_due(at=DAWN)
    return Reminder.objects.get()


def letter():
    return Letter.objects.get(key__startswith="morning:")


def addresses():
    """Done, tomorrow and skip, as they stand in the text of the letter."""
    return [
        found.removeprefix("http://testserver").removeprefix("http://127.0.0.1:8000")
        for found in re.findall(r"http\S+/m/\S+", letter().text)
    ]


class TestPraise:
    @pytest.mark.usefixtures("harlow")
    def test_comes_with_the_mail_after_it_and_with_no_other(self, rosa, ines):
        """Given on a Monday before and after the mail; over the weekend nobody writes."""
        friday, monday = DAWN - timedelta(days=3), DAWN
        for line, at in {
            "Friday before.": friday - timedelta(hours=1),
            "Friday after.": friday + timedelta(hours=5),
            "Monday before.": monday - timedelta(minutes=1),
            "Monday after.": monday + timedelta(minutes=1),
        }.items():
            Praise.give(Deed("truth", rosa), line, by=ines, at=at)
        write_due(at=monday + timedelta(minutes=10))

        told = re.findall(r"praised you before everybody: “(.*)”", letter().text)
        assert told == ["Monday before.", "Friday after."]
        assert "Friday after." in letter().html

    def test_is_no_mail_by_itself(self, rosa, ines):
        Praise.give(Deed("truth", rosa), "Stayed calm.", by=ines, at=DAWN - timedelta(hours=1))

        assert write_due(at=DAWN) == 0
        assert not Letter.objects.exists()


class TestTheHour:
    def test_is_the_readers_own(self):
        there = {zone: User(morning_at=time(7, 30), time_zone=zone) for zone in ("Europe/Berlin", "America/New_York")}

        assert wanted_on(there["Europe/Berlin"], at=DAWN) == date(2026, 11, 23)
        assert wanted_on(there["America/New_York"], at=DAWN) is None
        assert wanted_on(there["America/New_York"], at=DAWN + timedelta(hours=6)) == date(2026, 11, 23)

    @pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu"])
    def test_is_of_the_day_it_is_there(self, zone):
        reader = User(morning_at=time(7, 30), time_zone=zone)
        moment = datetime(2026, 11, 24, 7, 31, tzinfo=reader.zone)

        assert wanted_on(reader, at=moment.astimezone(UTC)) == date(2026, 11, 24)

    @pytest.mark.parametrize(("hours", "wanted"), [(-0.1, False), (2.9, True), (3, False), (11, False)])
    def test_passes_and_nothing_comes_after_it(self, hours, wanted):
        reader = User(morning_at=time(7, 30), time_zone="Europe/Berlin")

        assert (wanted_on(reader, at=DAWN + timedelta(hours=hours)) is not None) == wanted

    @pytest.mark.parametrize("days", [5, 6])
    def test_is_on_no_weekend(self, days):
        assert wanted_on(User(morning_at=time(7, 30)), at=DAWN + timedelta(days=days, hours=1)) is None

    def test_keeps_its_place_when_the_clocks_change(self):
        reader = User(morning_at=time(7, 30), time_zone="Europe/Berlin")
        summer = datetime(2026, 10, 23, 5, 30, tzinfo=UTC)

        assert wanted_on(reader, at=summer) == date(2026, 10, 23)
        assert wanted_on(reader, at=datetime(2026, 10, 26, 5, 30, tzinfo=UTC)) is None

    def test_is_chosen_by_the_reader(self, rosa):
        rosa.choose_morning(time(6, 15), zone="Europe/Lisbon")
        rosa.refresh_from_db()
        assert (rosa.morning_at, rosa.time_zone) == (time(6, 15), "Europe/Lisbon")

        rosa.choose_morning(None, zone="Europe/Lisbon")
        assert wanted_on(rosa, at=DAWN) is None

    @pytest.mark.parametrize(("at", "zone"), [(time(4, 59), "UTC"), (time(13), "UTC"), (time(7), "Berlin")])
    def test_is_refused_where_it_is_no_morning(self, rosa, at, zone):
        with pytest.raises(NoMorning):
            rosa.choose_morning(at, zone=zone)


class TestWriting:
    def test_names_each_client_with_why_now_and_three_links(self, harlow, rosa):
        assert write_due(at=DAWN) == 1

        assert letter().subject == "Today: 1 touch"
        assert letter().to == "rosa@example.com"
        assert "You have not spoken for 90 days." in letter().text
        assert len(addresses()) == 3
        assert all(address in letter().html for address in re.findall(r"http\S+/m/\S+", letter().text))

    def test_happens_once_a_day(self, harlow, rosa):
        counts = [write_due(at=DAWN + timedelta(minutes=minutes)) for minutes in (0, 5, 10)]

        assert counts == [1, 0, 0]
        assert (Letter.objects.count(), Reminder.objects.count()) == (1, 1)
        assert write_due(at=DAWN + timedelta(days=1)) == 1

    def test_names_a_client_once_however_much_is_due(self, harlow, rosa, noon, today):
        Promise.make(harlow, "The price list", by=rosa, at=noon, due_by=today)
        Concern.raise_(harlow, "Late again", by=rosa, at=noon - timedelta(days=8), due_by=today)
        write_due(at=DAWN)

        assert Reminder.objects.get().why_now.startswith("Promised: The price list, by today.")

    def test_leads_to_the_page_for_what_needs_one(self, fabrikam_loss, rosa, ines):
        HandOut.give(fabrikam_loss, rosa, by=ines, at=DAWN - timedelta(days=1))
        write_due(at=DAWN)

        assert letter().subject == "Today: 1 client to bring back"
        assert f"Open: http://127.0.0.1:8000/losses/{fabrikam_loss.pk}/" in letter().text

    def test_passes_over_a_client_of_whom_another_letter_speaks_today(self, harlow, rosa):
        told = {"to": rosa.email, "colleague": rosa.name, "sender": None, "client": harlow}
        Letter.among_us(key="nudge:1", subject="Contoso", text="Now.", at=DAWN - timedelta(hours=2), **told)

        assert write_due(at=DAWN) == 0

    def test_sends_nothing_when_nobody_waits(self, contoso, rosa):
        assert write_due(at=DAWN) == 0
        assert (Morning.objects.count(), Letter.objects.count()) == (1, 0)

    def test_leaves_those_alone_who_are_away(self, harlow, rosa):
        Away.objects.create(person=rosa, since=DAWN.date(), until=DAWN.date() + timedelta(days=1))

        assert write_due(at=DAWN) == 0

    @pytest.mark.parametrize(
        "change", [{"last_login": None}, {"is_active": False}, {"email": None}, {"role": "interviewer"}]
    )
    def test_is_for_people_who_work_here(self, harlow, rosa, change):
        """Whom a file brought in has asked for nothing."""
        User.objects.filter(pk=rosa.pk).update(**change)

        assert write_due(at=DAWN) == 0

    def test_forgets_what_can_be_answered_no_more(self, reminder, today):
        assert forget_mornings(as_of=today + timedelta(days=30)) == 0
        assert forget_mornings(as_of=today + timedelta(days=31)) == 1


class TestTheLetter:
    def test_arrives_as_text_and_html(self, harlow, rosa, postbox, settings):  # noqa: F811  # the fixture
        write_due(at=DAWN)
        send_due(clock=lambda: DAWN + timedelta(minutes=1))
        mail = read(postbox.mails[0])

        assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
        assert str(mail["To"]) == "Rosa Lindqvist <rosa@example.com>"
        assert str(mail["From"]) == settings.DEFAULT_FROM_EMAIL
        assert "Contoso" in mail.get_body(("html",)).get_content()

    def test_is_stopped_when_the_morning_has_passed(self, harlow, rosa, postbox):  # noqa: F811  # the fixture
        write_due(at=DAWN)
        send_due(clock=lambda: DAWN + timedelta(hours=11))

        assert (letter().state, letter().why, postbox.mails) == ("stopped", "Its hour has passed.", [])

    def test_shows_a_name_as_it_is_spelled(self, harlow, rosa):
        harlow.name = "<b>Harlow</b> & Sons"
        harlow.save()
        write_due(at=DAWN)

        assert "&lt;b&gt;Harlow&lt;/b&gt; &amp; Sons" in letter().html

    def test_loads_nothing_from_anywhere(self, harlow, rosa):
        write_due(at=DAWN)

        assert re.findall(r"<img|<script|<link|url\(|@import|src=", letter().html) == []


class TestTheLinks:
    @pytest.fixture(autouse=True)
    def at_breakfast(self, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: DAWN + timedelta(minutes=20))

    def test_change_nothing_by_being_opened(self, reminder, client):
        """Mail programs and their scanners open every link, some of them several times."""
        for address in addresses() * 3:
            assert client.get(address).status_code == client.head(address).status_code == 200

        reminder.refresh_from_db()
        assert (reminder.answer, Touch.objects.filter(at__gte=DAWN).count(), Snooze.objects.count()) == ("", 0, 0)

    def test_note_a_touch_without_signing_in(self, reminder, client, harlow):
        done = addresses()[0]
        page = client.post(done, {"works": "on", "line": "They take the larger size."}, follow=True)

        assert "Noted: you were in touch with Contoso" in page.text
        touch = harlow.touches.latest("at")
        assert (touch.by.name, touch.works, touch.line) == ("Rosa Lindqvist", True, "They take the larger size.")
        assert "sessionid" not in client.cookies

    def test_keep_a_promise_with_it(self, harlow, rosa, noon, today, client):
        mine = Promise.make(harlow, "The price list", by=rosa, at=noon, due_by=today)
        other = Promise.make(harlow, "A visit", by=rosa, at=noon, due_by=today + timedelta(days=9))
        write_due(at=DAWN)
        page = client.get(addresses()[0])
        assert "Kept: The price list" in page.text
        client.post(addresses()[0], {"kept": [mine.pk]})

        mine.refresh_from_db()
        assert mine.kept_at
        assert client.post(addresses()[0], {"kept": [other.pk]}).status_code == 422

    def test_put_off_until_the_next_working_day(self, reminder, client, today):
        client.post(addresses()[1], {"why": "They are away"})

        snooze = Snooze.objects.get()
        assert (snooze.why, snooze.user.name) == ("They are away", "Rosa Lindqvist")
        assert snooze.until > today

    def test_skip_until_the_next_turn(self, reminder, client):
        client.post(addresses()[2], {"words": "We meet at the fair."})

        assert Snooze.objects.get().why == "We meet at the fair"

    def test_ask_why(self, reminder, client):
        answer = client.post(addresses()[2], {})

        assert answer.status_code == 422
        assert "Say in a few words why this client can wait." in answer.text
        reminder.refresh_from_db()
        assert reminder.answer == ""

    def test_work_once_whichever_of_the_three(self, reminder, client):
        client.post(addresses()[0], {})
        answer = client.post(addresses()[1], {"why": "They are away"})

        assert answer.status_code == 422
        assert "You have answered already." in answer.text
        assert "You answered this line." in client.get(addresses()[2]).text
        assert Snooze.objects.count() == 0

    def test_expire(self, reminder, client, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: DAWN + timedelta(days=4))
        answers = [client.get(addresses()[0]), client.post(addresses()[0], {})]

        assert [answer.status_code for answer in answers] == [422, 422]
        assert all("this link was for Monday, 23 November and has expired" in answer.text for answer in answers)

    def test_open_nothing_when_they_are_forged(self, reminder, client):
        done, tomorrow, _skip = addresses()
        token = done.removesuffix("/").rsplit("/", 1)[1]
        forged = [
            done.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b")),
            done.replace(token, links.link("reminder-done", reminder.pk, links.new_nonce())),
            tomorrow.replace("/m/tomorrow/", "/m/skip/"),
        ]

        for address in forged:
            answer = client.post(address, {"why": "They are away"})
            assert answer.status_code == 404
            assert "This link opens nothing" in answer.text

    def test_open_nothing_for_whoever_has_left(self, reminder, client, rosa):
        User.objects.filter(pk=rosa.pk).update(is_active=False)

        assert client.get(addresses()[0]).status_code == 404

    def test_say_so_when_somebody_else_looks_after_them_now(self, reminder, client, sam, harlow):
        harlow.owner = sam
        harlow.save()
        answer = client.post(addresses()[0], {})

        assert answer.status_code == 422
        assert "Leave Contoso to whoever looks after them now." in answer.text

    def test_are_not_for_search_machines_and_caches(self, reminder, client):
        answer = client.get(addresses()[0])

        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


class TestMyMorning:
    def test_is_chosen_on_a_page(self, client, rosa):
        client.force_login(rosa)
        assert "07:30" in client.get("/my-morning/").text
        page = client.post("/my-morning/", {"wanted": "on", "at": "06:45", "zone": "Europe/Paris"}, follow=True)

        rosa.refresh_from_db()
        assert (rosa.morning_at, rosa.time_zone) == (time(6, 45), "Europe/Paris")
        assert "It holds from the next working day." in page.text

    def test_can_be_none(self, client, rosa):
        client.force_login(rosa)
        client.post("/my-morning/", {"at": "06:45", "zone": "Europe/Paris"})

        rosa.refresh_from_db()
        assert rosa.morning_at is None

    def test_is_chosen_by_a_program(self, client, rosa):
        client.force_login(rosa)
        told = {"at": "06:45", "time_zone": "Europe/Paris"}
        answer = client.put("/api/v1/my-morning", told, content_type="application/json")
        assert answer.json() == {"at": "06:45:00", "time_zone": "Europe/Paris"}

        refused = client.put("/api/v1/my-morning", told | {"at": "15:00"}, content_type="application/json")
        assert refused.status_code == 422
        assert "no_morning" in refused.json()["type"]


def test_costs_a_person_no_more_queries_for_more_clients(harlow, rosa, noon, django_assert_max_num_queries):
    """One row for each line, and what Today asks."""
    with django_assert_max_num_queries(28):
        write_due(at=DAWN)
