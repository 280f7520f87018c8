"""What scripts outside rely on: names, signatures, plain columns in and out, and nothing but numpy and scipy."""

import inspect
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

import wonback.stats
from tests.stats import worlds
from wonback.stats import CannotTell, contracts, purchases, spend

LOADED = """
import sys
from pathlib import Path
import wonback.stats
for room in wonback.stats.ROOMS:
    getattr(wonback.stats, room)
folders = [Path(module.__file__).parts for module in list(sys.modules.values()) if getattr(module, "__file__", None)]
print(*{parts[parts.index("site-packages") + 1] for parts in folders if "site-packages" in parts})
print(*{name for name in sys.modules if name.startswith("wonback.") and not name.startswith("wonback.stats")})
"""


def test_needs_only_numpy_and_scipy():
    done = subprocess.run([sys.executable, "-I", "-c", LOADED], check=True, capture_output=True, text=True)
    packages, rooms_elsewhere = done.stdout.split("\n")[:2]

    assert set(packages.split()) - {"wonback"} == {"numpy", "scipy"}
    assert rooms_elsewhere == ""


def test_opens_every_room_by_its_name_and_no_other():
    within = {room.name for room in pkgutil.iter_modules(wonback.stats.__path__)}

    assert within - {"arrays", "errors", "newton"} == wonback.stats.ROOMS
    assert wonback.stats.purchases is purchases
    assert all(getattr(wonback.stats, room).__doc__ for room in wonback.stats.ROOMS)
    with pytest.raises(AttributeError, match="no attribute 'cellar'"):
        wonback.stats.cellar  # noqa: B018


def names_of(function):
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_keeps_the_promised_signatures():
    fit = inspect.signature(purchases.fit).parameters
    columns, options = ["frequency", "recency", "age"], ["weights", "gap_logs", "variant", "k"]

    assert list(fit) == columns + options
    assert all(fit[name].kind is inspect.Parameter.KEYWORD_ONLY for name in options)
    assert [fit[name].default for name in options] == [None, None, "mbg", None]
    assert names_of(purchases.Fit.alive) == columns
    assert (
        names_of(purchases.Fit.purchase_within) == names_of(purchases.Fit.expected_purchases) == ["horizon", *columns]
    )
    assert names_of(spend.fit)[:2] == ["frequency", "average_spend"]
    assert names_of(contracts.fit) == ["survivors"]


@pytest.fixture(scope="module")
def base():
    return purchases.fit(*worlds.buyers(3_000, [0.6, 7.0, 0.8, 1.5])[:3])


def test_names_parameters_as_the_literature_does(base):
    x, m = worlds.spenders(500, [6.0, 4.0, 15.0])
    spending, cohort = spend.fit(x, m), contracts.fit([1000, 631, 468, 382, 326])

    assert list(base.parameters) == ["r", "alpha", "a", "b", "k"]
    assert list(base.standard_errors) == ["r", "alpha", "a", "b"]
    assert list(spending.parameters) == list(spending.standard_errors) == ["p", "q", "v"]
    assert spending.parameters["v"] == spending.v
    assert dict(cohort.parameters) == {"alpha": cohort.alpha, "beta": cohort.beta, "c": 1.0}
    assert list(cohort.standard_errors) == ["alpha", "beta"]


def asked(base):
    """Every question one can ask of a client."""
    return [
        base.alive,
        lambda *client: base.purchase_within(13, *client),
        lambda *client: base.expected_purchases(13, *client),
    ]


class TestAnswers:
    def test_are_a_number_for_a_client_and_an_array_for_clients(self, base):
        for ask in asked(base):
            assert np.ndim(ask(2, 20, 30)) == 0
            assert isinstance(ask([2], [20], [30]), np.ndarray)
            assert ask([2, 3], 20, [30, 40]).shape == (2,)

    def test_about_nobody_are_none(self, base):
        for ask in asked(base):
            assert ask([], [], []).size == 0

    def test_take_a_horizon_each(self, base):
        weeks = [4.0, 13.0, 4.0]
        for ask in (base.purchase_within, base.expected_purchases):
            assert ask(weeks, 2, 20, 30) == pytest.approx([ask(one, 2, 20, 30) for one in weeks])
            assert ask(weeks, [0, 1, 2], [0, 9, 20], 30)[1] == pytest.approx(ask(13, 1, 9, 30))

    def test_refuse_a_client_who_cannot_be(self, base):
        for ask in asked(base):
            with pytest.raises(CannotTell, match=r"no less than the recency \(row 2\)"):
                ask([1, 1], [3, 9], [5, 5])
