"""Pages that say what each number means and where it comes from."""

import csv
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.core.formulas import harmless
from wonback.figures.subjects import Subject
from wonback.metrics import what_if
from wonback.metrics.definition import METRICS, Metric
from wonback.metrics.earlier import over_time
from wonback.metrics.page import Explanation, catalogue, explained, lines
from wonback.metrics.subjects import Seen, choices, own_subject, seen_by
from wonback.team.request import Request
from wonback.web.charts import png

LONGEST = 10


@login_required
@require_safe
def numbers(request: Request) -> HttpResponse:
    """Every number there is, with what it asks."""
    seen = subject_of(request)
    return render(
        request, "metrics/numbers.html", {"seen": seen, "themes": catalogue(seen), "choices": choices(request.user)}
    )


@login_required
@require_safe
def metric(request: Request, slug: str) -> HttpResponse:
    """One number about one subject, explained."""
    it = explained(metric_called(slug), subject_of(request), start=number_of(request, "start", most=10**9))
    return render(request, "metrics/metric.html", {"it": it} | more_about(it, request))


def more_about(it: Explanation, request: Request) -> dict[str, Any]:
    """What a page shows only if it is asked for, or only of some numbers."""
    about: dict[str, Any] = {}
    if "earlier" in request.GET and it.as_of:
        about["asked_earlier"] = True
        about["earlier"] = over_time(it.metric, it.seen.subject, it.figures, as_of=it.as_of)
    if it.metric.key == what_if.METRIC:
        about |= what_if.context(it.seen, months=number_of(request, "months", most=what_if.MOST) or what_if.USUAL)
    return about


@login_required
@require_safe
def picture(request: Request, slug: str) -> HttpResponse:
    """The first picture beside a number, as a file for a mail or a slide."""
    found = explained(metric_called(slug), subject_of(request))
    if not found.charts:
        raise Http404
    response = HttpResponse(png(found.charts[0]), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{found.seen.subject}-{found.as_of}.png"'
    return response


@login_required
@require_safe
def segments(request: Request) -> HttpResponse:
    """What longer staying would bring, tier by tier or industry by industry."""
    seen = subject_of(request)
    by = "industry" if request.GET.get("by") == "industry" else "tier"
    months = number_of(request, "months", most=what_if.MOST) or what_if.USUAL
    return render(request, "metrics/segments.html", what_if.of_segments(seen, by=by, months=months))


@login_required
@require_safe
def rows(request: Request, slug: str) -> StreamingHttpResponse:
    """The rows that went into a number, as a file."""
    found = explained(metric_called(slug), subject_of(request))
    if found.table is None or found.as_of is None:
        raise Http404
    writer = csv.writer(Echo())
    cells = lines(found.metric, found.seen, as_of=found.as_of)
    response = StreamingHttpResponse(
        (writer.writerow([harmless(str(cell)) for cell in line]) for line in cells),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}-{found.seen.subject}-{found.as_of}.csv"'
    return response


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def metric_called(slug: str) -> Metric:
    if found := METRICS.get(slug.replace("-", "_")):
        return found
    raise Http404


def number_of(request: Request, name: str, *, most: int) -> int:
    """A whole number from the address; 0 if there is none, or none we understand."""
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 0


def subject_of(request: Request) -> Seen:
    """The subject that the address names, if this person may see it; their own if it names none."""
    named: Any = request.GET.get("of")
    seen = seen_by(request.user, Subject.named(named)) if named else own_subject(request.user)
    if seen is None:
        raise Http404
    return seen
