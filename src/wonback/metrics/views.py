"""Pages that say what each number means and where it comes from."""

import csv
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.figures.subjects import Subject
from wonback.metrics.definition import METRICS, Metric
from wonback.metrics.page import catalogue, explained, lines
from wonback.metrics.subjects import Seen, own_subject, seen_by
from wonback.team.request import Request


@login_required
@require_safe
def numbers(request: Request) -> HttpResponse:
    """Every number there is, with what it asks."""
    seen = subject_of(request)
    return render(request, "metrics/numbers.html", {"seen": seen, "themes": catalogue(seen)})


@login_required
@require_safe
def metric(request: Request, slug: str) -> HttpResponse:
    """One number about one subject, explained."""
    return render(request, "metrics/metric.html", {"it": explained(metric_called(slug), subject_of(request))})


@login_required
@require_safe
def rows(request: Request, slug: str) -> StreamingHttpResponse:
    """The rows that went into a number, as a file."""
    found = explained(metric_called(slug), subject_of(request))
    if found.table is None or found.as_of is None:
        raise Http404
    writer = csv.writer(Echo())
    cells = lines(found.metric, found.seen, as_of=found.as_of)
    response = StreamingHttpResponse((writer.writerow(line) for line in cells), content_type="text/csv; charset=utf-8")
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


def subject_of(request: Request) -> Seen:
    """The subject that the address names, if this person may see it; their own if it names none."""
    named: Any = request.GET.get("of")
    seen = seen_by(request.user, Subject.named(named)) if named else own_subject(request.user)
    if seen is None:
        raise Http404
    return seen
