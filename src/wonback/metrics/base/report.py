"""What `wonback value` says, for people and for programs."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wonback.metrics.base.backtest import RULE, Score
from wonback.metrics.base.valuation import Valuation

WEEK = 7


def lines(found: Valuation) -> Iterator[str]:
    """The summary, readable in a terminal."""
    yield from _reading(found)
    yield ""
    yield from _clients(found)
    yield ""
    yield from _fit(found)
    yield from _backtest(found)
    if found.warnings:
        yield ""
        yield _("Please note")
        yield from (f"  - {sentence}" for sentence in found.warnings)


def _reading(found: Valuation) -> Iterator[str]:
    yield _("%(file)s: %(columns)s") % {"file": found.reading.file.path.name, "columns": found.reading.columns}
    yield _("%(rows)s rows") % {"rows": f"{found.rows:,}"}
    yield from (f"  - {one}" for one in found.left_out)


def _clients(found: Valuation) -> Iterator[str]:
    totals, plan = found.totals, found.estimate.plan
    yield _("%(n)s clients on %(day)s; so far they brought %(revenue)s") % {
        "n": f"{totals.clients:,}",
        "day": plan.as_of,
        "revenue": f"{totals.revenue:,.0f} {found.reading.currency}".strip(),
    }
    for state in ("active", "at risk", "lapsed"):
        count = totals.states.get(state, 0)
        yield f"  {state:<8} {count:>12,}  {count / totals.clients:>5.1%}"
    yield _(
        "In the next %(weeks)d weeks they will buy about %(purchases)s times and bring %(value)s (8 times in 10 between %(low)s "
        "and %(high)s)%(margin)s, discounted at %(discount).0f %% a year."
    ) % {
        "weeks": plan.horizon // WEEK,
        "purchases": f"{totals.purchases:,.0f}",
        "value": f"{totals.value:,.0f}",
        "low": f"{totals.low:,.0f}",
        "high": f"{totals.high:,.0f}",
        "margin": "" if plan.margin == 1 else _(" of margin"),
        "discount": plan.discount * 100,
    }


def _fit(found: Valuation) -> Iterator[str]:
    estimate = found.estimate
    if "k = 1" in estimate.refused:
        yield _("Without a rhythm (k = 1) this base looks as if nobody ever left; that fit was refused.")
    if estimate.fitted is None:
        yield _("The purchase model was refused: %(why)s") % {"why": estimate.refused["best k"]}
        return
    parameters = estimate.fitted.parameters
    yield _("Fit: %(variant)s with k = %(k)d, %(parameters)s, log-likelihood %(ll).2f") % {
        "variant": "BG/CNBD-k" if estimate.fitted.story.variant == "bg" else "MBG/CNBD-k",
        "k": parameters["k"],
        "parameters": ", ".join(f"{name} {parameters[name]:.4g}" for name in ("r", "alpha", "a", "b")),
        "ll": estimate.fitted.log_likelihood,
    }


def _backtest(found: Valuation) -> Iterator[str]:
    estimate = found.estimate
    if not estimate.scores:
        return
    days = ", ".join(str(base.day) for base in estimate.bases[1:])
    yield _("Back-test: %(weeks)d weeks from %(days)s. Who will buy again, and how often?") % {
        "weeks": estimate.bases[-1].horizon // WEEK,
        "days": days,
    }
    yield f"  {'':<24}{'log-loss':>9}{'Brier':>8}{'AUC':>7}{'calibration':>13}{'purchases':>11}"
    for name, one in sorted(estimate.scores.items(), key=lambda pair: pair[1].log_loss):
        mark = "→ " if name == estimate.champion else "  "
        auc = "?" if one.auc is None else f"{one.auc:.3f}"
        off = "?" if one.purchases_off is None else f"{one.purchases_off:+.0%}"
        yield f"{mark}{name:<24}{one.log_loss:>9.4f}{one.brier:>8.4f}{auc:>7}{one.calibration_error:>13.3f}{off:>11}"
    if estimate.champion == RULE and len(estimate.scores) > 1:
        yield _("The model did not beat the silence rule, so the rule speaks.")


def as_json(found: Valuation) -> dict[str, Any]:
    """The same for programs."""
    estimate, plan, totals = found.estimate, found.estimate.plan, found.totals
    return {
        "file": str(found.reading.file.path),
        "columns": {
            "client": found.reading.columns.client,
            "date": found.reading.columns.day,
            "amount": list(found.reading.columns.amount),
        },
        "currency": found.reading.currency or None,
        "as_of": str(plan.as_of),
        "horizon_days": plan.horizon,
        "discount_per_year": plan.discount,
        "margin": plan.margin,
        "rows": found.rows,
        "left_out": [
            {"why": one.why, "count": one.count, "row": one.row, "column": one.column} for one in found.left_out
        ],
        "clients": totals.clients,
        "states": {state.replace(" ", "_"): totals.states.get(state, 0) for state in ("active", "at risk", "lapsed")},
        "revenue": totals.revenue,
        "expected_purchases": totals.purchases,
        "value": {"value": totals.value, "low": totals.low, "high": totals.high},
        "fit": _fit_as_json(found),
        "spend": {
            "family": estimate.check.family if estimate.check else "log-normal",
            "check": str(estimate.check or ""),
        },
        "backtest": {
            "champion": estimate.champion,
            "horizon_days": estimate.bases[-1].horizon if estimate.bases else None,
            "days": [str(base.day) for base in estimate.bases[1:]],
            "scores": {name: score_as_json(one) for name, one in estimate.scores.items()},
        },
        "warnings": found.warnings,
    }


def _fit_as_json(found: Valuation) -> dict[str, Any]:
    estimate = found.estimate
    refused = {"refused": estimate.refused}
    if estimate.fitted is None:
        return {"variant": None} | refused
    return {
        "variant": estimate.fitted.story.variant,
        "parameters": dict(estimate.fitted.parameters),
        "standard_errors": dict(estimate.fitted.standard_errors),
        "log_likelihood": estimate.fitted.log_likelihood,
        "clients": estimate.fitted.clients,
    } | refused


def score_as_json(one: Score) -> dict[str, Any]:
    return {
        "log_loss": one.log_loss,
        "brier": one.brier,
        "auc": one.auc,
        "calibration_error": one.calibration_error,
        "purchases_off": one.purchases_off,
        "deciles": [
            {"shown": shown, "happened": happened, "clients": clients}
            for shown, happened, clients in zip(
                one.deciles.shown.tolist(),
                one.deciles.happened.tolist(),
                one.deciles.clients.tolist(),
                strict=True,
            )
        ],
    } | ({"newest": score_as_json(one.newest)} if one.newest else {})
