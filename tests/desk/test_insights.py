"""What bringing clients home has taught, for leads."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import add_client
from wonback.desk.insights import Insights, kind_of
from wonback.losses.models import Loss, Story
from wonback.stats.effect import rate
from wonback.winback.models import Offer, Plan
from wonback.winback.models.offer import Rung

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(noon, today):
    """So many conversations of one rep, the first so many of which brought them back."""

    def asked(rep, n, back, *, reason="delivery", worth=1000):
        for number in range(n):
            client = add_client(f"{rep.name} {reason} {number}", by=rep, at=noon)
            story = Story(reason=reason, lost_on=today - timedelta(days=300), worth=Decimal(worth), currency="EUR")
            loss = Loss.record(client, story, by=rep, at=noon - timedelta(days=299))
            plan = Plan.start(loss, owner=rep, by=rep, at=noon - timedelta(days=200))
            Plan.objects.filter(pk=plan.pk).update(launched_at=noon - timedelta(days=100), stage="asking")
            if number < back:
                Plan.objects.get(pk=plan.pk).win(by=rep, at=noon, on=today - timedelta(days=40))

    return asked


@pytest.fixture
def bare_plans(rosa, noon, today):
    """Three that wait to be asked why, for 5, 20 and 60 days."""
    for days in (5, 20, 60):
        client = add_client(f"Waiting {days}", by=rosa, at=noon)
        story = Story(reason="delivery", lost_on=today - timedelta(days=90), worth=Decimal(1000), currency="EUR")
        loss = Loss.record(client, story, by=rosa, at=noon - timedelta(days=89))
        Plan.start(loss, owner=rosa, by=rosa, at=noon - timedelta(days=days))


def seen(lead, today):
    return Insights(lead, today)


class TestRates:
    def test_stand_by_reason_with_band_and_n(self, asked, rosa, ines, today):
        asked(rosa, 6, 3)
        asked(rosa, 2, 1, reason="price")
        lines = {line.name: line.rate for line in seen(ines, today).by_reason}

        assert lines["We failed: delivery"] == rate(3, 6)
        assert lines["Price"].value is None

    def test_name_no_rep_with_fewer_than_five_and_never_rank_them(self, asked, rosa, ines, north, today):
        from tests.cast import person  # noqa: PLC0415

        zoe, abel = person("Zoe Zander", "rep", team=north), person("Abel Arnold", "rep", team=north)
        asked(zoe, 5, 5)
        asked(abel, 5, 0)
        asked(rosa, 4, 4)

        assert [line.name for line in seen(ines, today).by_rep] == [
            "Abel Arnold",
            "Zoe Zander",
            "Everybody with fewer than five",
        ]

    def test_are_of_the_leads_own_team(self, asked, rosa, omar, today):
        asked(rosa, 6, 3)

        assert seen(omar, today).attempts == []

    def test_tell_what_was_given(self):
        words = [kind_of(*given) for given in ((1, 1, 1), (1, None, 1), (0, 2, 1), (None, None, 1), (None, None, None))]

        assert len(set(words)) == 5


class TestMoney:
    def test_is_credited_once_at_the_rung_they_stand_on(self, ready_plan, rosa, ines, noon, today):
        ready_plan.launch(by=rosa, at=noon)
        for worth in (8_640, 26_400):
            rung = Rung(what="One site", worth=Decimal(worth), due_by=today)
            offer = Offer.add(ready_plan, rung, by=rosa, at=noon)
            offer.offer(by=rosa, at=noon)
            offer.take(by=rosa, at=noon, on=today)
        [(money, clients)] = seen(ines, today).recovered

        assert (money.amount, money.currency, clients) == (26_400, "EUR", 1)

    def test_is_what_they_had_bought_where_no_rung_was_taken(self, asked, rosa, ines, today):
        asked(rosa, 2, 2, worth=3000)

        assert [(money.amount, n) for money, n in seen(ines, today).recovered] == [(6000, 2)]


class TestTheWay:
    def test_counts_how_far_plans_come(self, asked, rosa, ines, today):
        asked(rosa, 6, 3)

        assert [step.plans for step in seen(ines, today).funnel] == [6, 6, 6, 3, 3]

    def test_says_how_long_each_stretch_takes(self, asked, rosa, ines, today):
        asked(rosa, 6, 3)
        question, _yes, back = seen(ines, today).spans

        assert (question.n, question.days, back.n, back.days) == (6, 100, 3, 60)

    def test_says_where_plans_stand_now_and_for_how_long(self, asked, bare_plans, ines, today):
        [listening] = [span for span in seen(ines, today).standing if span.name == "To listen"]

        assert (listening.n, listening.days, listening.low, listening.high) == (3, 20, 5, 60)

    def test_leaves_out_whoever_is_back_and_what_nobody_knows(self, asked, bare_plans, rosa, ines, today):
        asked(rosa, 2, 2)
        Plan.objects.filter(stage="listening").update(stage_since=None)

        assert seen(ines, today).standing == []


class TestThePage:
    def test_is_for_leads(self, client, asked, rosa, ines):
        asked(rosa, 6, 3)
        client.force_login(rosa)
        assert client.get("/insights/").status_code == 404
        client.force_login(ines)

        page = client.get("/insights/").content.decode()
        assert "What brings them home" in page
        assert "Where plans stand, and how long" in page
