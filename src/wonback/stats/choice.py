"""What to do with too little time: the 45 minutes of a day, and the fair split of a deal round."""

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched

import numpy as np
import numpy.typing as npt
import scipy

from wonback.stats.errors import CannotTell

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One action we could take today. Candidates with the same `key` are alternatives: one of them at most.

    `worth` is any one unit, usually money: what we expect to gain, net of what the action costs. It may be
    negative ("leave alone"). `must` marks what was promised.
    """

    key: Hashable
    minutes: int
    worth: float
    must: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise CannotTell(f"Give {self.key} the minutes it takes; {self.minutes} is less than none.")
        if not math.isfinite(self.worth):
            raise CannotTell(f"Give {self.key} a worth that is a number; {self.worth} is none.")


def choose(candidates: Sequence[Candidate], *, minutes: int) -> list[Candidate]:
    """The actions worth most together that fit into `minutes`; what was promised always comes first.

    Promises stay even when they alone exceed the minutes: a promise is never dropped by arithmetic. Equal
    worth goes to the earlier candidate, and the answer keeps the order of the question.

    Units:   minutes of one day; worth in the candidates' own unit
    Formula: maximise sum(worth) subject to sum(minutes) <= minutes, at most one per key (dynamic programme)
    Source:  Kellerer, Pferschy & Pisinger (2004), Knapsack Problems, 11.5 (multiple choice)

    >>> call, visit = Candidate("call", 10, 60.0), Candidate("visit", 45, 200.0)
    >>> letter, promise = Candidate("letter", 30, 150.0), Candidate("promise", 5, 1.0, must=True)
    >>> [one.key for one in choose([call, visit, letter, promise], minutes=45)]
    ['promise', 'call', 'letter']
    """
    promised = [one for one in candidates if one.must]
    taken = {one.key for one in promised}
    left = max(0, minutes - sum(one.minutes for one in promised))
    rivals = [one for one in candidates if one.key not in taken and one.worth > 0 and one.minutes <= left]
    return promised + _knapsack(rivals, left)


def explore(
    candidates: Sequence[Candidate], draws: Sequence[float], *, minutes: int, share: float = 0.15
) -> list[Candidate]:
    """What `choose` would do, with a share of the minutes kept for finding out what we do not know yet.

    `draws` holds one random draw of each candidate's worth (Thompson sampling): the less we know of a
    client, the wider its draws, and the oftener it gets a chance here.

    Units:   minutes of one day; share from 0 to 1
    Source:  Thompson (1933), Biometrika 25

    >>> known, doubtful = Candidate("known", 10, 9.0), Candidate("doubtful", 10, 1.0)
    >>> [one.key for one in explore([known, doubtful], [9.0, 30.0], minutes=10, share=1.0)]
    ['doubtful']
    """
    if len(draws) != len(candidates):
        raise CannotTell(f"Draw one worth per candidate: {len(candidates)} candidates, {len(draws)} draws.")
    sure = choose(candidates, minutes=minutes - round(minutes * share))
    taken = {one.key for one in sure}
    open_still = {
        replace(one, worth=draw, must=False): one
        for one, draw in zip(candidates, draws, strict=True)
        if one.key not in taken
    }
    curious = choose(list(open_still), minutes=minutes - sum(one.minutes for one in sure))
    return sure + [open_still[one] for one in curious]


def deal[Card: Hashable, Hand: Hashable](
    worths: Mapping[Card, float],
    hands: Sequence[Hand],
    *,
    barred: Mapping[Card, Collection[Hand]] | None = None,
) -> dict[Hand, list[Card]]:
    """Share out the cards so that every hand gets as many, give or take one, and about as much worth.

    The richest cards go first, one to each hand and round, the richest of a round to the poorest hand. Without
    bars nobody ends ahead by more than the most valuable single card. `barred` names hands a card must not
    go to ("is it me?": not to the one who lost the client).

    Units:   worth in any one unit
    Formula: each round minimises sum(total of hand + worth of card)^2
    Source:  ours; Graham (1969), SIAM J. Applied Mathematics 17, for the bound of the unbarred case

    >>> deal({"a": 9.0, "b": 5.0, "c": 4.0, "d": 1.0}, ["rosa", "sam"])
    {'rosa': ['a', 'd'], 'sam': ['b', 'c']}
    """
    if not hands:
        raise CannotTell("Name at least one person to deal to.")
    dealt: dict[Hand, list[Card]] = {hand: [] for hand in hands}
    for cards in batched(sorted(worths, key=lambda card: -worths[card]), len(dealt), strict=False):
        totals = [sum(worths[card] for card in cards_held) for cards_held in dealt.values()]
        for card, hand in _one_each(cards, dict(zip(dealt, totals, strict=True)), worths, barred or {}):
            dealt[hand].append(card)
    return dealt


def share[Card: Hashable, Hand: Hashable](
    worths: Mapping[Card, float],
    room: Mapping[Hand, int],
    *,
    held: Mapping[Hand, float] | None = None,
    got: Mapping[Hand, int] | None = None,
    barred: Mapping[Card, Collection[Hand]] | None = None,
) -> dict[Hand, list[Card]]:
    """Share out cards to hands that have room for so many, and hold and got something already.

    The richest card goes first, each to the poorest hand that may take it and has not had its part of the cards yet;
    where all who may take it have had theirs, to the poorest of them. A card that fits nowhere stays out.

    Units:   worths and held in one unit
    Source:  Graham (1969), SIAM J. Applied Mathematics 17: longest first, to the least loaded

    >>> share({"a": 9.0, "b": 5.0, "c": 4.0}, {"rosa": 5, "sam": 5}, held={"sam": 7.0})
    {'rosa': ['a', 'c'], 'sam': ['b']}
    """
    dealt: dict[Hand, list[Card]] = {hand: [] for hand in room}
    totals = {hand: (held or {}).get(hand, 0.0) for hand in room}
    counts = {hand: (got or {}).get(hand, 0) for hand in room}
    part = math.ceil((len(worths) + sum(counts.values())) / max(1, len(room)))
    for card in sorted(worths, key=lambda one: -worths[one]):
        away = (barred or {}).get(card, ())
        free = [hand for hand in room if len(dealt[hand]) < room[hand] and hand not in away]
        hungry = [hand for hand in free if counts[hand] < part] or free
        if hungry:
            hand = min(hungry, key=lambda one: totals[one])
            dealt[hand].append(card)
            totals[hand] += worths[card]
            counts[hand] += 1
    return dealt


def _one_each[Card: Hashable, Hand: Hashable](
    cards: Sequence[Card],
    totals: Mapping[Hand, float],
    worths: Mapping[Card, float],
    barred: Mapping[Card, Collection[Hand]],
) -> Iterable[tuple[Card, Hand]]:
    """One round: each card to another hand, the rich card to the poor hand."""
    # The cross term of (total + worth)^2; the other terms do not depend on who gets what.
    cost = np.outer([worths[card] for card in cards], list(totals.values()))
    hands = list(totals)
    for row, card in enumerate(cards):
        cost[row, [hand in barred.get(card, ()) for hand in hands]] = np.inf
    try:
        # Named in full: SciPy loads its optimisers when they are asked for, and every program starts through here.
        rows, columns = scipy.optimize.linear_sum_assignment(cost)
    except ValueError:
        raise CannotTell("Allow more people to take these clients; too many are barred from the same ones.") from None
    return [(cards[row], hands[column]) for row, column in zip(rows, columns, strict=True)]


def _knapsack(candidates: Sequence[Candidate], minutes: int) -> list[Candidate]:
    """The exact optimum of the multiple-choice knapsack, in the order of the candidates."""
    alternatives = list(_by_key(candidates).values())
    best = [np.zeros(minutes + 1)]
    for rivals in alternatives:
        best.append(np.maximum.reduce([best[-1], *(_with(one, best[-1]) for one in rivals)]))
    kept = set(_trace(alternatives, best))
    return [one for position, one in enumerate(candidates) if position in kept]


def _by_key(candidates: Sequence[Candidate]) -> dict[Hashable, list[tuple[int, Candidate]]]:
    """The candidates with their positions, alternatives of one key together."""
    groups: dict[Hashable, list[tuple[int, Candidate]]] = {}
    for position, one in enumerate(candidates):
        groups.setdefault(one.key, []).append((position, one))
    return groups


def _with(rival: tuple[int, Candidate], before: Floats) -> Floats:
    """The best worth for every number of minutes if this candidate is taken on top of those before."""
    _, one = rival
    worth = np.full_like(before, -np.inf)
    worth[one.minutes :] = before[: before.size - one.minutes] + one.worth
    return worth


def _trace(alternatives: Sequence[Sequence[tuple[int, Candidate]]], best: Sequence[Floats]) -> Iterator[int]:
    """Walk back from the full time and name the positions of those who made the optimum."""
    left = best[0].size - 1
    for rivals, before, after in zip(reversed(alternatives), best[-2::-1], best[:0:-1], strict=True):
        # Leaving out the later candidate when it adds nothing is what gives a tie to the earlier one.
        if after[left] == before[left]:
            continue
        position, one = next(rival for rival in rivals if _with(rival, before)[left] == after[left])
        yield position
        left -= one.minutes
