"""Where a plan stands: always in exactly one of nine stages, moved by facts until we may ask and by people from then on."""

from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from wonback.clients.models import Permission
from wonback.interviews.models import Interview
from wonback.losses.models import Loss
from wonback.winback import gate
from wonback.winback.models import Change, Plan
from wonback.winback.stages import PREPARING, Stage, place, same, settled
from wonback.winback.tasks import see_progress

NOTHING = {
    "owned": False,
    "asked_why": False,
    "may_follow_up": None,
    "changes_settled": False,
    "open_changes": 0,
    "delivery_ready": False,
    "lead_ready": False,
    "pitched": False,
}
EVERYTHING = dict.fromkeys(NOTHING, True) | {"open_changes": 0}

standings = st.builds(
    gate.Standing,
    may_follow_up=st.none() | st.booleans(),
    open_changes=st.integers(0, 2),
    **{name: st.booleans() for name in (*NOTHING.keys() - {"may_follow_up", "open_changes"}, "pursued")},
)


class TestPlace:
    @pytest.mark.parametrize(
        ("facts", "stage"),
        [
            ({}, Stage.LISTENING),
            ({"changes_settled": True, "owned": True}, Stage.LISTENING),
            ({"asked_why": True}, Stage.KNOWN),
            ({"asked_why": True, "changes_settled": True}, Stage.FIXING),
            (EVERYTHING | {"open_changes": 1}, Stage.FIXING),
            (EVERYTHING | {"may_follow_up": False}, Stage.FIXING),
            (EVERYTHING, Stage.READY),
        ],
    )
    def test_follows_from_what_was_done(self, facts, stage):
        assert place(gate.Standing(**NOTHING | facts)) == stage

    @given(standings)
    def test_is_ready_exactly_when_the_gate_is_open(self, standing):
        assert (place(standing) == Stage.READY) == (gate.undone(standing) == [])


class TestSettled:
    @given(st.sampled_from(Stage), standings)
    def test_is_one_of_the_nine_and_stays_there(self, stage, standing):
        after = settled(stage, standing)

        assert after in Stage
        assert settled(after, standing) == after

    @given(st.sampled_from(sorted(set(Stage) - PREPARING - {Stage.LET_GO})), standings)
    def test_never_moves_those_whom_people_moved_unless_they_are_let_go(self, stage, standing):
        assert settled(stage, standing) in {stage, Stage.LET_GO}

    @given(standings)
    def test_keeps_those_who_are_back(self, standing):
        assert settled(Stage.RECOVERED, standing) == Stage.RECOVERED


def test_every_stage_is_the_same_as_itself_and_the_groups_do_not_overlap():
    groups = {same(stage) for stage in Stage}

    assert all(stage in same(stage) for stage in Stage)
    assert sum(len(group) for group in groups) == len(Stage)


@pytest.fixture
def bare_plan(fabrikam_loss, rosa, noon):
    return Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)


def stage_of(plan):
    return Plan.objects.values_list("stage", flat=True).get(pk=plan.pk)


@pytest.mark.django_db
class TestAPlanMovesByItself:
    def test_when_the_client_was_asked(self, bare_plan, vera, noon):
        Interview.note(bare_plan.loss, "A new director came.", by=vera, at=noon)

        # Their decision maker left, which we do not control: nothing of ours has to change first.
        assert stage_of(bare_plan) == Stage.FIXING

    def test_when_their_own_reason_puts_a_change_upon_us(self, bare_plan, vera, noon):
        Interview.note(bare_plan.loss, "You were late.", by=vera, at=noon)
        Loss.objects.get().hear(reason("quality"), voice="confirmed", by=vera, at=noon)

        assert stage_of(bare_plan) == Stage.KNOWN

    def test_to_ready_when_the_last_duty_is_done_whatever_the_last_one_is(self, ready_plan):
        assert stage_of(ready_plan) == Stage.READY

    def test_back_to_fixing_when_a_signature_is_taken_back(self, ready_plan, ines, noon):
        ready_plan.sign("delivery", "not_certain", why="Two drivers have left.", by=ines, at=noon)

        assert stage_of(ready_plan) == Stage.FIXING

    def test_back_to_fixing_and_on_when_a_change_is_named_and_made(self, ready_plan, rosa, noon):
        change = Change.name("Call before noon", owner=rosa, by=rosa, at=noon)
        ready_plan.require(change, by=rosa, at=noon)
        before = stage_of(ready_plan)
        change.make("Every call since Monday.", by=rosa, at=noon)

        assert (before, stage_of(ready_plan)) == (Stage.FIXING, Stage.READY)

    def test_back_to_fixing_when_they_refuse_contact(self, ready_plan, vera, noon):
        Permission.note(by=vera, at=noon, client=ready_plan.loss.client, answer="refused", words="Leave us alone.")

        assert stage_of(ready_plan) == Stage.FIXING

    def test_when_the_loss_is_let_go_and_taken_up_again(self, ready_plan, ines, noon):
        ready_plan.loss.let_go("They closed.", by=ines, at=noon)
        gone = stage_of(ready_plan)
        Loss.objects.get().take_up(by=ines, at=noon)

        assert (gone, stage_of(ready_plan)) == (Stage.LET_GO, Stage.READY)

    def test_out_of_its_rest_when_the_loss_is_let_go(self, bare_plan, rosa, ines, noon, today):
        bare_plan.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=9))
        bare_plan.loss.let_go("They closed.", by=ines, at=noon)

        assert Plan.objects.values_list("stage", "next_look_on").get() == (Stage.LET_GO, None)

    def test_in_the_night_where_nobody_told_the_timeline(self, ready_plan, today):
        ready_plan.loss.interview.delete()
        see_progress(as_of=today)

        assert stage_of(ready_plan) == Stage.LISTENING


def reason(key):
    return apps.get_model("losses", "Reason").objects.get(key=key)
