"""A lead's book: a few sentences with numbers, each opening its list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.care.models import Weighing
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet, owned_within_reach
from wonback.core.money import Money
from wonback.desk.at_risk import at_risk, without_a_plan
from wonback.desk.client import only_at_renewals
from wonback.figures.models import Figure
from wonback.losses.models import Proposal
from wonback.metrics.register.rhythm import AT_RISK
from wonback.renewals.deadlines import FINAL_DAYS
from wonback.renewals.models import Renewal
from wonback.team.models import User
from wonback.winback.models import Change, HandOut, Milestone, Plan
from wonback.winback.stages import GOING, PREPARING

# A hand-out goes back into the pool after 14 days without a plan or a touch; the lead should know at half-time.
UNTOUCHED_DAYS = 7
REVENUE, UNUSUAL = "revenue_12_months", "unusual_silence"
# Beyond this many nobody needs the exact number; counting on would make the page of a large company slow.
MOST_COUNTED = 5_000


class HowMany(Subquery):
    """How many rows a query has, as one column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a lead should know: the linked words, the rest of the sentence, and where its list is."""

    key: str
    number: str
    rest: str
    url: str
    sums: Sequence[Money] = ()


@dataclass(frozen=True)
class Book:
    """The book of one lead on one day."""

    user: User
    now: datetime
    as_of: date

    @property
    def is_of_all(self) -> bool:
        """Is it the whole company's?"""
        return not owned_within_reach(self.user)

    def sentences(self) -> list[Sentence]:
        return [
            self.on_neglected(),
            self.on_risk(),
            self.on_silent(),
            self.on_renewals(),
            self.on_waiting(),
            self.on_slipping(),
            self.on_untouched(),
        ]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many each sentence is about, in one query; none is counted beyond the limit."""
        found = {
            "neglected": self.neglected(),
            "at-risk": self.at_risk(),
            "without-plan": without_a_plan(self.at_risk()),
            "silent": self.silent_to_count(),
            "renewals": self.renewals(),
            "only-at-renewals": self.only_at_renewals(),
            "proposed": Proposal.objects.visible_to(self.user).open(),
            "waiting": self.waiting(),
            "slipping": self.slipping(),
            "untouched": self.untouched(),
        }
        parts = [HowMany(each.order_by().values("pk")[: MOST_COUNTED + 1]) for each in found.values()]
        return dict(zip(found, User.objects.filter(pk=self.user.pk).values_list(*parts)[0], strict=True))

    def number(self, key: str) -> str:
        if self.has_too_many(key):
            return _("More than %(n)s") % {"n": f"{MOST_COUNTED:,}"}
        return str(self.counts[key])

    def has_too_many(self, key: str) -> bool:
        return self.counts[key] > MOST_COUNTED

    def revenue_of(self, key: str, clients: QuerySet[Any]) -> list[Money]:
        """What the clients of a sentence buy in a year, each currency for itself; unknown of more than are counted."""
        return [] if self.has_too_many(key) else revenue_of(clients)

    def active(self) -> ClientQuerySet:
        return Client.objects.in_book_of(self.user).filter(standing=Client.Standing.ACTIVE)

    # Neglected: clients we should have spoken to by now.

    def neglected(self) -> ClientQuerySet:
        """Past their day; or beyond the most, although a day is planned: a plan is not a talk."""
        return self.active().filter(Q(touch_by__lt=self.as_of) | Q(touch_latest_by__lt=self.as_of))

    def on_neglected(self) -> Sentence:
        words = ngettext(
            "client has waited for us longer than agreed",
            "clients have waited for us longer than agreed",
            self.counts["neglected"],
        )
        sums = self.revenue_of("neglected", self.neglected())
        return Sentence("neglected", self.number("neglected"), words, list_url("neglected"), sums)

    # At risk: clients below the alarm, or said to be leaving.

    def at_risk(self) -> QuerySet[Any]:
        return at_risk(Client.objects.in_book_of(self.user), alarm=self.alarm)

    @cached_property
    def alarm(self) -> int:
        return Weighing.current().alarm_below

    def on_risk(self) -> Sentence:
        words = ngettext(
            "client may leave; %(without)s of them without a plan",
            "clients may leave; %(without)s of them without a plan",
            self.counts["at-risk"],
        ) % {"without": self.number("without-plan").lower()}
        return Sentence(
            "at-risk", self.number("at-risk"), words, reverse("desk:risks"), self.revenue_of("at-risk", self.at_risk())
        )

    # Renewals: contracts that end soon, and nobody has decided what we count on.

    def renewals(self) -> QuerySet[Any]:
        soon = self.as_of + timedelta(days=FINAL_DAYS)
        return Renewal.objects.open().visible_to(self.user).filter(final_view="", contract__until__lte=soon)

    def on_renewals(self) -> Sentence:
        words = ngettext(
            "contract ends within 90 days and nobody has decided what we count on; %(only)s hear from us only then",
            "contracts end within 90 days and nobody has decided what we count on; %(only)s clients hear from us only then",
            self.counts["renewals"],
        ) % {"only": self.number("only-at-renewals").lower()}
        return Sentence("renewals", self.number("renewals"), words, f"{reverse('renewals:renewals')}?only=due")

    # Only at renewals: clients who hear from us when they should sign, and not in between.

    def only_at_renewals(self) -> ClientQuerySet:
        return self.active().filter(Exists(of_client(only_at_renewals())))

    # Silent: clients whose silence is unusual for them.

    def silent(self) -> ClientQuerySet:
        unusual = of_client(Figure.objects.filter(metric=UNUSUAL, value__gte=AT_RISK))
        return self.active().filter(Exists(unusual))

    def silent_to_count(self) -> QuerySet[Any]:
        """As many as are silent. One book asks for each of its clients; the whole company counts along the figures."""
        if not self.is_of_all:
            return self.silent()
        theirs = self.active().filter(pk=OuterRef("subject_id"))
        return Figure.objects.from_the_largest(UNUSUAL, at_least=AT_RISK).filter(Exists(theirs))

    def on_silent(self) -> Sentence:
        words = ngettext(
            "client is silent for longer than is usual for them; %(proposed)s of them may have left",
            "clients are silent for longer than is usual for them; %(proposed)s of them may have left",
            self.counts["silent"],
        ) % {"proposed": self.number("proposed").lower()}
        sums = self.revenue_of("silent", self.silent())
        return Sentence("silent", self.number("silent"), words, list_url("silent"), sums)

    # Waiting: plans that may not ask before something of ours has changed.

    def waiting(self) -> QuerySet[Any]:
        to_make = Change.objects.open().filter(plans=OuterRef("pk"))
        return Plan.objects.visible_to(self.user).filter(Exists(to_make), stage__in=PREPARING)

    def on_waiting(self) -> Sentence:
        known = self.waiting().filter(loss__worth__isnull=False)
        sums = known.values(currency=F("loss__currency")).annotate(total=Sum("loss__worth"))
        words = ngettext("plan waits for a change of ours", "plans wait for a change of ours", self.counts["waiting"])
        worth = [] if self.has_too_many("waiting") else moneys(sums)
        return Sentence("waiting", self.number("waiting"), words, reverse("winback:changes"), worth)

    # Slipping: plans with a milestone that should be behind them.

    def slipping(self) -> QuerySet[Any]:
        late = Milestone.objects.filter(plan=OuterRef("pk"), reached_at=None, due_by__lt=self.as_of).order_by(
            "due_by", "pk"
        )
        going = Plan.objects.visible_to(self.user).filter(stage__in=GOING)
        first = going.filter(Exists(late)).annotate(
            late_what=Subquery(late.values("what")[:1]), late_by=Subquery(late.values("due_by")[:1])
        )
        return first.select_related("owner", "loss__client").order_by("late_by", "pk")

    def on_slipping(self) -> Sentence:
        words = ngettext("plan is behind a milestone", "plans are behind a milestone", self.counts["slipping"])
        return Sentence("slipping", self.number("slipping"), words, list_url("slipping"))

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
        count = self.counts["untouched"]
        words = ngettext("hand-out lies untouched for a week", "hand-outs lie untouched for a week", count)
        return Sentence("untouched", self.number("untouched"), words, list_url("untouched"))


def list_url(key: str) -> str:
    return reverse("desk:book_list", args=[key])


def of_client(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Those of the client that the query around it is at."""
    return figures.filter(subject="client", subject_id=OuterRef("pk"))


def with_silence(clients: ClientQuerySet) -> ClientQuerySet:
    """Clients with how unusual their silence is beside what they buy."""
    unusual = of_client(Figure.objects.filter(metric=UNUSUAL)).values("value")[:1]
    return with_revenue(clients.annotate(unusual=Subquery(unusual)))


def with_touches(clients: ClientQuerySet) -> ClientQuerySet:
    """Clients with how many touches of two years there are beside what they buy."""
    return with_revenue(clients.annotate(n=Subquery(of_client(only_at_renewals()).values("n")[:1])))


def with_revenue(clients: ClientQuerySet) -> ClientQuerySet:
    """Clients with what they bought in 12 months beside them, those who buy most first."""
    newest = of_client(Figure.objects.filter(metric=REVENUE, value__isnull=False)).order_by("-value")
    revenue = Subquery(newest.values("value")[:1], output_field=FloatField())
    with_both = clients.annotate(revenue=revenue, currency=Subquery(newest.values("currency")[:1]))
    return with_both.select_related("owner").order_by(F("revenue").desc(nulls_last=True), "pk")


def buying_most(clients: ClientQuerySet, n: int) -> ClientQuerySet:
    """The n clients who buy most, found along the figures, which are in that order; all of them where fewer are known to buy."""
    theirs = clients.order_by().filter(pk=OuterRef("subject_id"))
    first = (
        Figure.objects.from_the_largest(REVENUE, at_least=0).filter(Exists(theirs)).values_list("subject_id", flat=True)
    )
    # Who buys in two currencies is met twice; then all are put in order after all.
    return Client.objects.filter(pk__in=found) if len(found := set(first[:n])) == n else clients


def revenue_of(clients: QuerySet[Any]) -> list[Money]:
    """What these clients buy in a year, each currency for itself."""
    figures = Figure.objects.filter(metric=REVENUE, subject="client", subject_id__in=clients.order_by().values("pk"))
    return moneys(figures.filter(value__isnull=False).values("currency").annotate(total=Sum("value")))


def moneys(sums: Iterable[Mapping[str, Any]]) -> list[Money]:
    """The largest first."""
    return sorted(
        (Money(Decimal(round(row["total"])), row["currency"]) for row in sums), key=lambda money: -money.amount
    )
