"""What a scheme may pay for, from the tables: what clients bought, which contracts were renewed, who came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from wonback.advocacy.models import Referral
from wonback.clients.models import Client, Contract, Entry, Purchase, Spell
from wonback.clients.models.client import HANDED_OVER
from wonback.core.days import start_of
from wonback.losses.models import Loss
from wonback.renewals.models import Renewal
from wonback.rewards.hands import YEAR, Hands
from wonback.rewards.scheme import Fact, Hand, Kind, months_after
from wonback.team.models import User
from wonback.winback.models import Plan

# The first contract of a client who came back says what they buy; it may be signed a little before, or written down later.
AROUND = timedelta(days=31), timedelta(days=92)


@dataclass(frozen=True)
class Facts:
    """The deeds between two days (the second exclusive); of one person alone, if one is named."""

    since: date
    until: date
    person: User | None = None

    def all(self, *, stays_months: int) -> list[Fact]:
        """Those of which something may be earned in that time. Who came back earlier may have stayed long enough now."""
        returned_since = months_after(self.since, -stays_months - 1)
        return [*self.retained(), *self.renewed(), *self.recovered(returned_since), *self.referred()]

    @cached_property
    def theirs(self) -> QuerySet[Client] | None:
        """The clients this person has, or had within the time that counts."""
        if self.person is None:
            return None
        earliest = start_of(self.since - timedelta(days=YEAR))
        handed = Entry.objects.filter(verb=HANDED_OVER.name, at__gte=earliest, facts__was=str(self.person.pk))
        return Client.objects.filter(Q(owner=self.person) | Q(pk__in=handed.values("client")))

    def among(self, path: str = "client") -> Q:
        return Q() if self.theirs is None else Q(**{f"{path}__in": self.theirs.values("pk")})

    def retained(self) -> Iterator[Fact]:
        """What each client bought in each month, credit notes taken off; it counts on the last day of the month."""
        bought = Purchase.objects.filter(self.among(), bought_on__gte=self.since, bought_on__lt=self.until)
        months = bought.order_by().annotate(month=TruncMonth("bought_on")).values("client", "currency", "month")
        rows = list(months.annotate(total=Sum("amount")).order_by("month", "client", "currency"))
        # Of a large house there are more clients than a question may have numbers; of one person it is answered sooner by number.
        clients = {row["client"] for row in rows} if self.person else bought.order_by().values("client")
        hands, lives = Hands(clients), Lives(clients)
        for row in rows:
            client, on = row["client"], months_after(row["month"], 1) - timedelta(days=1)
            yield Fact(
                kind=Kind.RETAINED,
                key=f"{Kind.RETAINED}:{client}:{row['month']:%Y-%m}:{row['currency']}",
                client=client,
                on=on,
                now=row["total"],
                currency=row["currency"],
                hands=hands.of(client, on=on),
                since=lives.began(client, on=on),
            )

    def renewed(self) -> Iterator[Fact]:
        """Contracts that were followed by another, on the day somebody said so, or on which the new one began."""
        decided = Q(decided_at__gte=start_of(self.since), decided_at__lt=start_of(self.until))
        by_file = Q(decided_at=None, follows__starts_on__gte=self.since, follows__starts_on__lt=self.until)
        found = Renewal.objects.filter(self.among("contract__client"), decided | by_file, outcome="renewed")
        rows = list(found.filter(follows__isnull=False).select_related("contract", "follows").order_by("pk"))
        hands = Hands({row.contract.client_id for row in rows})
        for row in rows:
            yield self._renewal(row, hands)

    def _renewal(self, row: Renewal, hands: Hands) -> Fact:
        old, new, client = row.contract, row.follows or row.contract, row.contract.client_id
        on = timezone.localdate(row.decided_at) if row.decided_at else new.starts_on or row.until
        return Fact(
            kind=Kind.RENEWED,
            key=f"{Kind.RENEWED}:{row.pk}",
            client=client,
            on=on,
            # Two currencies cannot be compared: nobody knows whether it is more than before.
            now=new.amount_per_year if new.currency == old.currency else None,
            before=old.amount_per_year,
            currency=new.currency,
            hands=hands.of(client, on=on),
            source=row.pk,
        )

    def recovered(self, since: date) -> Iterator[Fact]:
        """Clients who came back after we asked; it is the deed of whoever held the plan."""
        won = Plan.objects.filter(stage=Plan.Stage.RECOVERED, finished_on__gte=since, finished_on__lt=self.until)
        asked = won.filter(launched_at__isnull=False, **({"owner": self.person} if self.person else {}))
        rows = list(asked.select_related("loss").prefetch_related("offers").order_by("pk"))
        agreed = Agreed([row.loss.client_id for row in rows])
        for row in rows:
            yield Fact(
                kind=Kind.RECOVERED,
                key=f"{Kind.RECOVERED}:{row.pk}",
                client=row.loss.client_id,
                on=row.finished_on or self.since,
                now=agreed.by(row),
                before=row.loss.worth,
                currency=row.loss.currency,
                hands=(Hand(row.owner_id, YEAR),),
                left_on=agreed.left(row),
                source=row.pk,
            )

    def referred(self) -> Iterator[Fact]:
        """Sales that clients sent us; they count for whoever has the client who did, for it is their staying that brought them."""
        won = Referral.objects.filter(self.among(), stage=Referral.Stage.WON, deal__isnull=False)
        lately = won.filter(won_on__gte=self.since, won_on__lt=self.until)
        rows = list(lately.select_related("deal").order_by("pk"))
        clients = {row.client_id for row in rows}
        hands, lives, paid = Hands(clients), Lives(clients), set[int]()
        for row in rows:
            deal, on = row.deal, row.won_on or self.since
            # Two who sent us the same client brought one sale: it is paid once, to the first.
            if deal is None or deal.pk in paid:
                continue
            paid.add(deal.pk)
            yield Fact(
                kind=Kind.REFERRED,
                key=f"{Kind.REFERRED}:{deal.pk}",
                client=row.client_id,
                on=on,
                now=deal.amount,
                currency=deal.currency,
                hands=hands.of(row.client_id, on=on),
                since=lives.began(row.client_id, on=on),
                source=row.pk,
            )


class Lives:
    """Since when each of these clients has been one, the life they are in."""

    def __init__(self, clients: set[int] | QuerySet[Any, Any]) -> None:
        self.spells: dict[int, list[tuple[date | None, date | None]]] = {}
        for client, began, ended in (
            Spell.objects.filter(client__in=clients).order_by("pk").values_list("client", "started_on", "ended_on")
        ):
            self.spells.setdefault(client, []).append((began, ended))
        first = Purchase.objects.filter(client__in=clients).values("client").annotate(first=Min("bought_on"))
        self.first = dict(first.values_list("client", "first"))

    def began(self, client: int, *, on: date) -> date | None:
        """When the life in which they were on that day began; where nobody knows, their first purchase says it."""
        begun = [life for life in self.spells.get(client, ()) if life[0] is None or life[0] <= on]
        return (begun[-1][0] if begun else None) or self.first.get(client)


class Agreed:
    """What clients who came back buy a year, and whether they were lost again."""

    def __init__(self, clients: list[int]) -> None:
        known = Contract.objects.filter(client__in=clients, starts_on__isnull=False, amount_per_year__isnull=False)
        self.contracts = list(known.order_by("starts_on", "pk"))
        gone = Loss.objects.filter(client__in=clients, kind=Loss.Kind.CLIENT, in_effect=True)
        self.losses = list(gone.order_by("lost_on").values_list("pk", "client", "lost_on"))

    def by(self, plan: Plan) -> Decimal | None:
        """The highest rung they took, less what we gave for it; else their first contract since. None: nobody has said."""
        taken = [offer for offer in plan.offers.all() if offer.state == offer.State.TAKEN]
        if taken:
            return max(offer.worth for offer in taken) - sum(offer.cost for offer in taken)
        return next((one.amount_per_year for one in self.contracts if is_of(one, plan)), None)

    def left(self, plan: Plan) -> date | None:
        """The first day after their return on which they were lost again."""
        of_client = ((pk, on) for pk, client, on in self.losses if client == plan.loss.client_id)
        back_on = plan.finished_on
        return next((on for pk, on in of_client if pk != plan.loss_id and back_on and on >= back_on), None)


def is_of(contract: Contract, plan: Plan) -> bool:
    """Whether a contract is the one with which they came back."""
    if contract.client_id != plan.loss.client_id or contract.currency != plan.loss.currency:
        return False
    early, late = AROUND
    return bool(contract.starts_on and plan.finished_on and -early <= contract.starts_on - plan.finished_on <= late)
