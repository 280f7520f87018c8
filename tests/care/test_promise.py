"""What we owe a client: promises, concerns, and clients put off."""

from datetime import timedelta

import pytest

from wonback.care import tasks
from wonback.care.models import Cadence, Concern, Promise, Snooze
from wonback.care.models.cadence import RhythmImpossible
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.care.models.snooze import ChooseADay, SayWhy
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(contoso, rosa, noon, today):
    return Promise.make(contoso, "A price list", by=rosa, at=noon, due_by=today + timedelta(days=2))


class TestPromise:
    def test_is_told_with_its_day(self, promise):
        assert (
            str(promise.client.timeline.last()) == "Rosa Lindqvist promised Contoso: A price list, by 25 November 2026."
        )

    def test_is_kept_once(self, promise, rosa, ines, noon):
        promise.keep(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Promise.objects.get().keep(by=ines, at=noon)

    def test_needs_words(self, contoso, rosa, noon, today):
        with pytest.raises(WordsWanted):
            Promise.make(contoso, "  ", by=rosa, at=noon, due_by=today)

    def test_cannot_be_made_for_yesterday(self, contoso, rosa, noon, today):
        with pytest.raises(DayWanted):
            Promise.make(contoso, "A sample", by=rosa, at=noon, due_by=today - timedelta(days=1))

    def test_is_broken_by_the_night_once_and_still_owed(self, promise, today):
        after = today + timedelta(days=3)

        assert [tasks.break_promises(as_of=after), tasks.break_promises(as_of=after)] == [1, 0]
        assert Promise.objects.due(as_of=after).get().broken_on == after
        assert "We did not keep our promise to Contoso" in str(promise.client.timeline.last())

    def test_is_not_broken_on_its_own_day(self, promise):
        assert tasks.break_promises(as_of=promise.due_by) == 0


class TestConcern:
    def test_is_settled_once(self, contoso, rosa, noon, today):
        concern = Concern.raise_(contoso, "Late parcels", by=rosa, at=noon, due_by=today)
        concern.settle(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Concern.objects.get().settle(by=rosa, at=noon)

    def test_needs_words(self, contoso, rosa, noon, today):
        with pytest.raises(WordsWanted):
            Concern.raise_(contoso, "", by=rosa, at=noon, due_by=today)


class TestPutOff:
    def test_needs_a_reason(self, contoso, rosa, noon, today):
        with pytest.raises(SayWhy):
            Snooze.put_off(contoso, by=rosa, at=noon, until=today + timedelta(days=1), why=" ")

    @pytest.mark.parametrize("days", [-1, 0, 181])
    def test_needs_a_day_that_comes_soon(self, contoso, rosa, noon, today, days):
        with pytest.raises(ChooseADay):
            Snooze.put_off(contoso, by=rosa, at=noon, until=today + timedelta(days=days), why="Away")

    def test_counts_the_newest_decision(self, contoso, rosa, noon, today):
        for days in (30, 1):
            Snooze.put_off(contoso, by=rosa, at=noon, until=today + timedelta(days=days), why="Away")

        assert Snooze.objects.get().until == today + timedelta(days=1)

    def test_rests_for_one_person_only(self, contoso, rosa, ines, noon, today):
        Snooze.put_off(contoso, by=rosa, at=noon, until=today + timedelta(days=1), why="Away")

        assert not Snooze.objects.resting(ines, as_of=today).exists()


class TestRhythm:
    def test_of_a_tier_holds_until_a_client_has_its_own(self, contoso, rosa, noon):
        assert Cadence.objects.of(contoso).ideal_days == 45
        Cadence.objects.create(tier="B", ideal_days=30, maximum_days=60)
        assert Cadence.objects.of(contoso).ideal_days == 30
        Cadence.agree(contoso, ideal_days=7, maximum_days=14, paused_until=None, by=rosa, at=noon)
        assert Cadence.objects.of(contoso).ideal_days == 7

    def test_is_the_same_when_many_are_asked_at_once(self, contoso, northwind, rosa, noon):
        Cadence.objects.create(tier="B", ideal_days=30, maximum_days=60)
        Cadence.agree(contoso, ideal_days=7, maximum_days=14, paused_until=None, by=rosa, at=noon)
        together = Cadence.objects.laid_beside(Client.objects.order_by("name"))

        assert [Cadence.objects.beside(client).ideal_days for client in together] == [7, 30]

    def test_that_clients_share_takes_no_season_of_one_to_the_others(self):
        shared = Cadence.objects.usual("B")
        in_august = shared.with_seasons(((8, 1, 8, 31),))

        assert (in_august.ideal_days, in_august.seasons) == (shared.ideal_days, ((8, 1, 8, 31),))
        assert Cadence.objects.usual("B").seasons == ()

    def test_is_told_in_words(self, contoso, rosa, noon, today):
        Cadence.agree(contoso, ideal_days=7, maximum_days=14, paused_until=today, by=rosa, at=noon)

        assert str(contoso.timeline.last()) == (
            "Rosa Lindqvist wants to speak to Contoso every 7 days, 14 at most, not before 23 November 2026."
        )

    @pytest.mark.parametrize(("ideal", "most"), [(0, 5), (9, 8)])
    def test_must_be_possible(self, contoso, rosa, noon, ideal, most):
        with pytest.raises(RhythmImpossible):
            Cadence.agree(contoso, ideal_days=ideal, maximum_days=most, paused_until=None, by=rosa, at=noon)

    def test_begins_by_night_for_those_never_touched(self, northwind, contoso, today):
        assert [tasks.renew_rhythms(as_of=today), tasks.renew_rhythms(as_of=today)] == [1, 0]

        northwind.refresh_from_db()
        assert northwind.touch_by == northwind.spell.started_on + timedelta(days=45)
