"""The lost list for programs and for the command line: plain values, one loss at a time."""

from datetime import date
from decimal import Decimal
from typing import Any

from wonback.losses.models import Loss
from wonback.losses.returning import Table


def number(amount: Decimal | None) -> int | float | None:
    """An amount as a number of JSON: whole ones without a point, None where nothing is known."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def told(loss: Loss, *, as_of: date, learned: Table | None = None) -> dict[str, Any]:
    """One line of the lost list. `reason` and `may_follow_up` are None while nobody was asked.

    `learned` spares a query for each of many.
    """
    return {
        "id": loss.pk,
        "client": loss.client.name,
        "client_id": loss.client_id,
        "kind": loss.kind,
        "deal": loss.deal.name if loss.deal else None,
        "lost_on": loss.lost_on.isoformat(),
        "worth": number(loss.worth),
        "currency": loss.currency,
        "worth_known": loss.worth_known,
        "reason": loss.reason.name if loss.reason.is_known else None,
        "owner": loss.owner_then.name if loss.owner_then else None,
        "holder": loss.holder.name if loss.holder else None,
        "may_follow_up": loss.may_follow_up(as_of=as_of),
        "rank": round(loss.rank, 4),
        "why_ranked": " ".join(loss.why_ranked(as_of=as_of, learned=learned)),
    }
