"""Plans as a board and as a list: each in one column, with its number and money, narrowed as somebody chose."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.losses.models import Loss, Reason
from wonback.winback.board import Board, Wanted
from wonback.winback.models import Plan
from wonback.winback.stages import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare_plan(fabrikam_loss, rosa, noon):
    return Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)


@pytest.fixture
def browser(client, rosa):
    client.force_login(rosa)
    return client


def board(user, today, **asked):
    return Board(user, Wanted.of(asked), today)


def columns(shown):
    return {column.stage: column for column in shown.columns()}


class TestTheBoard:
    def test_has_every_plan_in_exactly_one_column(self, ready_plan, bare_plan, rosa, today):
        shown = columns(board(rosa, today))

        assert list(shown) == list(Stage)
        assert sorted((stage, line.plan.pk) for stage, one in shown.items() for line in one.lines) == [
            (Stage.LISTENING, bare_plan.pk),
            (Stage.READY, ready_plan.pk),
        ]

    def test_says_what_each_column_was_worth_and_never_adds_two_currencies(self, ready_plan, bare_plan, rosa, today):
        Loss.objects.filter(plan=bare_plan).update(currency="SEK")
        Plan.objects.update(stage=Stage.READY)

        money = columns(board(rosa, today))[Stage.READY].money
        assert [(one.amount, one.currency) for one in money] == [(Decimal(48_000), "EUR"), (Decimal(12_500), "SEK")]

    def test_says_by_how_many_days_the_next_milestone_is_late(self, bare_plan, rosa, today):
        due = bare_plan.milestones.order_by("due_by")[0].due_by

        assert columns(board(rosa, due))[Stage.LISTENING].lines[0].late_days == 0
        assert columns(board(rosa, due + timedelta(days=3)))[Stage.LISTENING].lines[0].late_days == 3

    def test_is_late_with_nothing_while_it_rests(self, bare_plan, rosa, noon, today):
        bare_plan.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=400))

        assert columns(board(rosa, today + timedelta(days=300)))[Stage.RESTING].lines[0].late_days == 0

    def test_says_for_how_long_each_stands_where_it_stands(self, ready_plan, bare_plan, browser, rosa, noon, today):
        ready_plan.launch(by=rosa, at=noon - timedelta(days=4))
        ready_plan.rest("After their fair.", by=rosa, at=noon - timedelta(days=1), until=today + timedelta(days=30))
        shown = columns(board(rosa, today))

        assert [shown[stage].lines[0].days_here for stage in (Stage.RESTING, Stage.LISTENING)] == [1, 0]
        assert "days here" in browser.get("/plans/board/").text

    def test_shows_nobody_elses(self, ready_plan, sam, today):
        assert not any(column.n for column in board(sam, today).columns())


class TestFilters:
    def test_narrow_to_a_reason_and_an_owner(self, ready_plan, bare_plan, rosa, sam, ines, today):
        price = Reason.objects.get(key="delivery").pk

        assert list(board(ines, today, reason=str(price)).chosen) == [ready_plan]
        assert list(board(ines, today, owner=str(sam.pk)).chosen) == []

    def test_narrow_to_a_team(self, ready_plan, adam, north, south, today):
        assert list(board(adam, today, team=str(north.pk)).chosen) == [ready_plan]
        assert list(board(adam, today, team=str(south.pk)).chosen) == []

    def test_offer_only_what_there_is(self, ready_plan, rosa, sam, ines, today):
        offered = board(ines, today).choices()

        assert [str(one) for one in offered["owners"]] == ["Rosa Lindqvist"]
        assert [one.key for one in offered["reasons"]] == ["delivery"]

    @pytest.mark.parametrize("nonsense", ["x", "²", "-1", "9" * 30])
    def test_pass_over_what_is_no_number(self, ready_plan, rosa, today, nonsense):
        assert list(board(rosa, today, owner=nonsense).chosen) == [ready_plan]


class TestThePages:
    def test_show_the_board(self, browser, ready_plan, bare_plan):
        text = browser.get("/plans/board/").text

        assert "Northwind" in text
        assert "Open the conversation with Northwind" in text

    def test_keep_the_filters_between_board_and_list(self, browser, ready_plan):
        reason = ready_plan.loss.reason_id

        assert f"/plans/board/?reason={reason}" in browser.get(f"/plans/?stage=ready&reason={reason}").text
        assert f"/plans/?reason={reason}" in browser.get(f"/plans/board/?reason={reason}").text

    def test_teach_one_thing_when_there_is_none(self, browser, rosa):
        assert "No plan yet." in browser.get("/plans/board/").text
        assert "No plan at this stage." in browser.get("/plans/").text

    def test_say_that_a_filter_hides_them(self, browser, ready_plan, sam):
        assert "No plan like this." in browser.get(f"/plans/board/?owner={sam.pk}").text

    def test_name_one_winner_when_two_people_press_together(self, browser, ready_plan, ines, noon):
        ready_plan.launch(by=ines, at=noon)
        answer = browser.post(f"/plans/{ready_plan.pk}/launch/")

        assert answer.status_code == 422
        assert "Look again: this plan now stands at “Asking”." in answer.text


class TestAThousandPlans:
    @pytest.fixture
    def many(self, northwind_loss, fabrikam_loss, rosa, noon, today):
        losses = Loss.objects.bulk_create(
            Loss(
                client_id=northwind_loss.client_id,
                kind="part",
                lost_on=today - timedelta(days=n % 300),
                recorded_at=noon,
                worth=Decimal(n),
                worth_known="known",
                currency="EUR",
                reason_id=northwind_loss.reason_id,
                holder=rosa,
            )
            for n in range(1, 1001)
        )
        stages = [stage for stage in Stage if stage != Stage.RESTING]
        Plan.objects.bulk_create(
            Plan(loss=loss, owner=rosa, stage=stages[n % 8], started_at=noon, reach_out_by=today)
            for n, loss in enumerate(losses)
        )

    def test_are_one_board_in_few_queries(self, browser, many, django_assert_max_num_queries):
        browser.get("/plans/board/")
        with django_assert_max_num_queries(32):
            page = browser.get("/plans/board/")

        assert "117 more" in page.text

    def test_are_paged_without_losing_or_repeating_one(self, browser, many):
        seen, after = [], ""
        while True:
            shown = browser.get("/plans/", {"stage": "fixing", "after": after}).context["page"]
            seen += [plan.pk for plan in shown.rows]
            if not (after := shown.next):
                break

        assert len(seen) == len(set(seen)) == 125

    def test_are_one_page_of_a_list_in_few_queries(self, browser, many, django_assert_max_num_queries):
        browser.get("/plans/?stage=fixing")
        with django_assert_max_num_queries(14):
            browser.get("/plans/?stage=fixing")
