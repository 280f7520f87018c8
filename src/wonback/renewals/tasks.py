"""The night's work on renewals. Each step may run twice for one day and does its work once."""

from datetime import date
from itertools import batched

from wonback.clients.models import Contract
from wonback.renewals.chances import chances
from wonback.renewals.deadlines import expected
from wonback.renewals.models import Renewal
from wonback.renewals.queries import GAP, Known, ending

BATCH = 1_000


def find_renewals(*, as_of: date) -> int:
    """Nightly step: open the renewal of each contract that ends within half a year. Return how many."""
    found = [Renewal(contract=one, opened_on=as_of, notice_by=one.last_notice_on) for one in ending(as_of=as_of)]
    Renewal.objects.bulk_create(found, ignore_conflicts=True, batch_size=BATCH)
    return len(found) + close_followed()


def close_followed() -> int:
    """A file brought in the contract that follows: it was renewed. Return how many."""
    closed = 0
    for renewal in Renewal.objects.open().select_related("contract"):
        later = Contract.objects.filter(client=renewal.contract.client_id, starts_on__gte=renewal.until - GAP)
        follows = later.exclude(pk=renewal.contract_id).filter(renewed_from=None).order_by("starts_on", "pk").first()
        if follows:
            changed = {"outcome": Renewal.Outcome.RENEWED, "follows": follows}
            closed += Renewal.objects.filter(pk=renewal.pk, outcome="").update(**changed)
    return closed


def judge_renewals(*, as_of: date) -> int:
    """Nightly step: what the numbers expect of each renewal that is open. Return of how many they can tell."""
    renewals = {one.pk: one for one in Renewal.objects.open().select_related("contract").order_by("pk")}
    known = Known(as_of=as_of)
    found = chances(known.past(), known.coming(renewals.values()))
    for pk, chance in found.items():
        one = renewals[pk]
        one.chance, one.chance_low, one.chance_high, one.chance_n = chance.value, chance.low, chance.high, chance.n
        one.automated = expected(chance.value)
    columns = ["chance", "chance_low", "chance_high", "chance_n", "automated"]
    for batch in batched((renewals[pk] for pk in found), BATCH):
        Renewal.objects.bulk_update(batch, columns)
    return len(found)
