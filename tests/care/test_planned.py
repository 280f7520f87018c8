"""A touch with a day: planned, moved, met, and never in the way of a talk."""

from datetime import timedelta

import pytest

from wonback.care.models import Cadence, PlannedTouch, Touch
from wonback.care.models.planned import DayImpossible
from wonback.care.models.touch import Note
from wonback.team.models import DayTaken, Holiday, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(contoso, rosa, noon, today):
    return PlannedTouch.plan(contoso, today + timedelta(days=9), channel="call", by=rosa, at=noon)


class TestPlan:
    def test_makes_the_client_due_on_that_day(self, planned, contoso, today):
        contoso.refresh_from_db()

        assert contoso.touch_by == today + timedelta(days=9)
        assert str(contoso.timeline.last()) == (
            "Rosa Lindqvist planned to be in touch with Contoso on 2 December 2026 (call)."
        )

    def test_takes_a_visit_to_be_longer(self, contoso, rosa, noon, today):
        visit = PlannedTouch.plan(contoso, today, channel="visit", by=rosa, at=noon)

        assert (visit.minutes, visit.person) == (45, rosa)

    @pytest.mark.parametrize("days", [-1, 5, 6, 500, 9])
    def test_is_refused_for_a_day_that_is_none(self, days, planned, contoso, rosa, noon, today):
        with pytest.raises(DayImpossible, match="Choose"):
            PlannedTouch.plan(contoso, today + timedelta(days=days), channel="call", by=rosa, at=noon)

    def test_is_not_for_those_who_do_not_work_with_clients(self, contoso, vera, noon, today):
        with pytest.raises(NotAllowed):
            PlannedTouch.plan(contoso, today, channel="call", by=vera, at=noon)


class TestMove:
    def test_takes_the_client_along_and_counts(self, planned, contoso, rosa, noon, today):
        planned.move(today + timedelta(days=1), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert contoso.touch_by == today + timedelta(days=1)
        assert (planned.revision, planned.moved_by) == (1, rosa)
        assert str(contoso.timeline.last()) == "Rosa Lindqvist moved what was planned with Contoso to 24 November 2026."

    def test_to_where_it_stands_says_nothing(self, planned, contoso, rosa, noon):
        planned.move(planned.day, by=rosa, at=noon)

        assert not contoso.timeline.filter(verb="touch.moved").exists()

    def test_is_refused_for_the_past(self, planned, rosa, noon, today):
        with pytest.raises(DayImpossible):
            planned.move(today - timedelta(days=1), by=rosa, at=noon)

    def test_can_be_left_to_the_planner_again(self, planned, rosa):
        planned.let_go(by=rosa)

        assert planned.moved_by is None


class TestARealTouch:
    def test_meets_what_was_planned_for_the_days_after(self, planned, contoso, rosa, noon):
        touch = Touch.log(contoso, Note(line="All is well."), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert touch.planned.get() == planned
        assert contoso.touch_by == Cadence.objects.of(contoso).next_touch(touch.day)

    def test_leaves_what_is_planned_for_later(self, contoso, rosa, noon, today):
        later = PlannedTouch.plan(contoso, today + timedelta(days=30), channel="call", by=rosa, at=noon)
        Touch.log(contoso, Note(), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert PlannedTouch.objects.open().get() == later
        assert contoso.touch_by == later.day

    def test_that_missed_them_meets_nothing(self, planned, contoso, rosa, noon):
        Touch.log(contoso, Note(reached=False), by=rosa, at=noon)

        assert PlannedTouch.objects.open().exists()

    def test_gives_it_back_when_it_is_taken_back(self, planned, contoso, rosa, noon):
        Touch.log(contoso, Note(), by=rosa, at=noon).take_back(by=rosa, at=noon)
        contoso.refresh_from_db()

        assert PlannedTouch.objects.open().get() == planned
        assert contoso.touch_by == planned.day


class TestHoliday:
    def test_is_kept_by_leads_once(self, ines, rosa, today):
        Holiday.keep(today, "Founders’ day", by=ines)

        with pytest.raises(DayTaken, match="Founders"):
            Holiday.keep(today, "Again", by=ines)
        with pytest.raises(NotAllowed):
            Holiday.keep(today + timedelta(days=1), "Mine", by=rosa)
