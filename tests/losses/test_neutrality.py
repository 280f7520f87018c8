"""Who may ask a lost client why."""

import pytest

from wonback.losses.neutrality import Candidate, Involved, objections

OWNER, LEAD, OTHER = 1, 2, 3


@pytest.mark.parametrize(
    ("pk", "reports_to", "may_interview", "said"),
    [
        (OTHER, None, True, []),
        (OTHER, LEAD, True, []),
        (OWNER, LEAD, True, ["Ask somebody who never owned this client or the sale."]),
        (OTHER, OWNER, True, ["Ask somebody who does not report to the owner."]),
        (OTHER, None, False, ["Ask somebody whose role includes interviews."]),
    ],
)
def test_a_person_is_neutral_unless_they_were_part_of_it(pk, reports_to, may_interview, said):
    candidate = Candidate(pk=pk, reports_to=reports_to, may_interview=may_interview)

    assert objections(candidate, Involved(people=frozenset({OWNER}))) == said


def test_every_objection_is_given_at_once():
    candidate = Candidate(pk=OWNER, reports_to=OWNER, may_interview=False)

    assert len(objections(candidate, Involved(people=frozenset({OWNER})))) == 3
