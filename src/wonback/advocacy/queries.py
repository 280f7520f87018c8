"""Questions about those who vouch for us: who may be asked today, who has been asked enough, and what it brought."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from wonback.advocacy.manners import MOST_CALLS, QUARTER
from wonback.advocacy.matching import Fit, Like, fit
from wonback.care.models import Concern, Risk
from wonback.clients.models import Client, Deal, Permission, Purchase
from wonback.clients.queries import of_visible_client, owned_within_reach
from wonback.core.money import Money
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.advocacy.models import Reference, Referral, Vouching  # noqa: F401  # the querysets' subjects
    from wonback.advocacy.models.vouching import Need


MOST_SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could vouch for us there, and what makes them credible."""

    reference: "Reference"
    fit: Fit


@dataclass(frozen=True, slots=True)
class Helped:
    """How many sales references helped to close, of how many of these the amount is known, and what they came to, by currency."""

    deals: int
    known: int
    worth: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """How many referrals were asked for, given and won, and the sales that came of those won."""

    asked: int
    given: int
    won: int
    sales: Helped


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def standing(self, *, as_of: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(until=None) | Q(until__gt=as_of), ended_at=None)

    def visible_to(self, user: User) -> Self:
        """What people at clients agreed to whom this person may open."""
        return self.filter(of_visible_client(user))

    def askable_by(self, user: User) -> Self:
        """Whoever works with clients may ask any client of the house; that is what they agreed to."""
        return self if user.may(Right.WORK) else self.none()

    def weighed(self, *, as_of: date) -> Self:
        """With all that speaks against asking them on that day, and how often they were asked for a call within a quarter."""
        of_client = {"client": OuterRef("client")}
        every: Any = apps.get_model("advocacy.Vouching").objects.calls(as_of=as_of)
        calls = every.filter(reference__client=OuterRef("client"))
        lately = calls.filter(day__gt=as_of - QUARTER).order_by().values("reference__client")
        return self.select_related("client__owner", "contact").annotate(
            refuses=Exists(refusals(as_of=as_of)),
            is_at_risk=Exists(Risk.objects.open().filter(**of_client)),
            is_unhappy=Exists(Concern.objects.open().filter(**of_client)),
            calls=Coalesce(Subquery(lately.annotate(n=Count("pk")).values("n")), 0),
            last_but_one=Subquery(calls.order_by("-day").values("day")[MOST_CALLS - 1 : MOST_CALLS]),
        )

    def tired(self, *, as_of: date) -> Self:
        """Of those weighed: who has been asked for as many calls as a quarter may hold, and nothing else is against it."""
        return self.exclude(spoiled()).filter(last_but_one__gt=as_of - QUARTER).order_by("last_but_one", "pk")

    def spoiled(self) -> Self:
        """Of those weighed: whom one asks for nothing now."""
        return self.filter(spoiled())

    def free(self, *, as_of: date) -> Self:
        """Of those weighed: who may be asked today, also for a call."""
        return self.exclude(spoiled()).exclude(last_but_one__gt=as_of - QUARTER, last_but_one__isnull=False)

    def fitting(self, need: "Need", *, as_of: date, most: int = MOST_SUGGESTED) -> list[Suggestion]:
        """Who may be asked for this today and has something in common with whoever wants to hear it, the nearest first.

        Of thousands only what they are compared by is read, and those suggested whole.
        """
        sought = need.like
        them = self.standing(as_of=as_of).filter(**{need.way: True}).exclude(client=need.client)
        use = used_by(them, sought.products)
        free = them.weighed(as_of=as_of).free(as_of=as_of)
        fits = [
            (one, fit(sought, like_of(one, use))) for one in map(Compared._make, free.values_list(*Compared.paths()))
        ]
        near = [(one, found) for one, found in fits if found.points]
        near.sort(key=lambda pair: (-pair[1].points, pair[0].calls, pair[0].name, pair[0].pk))
        whole = self.weighed(as_of=as_of).in_bulk([one.pk for one, _fit in near[:most]])
        return [Suggestion(whole[one.pk], found) for one, found in near[:most] if one.pk in whole]


class Compared(NamedTuple):
    """What one who vouches for us is compared by."""

    pk: int
    client: int
    name: str
    calls: int
    industry: str
    tier: str
    country: str

    @staticmethod
    def paths() -> tuple[str, ...]:
        return ("pk", "client", "client__name", "calls", "client__industry", "client__tier", "client__country")


def spoiled() -> Q:
    gone = ~Q(client__standing=Client.Standing.ACTIVE) | Q(contact__left_on__isnull=False)
    return gone | Q(refuses=True) | Q(is_at_risk=True) | Q(is_unhappy=True)


def refusals(*, as_of: date) -> models.QuerySet[Permission]:
    """What `Contact.objection` would find, asked of each reference: they, their company, or somebody with their address."""
    theirs = Q(client=OuterRef("client"), contact=None) | Q(contact=OuterRef("contact"))
    by_address = Q(contact__email=OuterRef("contact__email")) & ~Q(contact__email="")
    return Permission.objects.refusing(channel="call", as_of=as_of).filter(theirs | by_address)


def used_by(them: ReferenceQuerySet, products: frozenset[str]) -> dict[int, set[str]]:
    """Which of these products each of their clients has bought."""
    use: dict[int, set[str]] = {}
    bought = Purchase.objects.filter(client__in=them.values("client"), product__in=products).order_by()
    for client, product in bought.values_list("client", "product").distinct():
        use.setdefault(client, set()).add(product)
    return use


def like_of(one: Compared, use: dict[int, set[str]]) -> Like:
    return Like(one.industry, one.tier, one.country, frozenset(use.get(one.client, ())))


class VouchingQuerySet(models.QuerySet["Vouching"]):
    def open(self) -> Self:
        """Asked, and nobody has said what came of it."""
        return self.filter(stage__in=self.model.OPEN)

    def calls(self, *, as_of: date) -> Self:
        """What takes a client's time, with the `day` it counts on; one still open counts as today's, for it may be held any day."""
        taking = self.filter(way__in=("call", "visit")).exclude(stage=self.model.Stage.DECLINED)
        today = Case(When(stage__in=self.model.OPEN, then=Greatest(F("on"), Value(as_of))), default=F("on"))
        return taking.annotate(day=today)

    def visible_to(self, user: User) -> Self:
        """Those of clients this person may open, what they asked for, and what is about their sales."""
        theirs = of_visible_client(user, path="reference__client_id")
        sales = owned_within_reach(user, owner="deal__owner") & Q(deal__isnull=False)
        return self.filter(theirs | Q(asked_by=user) | sales)

    def answerable_by(self, user: User) -> Self:
        """Whether they will, says who may open that client."""
        return self.filter(of_visible_client(user, path="reference__client_id"))

    def for_rows(self) -> Self:
        """All that a line of the list shows."""
        return self.select_related(
            "reference__client__owner", "reference__contact", "prospect", "deal__client", "asked_by"
        )

    def credited(self) -> Self:
        """Those that helped to close a sale, as long as it counts as won."""
        return self.filter(credited_on__isnull=False, deal__outcome=Deal.Outcome.WON)

    def helped(self) -> Helped:
        """What these helped to close. A sale that two clients spoke for is one sale."""
        return summed(Deal.objects.filter(pk__in=self.credited().values("deal")))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """What clients gave whom this person may open, and what they asked for themselves."""
        return self.filter(of_visible_client(user) | Q(by=user))

    def asked(self) -> Self:
        return self.filter(asked_at__isnull=False)

    def for_rows(self) -> Self:
        """All that a line of the list shows."""
        return self.select_related("client__owner", "contact", "by", "became", "deal", "touch__by")

    def brought(self) -> Brought:
        """How many were asked for, given and won, and what the sales of those won came to."""
        won = Q(stage=self.model.Stage.WON)
        counted = self.aggregate(
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
            given=Count("pk", filter=Q(given_at__isnull=False)),
            won=Count("pk", filter=won),
        )
        deals = Deal.objects.filter(pk__in=self.filter(won).values("deal"), outcome=Deal.Outcome.WON)
        return Brought(**counted, sales=summed(deals))


def summed(deals: models.QuerySet[Deal]) -> Helped:
    """How many sales these are, and what they came to."""
    known = deals.filter(amount__isnull=False).order_by().values("currency")
    rows = list(known.annotate(sum=Sum("amount"), n=Count("pk")).order_by("currency"))
    worth = tuple(Money(row["sum"], row["currency"]) for row in rows)
    return Helped(deals.count(), sum(row["n"] for row in rows), worth)
