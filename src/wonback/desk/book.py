"""A lead's book: five sentences with numbers, each opening its list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import ngettext

from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet
from wonback.core.money import Money
from wonback.figures.models import Figure
from wonback.losses.models import Proposal
from wonback.metrics.register.rhythm import AT_RISK
from wonback.team.models import User
from wonback.winback.models import HandOut, Milestone, Plan

# A hand-out goes back into the pool after 14 days without a plan or a touch; the lead should know at half-time.
UNTOUCHED_DAYS = 7
REVENUE, UNUSUAL = "revenue_12_months", "unusual_silence"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a lead should know: the linked words, the rest of the sentence, and where its list is."""

    key: str
    number: str
    rest: str
    url: str
    sums: Sequence[Money] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The book of one lead on one day."""

    user: User
    now: datetime
    as_of: date

    def sentences(self) -> list[Sentence]:
        return [self.on_neglected(), self.on_silent(), self.on_waiting(), self.on_slipping(), self.on_untouched()]

    # Neglected: clients we should have spoken to by now, those who buy most first.

    def neglected(self) -> QuerySet[Any]:
        ours = Client.objects.in_book_of(self.user).filter(standing=Client.Standing.ACTIVE, touch_by__lt=self.as_of)
        return with_revenue(ours)

    def on_neglected(self) -> Sentence:
        late = self.neglected()
        words = ngettext(
            "client has waited for us longer than agreed", "clients have waited for us longer than agreed", late.count()
        )
        return Sentence("neglected", str(late.count()), words, list_url("neglected"), revenue_of(late))

    # Silent: clients whose silence is unusual for them.

    def silent(self) -> QuerySet[Any]:
        unusual = Figure.objects.filter(metric=UNUSUAL, subject="client", value__gte=AT_RISK)
        ours = Client.objects.in_book_of(self.user).filter(standing=Client.Standing.ACTIVE)
        share = Subquery(unusual.filter(subject_id=OuterRef("pk")).values("value")[:1])
        return with_revenue(ours.filter(pk__in=unusual.values("subject_id")).annotate(unusual=share))

    def on_silent(self) -> Sentence:
        silent, proposed = self.silent(), Proposal.objects.visible_to(self.user).open().count()
        words = ngettext(
            "client is silent for longer than is usual for them; %(proposed)s of them may have left",
            "clients are silent for longer than is usual for them; %(proposed)s of them may have left",
            silent.count(),
        )
        return Sentence(
            "silent", str(silent.count()), words % {"proposed": proposed}, list_url("silent"), revenue_of(silent)
        )

    # Waiting: plans that may not ask before something of ours has changed.

    def on_waiting(self) -> Sentence:
        waiting = Plan.objects.visible_to(self.user).filter(
            stage=Plan.Stage.PREPARING, changes__made_at=None, changes__isnull=False
        )
        plans = Plan.objects.filter(pk__in=waiting.values("pk"))
        sums = (
            plans.filter(loss__worth__isnull=False)
            .values(currency=F("loss__currency"))
            .annotate(total=Sum("loss__worth"))
        )
        words = ngettext("plan waits for a change of ours", "plans wait for a change of ours", plans.count())
        return Sentence("waiting", str(plans.count()), words, reverse("winback:changes"), moneys(sums))

    # Slipping: plans with a milestone that should be behind them.

    def slipping(self) -> QuerySet[Any]:
        late = Milestone.objects.filter(plan=OuterRef("pk"), reached_at=None, due_by__lt=self.as_of).order_by(
            "due_by", "pk"
        )
        going = Plan.objects.visible_to(self.user).filter(stage__in=[Plan.Stage.PREPARING, Plan.Stage.ASKING])
        first = going.filter(Exists(late)).annotate(
            late_what=Subquery(late.values("what")[:1]), late_by=Subquery(late.values("due_by")[:1])
        )
        return first.select_related("owner", "loss__client").order_by("late_by", "pk")

    def on_slipping(self) -> Sentence:
        count = self.slipping().count()
        words = ngettext("plan is behind a milestone", "plans are behind a milestone", count)
        return Sentence("slipping", str(count), words, list_url("slipping"))

    # Untouched: hand-outs in which nothing has happened for a week.

    def untouched(self) -> QuerySet[Any]:
        since = self.now - timedelta(days=UNTOUCHED_DAYS)
        return (
            HandOut.objects.visible_to(self.user)
            .untouched(since=since)
            .select_related("to", "loss__client")
            .order_by("at", "pk")
        )

    def on_untouched(self) -> Sentence:
        count = self.untouched().count()
        words = ngettext("hand-out lies untouched for a week", "hand-outs lie untouched for a week", count)
        return Sentence("untouched", str(count), words, list_url("untouched"))


def list_url(key: str) -> str:
    return reverse("desk:book_list", args=[key])


def with_revenue(clients: ClientQuerySet) -> ClientQuerySet:
    """Clients with what they bought in 12 months beside them, those who buy most first."""
    newest = Figure.objects.filter(
        metric=REVENUE, subject="client", subject_id=OuterRef("pk"), value__isnull=False
    ).order_by("-value")
    revenue = Subquery(newest.values("value")[:1], output_field=FloatField())
    currency = Subquery(newest.values("currency")[:1])
    return (
        clients.annotate(revenue=revenue, currency=currency)
        .select_related("owner")
        .order_by(F("revenue").desc(nulls_last=True), "pk")
    )


def revenue_of(clients: QuerySet[Any]) -> list[Money]:
    """What these clients buy in a year, each currency for itself."""
    figures = Figure.objects.filter(metric=REVENUE, subject="client", subject_id__in=clients.order_by().values("pk"))
    return moneys(figures.filter(value__isnull=False).values("currency").annotate(total=Sum("value")))


def moneys(sums: Iterable[Mapping[str, Any]]) -> list[Money]:
    """The largest first."""
    return sorted(
        (Money(Decimal(round(row["total"])), row["currency"]) for row in sums), key=lambda money: -money.amount
    )
