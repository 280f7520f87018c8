"""What our own offers have taught: how many said yes with something given and without, and what giving adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.stats.effect import Rate, rate
from wonback.stats.offers import BARE, ENOUGH, KINDS, Lift, learn
from wonback.winback.models import Offer

NAMES: Mapping[str, str | Promise] = {
    BARE: gettext_lazy("Nothing given"),
    "discount": gettext_lazy("A discount"),
    "extra": gettext_lazy("Something free"),
    "both": gettext_lazy("A discount and something free"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of offer: how many answered and said yes, and the chance of a yes with it where a bare one has the usual chance."""

    kind: str
    said_yes: Rate
    chance: tuple[float, float, float] | None

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])

    @property
    def lacks(self) -> int:
        """How many answers are missing until something can be said."""
        return max(0, ENOUGH - self.said_yes.n)


def lifts(*, as_of: date) -> dict[str, Lift]:
    """What each kind of offer adds, as far as the answers up to that day tell."""
    return learn(Offer.objects.answers(as_of=as_of))


def rows(*, as_of: date) -> list[Row]:
    """All four kinds, the bare one first."""
    answers = Offer.objects.answers(as_of=as_of)
    learned, bare = learn(answers), answers[BARE]
    chances = {kind: lift.chance(bare.yes / bare.n) for kind, lift in learned.items()}
    said = {kind: rate(answers[kind].yes, answers[kind].n) for kind in (BARE, *KINDS)}
    usual = said[BARE]
    if bare.n >= ENOUGH and usual.value is not None and usual.low is not None and usual.high is not None:
        chances[BARE] = (usual.value, usual.low, usual.high)
    return [Row(kind=kind, said_yes=said[kind], chance=chances.get(kind)) for kind in said]
