"""Where the reason a program gives and the words beside it tell two stories. Suggestions only: a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min

from wonback.losses import reading
from wonback.losses.confidence import may_be_about
from wonback.losses.models import Cause, Loss, Reason, Voice, Wording
from wonback.stats.texts import Example, Likeness, held_out
from wonback.team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

# So many different texts are read, the most frequent first.
MOST = 2_000
SHOWN = 200
# Cosines below this are chance.
LEAST = 0.3
# What was learned may speak once it is right in at least every second text it never saw; and below five nobody can tell.
EARNED, FEWEST = 0.5, 5
Z_80 = 1.2816


class Score(NamedTuple):
    """Of `n` texts whose reason people settled, how many were told at all, and how many right."""

    right: int
    told: int
    n: int

    @property
    def share(self) -> float | None:
        """How often a suggestion is right; nothing where there are fewer than five."""
        return self.right / self.told if self.told >= FEWEST else None

    @property
    def band(self) -> tuple[float, float] | None:
        """Its 80 % interval after Wilson (1927)."""
        if self.share is None:
            return None
        z2, n = Z_80**2, self.told
        middle = self.share + z2 / (2 * n)
        half = Z_80 * (self.share * (1 - self.share) / n + z2 / (4 * n * n)) ** 0.5
        return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))

    @property
    def percents(self) -> tuple[int, int]:
        """The band as whole percents, for a sentence."""
        low, high = self.band or (0.0, 1.0)
        return round(low * 100), round(high * 100)


@dataclass(frozen=True)
class Suggester:
    """Reads a reason out of a text: by the rules we ship, and by what people settled once that has earned it."""

    settled: list[Example] = field(default_factory=list)

    @classmethod
    def learned(cls) -> "Suggester":
        """From wordings a person settled, and from words whose reason was confirmed."""
        unknown = ("not-asked", "other")
        wordings = Wording.objects.exclude(settled_by=None).exclude(reason=None).exclude(reason__key__in=unknown)
        said = Cause.objects.filter(voice=Voice.CONFIRMED).exclude(words="").exclude(reason__key__in=unknown)
        return cls([*wordings.values_list("seen_as", "reason__key"), *said.values_list("words", "reason__key")[:MOST]])

    @cached_property
    def rules(self) -> Score:
        """How the rules do on what people settled: they never saw it."""
        cases = dict(self.settled)
        found = {text: reading.guess(text) for text in cases}
        return Score(sum(found[t] == cases[t] for t in cases), sum(map(bool, found.values())), len(cases))

    @cached_property
    def likeness(self) -> Score:
        """How likeness to what people settled does on a part held out, each text told by the others alone."""
        return Score(*held_out(self.settled, least=LEAST)) if len(self.settled) > 1 else Score(0, 0, len(self.settled))

    @cached_property
    def learns(self) -> bool:
        band = self.likeness.band
        return band is not None and band[0] >= EARNED

    @cached_property
    def _like(self) -> "Callable[[str], tuple[str, float]]":
        return Likeness.of(self.settled).best

    def suggest(self, text: str) -> str:
        """The key of the reason the text speaks of, or nothing."""
        found = reading.guess(text)
        if found in ("", "not-asked") and self.learns:
            key, cosine = self._like(text)
            found = key if cosine >= LEAST else ""
        return "" if found == "not-asked" else found


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A reason and a text that do not go together, and how often they came."""

    reason: Reason
    text: str
    suggested: Reason
    times: int
    loss: int


def mismatches(user: User, *, suggester: Suggester) -> list[Mismatch]:
    """Texts in the client's voice that speak of another reason than the one beside them, the most frequent first."""
    reasons = {reason.key: reason for reason in Reason.objects.select_related("same_as")}
    found = list(differing(texts(user), suggester, reasons))
    return sorted(found, key=lambda one: (-one.times, one.text))[:SHOWN]


def texts(user: User) -> list[tuple[str, str, int, int]]:
    """Each pair of a reason and a text, with how often it came and one loss it came with. A bare wording is no text."""
    losses = Loss.objects.visible_to(user).exclude(may_be_about(user)).values("pk")
    said = Cause.objects.filter(voice=Voice.CLIENT, loss__in=losses).exclude(words="").order_by()
    counted = said.values("reason__key", "words").annotate(times=Count("pk"), first=Min("loss_id"))
    wordings = set(Wording.objects.values_list("said", flat=True))
    rows = counted.order_by("-times", "words").values_list("reason__key", "words", "times", "first")[:MOST]
    return [row for row in rows if Wording.plain(row[1]) not in wordings]


def differing(
    rows: Iterable[tuple[str, str, int, int]], suggester: Suggester, reasons: dict[str, Reason]
) -> Iterable[Mismatch]:
    for key, text, times, loss in rows:
        suggested = reasons.get(suggester.suggest(text))
        reason = reasons[key]
        if suggested and suggested.counts_as != reason.counts_as and reason.is_known:
            yield Mismatch(reason.counts_as, text, suggested.counts_as, times, loss)
