"""How Northbeam Supply pays for keeping clients: a scheme, two closed months, and a draft of what might be."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wonback.clients.models import Contract
from wonback.demo.dice import at, workday
from wonback.renewals.models import Renewal
from wonback.rewards.models import Closing, Scheme
from wonback.rewards.scheme import Terms, months_after
from wonback.team.models import User
from wonback.winback.models import Plan

HOLDS = Terms(
    retained_rate=Decimal("0.004"),
    renewed_rate=Decimal("0.01"),
    recovered_rate=Decimal("0.05"),
    return_share=Decimal("0.4"),
    stays_months=12,
)
MIGHT = Terms(
    retained_rate=Decimal("0.006"),
    renewed_rate=Decimal("0.01"),
    recovered_rate=Decimal("0.08"),
    referred_rate=Decimal("0.02"),
    return_share=Decimal("0.4"),
    stays_months=12,
    whose="split",
)
RENEWED_DAYS_AGO = (70, 52, 41, 33, 12, 4)
# What they buy again, of what they bought before.
AGAIN = Decimal("0.6")


@dataclass
class Paying:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        self.renew()
        self.come_back()
        first = months_after(self.as_of.replace(day=1), -2)
        ines, adam = self.people["ines"], self.people["adam"]
        begun = at(workday(first - timedelta(days=9)), 15)
        scheme = Scheme.draft(HOLDS, "A client kept is worth the time it takes.", by=ines, at=begun)
        scheme.put_in_force(first, by=adam, at=begun)
        for month in (first, months_after(first, 1)):
            Closing.close(month, by=adam, at=at(months_after(month, 1), 9))
        Scheme.draft(
            MIGHT, "More for whoever brings a client home.", by=ines, at=at(workday(self.as_of - timedelta(days=3)), 16)
        )

    def renew(self) -> None:
        """Some contracts that end were renewed early."""
        found = Renewal.objects.open().filter(contract__client__owner__isnull=False, contract__amount_per_year__gt=0)
        late = found.select_related("contract__client__owner").order_by("-contract__until", "pk")
        for ago, renewal in zip(RENEWED_DAYS_AGO, late, strict=False):
            old, owner = renewal.contract, renewal.contract.client.owner
            if owner:
                day = at(workday(self.as_of - timedelta(days=ago)), 11)
                until = renewal.until + timedelta(days=365)
                renewal.renew(until, amount_per_year=old.amount_per_year, notice_days=90, by=owner, at=day)

    def come_back(self) -> None:
        """Those who came home of late signed for a part of what they had bought."""
        lately = Plan.objects.filter(stage=Plan.Stage.RECOVERED, finished_on__gt=self.as_of - timedelta(days=365))
        for plan in lately.filter(launched_at__isnull=False, loss__worth__gt=0).select_related("loss__client"):
            loss = plan.loss
            Contract.objects.create(
                client=loss.client,
                name="Second start",
                starts_on=plan.finished_on,
                amount_per_year=round((loss.worth or Decimal(0)) * AGAIN, 0),
                currency=loss.currency,
            )
