"""What the pages of renewals show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from wonback.renewals.deadlines import WORDS
from wonback.renewals.models import Renewal
from wonback.renewals.queries import RenewalQuerySet
from wonback.team.models import User
from wonback.web.paging import Page as Rows
from wonback.web.paging import page

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One renewal on one day."""

    renewal: Renewal
    as_of: date

    @property
    def days_left(self) -> int:
        return (self.renewal.until - self.as_of).days

    @property
    def due(self) -> list[tuple[str, date]]:
        """What should have happened by now, in words."""
        if self.renewal.outcome:
            return []
        return [(str(WORDS[what]), day) for what, day in self.renewal.deadlines.due(as_of=self.as_of).items()]


@dataclass(frozen=True)
class Listing:
    """The open renewals of a book; `only` narrows them to those that differ, or to what is due for oneself."""

    user: User
    as_of: date
    only: str = ""
    after: str = ""

    @cached_property
    def all(self) -> RenewalQuerySet:
        return Renewal.objects.open().visible_to(self.user)

    @cached_property
    def found(self) -> RenewalQuerySet:
        if self.only == "differ":
            return self.all.differing()
        return self.all.due(self.user, as_of=self.as_of) if self.only == "due" else self.all

    @cached_property
    def page(self) -> "Rows[Renewal]":
        return page(self.found.for_cards(), by=("contract__until", "pk"), after=self.after, size=SIZE)

    @property
    def cards(self) -> list[Page]:
        return [Page(one, self.as_of) for one in self.page.rows]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many are open, differ, wait for this person, and for how many the numbers can tell; in one query."""
        due = Renewal.objects.due(self.user, as_of=self.as_of).values("pk")
        differ = Renewal.objects.differing().values("pk")
        return self.all.aggregate(
            open=Count("pk"),
            due=Count("pk", filter=Q(pk__in=due)),
            differ=Count("pk", filter=Q(pk__in=differ)),
            judged=Count("pk", filter=Q(chance__isnull=False)),
        )
