"""How good the chances were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stats import worlds
from wonback.stats import CannotTell, backtest, purchases, reorder, rhythm

MEASURES = [backtest.brier, backtest.log_loss, backtest.auc]
pairs = st.lists(st.tuples(st.integers(1, 99).map(lambda one: one / 100), st.booleans()), min_size=2, max_size=50)


@given(pairs, st.integers(1, 10))
def test_counts_every_client_once_in_parts_that_rise(rows, parts):
    chance, happened = map(np.array, zip(*rows, strict=True))
    told = backtest.reliability(chance, happened, parts=parts)

    assert told.clients.sum() == len(rows)
    assert (np.diff(told.shown) >= -1e-12).all()
    assert told.clients @ told.happened == pytest.approx(happened.sum())


@pytest.mark.parametrize("measure", MEASURES)
def test_counts_a_share_of_a_row_as_so_many_clients(measure):
    collapsed = measure([0.2, 0.6], [0.25, 0.5], weights=[4, 2])
    rows = measure([0.2] * 4 + [0.6] * 2, [1, 0, 0, 0, 1, 0])

    assert collapsed == pytest.approx(rows)


def test_prefers_the_truth_to_a_guess():
    chance = np.random.default_rng(1)
    true = chance.random(4_000)
    happened = chance.random(4_000) < true
    told = backtest.reliability(true, happened)

    assert backtest.brier(true, happened) < backtest.brier(np.full(4_000, 0.5), happened)
    assert backtest.log_loss(true, happened) < backtest.log_loss(np.full(4_000, 0.5), happened)
    assert backtest.auc(true, happened) == pytest.approx(5 / 6, abs=0.02)
    assert told.error < 0.03


def test_punishes_a_false_certainty_without_limit():
    assert backtest.log_loss([0.0], [1]) == np.inf
    assert backtest.log_loss([0.0], [0]) == 0


@pytest.mark.parametrize(
    ("chance", "happened", "sentence"),
    [([1.2], [1], r"chances from 0 to 1 \(row 1\)"), ([0.2], [2], "share of a row"), ([], [], "there are none")],
)
def test_refuses_nonsense_with_a_sentence(chance, happened, sentence):
    with pytest.raises(CannotTell, match=sentence):
        backtest.brier(chance, happened)


def test_has_nothing_to_tell_apart_where_it_happened_to_all():
    with pytest.raises(CannotTell, match="nothing to tell apart"):
        backtest.auc([0.2, 0.3], [1, 1])


class TestReorder:
    def test_needs_enough_clients_to_correct_a_model(self):
        x, t_x, age, _ = worlds.buyers(200, [0.6, 7.0, 0.8, 1.5])
        base = purchases.fit(x, t_x, age)
        earlier = reorder.snapshot(base, 13, clients=(x, t_x, age), rate=rhythm.firm_rate(x, t_x))

        with pytest.raises(CannotTell, match="purchase model's own chance"):
            reorder.fit(earlier, 0.2)

    def test_leaves_a_right_model_as_it_is(self):
        x, t_x, age, _, later = worlds.buyers(20_000, [0.6, 7.0, 0.8, 1.5], ahead=13)
        base = purchases.fit(x, t_x, age)
        earlier = reorder.snapshot(base, 13, clients=(x, t_x, age), rate=rhythm.firm_rate(x, t_x))
        told = reorder.fit(earlier, later > 0).chance(earlier)

        assert np.mean(np.abs(told - earlier.chance)) < 0.02
