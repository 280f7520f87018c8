from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import ibis
import numpy as np
import pytest

from tests.metrics.tables import answer, bought, facts, on_page
from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SOURCES, Facts
from wonback.metrics.register import METRICS
from wonback.metrics.register.losses import losses_12_months, reason_known_rate, win_back_rate, worth_of_losses
from wonback.metrics.register.retention import client_retention, net_revenue_retention
from wonback.metrics.register.rhythm import active_share, rhythm, unusual_silence
from wonback.metrics.register.value import (
    average_purchase,
    lifetime_margin,
    lifetime_revenue,
    purchases_per_year,
    revenue_12_months,
)
from wonback.stats import rhythm as published

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
ONE_OF_EACH_FILE = {
    one.expression.__module__.rsplit(".", 1)[-1]: one for one in METRICS.values() if {"book", "team"} <= set(one.kinds)
}


def lost(client, day, **facts_):
    return {"client_id": client, "kind": "client", "lost_on": date.fromisoformat(day), "reason_known": True, **facts_}


class TestUnknown:
    @pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
    def test_is_a_reason_and_never_0(self, metric):
        nothing = facts(clients=[{"client_id": 1}])

        for kind in metric.kinds:
            [row] = answer(metric, nothing, kind=kind, pk=0 if kind == "company" else 1)

            assert row["value"] is None
            assert row["why_none"].endswith(".")

    def test_is_said_once_even_where_two_currencies_are_unknown(self):
        once_in_each = facts(purchases=[bought(1, "2025-01-01"), bought(1, "2025-06-01", currency="USD")])

        [row] = answer(lifetime_revenue, once_in_each)

        assert row["currency"] == ""
        assert row["why_none"] == "Bought once: repeat purchases cannot be counted yet."

    @pytest.mark.parametrize(("margin", "told"), [(None, "set WONBACK_MARGIN."), (0.4, "")])
    def test_of_what_is_earned_asks_for_the_margin(self, settings, margin, told):
        settings.MARGIN = margin
        twice = facts(purchases=[bought(1, "2025-01-01"), bought(1, "2026-01-01")])

        [earned], [brought] = answer(lifetime_margin, twice), answer(lifetime_revenue, twice)

        assert earned["why_none"].endswith(told)
        assert earned["value"] == (pytest.approx(margin * brought["value"]) if margin else None)
        assert earned["n"] == brought["n"]

    def test_gives_way_to_what_is_known_in_another_currency(self):
        mixed = facts(
            purchases=[bought(1, "2025-01-01"), bought(1, "2026-01-01"), bought(1, "2025-06-01", currency="USD")]
        )

        assert [row["currency"] for row in answer(lifetime_revenue, mixed)] == ["EUR"]


class TestRevenue:
    def test_keeps_currencies_apart(self):
        two = facts(purchases=[bought(1, "2026-05-01", "100"), bought(1, "2026-05-01", "70", "USD")])

        found = {row["currency"]: row["value"] for row in answer(revenue_12_months, two)}

        assert found == {"EUR": 100.0, "USD": 70.0}

    def test_is_0_for_a_client_who_bought_before_but_not_lately(self):
        [row] = answer(revenue_12_months, facts(purchases=[bought(1, "2024-05-01", "100")]))

        assert (row["value"], row["n"], row["why_none"]) == (0.0, 0, "")

    def test_ignores_what_lies_ahead(self):
        [row] = answer(
            revenue_12_months, facts(purchases=[bought(1, "2026-05-01", "100"), bought(1, "2026-12-01", "900")])
        )

        assert row["value"] == 100.0

    def test_of_a_team_is_the_sum_of_its_clients(self):
        two = facts(purchases=[bought(1, "2026-05-01", "100"), bought(2, "2026-05-02", "50")])

        [row] = answer(revenue_12_months, two, kind="team")

        assert (row["value"], row["n"]) == (150.0, 2)

    def test_of_a_credit_note_alone_makes_no_average(self):
        [row] = answer(average_purchase, facts(purchases=[bought(1, "2026-05-01", "-10")]))

        assert row["value"] is None


class TestLifetime:
    def test_takes_the_stay_of_those_who_left_once_there_are_five(self):
        # five clients stayed 1461 days = 4 years; ours bought twice within two years, and is with us for two
        gone = [{"client_id": c, "started_on": date(2018, 1, 1), "ended_on": date(2022, 1, 1)} for c in range(2, 7)]
        ours = [bought(1, "2024-11-22", "100"), bought(1, "2025-11-22", "100")]

        [row] = answer(lifetime_revenue, facts(purchases=ours, spells=gone))

        # 100 a purchase, 1 repeat in 730 days, 4 years
        assert row["value"] == pytest.approx(100 * (1 / (730 / 365.25)) * 4)

    def test_of_a_client_who_left_ends_with_them(self):
        ours = [bought(1, "2024-11-22"), bought(1, "2025-05-22")]
        left = [{"client_id": 1, "started_on": date(2024, 11, 22), "ended_on": date(2025, 11, 22)}]

        [row] = answer(purchases_per_year, facts(purchases=ours, spells=left))

        assert row["value"] == pytest.approx(1 / (365 / 365.25))

    def test_is_unknown_for_somebody_known_for_weeks(self):
        [row] = answer(lifetime_revenue, facts(purchases=[bought(1, "2026-11-01"), bought(1, "2026-11-08")]))

        assert row["why_none"] == "With us for less than 90 days: too short to say how often they buy."


class TestRhythm:
    def test_is_the_published_one(self):
        days = {1: [0, 20, 40], 2: [0, 100], 3: [7], 4: [0, 5, 11, 30, 90, 300]}
        base = date(2026, 1, 1)
        table = facts(purchases=[bought(c, str(base + timedelta(days=d))) for c, found in days.items() for d in found])
        frequency, recency = np.array([2, 1, 0, 5]), np.array([40, 100, 0, 300])
        rate = published.firm_rate(frequency, recency)
        silence = np.array([(TODAY - base).days - found[-1] for found in days.values()])

        ours = [answer(unusual_silence, table, pk=c)[0]["value"] for c in days]
        rhythms = [answer(rhythm, table, pk=c)[0]["value"] for c in days]

        for share, quiet, x, t in zip(ours, silence, frequency, recency, strict=True):
            assert published.longest_usual(share, x, t, rate=rate) == pytest.approx(quiet)
        own = published.own_rhythm(frequency, recency, rate=rate)
        assert rhythms == [pytest.approx(own[0]), pytest.approx(own[1]), None, pytest.approx(own[3])]

    def test_says_nothing_of_the_lost_and_the_bound(self):
        found = facts(
            purchases=[bought(c, day) for c in (1, 2) for day in ("2025-01-01", "2025-03-01")],
            spells=[{"client_id": 1, "started_on": date(2020, 1, 1), "ended_on": date(2025, 6, 1)}],
            contracts=[{"client_id": 2, "starts_on": date(2025, 1, 1), "until": None}],
        )

        assert answer(unusual_silence, found)[0]["why_none"] == "Recorded as lost: silence is no longer a question."
        assert answer(unusual_silence, found, pk=2)[0]["why_none"] == "Under a running contract: silence says nothing."

    def test_counts_a_client_who_came_back_as_ours(self):
        found = facts(
            purchases=[bought(1, "2026-09-01"), bought(1, "2026-11-01")],
            spells=[
                {"client_id": 1, "started_on": date(2020, 1, 1), "ended_on": date(2025, 6, 1)},
                {"client_id": 1, "started_on": date(2026, 8, 1)},
            ],
            losses=[lost(1, "2025-06-01")],
        )

        assert answer(unusual_silence, found)[0]["value"] == pytest.approx(1 - (1 + 21 / 122) ** -2)

    def test_has_no_share_of_fewer_than_five(self):
        four = facts(purchases=[bought(c, day) for c in range(1, 5) for day in ("2026-09-01", "2026-11-01")])

        assert answer(active_share, four, kind="company", pk=0)[0]["why_none"].startswith("Fewer than five cases")


class TestRetention:
    def test_needs_two_years_on_file(self):
        late = facts(purchases=[bought(1, "2025-03-01", "100"), bought(1, "2026-03-01", "100")])

        [row] = answer(net_revenue_retention, late, kind="company", pk=0)

        assert row["why_none"] == "Two whole years of purchases are needed; those on file begin later."

    def test_lets_a_purchase_belong_to_one_year_only(self):
        # 22 November 2025 is the last day of the year before, the 23rd the first of the last one
        edge = facts(purchases=[bought(9, "2020-01-01"), bought(1, "2025-11-22", "100"), bought(1, "2025-11-23", "30")])

        [row] = answer(net_revenue_retention, edge, kind="company", pk=0)

        assert (row["value"], row["n"]) == (pytest.approx(0.3), 1)

    def test_does_not_count_a_client_recorded_as_lost(self):
        both_years = [bought(c, day) for c in range(1, 6) for day in ("2020-01-01", "2025-03-01", "2026-01-01")]
        left = [{"client_id": 1, "started_on": date(2020, 1, 1), "ended_on": date(2026, 2, 1)}]

        [row] = answer(client_retention, facts(purchases=both_years, spells=left), kind="company", pk=0)

        assert row["value"] == pytest.approx(0.8)
        assert row["low"] < 0.8 < row["high"]


class TestLosses:
    def test_none_is_a_number_where_losses_are_recorded(self):
        found = facts(losses=[lost(1, "2024-01-01")])

        [row] = answer(losses_12_months, found, kind="company", pk=0)

        assert (row["value"], row["why_none"]) == (0.0, "")

    def test_of_unknown_worth_do_not_count_as_nothing(self):
        found = facts(
            losses=[lost(1, "2026-01-01", currency="EUR"), lost(2, "2026-02-01", currency="EUR", worth=Decimal(7))]
        )
        unknown = facts(losses=[lost(1, "2026-01-01", currency="EUR")])

        assert answer(worth_of_losses, found, kind="company", pk=0)[0]["n"] == 1
        assert (
            answer(worth_of_losses, unknown, kind="company", pk=0)[0]["why_none"]
            == "None of these losses has a known worth."
        )

    def test_are_not_explained_by_four(self):
        found = facts(losses=[lost(c, "2026-01-01") for c in range(1, 5)])

        assert answer(reason_known_rate, found, kind="company", pk=0)[0]["value"] is None

    def test_won_back_tomorrow_are_not_back_today(self):
        asked = {"launched_on": date(2026, 1, 1)}
        found = facts(
            losses=[lost(c, "2025-12-01", **asked) for c in range(1, 5)]
            + [lost(5, "2025-12-01", **asked, returned_on=date(2026, 11, 23))]
        )

        assert answer(win_back_rate, found, kind="company", pk=0)[0]["value"] == 0.0


def test_the_page_prints_the_query_that_made_the_number():
    sql = revenue_12_months.sql(facts(purchases=[bought(1, "2026-05-01")]), kind="client", as_of=TODAY)

    assert "SUM(" in sql
    assert "MAKE_DATE(2026, 11, 22)" in sql


def test_a_query_that_is_kept_is_one_of_the_same_tables():
    of_may, of_june = facts(purchases=[bought(1, "2026-05-01")]), facts(purchases=[bought(1, "2026-06-01")])
    for found in (of_may, of_june, of_may):
        sql = revenue_12_months.sql(found, kind="client", as_of=TODAY)

        assert found.purchases.get_name() in sql


@pytest.mark.once
@pytest.mark.parametrize("metric", ONE_OF_EACH_FILE.values(), ids=list(ONE_OF_EACH_FILE))
def test_what_is_written_for_books_asks_the_same_about_teams(metric):
    printed, _results = on_page((ROOT / metric.doc).read_text())
    con = ibis.duckdb.connect()
    scattered = {"book_id": ibis._.client_id % 3, "team_id": ibis._.client_id % 2}
    dealt = Facts(
        **{name: con.create_table(name, getattr(printed, name).mutate(**scattered)) for name in (*SOURCES, *DERIVED)}
    )
    asked = {"kind": "team", "as_of": TODAY}

    theirs = sorted(con.to_pyarrow(metric.table(dealt, **asked)).to_pylist(), key=repr)
    assert sorted(con.raw_sql(metric.sql(dealt, **asked)).to_arrow_table().to_pylist(), key=repr) == theirs
    con.disconnect()
