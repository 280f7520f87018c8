"""May we ask for a second chance? As a table: from a plan with nothing undone, one thing is taken away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.winback.gate import Standing, duties, undone

READY = Standing(
    owned=True,
    asked_why=True,
    may_follow_up=True,
    changes_settled=True,
    open_changes=0,
    delivery_ready=True,
    lead_ready=True,
    pitched=True,
)
standings = st.builds(
    Standing,
    may_follow_up=st.sampled_from([True, False, None]),
    open_changes=st.integers(0, 5),
    **dict.fromkeys(
        ("owned", "asked_why", "changes_settled", "delivery_ready", "lead_ready", "pitched", "pursued"), st.booleans()
    ),
)


def test_nothing_is_undone_when_all_is_done():
    assert undone(READY) == []


@pytest.mark.parametrize(
    ("taken_away", "sentence"),
    [
        ({"owned": False}, "Own the loss in writing."),
        ({"asked_why": False}, "Have a neutral person ask the client why they left."),
        ({"may_follow_up": False}, "Respect that they asked us not to contact them."),
        ({"changes_settled": False}, "Name what we change first, or say why nothing has to."),
        ({"open_changes": 1}, "Make the change you named."),
        ({"open_changes": 3}, "Make the 3 changes you named."),
        ({"delivery_ready": False}, "Have delivery sign that they are ready."),
        ({"lead_ready": False}, "Have a lead sign that we are ready."),
        ({"pitched": False}, "Write what failed, what changed and why it will work this time."),
        ({"pursued": False}, "Take the loss up again: it was let go."),
    ],
)
def test_one_thing_taken_away_locks_the_gate_and_is_named(taken_away, sentence):
    assert undone(replace(READY, **taken_away)) == [sentence]


def test_the_gate_does_not_wait_for_an_answer_nobody_has_asked_for():
    assert undone(replace(READY, may_follow_up=None)) == []


@given(standings)
def test_the_gate_is_open_only_when_every_duty_is_done(standing):
    done = (
        standing.owned
        and standing.asked_why
        and standing.may_follow_up is not False
        and standing.changes_settled
        and standing.open_changes == 0
        and standing.delivery_ready
        and standing.lead_ready
        and standing.pitched
        and standing.pursued
    )

    assert (undone(standing) == []) == done


@given(standings)
def test_every_duty_is_a_whole_sentence(standing):
    assert all(duty.words[0].isupper() and duty.words.endswith(".") for duty in duties(standing))
