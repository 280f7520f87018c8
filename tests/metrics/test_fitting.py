"""The night's look ahead: who is looked at, what is written of them, and what happens when nothing can be said."""

from datetime import date, timedelta
from decimal import Decimal

import ibis
import numpy as np
import pyarrow.parquet
import pytest

from tests.metrics.tables import bought, facts
from wonback.metrics import fitting
from wonback.metrics.base.backtest import CORRECTED, RULE
from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SOURCES, root
from wonback.metrics.models import Fit

pytestmark = pytest.mark.django_db
TODAY, FIRST = date(2026, 6, 30), date(2024, 1, 1)


@pytest.fixture(autouse=True)
def own_home(tmp_path, settings):
    settings.HOME, settings.MARGIN, settings.REPLACEMENT = tmp_path, 0.4, 800.0


def visits(clients, *, currency="EUR", first_client=1, seed=3):
    """Purchases of so many clients, each with a rhythm; some leave."""
    chance, rows = np.random.default_rng(seed), []
    for client in range(first_client, first_client + clients):
        day, gap, number = int(chance.integers(0, 500)), chance.gamma(2.0, 20.0) + 4, chance.geometric(0.1)
        for _visit in range(number):
            if day > (TODAY - FIRST).days:
                break
            rows.append(bought(client, str(FIRST + timedelta(days=day)), f"{chance.lognormal(4, 0.6):.2f}", currency))
            day += int(chance.gamma(2.0, gap / 2)) + 1
    return rows


def laid_down(day=TODAY, **tables):
    """The facts of a day, as the night takes them out."""
    folder = root() / str(day)
    folder.mkdir(parents=True, exist_ok=True)
    con = ibis.duckdb.connect()
    known = facts(**tables)
    for name in SOURCES:
        con.to_parquet(getattr(known, name), folder / f"{name}.parquet")
    con.disconnect()


def scores(day=TODAY):
    return pyarrow.parquet.read_table(fitting.place(day)).to_pylist()


class TestWhoIsLookedAt:
    def of(self, **tables):
        con = ibis.duckdb.connect()
        found = con.to_pyarrow(fitting.visits_of(facts(**tables), as_of=TODAY)).to_pylist()
        con.disconnect()
        return found

    def test_only_in_the_currency_they_buy_most_in(self):
        mixed = [bought(1, "2026-01-01"), bought(1, "2026-02-01"), bought(1, "2026-03-01", "90", "USD")]

        assert {row["currency"] for row in self.of(purchases=mixed)} == {"EUR"}

    def test_all_invoices_of_a_day_are_one_purchase_and_credit_notes_are_none(self):
        rows = [bought(1, "2026-01-01", "10"), bought(1, "2026-01-01", "15"), bought(1, "2026-02-01", "-5")]

        assert [(row["day"], row["spend"]) for row in self.of(purchases=rows)] == [(date(2026, 1, 1), 25.0)]

    def test_nobody_whom_a_contract_binds(self):
        bound = {"client_id": 1, "starts_on": date(2026, 1, 1), "currency": "EUR"}
        over = {"client_id": 2, "starts_on": date(2024, 1, 1), "until": date(2025, 1, 1), "currency": "EUR"}
        both = [bought(1, "2026-01-01"), bought(2, "2026-01-01")]

        assert [row["client"] for row in self.of(purchases=both, contracts=[bound, over])] == [2]


class TestFit:
    @pytest.fixture
    def night(self):
        gone = [{"client_id": 7, "started_on": FIRST, "ended_on": date(2026, 3, 1)}]
        laid_down(
            purchases=visits(350) + visits(60, currency="USD", first_client=1_000, seed=5),
            spells=gone,
            clients=[{"client_id": pk, "name": f"C{pk}"} for pk in [*range(1, 351), *range(1_000, 1_060)]],
        )
        return fitting.fit(as_of=TODAY)

    def test_writes_one_row_for_everybody_who_is_still_a_client(self, night):
        rows = scores()
        people = [row["client_id"] for row in rows]

        assert night == Fit.objects.get().clients > 380
        assert people == sorted(set(people))
        assert 7 not in people
        assert {row["currency"] for row in rows} == {"EUR", "USD"}
        assert set(rows[0]) == set(DERIVED["scores"].schema.names)
        assert {(row["margin"], row["replacement"]) for row in rows} == {(0.4, 800.0)}

    def test_holds_every_number_in_its_band(self, night):
        for row in scores():
            assert 0 <= row["chance_low"] <= row["chance"] <= row["chance_high"] <= 1
            assert 0 <= row["value_low"] <= row["value"] + 1e-9
            assert row["value"] <= row["value_high"] + 1e-9
            # five years bring at least what half a year does
            assert row["life"] >= 0.99 * row["value"]

    def test_says_who_won_the_back_test_and_how_each_rival_did(self, night):
        fit = Fit.objects.get()

        assert fit.champion in fit.scores
        assert RULE in fit.scores
        assert fit.scores[fit.champion]["log_loss"] == min(score["log_loss"] for score in fit.scores.values())
        assert sorted(fit.spending) == ["EUR", "USD"]
        assert fit.refused == ""

    def test_done_again_says_the_same(self, night):
        before, told = scores(), Fit.objects.get().facts()

        assert fitting.fit(as_of=TODAY) == night
        assert scores() == before
        assert Fit.objects.get().facts() == told

    def test_done_again_when_nothing_can_be_said_any_more_takes_the_old_answer_away(self, night):
        laid_down(purchases=[])

        assert fitting.fit(as_of=TODAY) == 0
        assert not fitting.place(TODAY).exists()
        assert Fit.objects.get().refused == "Wait for purchases: none are on file."
        assert Fit.objects.get().champion == ""


class TestRefusals:
    def test_of_the_purchase_model_are_told_where_the_silence_rule_speaks_for_it(self):
        """Everybody comes every four weeks and nobody leaves: nothing tells the gone from the silent."""
        days = [(pk, str(FIRST + timedelta(days=28 * n + pk % 7))) for pk in range(1, 351) for n in range(33)]
        rows = [bought(pk, day, f"{20 + pk % 50}.00") for pk, day in days]
        laid_down(purchases=rows, clients=[{"client_id": pk, "name": f"C{pk}"} for pk in range(1, 351)])
        fitting.fit(as_of=TODAY)
        fit = Fit.objects.get()

        assert fit.champion == RULE
        assert fit.how_chosen.startswith("The purchase model was refused. Use the silence rule: the purchases")

    @pytest.mark.parametrize(("rivals", "told"), [(3, "against its rivals"), (0, "no earlier day yet")])
    def test_that_are_none_leave_it_to_the_back_test(self, rivals, told):
        assert told in Fit(champion="MBG/CNBD-k", scores={str(rival): {} for rival in range(rivals)}).how_chosen

    def test_where_nobody_has_bought_twice(self):
        laid_down(purchases=[bought(pk, "2026-01-01") for pk in range(1, 400)])
        fitting.fit(as_of=TODAY)

        assert Fit.objects.get().refused.startswith(("Wait", "Use"))
        assert not fitting.place(TODAY).exists()

    def test_leave_no_half_written_file(self, monkeypatch, tmp_path):
        con = ibis.duckdb.connect()
        to = tmp_path / "scores.parquet"
        to.write_bytes(b"the old one")
        broken = ibis.memtable([{"a": "x"}]).mutate(b=ibis._.a.cast("int64"))

        with pytest.raises(Exception, match="x"):
            fitting.write(con, broken, to)
        assert to.read_bytes() == b"the old one"
        con.disconnect()


class TestBands:
    @pytest.fixture
    def found(self):
        con = ibis.duckdb.connect()
        known = facts(purchases=visits(350))
        days = fitting.visits_of(known, as_of=TODAY)
        plan = fitting.Plan(as_of=TODAY, horizon=fitting.AHEAD_DAYS, discount=0.1, margin=1.0)
        yield fitting.estimate(con, days.drop("currency"), plan=plan, tell=lambda _words: None)
        con.disconnect()

    @pytest.mark.parametrize("champion", ["MBG/CNBD-k", CORRECTED, RULE])
    def test_hold_the_chance_that_is_shown_whoever_won(self, found, champion):
        chosen = fitting.replace(found, champion=champion)
        expected = chosen.expect(chosen.today.kinds)
        low, high = fitting.chance_band(chosen, expected)

        assert (low <= expected.chance + 1e-9).all()
        assert (expected.chance <= high + 1e-9).all()
        assert (high - low).max() > 0.01

    def test_over_years_trust_no_correction_that_was_learned_over_months(self, found):
        by_correction, by_model = (
            fitting.later(fitting.replace(found, champion=name))["expected"].to_pylist()
            for name in (CORRECTED, "MBG/CNBD-k")
        )

        assert by_correction == by_model


def test_amounts_may_be_exact():
    """What is added up as decimals comes out as the same numbers."""
    rows = [{**bought(1, "2026-01-01"), "amount": Decimal("0.10")} for _third in range(3)]
    con = ibis.duckdb.connect()
    [row] = con.to_pyarrow(fitting.visits_of(facts(purchases=rows), as_of=TODAY)).to_pylist()
    con.disconnect()

    assert row["spend"] == 0.3
