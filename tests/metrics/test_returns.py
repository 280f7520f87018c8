"""What a return and an attempt are worth, and what says why not."""

from datetime import date
from decimal import Decimal

import pytest

from tests.metrics.tables import answer, facts
from wonback.figures.subjects import Subject
from wonback.metrics.page import Explanation, drawn_by
from wonback.metrics.register.returns import value_of_attempt, value_of_return
from wonback.metrics.subjects import Seen
from wonback.stats.contracts import Retention
from wonback.stats.returns import Attempt, second_lifetime_value
from wonback.winback.models import Campaign, CampaignArm


@pytest.fixture(autouse=True)
def terms(settings):
    settings.MARGIN, settings.DISCOUNT = 0.4, 0.10


def spells(years, *, clients=5):
    return [
        {"client_id": pk, "started_on": date(2010, 1, 1), "ended_on": date(2010 + years, 1, 1)}
        for pk in range(1, clients + 1)
    ]


def lost(*, called=0.21, alone=0.11, worth="12000"):
    return {
        "client_id": 1,
        "kind": "client",
        "lost_on": date(2026, 2, 1),
        "reason_known": True,
        "worth": worth and Decimal(worth),
        "currency": "EUR",
        "called": called,
        "alone": alone,
        "attempts": 140,
    }


class TestValueOfReturn:
    def test_is_the_second_lifetime_value_of_clients_who_are_all_alike(self):
        [row] = answer(value_of_return, facts(losses=[lost()], spells=spells(8)))
        stay = 2922 / 365.25
        loyal = stay / (1 + stay)
        alike = Retention(alpha=1e6 * (1 - loyal), beta=1e6 * loyal)

        assert row["value"] == pytest.approx(
            float(second_lifetime_value(alike, margin=12_000.0, discount=0.10)), rel=1e-3
        )

    @pytest.mark.parametrize("years", [1, 4, 15])
    def test_lies_in_its_band(self, years):
        [row] = answer(value_of_return, facts(losses=[lost()], spells=spells(years)))

        assert 11_999.99 <= row["low"] <= row["value"] <= row["high"]

    def test_is_the_worth_of_the_years_of_a_stay_where_later_money_is_worth_as_much(self, settings):
        settings.DISCOUNT = 0.0
        [row] = answer(value_of_return, facts(losses=[lost()], spells=spells(4)))

        assert row["value"] == pytest.approx(12_000 * 5, rel=1e-3)
        assert (row["low"], row["high"]) == (12_000, 12_000 * 11)

    @pytest.mark.parametrize(
        ("given", "clients", "why"),
        [
            (lost(worth=None), 5, "What they bought in a year is not known."),
            (lost(), 4, "Fewer than five clients have left so far: nobody can say how long a second stay would last."),
        ],
    )
    def test_is_unknown_for_a_reason(self, given, clients, why):
        known = facts(losses=[given], spells=spells(4, clients=clients))
        rows = answer(value_of_return, known) + answer(value_of_attempt, known)

        assert [(row["value"], row["why_none"]) for row in rows] == [(None, why)] * 2


class TestValueOfAttempt:
    @pytest.mark.parametrize(("called", "alone"), [(0.21, 0.11), (0.06, 0.10), (0.1, 0.1)])
    def test_is_what_the_library_makes_of_the_same_chances(self, called, alone):
        known = facts(losses=[lost(called=called, alone=alone)], spells=spells(4))
        [worth], [row] = answer(value_of_return, known), answer(value_of_attempt, known)
        again = 0.4 * worth["value"]
        attempt = Attempt(worth=again, worth_alone=again, minutes=15, wage=1.0)

        assert row["value"] == pytest.approx(float(attempt.value(called, alone)))
        assert (row["value"] < 0) == (called <= alone)

    def test_is_unknown_while_nobody_has_said_what_is_earned(self, settings):
        settings.MARGIN = None
        [row] = answer(value_of_attempt, facts(losses=[lost()], spells=spells(4)))

        assert (row["value"], row["why_none"]) == (
            None,
            "What of a sale is earned is not known: set WONBACK_MARGIN.",
        )

    def test_is_unknown_before_the_night_has_learned(self):
        [row] = answer(value_of_attempt, facts(losses=[lost(called=None, alone=None)], spells=spells(4)))

        assert (row["value"], row["why_none"]) == (None, "The night has not learned yet who comes back.")


@pytest.mark.django_db
class TestAssumed:
    def test_is_said_on_the_page_until_lot_chose_fifty_attempts(self, ready_plan, rosa, noon, today):
        ready_plan.launch(by=rosa, at=noon)
        assert drawn_by(today) == 0
        terms = {"waiting": 0.2, "rate_alone": 0.1, "planned": 1.0, "begins_on": today, "ends_on": date(2027, 6, 1)}
        campaign = Campaign.objects.create(name="Autumn", started_by=rosa, started_at=noon, **terms)
        CampaignArm.objects.create(campaign=campaign, loss=ready_plan.loss, arm="contact", drawn_at=noon)
        assert drawn_by(today) == 1

        seen = Seen(Subject("client", ready_plan.loss.client_id), "Northwind")
        page = [Explanation(value_of_attempt, seen, [], today, drawn=drawn).assumed for drawn in (1, 50, None)]
        assert page == [
            "What a call adds is assumed, not measured: lot chose 1 of the 50 attempts it takes.",
            "",
            "",
        ]
