"""From a recorded loss to somebody neutral who will ask."""

from datetime import timedelta

import pytest

from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.interviews.models import Away, Interview, Nomination, NotNeutral
from wonback.interviews.tasks import hand_on_unanswered, open_interviews, propose_again
from wonback.losses.models import Conflict, Loss, Story, WordsMissing
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


def told(talk):
    return [str(entry) for entry in talk.loss.client.timeline.order_by("pk")]


class TestProposing:
    def test_happens_as_soon_as_a_loss_is_on_file(
        self, contoso, rosa, vera, noon, today, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            loss = Loss.record(contoso, Story(reason="price", lost_on=today), by=rosa, at=noon)

        assert (loss.interview.stage, loss.interview.interviewer) == ("proposed", vera)
        assert told(loss.interview)[-1] == (
            "Vera Castellanos was asked to talk with Contoso: "
            "Vera Castellanos is neutral, has room for 6 talks this month, and was never asked before."
        )

    def test_leaves_a_loss_of_long_ago_to_people(
        self, contoso, rosa, vera, noon, today, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            Loss.record(contoso, Story(reason="price", lost_on=today - timedelta(days=181)), by=rosa, at=noon)

        assert not Interview.objects.exists()

    def test_never_asks_whoever_was_part_of_it(self, fabrikam_loss, ines, noon):
        """Ines leads Rosa and is paid on what she loses: there is nobody else."""
        talk = Interview.open(fabrikam_loss, at=noon)

        assert (talk.stage, talk.interviewer) == ("unassigned", None)
        assert told(talk)[-1].startswith("Nobody asks Fabrikam yet: Let somebody interview who was not part of it")

    def test_passes_over_whoever_is_away(self, fabrikam_loss, vera, omar, noon, today):
        Away.plan(vera, since=today, until=today + timedelta(days=14), by=vera)

        assert Interview.open(fabrikam_loss, at=noon).interviewer == omar

    def test_finds_nobody_when_the_month_is_full(self, fabrikam_loss, northwind_loss, vera, noon):
        vera.interviews_a_month = 1
        vera.save()
        northwind_loss.interview.delete()
        talks = [Interview.open(loss, at=noon) for loss in (northwind_loss, fabrikam_loss)]

        assert [talk.stage for talk in talks] == ["proposed", "unassigned"]
        assert "as many talks as they can take" in talks[1].waiting_because

    def test_happens_once(self, talk, noon):
        assert Interview.open(talk.loss, at=noon) == talk
        assert Nomination.objects.count() == 1

    def test_is_done_by_the_night_for_losses_an_import_brought(self, fabrikam_loss, vera, today):
        assert open_interviews(as_of=today) == 1
        assert open_interviews(as_of=today) == 0
        assert fabrikam_loss.interview.interviewer == vera

    def test_is_tried_again_by_the_night(self, fabrikam_loss, ines, noon, today, request):
        Interview.open(fabrikam_loss, at=noon)
        vera = request.getfixturevalue("vera")

        assert propose_again(as_of=today + timedelta(days=1)) == 1
        assert Interview.objects.get().interviewer == vera
        assert propose_again(as_of=today + timedelta(days=1)) == 0


class TestAnswering:
    def test_accepts(self, accepted, vera):
        assert (accepted.stage, accepted.interviewer) == ("accepted", vera)
        assert told(accepted)[-1] == "Vera Castellanos will ask Fabrikam why they left."

    def test_is_theirs_alone(self, nomination, omar, noon):
        with pytest.raises(AlreadyDone):
            nomination.accept(by=omar, at=noon)

    def test_is_refused_to_whoever_became_part_of_it(self, nomination, vera, rosa, noon):
        vera.reports_to = rosa
        vera.save()

        with pytest.raises(NotNeutral, match="Ask somebody who does not report to the owner"):
            nomination.accept(by=vera, at=noon)

    def test_hands_on_to_the_next_neutral_person(self, nomination, omar, vera, noon):
        nomination.hand_on("I have no time this week.", by=vera, at=noon)
        talk = Interview.objects.get()

        assert (talk.stage, talk.interviewer) == ("proposed", omar)
        assert "Vera Castellanos handed the talk with Fabrikam on: I have no time this week." in told(talk)
        assert not Conflict.objects.exists()

    def test_remembers_a_conflict(self, nomination, vera, noon):
        nomination.hand_on("I ran their escalation", is_conflict=True, by=vera, at=noon)

        assert Conflict.objects.get().person == vera
        assert Interview.objects.get().stage == "unassigned"
        assert nomination.interview.loss.objections_to(vera) != []

    def test_needs_a_reason_to_hand_on(self, nomination, vera, noon):
        with pytest.raises(WordsMissing):
            nomination.hand_on(" ", by=vera, at=noon)

        assert Interview.objects.get().stage == "proposed"

    def test_can_be_taken_back_until_somebody_was_invited(self, accepted, vera, noon):
        accepted.nominations.get().hand_on("Ill this week", by=vera, at=noon)

        assert Interview.objects.get().stage == "unassigned"

    def test_is_over_once_the_client_was_invited(self, invitation, vera, noon):
        with pytest.raises(AlreadyDone):
            invitation.interview.nominations.get().hand_on("No time", by=vera, at=noon)

    def test_is_not_waited_for_longer_than_two_working_days(self, talk, vera, omar, noon, today):
        assert talk.answer_by == today + timedelta(days=2)
        assert hand_on_unanswered(as_of=today + timedelta(days=2)) == 0
        assert hand_on_unanswered(as_of=today + timedelta(days=3)) == 1
        assert hand_on_unanswered(as_of=today + timedelta(days=3)) == 0
        talk.refresh_from_db()
        assert (talk.stage, talk.interviewer) == ("proposed", omar)
        assert "Vera Castellanos gave no answer in time about the talk with Fabrikam." in told(talk)

    def test_by_two_at_once_counts_once(self, nomination, vera, noon):
        again = Nomination.objects.get()
        nomination.accept(by=vera, at=noon)

        with pytest.raises(AlreadyDone):
            again.accept(by=vera, at=noon)


class TestAssigning:
    def test_is_a_leads_choice_among_neutral_people(self, talk, ines, omar, noon):
        talk.assign(omar, by=ines, at=noon)

        assert (talk.stage, talk.interviewer) == ("proposed", omar)
        assert told(talk)[-1] == "Ines Okafor asked Omar Haddad to talk with Fabrikam."
        assert list(Nomination.objects.order_by("pk").values_list("answer", flat=True)) == ["declined", "open"]

    def test_is_refused_for_whoever_was_part_of_it(self, talk, ines, rosa, noon):
        with pytest.raises(NotNeutral) as refusal:
            talk.assign(rosa, by=ines, at=noon)

        assert "Ask somebody who never owned this client or the sale." in refusal.value.reasons

    def test_is_not_a_reps(self, talk, rosa, vera, noon):
        with pytest.raises(NotAllowed):
            talk.assign(vera, by=rosa, at=noon)

    def test_may_fall_on_somebody_who_handed_it_on(self, nomination, ines, vera, noon):
        nomination.hand_on("Too busy", by=vera, at=noon)
        talk = Interview.objects.get()
        talk.assign(vera, by=ines, at=noon)

        assert (talk.stage, talk.nominations.get().answer) == ("proposed", "open")

    @pytest.mark.parametrize("kind", [Loss, Client])
    def test_lets_whoever_is_asked_open_the_loss_and_the_client(self, kind, talk, ines, omar, noon):
        """Omar leads the South and would not see them otherwise."""
        before = kind.objects.visible_to(omar).exists()
        talk.assign(omar, by=ines, at=noon)

        assert (before, kind.objects.visible_to(omar).exists()) == (False, True)
