"""The pictures of the book: what is bought, how long clients stay, whether too many leave, and why."""

from dataclasses import replace

from wonback.desk.book import Book
from wonback.figures.models import explanation
from wonback.figures.subjects import Subject
from wonback.metrics.facts import newest
from wonback.metrics.history import any_facts
from wonback.metrics.pictures import drawn
from wonback.metrics.subjects import own_subject
from wonback.web.charts import Chart, draw_together

# Each picture, and the number beside which it is explained.
SHOWN = {
    "revenue": "revenue_12_months",
    "control": "losses_12_months",
    "reasons": "worth_of_losses",
    "staying": "lifetime_revenue",
}


def charts_of(book: Book) -> list[Chart]:
    """Those about which the last night can say something."""
    if not any_facts():
        return []
    subject = own_subject(book.user).subject
    charts = [explained(name, chart, subject) for name, chart in drawn(tuple(SHOWN), subject, as_of=newest())]
    draw_together([chart for chart in charts if chart.has_points])
    return charts


def explained(name: str, chart: Chart, subject: Subject) -> Chart:
    return replace(chart, href=explanation(SHOWN[name], subject))
