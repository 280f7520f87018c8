"""Who may ask a lost client why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.clients.models import Deal
from wonback.losses.involvement import Involvement
from wonback.losses.models import Conflict, Loss, WordsMissing
from wonback.losses.neutrality import Candidate, Involved, objections
from wonback.team.models import NotAllowed

OWNER, SELLER, WORKER, LEAD, OTHER = 1, 2, 3, 4, 5
ROLE = "Ask somebody whose role includes interviews."
OWNED = "Ask somebody who never owned this client or the sale."
SOLD = "Ask somebody who was not in the sale."
WORKS = "Ask somebody who does not work on winning them back."
BELOW = "Ask somebody who does not report to the owner."
PAID = "Ask somebody who is not paid on what the owner keeps or loses."
STORY = Involved(
    owners=frozenset({OWNER}),
    sellers=frozenset({SELLER}),
    workers=frozenset({WORKER}),
    above=frozenset({LEAD}),
    conflicts={6: "I ran their escalation"},
)


def candidate(pk, *, above=(), may=True, paid=True):
    return Candidate(pk=pk, above=frozenset(above), may_interview=may, paid_on_team=paid)


class TestTheRule:
    @pytest.mark.parametrize(
        ("who", "said"),
        [
            (candidate(OTHER), []),
            (candidate(OTHER, above={LEAD}), []),
            (candidate(OWNER), [OWNED]),
            (candidate(SELLER), [SOLD]),
            (candidate(WORKER), [WORKS]),
            (candidate(OTHER, above={OWNER}), [BELOW]),
            (candidate(OTHER, above={7, SELLER}), [BELOW]),
            (candidate(LEAD), [PAID]),
            (candidate(LEAD, paid=False), []),
            (candidate(6), ["Ask somebody without a stake in it: “I ran their escalation”."]),
            (candidate(OTHER, may=False), [ROLE]),
        ],
    )
    def test_one_tie_alone_is_enough(self, who, said):
        assert objections(who, STORY) == said

    def test_every_objection_is_given_at_once(self):
        everything = Involved(owners=frozenset({1}), sellers=frozenset({1}), workers=frozenset({1, 2}))

        assert objections(candidate(1, above={2}, may=False), everything) == [ROLE, OWNED, SOLD, WORKS, BELOW]


people = st.frozensets(st.integers(1, 8), max_size=4)
stories = st.builds(
    Involved,
    owners=people,
    sellers=people,
    workers=people,
    above=people,
    conflicts=st.dictionaries(st.integers(1, 8), st.just("A stake"), max_size=3),
)
candidates = st.builds(
    Candidate, pk=st.integers(1, 8), may_interview=st.booleans(), above=people, paid_on_team=st.booleans()
)


class TestWhateverHappened:
    @given(candidates, stories)
    def test_nobody_neutral_has_any_tie(self, who, story):
        tied = (
            who.pk in story.everybody
            or who.above & story.everybody
            or who.pk in story.conflicts
            or (who.paid_on_team and who.pk in story.above)
        )
        assert (objections(who, story) == []) == (who.may_interview and not tied)

    @given(candidates, stories, people)
    def test_one_more_tie_never_makes_a_person_neutral(self, who, story, more):
        closer = Involved(
            owners=story.owners | more,
            sellers=story.sellers,
            workers=story.workers,
            above=story.above,
            conflicts=story.conflicts,
        )
        assert set(objections(who, story)) <= set(objections(who, closer))

    @given(candidates, stories)
    def test_each_objection_says_whom_to_ask(self, who, story):
        said = objections(who, story)

        assert len(said) == len(set(said))
        assert all(sentence.startswith("Ask somebody ") and sentence.endswith(".") for sentence in said)


@pytest.mark.django_db
class TestOnFile:
    def test_the_owner_reports_work_and_pay_are_seen(self, fabrikam_loss, rosa, ines, vera, sam, adam):
        assert fabrikam_loss.objections_to(rosa) == [ROLE, OWNED, WORKS]
        assert fabrikam_loss.objections_to(ines) == [PAID]
        assert fabrikam_loss.objections_to(sam) == [ROLE]
        assert fabrikam_loss.objections_to(vera) == fabrikam_loss.objections_to(adam) == []

    def test_a_lead_who_is_not_paid_on_it_may_ask(self, fabrikam_loss, ines):
        ines.paid_on_team = False

        assert fabrikam_loss.objections_to(ines) == []

    def test_pay_reaches_all_the_way_up(self, fabrikam_loss, ines, omar):
        ines.reports_to = omar
        ines.save()

        assert fabrikam_loss.objections_to(omar) == [PAID]

    def test_people_who_report_to_each_other_end_the_search(self, fabrikam_loss, rosa, ines):
        ines.reports_to = rosa
        ines.save()

        assert fabrikam_loss.objections_to(ines) == [BELOW, PAID]

    def test_whoever_owned_them_before_a_hand_over_is_refused(self, fabrikam_loss, ines, omar, adam, sam, noon):
        client = fabrikam_loss.client
        client.owner = omar
        client.save()
        client.hand_over(sam, by=adam, at=noon)

        assert fabrikam_loss.objections_to(omar) == [OWNED]
        assert str(client.timeline.order_by("-pk")[0]) == "Adam Reyes handed Fabrikam over to Sam Oduya."

    def test_whoever_was_in_the_sale_is_refused(self, fabrikam_loss, omar, today):
        fabrikam_loss.deal = Deal.objects.create(client=fabrikam_loss.client, name="A line", owner=omar)
        fabrikam_loss.save()

        assert fabrikam_loss.objections_to(omar) == [SOLD]

    def test_whoever_works_on_the_plan_is_refused(self, ready_plan, omar):
        ready_plan.owner = omar
        ready_plan.save()

        assert ready_plan.loss.objections_to(omar) == [WORKS]

    def test_whoever_left_asks_nobody(self, fabrikam_loss, vera):
        vera.is_active = False

        assert fabrikam_loss.objections_to(vera) == [ROLE]

    def test_a_queue_is_judged_in_as_many_queries_as_one_loss(
        self, fabrikam_loss, northwind_loss, vera, omar, ines, django_assert_num_queries
    ):
        losses = list(Loss.objects.all())
        with django_assert_num_queries(2):
            judged = Involvement.of(losses)
            neutral = {loss.pk: judged.neutral(loss, [vera, omar, ines]) for loss in losses}

        assert len(losses) == 2
        assert set(map(tuple, neutral.values())) == {(vera, omar)}


@pytest.mark.django_db
class TestAConflict:
    def test_is_declared_by_the_person(self, fabrikam_loss, vera, noon):
        Conflict.declare(vera, fabrikam_loss.client, "I ran their escalation", by=vera, at=noon)

        assert fabrikam_loss.objections_to(vera) == ["Ask somebody without a stake in it: “I ran their escalation”."]

    def test_is_declared_for_somebody_by_an_admin_alone(self, fabrikam_loss, vera, ines, adam, noon):
        with pytest.raises(NotAllowed):
            Conflict.declare(vera, fabrikam_loss.client, "Her brother works there", by=ines, at=noon)
        Conflict.declare(vera, fabrikam_loss.client, "Her brother works there", by=adam, at=noon)

        assert Conflict.objects.get().declared_by == adam

    def test_needs_a_reason(self, fabrikam_loss, vera, noon):
        with pytest.raises(WordsMissing):
            Conflict.declare(vera, fabrikam_loss.client, " ", by=vera, at=noon)

    def test_said_again_replaces_the_reason(self, fabrikam_loss, vera, noon):
        for why in ("One", "Two"):
            Conflict.declare(vera, fabrikam_loss.client, why, by=vera, at=noon)

        assert [conflict.why for conflict in Conflict.objects.all()] == ["Two"]

    def test_is_withdrawn_by_whoever_said_it(self, fabrikam_loss, vera, ines, adam, noon):
        conflict = Conflict.declare(vera, fabrikam_loss.client, "A mistake", by=vera, at=noon)
        with pytest.raises(NotAllowed):
            conflict.withdraw(by=ines)
        conflict.withdraw(by=vera)

        assert fabrikam_loss.objections_to(vera) == []
