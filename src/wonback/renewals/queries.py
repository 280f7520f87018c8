"""Questions about renewals: which are open, what is due for whom, and what there is to learn from."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, Value, When

from wonback.care.models import Concern
from wonback.clients.models import Contact, Contract
from wonback.clients.queries import owned_within_reach
from wonback.renewals.chances import Coming, Past
from wonback.renewals.deadlines import FINAL_DAYS, REP_DAYS, TALK_DAYS, Due
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.renewals.models import Renewal  # the queryset's subject

# A contract that begins so near the end of another follows it.
GAP = timedelta(days=31)
# What is known before a renewal: a concern in half a year, somebody who left within a year.
CONCERN, LEFT = timedelta(days=182), timedelta(days=365)


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def open(self) -> Self:
        """Of clients we serve, and nobody has said what came of it."""
        return self.filter(outcome="", contract__client__standing="active")

    def visible_to(self, user: User) -> Self:
        """Those of one's own clients; a lead's team's and nobody's; an admin's all."""
        return self.filter(owned_within_reach(user, owner="contract__client__owner"))

    def for_cards(self) -> Self:
        return self.select_related("contract__client__owner", "rep_by", "final_by").order_by("contract__until", "pk")

    def differing(self) -> Self:
        """Where two of the three views do not say the same."""
        rep_and_final = ~Q(rep_view="") & ~Q(final_view="") & ~Q(rep_view=F("final_view"))
        return self.filter(rep_and_final | (~Q(rep_view="") & ~Q(automated="") & ~Q(rep_view=F("automated"))))

    def due(self, *people: User, as_of: date) -> Self:
        """What these people should have done for a renewal by now: as a rep for their own, as a lead what we count on."""
        mine = Q(contract__client__owner__in=people)
        soon = as_of + timedelta(days=TALK_DAYS)
        view = mine & Q(rep_view="", contract__until__lte=as_of + timedelta(days=REP_DAYS))
        talk = mine & Q(notice_by__gte=as_of, notice_by__lte=soon)
        outcome = mine & Q(contract__until__lte=as_of)
        final = Q(final_view="", contract__until__lte=as_of + timedelta(days=FINAL_DAYS))
        wanted = view | talk | outcome
        for lead in (one for one in people if one.may(Right.LEAD)):
            wanted |= final & owned_within_reach(lead, owner="contract__client__owner")
        return self.open().filter(wanted)

    def as_duties(self, *people: User, as_of: date) -> Self:
        """What is due, with the columns that everything we owe has: the most pressing thing of each, and the day it hangs on."""
        until, notice = F("contract__until"), F("notice_by")
        ended = Q(contract__until__lte=as_of)
        talk = Q(notice_by__gte=as_of, notice_by__lte=as_of + timedelta(days=TALK_DAYS))
        what = Case(
            When(ended, then=Value(Due.OUTCOME.value)),
            When(talk, then=Value(Due.TALK.value)),
            When(Q(rep_view="", contract__client__owner__in=people), then=Value(Due.VIEW.value)),
            default=Value(Due.FINAL.value),
            output_field=CharField(),
        )
        day = Case(When(~ended & talk, then=notice), default=until, output_field=DateField())
        return self.due(*people, as_of=as_of).annotate(what=what, due_by=day)


def ending(*, as_of: date) -> models.QuerySet[Contract]:
    """Contracts of clients we serve that end within half a year, that no other follows, and whose renewal is not open yet."""
    followed = Contract.objects.filter(client=OuterRef("client"), starts_on__gte=OuterRef("until") - GAP)
    renewals = apps.get_model("renewals.Renewal").objects.filter(contract=OuterRef("pk"))
    soon = Contract.objects.filter(until__gt=as_of, until__lte=as_of + timedelta(days=REP_DAYS))
    return soon.filter(client__standing="active").exclude(Exists(followed)).exclude(Exists(renewals)).order_by("pk")


class Known:
    """What was known of some clients: their contracts in order, the days of concerns, and of those who left."""

    def __init__(self, *, as_of: date) -> None:
        self.as_of = as_of
        rows = Contract.objects.filter(until__isnull=False, starts_on__isnull=False)
        self.contracts = by_client(rows.order_by("starts_on", "pk").values_list("client", "pk", "starts_on", "until"))
        self.concerns = by_client(Concern.objects.order_by("raised_on").values_list("client", "raised_on"))
        who = Contact.objects.filter(left_on__isnull=False, role__in=("decider", "champion"))
        self.left = by_client(who.order_by("left_on").values_list("client", "left_on"))

    def past(self) -> list[Past]:
        """Each end of a contract that has come, and whether another followed it."""
        found = []
        for client, rows in self.contracts.items():
            for nth, ((_pk, _starts, until), after) in enumerate(zip_longest(rows, rows[1:]), start=1):
                if until + GAP <= self.as_of:
                    renewed = after is not None and after[1] <= until + GAP
                    found.append(Past(nth, renewed, *self.before(client, until)))
        return found

    def coming(self, renewals: Iterable["Renewal"]) -> list[Coming]:
        """The renewals that lie ahead, as they are known today."""
        return [
            Coming(
                one.pk,
                self.nth(one.contract),
                *self.before(one.contract.client_id, min(one.contract.until, self.as_of)),
            )
            for one in renewals
            if one.contract.until
        ]

    def nth(self, contract: Contract) -> int:
        rows = self.contracts.get(contract.client_id, [])
        return max(1, len([until for _pk, _starts, until in rows if until <= contract.until]))

    def before(self, client: int, day: date) -> tuple[bool, bool]:
        """Whether they were unhappy, and whether somebody who mattered had left, before that day."""
        unhappy = any(day - CONCERN <= raised < day for (raised,) in self.concerns.get(client, ()))
        return unhappy, any(day - LEFT <= left < day for (left,) in self.left.get(client, ()))


def by_client(rows: Iterable[tuple]) -> dict[int, list[tuple]]:  # type: ignore[type-arg]  # rows of several shapes
    found: dict[int, list[tuple]] = defaultdict(list)  # type: ignore[type-arg]  # as above
    for client, *rest in rows:
        found[client].append(tuple(rest))
    return found
