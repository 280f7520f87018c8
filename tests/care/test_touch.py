"""One contact we made, what it opens, and how a slip is taken back."""

import uuid
from datetime import timedelta

import pytest

from wonback.care.models import Cadence, Concern, Sighting, Touch
from wonback.care.models.touch import Note, NotYours, TooLate
from wonback.core.errors import AlreadyDone
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


class TestLog:
    def test_moves_the_rhythm_and_tells_the_story(self, contoso, rosa, noon, today):
        Touch.log(contoso, Note(channel="call", works=True, line="All fine."), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert contoso.last_touch_on == today
        assert contoso.touch_by == today + timedelta(days=45)
        assert told(contoso)[-1] == "Rosa Lindqvist was in touch with Contoso (call). All fine."

    def test_does_not_count_a_call_that_nobody_answered(self, contoso, rosa, noon, today):
        Touch.log(contoso, Note(reached=False), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert contoso.last_touch_on == today - timedelta(days=7)
        assert told(contoso)[-1] == "Rosa Lindqvist tried to reach Contoso (call)."

    def test_is_written_once_when_it_is_sent_twice(self, contoso, rosa, noon):
        note = Note(key=uuid.uuid4(), gripe=True, line="Late again.")
        first, second = (Touch.log(contoso, note, by=rosa, at=noon) for _ in range(2))

        assert first == second
        assert contoso.concerns.count() == 1

    def test_opens_a_concern_that_its_owner_answers_within_a_week(self, contoso, rosa, noon, today):
        Touch.log(contoso, Note(gripe=True, line="Parcels come late."), by=rosa, at=noon)
        concern = contoso.concerns.get()

        assert (concern.what, concern.owner, concern.due_by) == ("Parcels come late.", rosa, today + timedelta(days=7))

    def test_notes_which_competitor_was_seen(self, contoso, rosa, noon):
        Touch.log(contoso, Note(competitor=True, rival="Rivalto"), by=rosa, at=noon)

        assert str(contoso.sightings.get().competitor) == "Rivalto"

    def test_notes_a_competitor_whose_name_nobody_knows(self, contoso, rosa, noon):
        Touch.log(contoso, Note(competitor=True), by=rosa, at=noon)

        assert contoso.sightings.get().competitor is None

    def test_never_moves_the_last_touch_backwards(self, contoso, rosa, noon, today):
        Touch.log(contoso, Note(), by=rosa, at=noon - timedelta(days=40))
        contoso.refresh_from_db()

        assert contoso.last_touch_on == today - timedelta(days=7)

    def test_keeps_to_the_clients_own_rhythm(self, contoso, rosa, noon, today):
        Cadence.agree(contoso, ideal_days=10, maximum_days=20, paused_until=None, by=rosa, at=noon)
        Touch.log(contoso, Note(), by=rosa, at=noon)
        contoso.refresh_from_db()

        assert contoso.touch_by == today + timedelta(days=10)

    def test_is_refused_to_a_neutral_interviewer(self, contoso, vera, noon):
        with pytest.raises(NotAllowed):
            Touch.log(contoso, Note(), by=vera, at=noon)


class TestTakeBack:
    @pytest.fixture
    def slip(self, contoso, rosa, noon):
        note = Note(gripe=True, competitor=True, line="Wrong client.", key=uuid.uuid4())
        return Touch.log(contoso, note, by=rosa, at=noon)

    def test_leaves_the_client_due_as_before(self, slip, rosa, noon, today):
        slip.take_back(by=rosa, at=noon)
        slip.client.refresh_from_db()

        assert slip.client.last_touch_on == today - timedelta(days=7)
        assert slip.client.touch_by == today + timedelta(days=38)
        assert told(slip.client)[-1] == "Rosa Lindqvist took back a note about Contoso (call): it was a slip."

    def test_takes_what_it_opened_with_it(self, slip, rosa, noon):
        slip.take_back(by=rosa, at=noon)

        assert not Concern.objects.exists()
        assert not Sighting.objects.exists()

    def test_leaves_a_client_nobody_ever_touched_without_a_touch(self, northwind, rosa, noon):
        Touch.log(northwind, Note(), by=rosa, at=noon).take_back(by=rosa, at=noon)
        northwind.refresh_from_db()

        assert (northwind.last_touch_on, northwind.touch_by) == (None, None)

    def test_remembers_a_last_touch_that_only_a_file_knew(self, northwind, rosa, noon, today):
        northwind.last_touch_on = today - timedelta(days=33)
        northwind.save()
        Touch.log(northwind, Note(), by=rosa, at=noon).take_back(by=rosa, at=noon)
        northwind.refresh_from_db()

        assert northwind.last_touch_on == today - timedelta(days=33)

    def test_keeps_the_other_touch_of_the_same_day(self, slip, contoso, rosa, noon, today):
        other = Touch.log(contoso, Note(line="The right one."), by=rosa, at=noon + timedelta(minutes=1))
        slip.take_back(by=rosa, at=noon + timedelta(minutes=2))
        contoso.refresh_from_db()
        assert contoso.last_touch_on == today

        Touch.objects.get(pk=other.pk).take_back(by=rosa, at=noon + timedelta(minutes=3))
        contoso.refresh_from_db()
        assert contoso.last_touch_on == today - timedelta(days=7)

    def test_a_late_copy_of_it_is_not_written_anew(self, slip, rosa, noon):
        slip.take_back(by=rosa, at=noon)
        Touch.log(slip.client, Note(key=slip.key), by=rosa, at=noon)

        assert slip.client.touches.standing().filter(key=slip.key).count() == 0

    def test_is_refused_for_a_colleagues_touch(self, slip, ines, noon):
        with pytest.raises(NotYours):
            slip.take_back(by=ines, at=noon)

    def test_is_refused_on_a_later_day(self, slip, rosa, noon):
        with pytest.raises(TooLate):
            slip.take_back(by=rosa, at=noon + timedelta(days=1))

    def test_happens_once(self, slip, rosa, noon):
        slip.take_back(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            slip.take_back(by=rosa, at=noon)
