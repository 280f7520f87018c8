"""The three pictures of the book: what is bought, what is lost, and why."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.desk.book import Book
from wonback.losses.models import Loss
from wonback.metrics.history import revenue_by_month
from wonback.metrics.subjects import own_subject
from wonback.web.charts import Chart, Point, Series, draw_together
from wonback.web.numerals import shortened

MONTHS, REASONS_SHOWN = 12, 8


def charts_of(book: Book) -> list[Chart]:
    lost = Loss.objects.visible_to(book.user).exclude(kind=Loss.Kind.DEAL)
    lost = lost.filter(lost_on__gt=book.as_of - timedelta(days=365), lost_on__lte=book.as_of)
    charts = [revenue_chart(book), losses_chart(lost, as_of=book.as_of), reasons_chart(lost)]
    draw_together([chart for chart in charts if chart.has_points])
    return charts


def revenue_chart(book: Book) -> Chart:
    history = revenue_by_month(own_subject(book.user).subject)
    points = [Point(month.first_day, month.amount) for month in history.months]
    last, before = (sum(month.amount for month in part) for part in (history.months[-12:], history.months[:-12]))
    words = {
        "last": shortened(Decimal(round(last))),
        "before": shortened(Decimal(round(before))),
        "currency": history.currency,
    }
    says = _("%(last)s %(currency)s in the last 12 whole months, %(before)s in the 12 before.") % words
    return Chart(
        _("What clients bought"), says, history.currency, [Series(_("Revenue"), points, mark="area")], steps=_("Month")
    )


def losses_chart(lost: QuerySet[Any], *, as_of: date) -> Chart:
    """Months without a loss are drawn: there, none is a number."""
    found = lost.annotate(month=TruncMonth("lost_on")).values("month").annotate(count=Count("pk")).order_by()
    counts = Counter({row["month"]: row["count"] for row in found})
    points = [Point(month, counts[month]) for month in months_until(as_of)]
    total = sum(counts.values())
    says = ngettext(
        "%(n)d client or part of one in 12 months.", "%(n)d clients or parts of clients in 12 months.", total
    ) % {"n": total}
    return Chart(_("Clients lost"), says, "", [Series(_("Lost"), points, "clay", "bar")], steps=_("Month"))


def reasons_chart(lost: QuerySet[Any]) -> Chart:
    ours = Q(currency=settings.CURRENCY)
    found = (
        lost.values("reason__name")
        .annotate(total=Sum("worth", filter=ours), count=Count("pk"))
        .order_by("-total", "-count")
    )
    rows = [row for row in found if row["total"] is not None][:REASONS_SHOWN]
    points = [Point(row["reason__name"], Decimal(row["total"])) for row in rows]
    says = _("What the clients lost in 12 months bought in a year, by the best reason we know.")
    return Chart(
        _("Why they left"), says, settings.CURRENCY, [Series(_("A year"), points, "accent", "bar")], steps=_("Reason")
    )


def months_until(day: date) -> list[date]:
    """The first days of the last twelve months, the running one included."""
    last = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS + 1, last + 1)]
