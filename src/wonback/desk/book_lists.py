"""The lists that the sentences of the book open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wonback.clients.queries import ClientQuerySet
from wonback.core.money import Money
from wonback.desk.book import MOST_COUNTED, REVENUE, Book, buying_most, with_revenue, with_silence, with_touches
from wonback.figures.models import explanation
from wonback.figures.subjects import Subject
from wonback.team.models import User

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: who, why, whose, what they buy in a year, and the day that matters."""

    name: str
    url: str
    why: str
    owner: User | None
    on: date | None = None
    amount: Money | None = None
    # Where the amount is explained.
    made_of: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One list: its title, what it means, what its day is, whom it holds and how a line reads."""

    title: Promise
    note: Promise
    day: Promise
    found: Callable[[Book], QuerySet[Any]]
    line: Callable[[Any, date], Line]
    # What there is one of for each, where that is counted faster.
    counted: Callable[[Book], QuerySet[Any]] | None = None
    # Puts beside each what its line tells, and all in order.
    told: Callable[[Any], QuerySet[Any]] = lambda found: found
    # Those that hold the first of a long list, found without putting all of it in order.
    first: Callable[[Book, Any], QuerySet[Any]] = lambda _book, found: found

    def of(self, book: Book) -> "Listing":
        found = self.found(book)
        counted = self.counted(book) if self.counted else found
        count = counted.order_by().values("pk")[: MOST_COUNTED + 1].count()
        first = self.first(book, found) if count > SHOWN else found
        return Listing(self, [self.line(each, book.as_of) for each in self.told(first)[:SHOWN]], count)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one book, opened."""

    kind: Kind
    lines: list[Line]
    count: int

    @property
    def left_out(self) -> str:
        """How many more there are; nobody counts beyond the limit of the book."""
        more = min(self.count, MOST_COUNTED) - len(self.lines)
        if self.count > MOST_COUNTED:
            return _("Over %(n)s") % {"n": f"{more:,}"}
        return f"{more:,}" if more else ""

    @property
    def has_amounts(self) -> bool:
        return any(line.amount for line in self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


def neglected(client: Any, as_of: date) -> Line:
    if client.last_touch_on is None:
        why = _("We have never spoken.")
    else:
        days = (as_of - client.last_touch_on).days
        why = ngettext(
            "Nobody has spoken to them for %(days)d day.", "Nobody has spoken to them for %(days)d days.", days
        ) % {"days": days}
    return Line(client.name, client.get_absolute_url(), why, client.owner, client.touch_by, *bought(client))


def silent(client: Any, as_of: date) -> Line:
    why = _("Silent for longer than in %(share)d of 100 gaps of theirs.") % {
        "share": min(99, int(client.unusual * 100))
    }
    return Line(client.name, client.get_absolute_url(), why, client.owner, client.last_touch_on, *bought(client))


def only_at_renewals(client: Any, as_of: date) -> Line:
    why = ngettext("%(n)d touch in two years, at a renewal.", "%(n)d touches in two years, all at renewals.", client.n)
    return Line(
        client.name,
        client.get_absolute_url(),
        why % {"n": client.n},
        client.owner,
        client.last_touch_on,
        *bought(client),
    )


def slipping(plan: Any, as_of: date) -> Line:
    return Line(plan.loss.client.name, plan.get_absolute_url(), plan.late_what, plan.owner, plan.late_by)


def untouched(given: Any, as_of: date) -> Line:
    why = _("No plan and no touch since.") if given.accepted_at else _("Not answered yet.")
    return Line(given.loss.client.name, given.loss.get_absolute_url(), why, given.to, timezone.localdate(given.at))


def bought(client: Any) -> tuple[Money | None, str]:
    """What they bought in a year, and where that is explained."""
    amount = None if client.revenue is None else Money(Decimal(round(client.revenue)), client.currency)
    return amount, explanation(REVENUE, Subject.of(client))


def first_by_revenue(book: Book, clients: ClientQuerySet) -> ClientQuerySet:
    return buying_most(clients, SHOWN) if book.is_of_all else clients


LISTS = {
    "neglected": Kind(
        title=gettext_lazy("Waiting for us"),
        note=gettext_lazy("We should have spoken to them by now. Those who buy most come first."),
        day=gettext_lazy("Speak by"),
        found=Book.neglected,
        line=neglected,
        told=with_revenue,
        first=first_by_revenue,
    ),
    "silent": Kind(
        title=gettext_lazy("Gone quiet"),
        note=gettext_lazy("Silent for longer than is usual for them. Nobody counts as lost before a person says so."),
        day=gettext_lazy("Last spoken"),
        found=Book.silent,
        line=silent,
        counted=Book.silent_to_count,
        told=with_silence,
        first=first_by_revenue,
    ),
    "only-at-renewals": Kind(
        title=gettext_lazy("Only at renewals"),
        note=gettext_lazy(
            "All our touches of two years lie around the end of a contract. Who calls only for a signature is not recommended."
        ),
        day=gettext_lazy("Last spoken"),
        found=Book.only_at_renewals,
        told=with_touches,
        line=only_at_renewals,
    ),
    "slipping": Kind(
        title=gettext_lazy("Behind a milestone"),
        note=gettext_lazy("Plans with a milestone that should be behind them, the longest overdue first."),
        day=gettext_lazy("Due by"),
        found=Book.slipping,
        line=slipping,
    ),
    "untouched": Kind(
        title=gettext_lazy("Hand-outs untouched"),
        note=gettext_lazy("Nothing has happened for a week. After two they go back into the pool."),
        day=gettext_lazy("Handed out"),
        found=Book.untouched,
        line=untouched,
    ),
}
