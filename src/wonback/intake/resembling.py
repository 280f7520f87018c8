"""What a dry run says of new clients who seem to be here already, or twice in the files. An import joins nobody by likeness."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from wonback.clients import likeness, why_alike
from wonback.clients.domains import company_domain
from wonback.clients.known import facts
from wonback.clients.likeness import Known, Likeness
from wonback.clients.models import Client
from wonback.intake.index import reference
from wonback.intake.resolving import NEW
from wonback.intake.telling import some

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver

# Beyond these a check would be kept waiting for what the night finds anyway.
MOST, SHOWN = 50_000, 5


def resembling(plan: "Resolver") -> dict[int, str]:
    """For each file with new clients that look like others: how many, and the surest of them."""
    new, sheets = {}, {}
    for place, (_pk, sheet, row) in enumerate(plan.stage.planned("client", NEW)):
        phone, country, town = (row.get(name) or "" for name in ("phone", "country", "town"))
        known = Known(reference(place), row["name"], company_domain(row.get("domain") or ""), phone, country, town)
        new[known.pk], sheets[known.pk] = known, sheet
    if not new or len(new) + Client.objects.count() > MOST:
        return {}
    everybody = {one.pk: one for one in facts()} | new
    found: dict[int, list[Likeness]] = defaultdict(list)
    for like in likeness.pairs(list(everybody.values()), among=frozenset(new)):
        found[sheets[like.one if like.one in new else like.other]].append(like)
    return {sheet: sentence(likes, everybody) for sheet, likes in found.items()}


def sentence(likes: list[Likeness], everybody: dict[int, Known]) -> str:
    count = len({pk for like in likes for pk in (like.one, like.other) if pk < 0})
    shown = some([in_words(like, everybody) for like in likes], most=SHOWN)
    words = ngettext(
        "%(n)d new client seems to be written down twice: %(shown)s. They come in as they are; look at both under Clients, Written down twice.",
        "%(n)d new clients seem to be written down twice: %(shown)s. They come in as they are; look at both under Clients, Written down twice.",
        count,
    )
    return words % {"n": count, "shown": shown}


def in_words(like: Likeness, everybody: dict[int, Known]) -> str:
    why = why_alike.why([[sign.kind, sign.told] for sign in like.signs])
    return f"“{everybody[like.one].name}” / “{everybody[like.other].name}” ({why})"
