"""Quieter seasons, the rhythm of a whole size, what came back, and a next day for every client."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.care import rhythms, tasks
from wonback.care.models import Cadence, PlannedTouch, QuietSeason, Touch
from wonback.care.models.cadence import RhythmImpossible
from wonback.care.models.promise import WordsWanted
from wonback.care.models.quiet_season import Quiet, SeasonImpossible
from wonback.care.models.touch import Note, NotSent
from wonback.care.rhythm_page import RhythmPage, without_a_day
from wonback.care.rhythms import Known, Rules
from wonback.care.seasons import Rhythm, Season
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.desk.book import Book
from wonback.desk.planner import Filling
from wonback.desk.today import today_of
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def harvest(today):
    """From the day on which Contoso would be due, for three weeks."""
    since = today + timedelta(days=30)
    return Quiet(since, since + timedelta(days=21), 0, False, "Harvest")


def again(client):
    client.refresh_from_db()
    return client


class TestSeasonOfAClient:
    def test_moves_their_next_touch_behind_it_and_tells_the_story(self, contoso, rosa, harvest, noon, today):
        QuietSeason.keep(contoso, harvest, by=rosa, at=noon)
        rhythms.renew(Client.objects.filter(pk=contoso.pk), as_of=today)

        assert again(contoso).touch_by == harvest.until
        assert contoso.touch_latest_by == harvest.until + timedelta(days=30)
        assert str(contoso.timeline.order_by("at", "pk").last()).startswith(
            "Rosa Lindqvist keeps a quieter season for Contoso: from 23 December 2026 to 12 January 2027 not at all (Harvest)."
        )

    def test_holds_for_the_next_touch_too(self, contoso, rosa, harvest, noon):
        QuietSeason.keep(contoso, harvest, by=rosa, at=noon)
        Touch.log(contoso, Note(), by=rosa, at=noon)

        assert again(contoso).touch_by == harvest.until

    def test_ended_early_counts_no_more(self, contoso, rosa, harvest, noon, today):
        season = QuietSeason.keep(contoso, harvest, by=rosa, at=noon)
        season.end(by=rosa, at=noon)
        rhythms.renew(as_of=today)

        assert again(contoso).touch_by == today + timedelta(days=38)
        with pytest.raises(AlreadyDone):
            season.end(by=rosa, at=noon)

    def test_needs_a_reason_and_days(self, contoso, rosa, harvest, noon):
        with pytest.raises(WordsWanted):
            QuietSeason.keep(contoso, harvest._replace(why=" "), by=rosa, at=noon)
        for days in (0, 301):
            impossible = harvest._replace(until=harvest.since + timedelta(days=days))
            with pytest.raises(SeasonImpossible):
                QuietSeason.keep(contoso, impossible, by=rosa, at=noon)

    def test_is_seen_by_the_planner(self, contoso, rosa, harvest, noon, today):
        QuietSeason.keep(contoso, harvest, by=rosa, at=noon)
        Filling.of(rosa, as_of=today).run()
        days = PlannedTouch.objects.filter(client=contoso).values_list("day", flat=True)

        assert days
        assert not [day for day in days if harvest.since <= day < harvest.until]

    def test_leaves_the_ring_calm(self, contoso, rosa, harvest, noon, today):
        QuietSeason.keep(contoso, harvest, by=rosa, at=noon)
        rhythms.renew(as_of=today)

        assert Cadence.objects.of(contoso).stretched(again(contoso)) == (58, 88)


class TestRhythmOfASize:
    def test_is_a_leads_to_change_and_leaves_those_who_differ(self, contoso, rosa, ines, noon, today):
        Cadence.agree_for_all("B", 20, 40, by=ines, at=noon)
        rhythms.renew(as_of=today)
        assert again(contoso).touch_by == today + timedelta(days=13)

        Cadence.agree(contoso, ideal_days=7, maximum_days=14, paused_until=None, by=rosa, at=noon)
        Cadence.agree_for_all("B", 60, 90, by=ines, at=noon)
        rhythms.renew(as_of=today)
        assert again(contoso).touch_by == today

    def test_is_refused_to_a_rep_and_if_it_cannot_be(self, rosa, ines, noon, harvest):
        with pytest.raises(NotAllowed):
            Cadence.agree_for_all("B", 20, 40, by=rosa, at=noon)
        with pytest.raises(NotAllowed):
            QuietSeason.keep_for_all("B", harvest, by=rosa, at=noon)
        with pytest.raises(RhythmImpossible):
            Cadence.agree_for_all("B", 20, 10, by=ines, at=noon)


class TestWhatCameBack:
    def test_was_no_touch(self, contoso, rosa, noon, today):
        sent = Touch.log(contoso, Note(channel="mail"), by=rosa, at=noon)
        assert again(contoso).last_touch_on == today

        sent.come_back(by=rosa, at=noon + timedelta(days=2))

        assert again(contoso).last_touch_on == today - timedelta(days=7)
        assert "came back" in str(contoso.timeline.order_by("at", "pk").last())
        with pytest.raises(AlreadyDone):
            sent.come_back(by=rosa, at=noon)

    def test_must_have_been_sent(self, contoso, rosa, noon):
        call = Touch.log(contoso, Note(), by=rosa, at=noon)
        with pytest.raises(NotSent):
            call.come_back(by=rosa, at=noon)


class TestNight:
    def test_finds_what_a_touch_wrote_down(self, contoso, today):
        before = (contoso.last_touch_on, again(contoso).touch_by, contoso.touch_latest_by)
        Client.objects.filter(pk=contoso.pk).update(last_touch_on=None, touch_by=None, touch_latest_by=None)

        assert [tasks.renew_rhythms(as_of=today) for _ in range(2)] == [1, 0]
        assert (again(contoso).last_touch_on, contoso.touch_by, contoso.touch_latest_by) == before

    def test_gives_a_day_to_whom_nobody_knows(self, contoso, today):
        stranger = Client.objects.create(name="Stranger", tier="C")
        tasks.renew_rhythms(as_of=today)

        assert (again(stranger).touch_by, stranger.touch_latest_by) == (today, today + timedelta(days=60))
        assert [one.client.name for one in without_a_day(Client.objects.active())] == ["Stranger"]

    @settings(max_examples=40)
    @given(
        st.dates(date(2020, 1, 1), date(2026, 11, 23)) | st.none(),
        st.dates(date(2020, 1, 1), date(2027, 11, 23)) | st.none(),
        st.dates(date(2020, 1, 1), date(2026, 11, 23)) | st.none(),
        st.integers(0, 3),
    )
    def test_leaves_nobody_without_a_next_touch(self, last, planned, began, slower):
        rhythm = Rhythm(30, 60, None, (Season(date(2026, 12, 1), date(2027, 2, 1), slower, every_year=True),))
        kept = lambda day: {1: day} if day else {}  # noqa: E731  # one client
        rules = Rules(date(2026, 11, 23), {"C": rhythm}, kept(last), kept(planned), kept(began))

        found = rules.days_of(Known(1, "C", None, None, None))

        assert found.due is not None
        assert found.latest is not None
        assert rules.days_of(found) == found


class TestWhoIsNotForgotten:
    def test_the_clients_of_whoever_has_left_come_up_with_their_lead(self, contoso, rosa, ines, today):
        Client.objects.filter(pk=contoso.pk).update(touch_by=today - timedelta(days=3))
        rosa.is_active = False
        rosa.save(update_fields=["is_active"])

        assert [card.client for card in today_of(ines, as_of=today).cards] == [contoso]

    def test_a_plan_is_no_talk(self, contoso, ines, noon, today):
        """Beyond the most counts as neglected, although a day is planned."""
        Client.objects.filter(pk=contoso.pk).update(touch_by=today + timedelta(days=3), touch_latest_by=today)
        assert not Book(ines, noon, today).neglected().exists()

        Client.objects.filter(pk=contoso.pk).update(touch_latest_by=today - timedelta(days=1))
        assert Book(ines, noon, today).neglected().get() == contoso


class TestPage:
    def test_counts_by_size(self, contoso, rosa, today):
        Client.objects.filter(pk=contoso.pk).update(touch_by=today - timedelta(days=3))
        row = RhythmPage(rosa, today).tiers[1]
        assert (row.tier, row.in_time, row.due, row.beyond) == ("B", 0, 1, 0)

        Client.objects.filter(pk=contoso.pk).update(touch_latest_by=today - timedelta(days=1))
        row = RhythmPage(rosa, today).tiers[1]
        assert (row.in_time, row.due, row.beyond) == (0, 0, 1)

    def test_lets_a_lead_change_what_a_rep_reads(self, client, contoso, rosa, ines):
        address = reverse("care:rhythms")
        client.force_login(rosa)
        assert "Change the rhythm of a size" not in client.get(address).text

        client.force_login(ines)
        assert "Change the rhythm of a size" in client.get(address).text
        client.post(reverse("care:agree_rhythm"), {"tier": "B", "ideal_days": 10, "maximum_days": 20})
        season = {"first": "2026-12-20", "last": "2027-01-06", "slower": "2", "every_year": "on", "why": "Holidays"}
        client.post(reverse("care:keep_season_for_all"), {"tier": "B", **season})
        page = client.get(address).text

        assert "every year from 20 December to 6 January half as often" in page
        assert "Ines Okafor" in page

    def test_of_a_client_keeps_and_ends_a_season(self, client, contoso, rosa):
        client.force_login(rosa)
        season = {"first": "2026-12-20", "last": "2027-01-06", "slower": "0", "why": "Stocktaking"}
        client.post(reverse("care:keep_season", args=[contoso.pk]), season)
        assert "Stocktaking" in client.get(contoso.get_absolute_url()).text

        client.post(reverse("care:end_season", args=[QuietSeason.objects.get().pk]))
        assert "Stocktaking" not in client.get(contoso.get_absolute_url() + "?after=").text.split('id="story"')[0]


class TestThroughTheApi:
    def test_a_program_does_the_same(self, client, contoso, rosa, ines):
        def send(verb, path, told):
            return getattr(client, verb)(f"/api/v1{path}", told, content_type="application/json").json()

        client.force_login(ines)
        changed = send("put", "/rhythms", {"tier": "B", "ideal_days": 30, "maximum_days": 50})
        assert [(one["ideal_days"], one["maximum_days"]) for one in changed["tiers"] if one["tier"] == "B"] == [
            (30, 50)
        ]
        days = {"first": "2026-12-20", "last": "2027-01-06", "every_year": True, "slower": 2, "why": "Holidays"}
        of_tier = send("post", "/seasons", {**days, "tier": contoso.tier})

        client.force_login(rosa)
        own = send("post", f"/clients/{contoso.pk}/seasons", {**days, "slower": 0})
        assert (own["until"], own["kept_by"]) == ("2027-01-07", "Rosa Lindqvist")
        assert [one["id"] for one in client.get(f"/api/v1/clients/{contoso.pk}/seasons").json()] == [
            of_tier["id"],
            own["id"],
        ]
        send("post", f"/seasons/{own['id']}/end", {})
        assert [one["id"] for one in client.get(f"/api/v1/clients/{contoso.pk}/seasons").json()] == [of_tier["id"]]
        assert client.post(f"/api/v1/seasons/{of_tier['id']}/end").status_code == 422
