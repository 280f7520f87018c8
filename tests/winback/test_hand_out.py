"""A loss is handed to a rep, taken on, given back, or returned untouched."""

from datetime import timedelta

import pytest

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, WordsMissing
from wonback.team.models import NotAllowed
from wonback.winback.models import HandOut, Plan
from wonback.winback.models.hand_out import HandsFull, NotTheirWork
from wonback.winback.tasks import return_untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(fabrikam_loss, sam, ines, noon):
    return HandOut.give(fabrikam_loss, sam, by=ines, at=noon)


class TestGive:
    def test_puts_it_into_their_hands_for_48_hours(self, given, sam, noon):
        assert given.answer_by == noon + timedelta(hours=48)
        assert Loss.objects.get().holder == sam
        assert (
            str(given.loss.client.timeline.order_by("-pk")[0]) == "Ines Okafor asked Sam Oduya to bring Fabrikam back."
        )

    def test_takes_the_plan_along(self, fabrikam_loss, rosa, sam, ines, noon):
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
        HandOut.give(fabrikam_loss, sam, by=ines, at=noon)

        assert Plan.objects.get().owner == sam

    def test_is_refused_when_hands_are_full(self, fabrikam_loss, northwind_loss, sam, ines, noon):
        sam.open_work_limit = 1
        HandOut.give(northwind_loss, sam, by=ines, at=noon)

        with pytest.raises(HandsFull) as refusal:
            HandOut.give(fabrikam_loss, sam, by=ines, at=noon)
        assert refusal.value.reasons == ["Choose somebody else: Sam Oduya already works on 1."]

    def test_does_not_count_what_is_won_back(self, fabrikam_loss, northwind_loss, sam, ines, noon, today):
        sam.open_work_limit = 1
        HandOut.give(northwind_loss, sam, by=ines, at=noon)
        Plan.start(northwind_loss, owner=sam, by=sam, at=noon).win(by=sam, at=noon, on=today)

        assert HandOut.give(fabrikam_loss, sam, by=ines, at=noon).to == sam

    def test_is_refused_for_what_somebody_has_already(self, given, rosa, ines, noon):
        with pytest.raises(AlreadyDone):
            HandOut.give(given.loss, rosa, by=ines, at=noon)

    def test_is_for_leads(self, fabrikam_loss, sam, rosa, noon):
        with pytest.raises(NotAllowed):
            HandOut.give(fabrikam_loss, sam, by=rosa, at=noon)

    def test_is_refused_for_people_who_do_not_work_with_clients(self, fabrikam_loss, vera, ines, noon):
        with pytest.raises(NotTheirWork):
            HandOut.give(fabrikam_loss, vera, by=ines, at=noon)


class TestAnswer:
    def test_accepting_is_told(self, given, sam, noon):
        given.accept(by=sam, at=noon)

        assert given.accepted_at == noon
        assert str(given.loss.client.timeline.order_by("-pk")[0]) == "Sam Oduya took Fabrikam on."

    def test_accepting_is_for_whom_it_was_given_to_and_once(self, given, sam, rosa, noon):
        with pytest.raises(AlreadyDone):
            given.accept(by=rosa, at=noon)
        given.accept(by=sam, at=noon)
        with pytest.raises(AlreadyDone):
            given.accept(by=sam, at=noon)

    def test_giving_back_returns_it_to_the_pool_with_the_reason(self, given, sam, noon):
        given.give_back("My brother works there.", by=sam, at=noon)

        assert list(Loss.objects.in_pool()) == [given.loss]
        assert given.why == "My brother works there."

    def test_giving_back_needs_a_reason(self, given, sam, noon):
        with pytest.raises(WordsMissing):
            given.give_back("", by=sam, at=noon)

    def test_a_lead_may_give_back_for_them_and_another_rep_may_not(self, given, rosa, ines, noon):
        with pytest.raises(AlreadyDone):
            given.give_back("Mine.", by=rosa, at=noon)
        given.give_back("Sam is ill.", by=ines, at=noon)

        assert given.given_back_at == noon

    def test_what_was_given_back_can_be_handed_to_another(self, given, sam, rosa, ines, noon):
        given.give_back("My brother works there.", by=sam, at=noon)

        assert HandOut.give(Loss.objects.get(), rosa, by=ines, at=noon).to == rosa


class TestUntouched:
    def test_returns_to_the_pool_after_two_weeks_and_not_before(self, given, today):
        counts = [return_untouched(as_of=today + timedelta(days=days)) for days in (14, 15, 15)]

        assert counts == [0, 1, 0]
        assert Loss.objects.in_pool().exists()
        last = str(given.loss.client.timeline.order_by("-pk")[0])
        assert last == "Wonback returned Fabrikam to the pool: untouched for 14 days."

    def test_stays_when_they_were_in_touch(self, given, sam, noon, today):
        Touch.log(given.loss.client, Note(line="Said hello."), by=sam, at=noon + timedelta(days=3))

        assert return_untouched(as_of=today + timedelta(days=30)) == 0

    def test_does_not_count_somebody_elses_touch(self, given, rosa, noon, today):
        Touch.log(given.loss.client, Note(line="Said hello."), by=rosa, at=noon + timedelta(days=3))

        assert return_untouched(as_of=today + timedelta(days=30)) == 1

    def test_stays_when_a_plan_was_begun(self, given, sam, noon, today):
        Plan.start(given.loss, owner=sam, by=sam, at=noon)

        assert return_untouched(as_of=today + timedelta(days=30)) == 0
