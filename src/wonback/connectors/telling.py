"""What of a loss goes back into the program it came from: the confirmed reason, the stage of the plan, the next touch, who has it, and a link."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from wonback.care.models import PlannedTouch
from wonback.connectors.models import Connector
from wonback.connectors.sources import Back
from wonback.losses.models import Cause, Loss

AT_ONCE = 500


@dataclass(frozen=True)
class Told:
    """One record of theirs, and what we would write there."""

    back: Back
    external_id: str
    loss: Loss
    values: dict[str, str]


def to_tell(connector: Connector, *, as_of: date) -> Iterator[Told]:
    """Every record of theirs of which we know that it was lost: sales as deals, clients as companies. One loss a record, the newest."""
    for back in connector.source.back:
        losses = of_kind(connector, back)
        for chunk in batched(losses.iterator(chunk_size=AT_ONCE), AT_ONCE):
            yield from told_of(list(chunk), back, as_of=as_of)


def is_of_deals(back: Back) -> bool:
    return back.kind in {"deals", "opportunities"}


def of_kind(connector: Connector, back: Back) -> QuerySet[Loss]:
    related = Loss.objects.select_related("client", "deal", "holder", "plan").order_by("pk")
    if is_of_deals(back):
        return related.filter(kind=Loss.Kind.DEAL, deal__source=connector.name).exclude(deal__external_id="")
    known = Q(client__source=connector.name) & ~Q(client__external_id="") & ~Q(client__external_id__startswith="name:")
    newer = Loss.objects.filter(client=OuterRef("client"), pk__gt=OuterRef("pk")).exclude(kind=Loss.Kind.DEAL)
    return related.filter(known, ~Exists(newer)).exclude(kind=Loss.Kind.DEAL)


def told_of(losses: list[Loss], back: Back, *, as_of: date) -> Iterator[Told]:
    reasons = confirmed(losses)
    touches = next_touches(losses, as_of=as_of)
    for loss in losses:
        plan = getattr(loss, "plan", None)
        values = {
            "reason": ", ".join(reasons.get(loss.pk, [])),
            "stage": str(plan.get_stage_display()) if plan else "",
            "next_touch": touches.get(loss.client_id, ""),
            "owner": loss.holder.name if loss.holder else "",
            "link": settings.WONBACK_URL + loss.get_absolute_url(),
        }
        named = loss.deal.external_id if is_of_deals(back) and loss.deal else loss.client.external_id
        yield Told(back, named, loss, values)


def confirmed(losses: list[Loss]) -> dict[int, list[str]]:
    """The reasons that were confirmed, by loss; what a rep or the client says is not one of them."""
    found: dict[int, list[str]] = {}
    causes = Cause.objects.filter(loss__in=losses, voice="confirmed").order_by("-weight", "pk")
    for loss, reason in causes.values_list("loss", "reason__name"):
        found.setdefault(loss, []).append(reason)
    return found


def next_touches(losses: list[Loss], *, as_of: date) -> dict[int, str]:
    """The next day on which somebody means to touch each client, if it lies ahead."""
    planned = PlannedTouch.objects.filter(client__in=[loss.client_id for loss in losses], touch=None, day__gte=as_of)
    days = planned.values("client").annotate(next=Min("day")).values_list("client", "next")
    return {client: day.isoformat() for client, day in days.order_by("client")}
