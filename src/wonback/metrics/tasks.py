"""This app's share of the night, and the same work after an import."""

from datetime import date

from django.tasks import task

from wonback.losses.tasks import learn_returns, rank_losses
from wonback.metrics import compute, facts, fitting, silence
from wonback.metrics import register as _register  # noqa: F401  # fills the register


def export_facts(*, as_of: date) -> int:
    """Nightly step: take the facts out of the database. Return how many rows."""
    return facts.export(as_of=as_of)


def fit_models(*, as_of: date) -> int:
    """Nightly step: fit the base of all clients and look ahead. Return for how many clients something is expected."""
    return fitting.fit(as_of=as_of)


def compute_figures(*, as_of: date) -> int:
    """Nightly step: compute every figure for everybody. Return how many."""
    return compute.everything(as_of=as_of)


def propose_silent(*, as_of: date) -> int:
    """Nightly step: propose clients who seem to have left without a word. Return how many are new."""
    return silence.propose(as_of=as_of)


@task
def refresh(*, as_of: str) -> None:
    """Bring all numbers and proposals up to date, as after an import. The day is written as 2026-11-22."""
    day = date.fromisoformat(as_of)
    learn_returns(as_of=day)
    export_facts(as_of=day)
    fit_models(as_of=day)
    compute_figures(as_of=day)
    propose_silent(as_of=day)
    rank_losses(as_of=day)
