"""Engagements, tasks and notes of other programs: on the timeline, and in the rhythm only where somebody was reached."""

import pytest

from wonback.care.models import Touch
from wonback.clients.models import Client

pytestmark = pytest.mark.django_db

HEAD = "Record ID,Activity Type,Activity Date,Activity assigned to,Call outcome,Associated Company,Note body\n"
CALL = "e1,Call,2026-03-01 10:00,Rosa Lindqvist,Connected,Acme,They are happy\n"
MISS = "e2,Call,2026-03-05 10:00,Rosa Lindqvist,No answer,Acme,\n"
NOTE = "e3,Note,2026-03-06 11:00,Rosa Lindqvist,,Acme,<p>Budget&nbsp;is tight</p>\n"


class TestTouchesOfOtherPrograms:
    def test_are_told_by_the_timeline_on_their_own_days(self, brought):
        brought(list_csv=HEAD + CALL + MISS + NOTE)
        told = [(str(entry), entry.at.date().isoformat()) for entry in Client.objects.get().timeline.order_by("at")][:3]

        assert told == [
            ("Rosa Lindqvist was in touch with Acme (call). They are happy", "2026-03-01"),
            ("Rosa Lindqvist tried to reach Acme (call). Call", "2026-03-05"),
            ("Rosa Lindqvist noted: Budget is tight", "2026-03-06"),
        ]

    def test_move_the_rhythm_only_where_somebody_was_reached(self, brought):
        brought(list_csv=HEAD + CALL + MISS + NOTE)
        acme = Client.objects.get()

        assert str(acme.last_touch_on) == "2026-03-01"
        assert str(acme.touch_by) == "2026-05-30"
        assert Touch.objects.real().count() == 1

    def test_move_that_of_a_client_who_was_there(self, brought):
        brought(list_csv="Record ID,Company name\n1,Acme\n")
        batch = brought(list_csv=HEAD + CALL)

        assert str(Client.objects.get().last_touch_on) == "2026-03-01"
        assert batch.totals()["touch"]["new"] == 1

    def test_come_once(self, brought):
        brought(list_csv=HEAD + CALL + NOTE)
        again = brought(list_csv=HEAD + CALL + NOTE).totals()

        assert (again["touch"]["new"], again["note"]["new"], again["note"]["unchanged"]) == (0, 0, 1)

    def test_go_again_and_leave_the_rhythm_as_it_was(self, brought, rows_of_the_domain, at):
        brought(list_csv="Record ID,Company name\n1,Acme\n")
        before = rows_of_the_domain()
        batch = brought(list_csv=HEAD + CALL + MISS + NOTE)
        batch.undo(by=None, at=at)

        assert rows_of_the_domain() == before

    def test_belong_to_the_client_of_their_deal(self, brought):
        brought(deals_csv="Record ID,Deal Name,Deal Stage,Associated Company\n9,Roof,Won,Acme\n")
        brought(
            list_csv="Record ID,Activity Type,Activity Date,Associated Deal IDs,Note body\n1,Call,2026-03-01,9,Hello\n"
        )

        assert Touch.objects.get().client.name == "Acme"
