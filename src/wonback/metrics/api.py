"""The numbers, for programs: each with its interval, its n, and why there is none where there is none."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from wonback.figures.models import Figure
from wonback.figures.subjects import Subject
from wonback.metrics.definition import METRICS, Metric
from wonback.metrics.subjects import Seen, own_subject, seen_by
from wonback.team.answers import or_problem
from wonback.team.request import Request

router = Router(tags=["numbers"])
Of = Annotated[str, StringConstraints(pattern=r"^(|(client|book|team|company)-\d{1,18})$")]


class FigureOut(Schema):
    """One number. `value` is null where it is unknown, and `why_none` says why; the truth lies eight times in ten between `low` and `high`."""

    currency: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    as_of: date
    why_none: str
    explained_at: str


class NumberOut(Schema):
    """What a number means, and its figures for one subject: one a currency, none before the first night."""

    metric: str
    name: str
    question: str
    formula: str
    unit: str
    source: str
    direction: str
    kinds: list[str]
    figures: list[FigureOut]


class NumbersOut(Schema):
    of: str
    name: str
    numbers: list[NumberOut]


class Whose(Schema):
    """About whom: `client-17`, `book-3`, `team-1` or `company-0`; without it, what the page of numbers would show you."""

    of: Of = ""


@router.get("/numbers", response=or_problem(NumbersOut), operation_id="list_numbers")
def numbers(request: Request, whose: Query[Whose]) -> dict[str, Any]:
    """Every number there is about one subject, with what it asks."""
    seen = seen_or_nothing(request, whose)
    figures = seen.with_figures(list(METRICS)).figures
    told = [number(metric, figures[metric.key]) for metric in METRICS.values() if seen.subject.kind in metric.kinds]
    return {"of": str(seen.subject), "name": seen.name, "numbers": told}


@router.get("/numbers/{metric}", response=or_problem(NumberOut), operation_id="get_number")
def one(request: Request, metric: str, whose: Query[Whose]) -> dict[str, Any]:
    """One number about one subject, as `lifetime-revenue` or `lifetime_revenue`."""
    found = METRICS.get(metric.replace("-", "_"))
    if found is None:
        raise Http404
    return number(found, seen_or_nothing(request, whose).with_figures([found.key]).figures[found.key])


def number(metric: Metric, figures: list[Figure]) -> dict[str, Any]:
    words = ("name", "question", "formula", "source", "direction")
    return {name: str(getattr(metric, name)) for name in words} | {
        "metric": metric.key,
        "unit": metric.unit.value,
        "kinds": list(metric.kinds),
        "figures": figures,
    }


def seen_or_nothing(request: Request, whose: Whose) -> Seen:
    """The subject that was named, if this person may see it; their own if none was."""
    seen = seen_by(request.user, Subject.named(whose.of)) if whose.of else own_subject(request.user)
    if seen is None:
        raise Http404
    return seen
