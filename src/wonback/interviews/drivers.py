"""The reasons an interviewer tags while the client speaks: on nine keys, those that clients name most often first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from wonback.losses.models import Reason
from wonback.losses.models.reason import NOT_ASKED

KEYS = 9


def drivers() -> list[Reason]:
    """All reasons a client can name. What our rep believes of this one has no say in the order: it would lead the ear."""
    said = Count("causes", filter=Q(causes__voice__in=["client", "confirmed"]))
    leaves = Reason.objects.offered().filter(children=None).exclude(key=NOT_ASKED)
    return list(leaves.annotate(said=said).order_by("-said", "pk"))


@dataclass(frozen=True)
class Chip:
    """One reason as something to press. `digit` is empty beyond the ninth."""

    reason: Reason
    digit: str
    is_on: bool


@dataclass(frozen=True)
class Tags:
    """What can be tagged at one question, and what is."""

    chips: Sequence[Chip]
    others: Sequence[Reason]

    @classmethod
    def of(cls, reasons: Sequence[Reason], tagged: Collection[int]) -> "Tags":
        """Nine keys, then whatever else is tagged already; the rest is a list to choose from."""
        first, rest = reasons[:KEYS], reasons[KEYS:]
        chips = [Chip(one, str(place), one.pk in tagged) for place, one in enumerate(first, 1)]
        chips += [Chip(one, "", is_on=True) for one in rest if one.pk in tagged]
        return cls(chips, [one for one in rest if one.pk not in tagged])


def chosen(keys: Iterable[str], known: Mapping[str, Reason]) -> tuple[int, ...]:
    """The numbers of the reasons of these keys; what is not on offer is passed over."""
    return tuple(dict.fromkeys(known[key].pk for key in keys if key in known))
