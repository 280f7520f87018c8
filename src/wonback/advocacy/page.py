"""What the pages of those who vouch for us show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from wonback.advocacy.manners import MOST_CALLS
from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.advocacy.models.vouching import Need
from wonback.advocacy.queries import Brought, Helped, ReferenceQuerySet, ReferralQuerySet, Suggestion, VouchingQuerySet
from wonback.clients.models import Client, Deal
from wonback.team.models import User
from wonback.web.paging import Page as Rows
from wonback.web.paging import page

SIZE, TIRED_SHOWN, DEALS_SHOWN, LATELY_SHOWN = 50, 12, 50, 3


@dataclass(frozen=True, slots=True)
class Card:
    """One who vouches for us, on one day."""

    reference: Reference
    as_of: date

    most = MOST_CALLS

    @property
    def spoils(self) -> list[str]:
        return list(self.reference.known.spoils())

    @property
    def free_from(self) -> date | None:
        return self.reference.known.free_from(as_of=self.as_of)

    @property
    def is_free(self) -> bool:
        return not self.spoils and self.free_from is None


@dataclass(frozen=True)
class Listing:
    """Who vouches for us, of one book; `only` narrows it to those who may be asked, have been asked enough, or are not to be asked."""

    user: User
    as_of: date
    only: str = ""
    after: str = ""

    @cached_property
    def all(self) -> ReferenceQuerySet:
        return Reference.objects.standing(as_of=self.as_of).visible_to(self.user).weighed(as_of=self.as_of)

    @cached_property
    def found(self) -> ReferenceQuerySet:
        kinds = {
            "free": lambda: self.all.free(as_of=self.as_of),
            "tired": lambda: self.all.tired(as_of=self.as_of),
            "not-now": self.all.spoiled,
        }
        return kinds[self.only]() if self.only in kinds else self.all

    @cached_property
    def page(self) -> "Rows[Reference]":
        return page(self.found, by=("client__name", "pk"), after=self.after, size=SIZE)

    @property
    def cards(self) -> list[Card]:
        return [Card(one, self.as_of) for one in self.page.rows]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind; one query."""
        kinds = {
            "free": self.all.free(as_of=self.as_of),
            "tired": self.all.tired(as_of=self.as_of),
            "not_now": self.all.spoiled(),
        }
        filters = {name: Count("pk", filter=Q(pk__in=found.values("pk"))) for name, found in kinds.items()}
        return Reference.objects.filter(pk__in=self.all.values("pk")).aggregate(all=Count("pk"), **filters)

    @cached_property
    def helped(self) -> Helped:
        return Vouching.objects.visible_to(self.user).helped()


@dataclass(frozen=True)
class Asked:
    """What clients were asked to do for us, the newest first."""

    user: User
    only: str = ""
    after: str = ""

    @cached_property
    def all(self) -> VouchingQuerySet:
        return Vouching.objects.visible_to(self.user)

    @cached_property
    def found(self) -> VouchingQuerySet:
        if self.only == "credited":
            return self.all.credited()
        if self.only == "mine":
            return self.all.open().answerable_by(self.user)
        stages = {"open": Vouching.OPEN, "held": (Vouching.Stage.HELD,), "declined": (Vouching.Stage.DECLINED,)}
        return self.all.filter(stage__in=stages[self.only]) if self.only in stages else self.all

    @cached_property
    def page(self) -> "Rows[Vouching]":
        return page(self.found.for_rows(), by=("-asked_at", "-pk"), after=self.after, size=SIZE)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        mine = Vouching.objects.open().answerable_by(self.user).values("pk")
        credited = Vouching.objects.credited().values("pk")
        return self.all.aggregate(
            all=Count("pk"),
            mine=Count("pk", filter=Q(pk__in=mine)),
            open=Count("pk", filter=Q(stage__in=Vouching.OPEN)),
            held=Count("pk", filter=Q(stage=Vouching.Stage.HELD)),
            credited=Count("pk", filter=Q(pk__in=credited)),
        )

    @cached_property
    def helped(self) -> Helped:
        return self.all.helped()


@dataclass(frozen=True)
class Sent:
    """Whom clients sent us to, the newest first; `only` is a stage."""

    user: User
    only: str = ""
    after: str = ""

    @cached_property
    def all(self) -> ReferralQuerySet:
        return Referral.objects.visible_to(self.user)

    @cached_property
    def found(self) -> ReferralQuerySet:
        return self.all.filter(stage=self.only) if self.only in Referral.Stage.values else self.all

    @cached_property
    def page(self) -> "Rows[Referral]":
        return page(self.found.for_rows(), by=("-noted_at", "-pk"), after=self.after, size=SIZE)

    @cached_property
    def brought(self) -> Brought:
        return self.all.brought()

    @cached_property
    def chips(self) -> list[tuple[str, str, int]]:
        """Each stage, what it is called, and how many stand there."""
        found = dict(self.all.order_by().values_list("stage").annotate(Count("pk")))
        stages = [(stage, str(label), found.get(stage, 0)) for stage, label in Referral.Stage.choices]
        return [("", _("All"), sum(found.values())), *stages]


@dataclass(frozen=True)
class Finding:
    """Who could vouch for us with somebody; without them, with whom one might begin."""

    user: User
    need: Need
    as_of: date

    @property
    def is_said(self) -> bool:
        return self.need.client is not None or self.need.deal is not None

    @cached_property
    def fitting(self) -> list[Suggestion]:
        among = Reference.objects.askable_by(self.user)
        return among.fitting(self.need, as_of=self.as_of) if self.is_said else []

    @cached_property
    def tired(self) -> list[Card]:
        """Who else agreed to it and has been asked enough, with the day from which on."""
        them = Reference.objects.askable_by(self.user).standing(as_of=self.as_of).filter(**{self.need.way: True})
        tired = them.exclude(client=self.need.client).weighed(as_of=self.as_of).tired(as_of=self.as_of)
        return [Card(one, self.as_of) for one in tired[:TIRED_SHOWN]]

    @cached_property
    def sales(self) -> QuerySet[Deal]:
        """Open sales of this person, the newest first."""
        ours = Deal.objects.visible_to(self.user).filter(outcome=Deal.Outcome.OPEN, client__isnull=False)
        return ours.select_related("client").order_by("-opened_on", "-pk")[:DEALS_SHOWN]


def lately_of(client: Client) -> list[Vouching]:
    """What one client was asked to do for us, the newest first."""
    theirs = Vouching.objects.filter(reference__client=client).for_rows()
    return list(theirs.order_by("-asked_at", "-pk")[:LATELY_SHOWN])


def cards_of(client: Client, *, as_of: date) -> list[Card]:
    """Who vouches for us there."""
    theirs = Reference.objects.filter(client=client).standing(as_of=as_of).weighed(as_of=as_of)
    return [Card(one, as_of) for one in theirs.order_by("contact__name", "pk")]


def sent_by(client: Client) -> list[Referral]:
    """Whom one client sent us to, the newest first."""
    return list(client.referrals.for_rows().order_by("-noted_at", "-pk")[:LATELY_SHOWN])


def sent_to_us(client: Client) -> Referral | None:
    """Through whom one client came to us, if somebody sent them."""
    return client.sent_by.select_related("client").order_by("pk").first()
