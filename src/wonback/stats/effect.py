"""Did our work cause it? Who waits, what the two arms say, and how sure that is at any moment."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from wonback.stats.arrays import Floats, columns
from wonback.stats.errors import CannotTell

type Arm = Literal["contact", "wait"]

BLOCK = 10
# A split as lopsided as this comes about by chance once in a thousand experiments.
LOPSIDED = 0.001
# Below this many clients a verdict would be a coin toss; a belief that moves little by little is honest.
ENOUGH_CLIENTS = 150


def assign(
    strata: Mapping[str, str], *, salt: str, waiting: float = 0.2, already: Mapping[str, Arm] | None = None
) -> dict[str, Arm]:
    """Draw each client to be contacted or to wait, balanced in every stratum; who has an arm keeps it.

    `strata` names the stratum of every client (value band and reason class, say). Clients of a stratum are
    dealt from shuffled blocks of ten, so that nobody can foresee the next draw and yet the shares stay right.

    Units:   `waiting` is a share from 0 to 1
    Source:  permuted blocks; Pocock (1983), Clinical Trials, 5.2

    >>> arms = assign({f"client {n}": "large" for n in range(20)}, salt="autumn")
    >>> sum(arm == "wait" for arm in arms.values())
    4
    """
    if not 0 < waiting < 1:
        raise CannotTell(f"Let a share between 0 and 1 wait; {waiting} measures nothing.")
    arms: dict[str, Arm] = dict(already or {})
    seen: dict[str, int] = {}
    for client in sorted(strata, key=lambda one: (one not in arms, _lot(salt, one))):
        stratum = strata[client]
        arms.setdefault(client, _next(seen.get(stratum, 0), f"{salt}/{stratum}", waiting))
        seen[stratum] = seen.get(stratum, 0) + 1
    return {client: arms[client] for client in strata}


def _next(position: int, seed: str, waiting: float) -> Arm:
    block, place = divmod(position, BLOCK)
    return "wait" if place in _waiting_places(f"{seed}/{block}", waiting) else "contact"


@lru_cache(maxsize=1024)
def _waiting_places(block: str, waiting: float) -> frozenset[int]:
    shuffled = sorted(range(BLOCK), key=lambda place: _lot(block, str(place)))
    # The fraction of a client that a block cannot seat goes to as many blocks as it takes.
    return frozenset(shuffled[: int(waiting * BLOCK + _lot(block, "seats"))])


def _lot(salt: str, key: str) -> float:
    """A number from 0 to 1 that depends on nothing but the words: the same tomorrow and on another machine."""
    digest = hashlib.blake2b(f"{salt}|{key}".encode(), digest_size=7).digest()
    return int.from_bytes(digest) / 2**56


class Split(NamedTuple):
    """How likely a split this lopsided is by chance, and whether to distrust the experiment."""

    chance: float
    is_suspicious: bool


def check_split(contacted: int, waited: int, *, waiting: float) -> Split:
    """Whether the arms have the sizes they were meant to have (sample-ratio mismatch).

    Formula: chi^2 = sum (seen - meant)^2 / meant with one degree of freedom; alarm below 0.001
    Source:  Fabijan et al. (2019), KDD, "Diagnosing Sample Ratio Mismatch"

    >>> check_split(800, 200, waiting=0.2).is_suspicious, check_split(900, 100, waiting=0.2).is_suspicious
    (False, True)
    """
    meant = (contacted + waited) * np.array([1 - waiting, waiting])
    if not (meant > 0).all():
        raise CannotTell("Wait for clients in the experiment: there is nobody to count.")
    chance = float(scipy.special.chdtrc(1, np.sum((np.array([contacted, waited]) - meant) ** 2 / meant)))
    return Split(chance, chance < LOPSIDED)


@dataclass(frozen=True)
class Effect:
    """What contact caused: contacted minus waiting, with an interval and the standard error."""

    value: float
    low: float
    high: float
    error: float

    @property
    def z(self) -> float:
        return self.value / self.error

    @property
    def information(self) -> float:
        """How much the arms know: one over the variance."""
        return self.error**-2

    def verdict(self, *, good: Literal["more", "less"] = "more") -> str:
        """Helped, did harm, or cannot be told; `good` says whether more or less of the outcome is what we want.

        >>> difference(3250, 32500, 2080, 32500).verdict(good="less")
        'did harm'
        """
        if self.low <= 0 <= self.high:
            return "cannot be told"
        return "helped" if (self.value > 0) == (good == "more") else "did harm"


def difference(
    happened: float, clients: float, happened_waiting: float, waiting: float, *, level: float = 0.95
) -> Effect:
    """The difference of two rates with Newcombe's interval, which stays honest with few cases and at 0 %.

    Units:   share of clients, contacted minus waiting
    Formula: d -+ sqrt((p1 - l1)^2 + (u2 - p2)^2), l and u Wilson's limits of each rate
    Source:  Newcombe (1998), Statistics in Medicine 17, method 10

    >>> effect = difference(56, 70, 48, 80)
    >>> round(effect.value, 4), round(effect.low, 4), round(effect.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    (p1, low1, high1), (p2, low2, high2) = (
        _wilson(happened, clients, level),
        _wilson(happened_waiting, waiting, level),
    )
    down, up = np.hypot(p1 - low1, high2 - p2), np.hypot(high1 - p1, p2 - low2)
    error = np.sqrt(_wilson_variance(p1, clients) + _wilson_variance(p2, waiting))
    return Effect(p1 - p2, float(p1 - p2 - down), float(p1 - p2 + up), float(error))


# Below this a rate says more about chance than about work.
FEWEST = 5


@dataclass(frozen=True)
class Rate:
    """`some` of `n`, with the share and its 80 % interval; None below five cases."""

    some: int
    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


def rate(some: int, n: int, *, level: float = 0.8) -> Rate:
    """A share with its interval; none below five cases.

    Units:   share from 0 to 1
    Formula: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.2816 for 80 %
    Source:  Wilson (1927), "Probable Inference", J. American Statistical Association 22

    >>> found = rate(2, 5)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2), rate(1, 4).value
    (0.4, 0.18, 0.67, None)
    """
    return Rate(some, n, *_wilson(some, n, level)) if n >= FEWEST else Rate(some, n)


def _wilson(happened: float, clients: float, level: float) -> tuple[float, float, float]:
    if not 0 <= happened <= clients or clients == 0:
        raise CannotTell(f"Wait for clients in both arms; {happened:g} of {clients:g} is no rate.")
    z, p = scipy.special.ndtri((1 + level) / 2), happened / clients
    middle = p + z**2 / (2 * clients)
    half = z * np.sqrt(p * (1 - p) / clients + z**2 / (4 * clients**2))
    scale = 1 + z**2 / clients
    return p, float((middle - half) / scale), float((middle + half) / scale)


def _wilson_variance(p: float, clients: float) -> float:
    # At 0 % and 100 % the plain variance is 0 and would claim certainty; half a case more does not.
    gentle = (p * clients + 0.5) / (clients + 1) if p in (0, 1) else p
    return gentle * (1 - gentle) / clients


class Sums(NamedTuple):
    """What one arm adds up to: clients, and the sums of an amount and of its square."""

    clients: float
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.clients

    @property
    def variance(self) -> float:
        return (self.squares - self.total**2 / self.clients) / (self.clients - 1)


def mean_difference(contacted: Sums, waiting: Sums, *, level: float = 0.95) -> Effect:
    """The difference of two means (money per client, say), from each arm's sums.

    Units:   the amount's unit per client, contacted minus waiting
    Formula: m1 - m2 -+ z sqrt(s1^2 / n1 + s2^2 / n2)
    Source:  Welch (1938), Biometrika 29, for large arms

    >>> round(mean_difference(Sums(4, 20.0, 120.0), Sums(4, 12.0, 50.0)).value, 2)
    2.0
    """
    if min(contacted.clients, waiting.clients) < 2:
        raise CannotTell("Wait for two clients in each arm: one shows no spread.")
    value = contacted.mean - waiting.mean
    error = float(np.sqrt(contacted.variance / contacted.clients + waiting.variance / waiting.clients))
    half = float(scipy.special.ndtri((1 + level) / 2)) * error
    return Effect(value, value - half, value + half, error)


def adjusted_difference(
    outcome: npt.ArrayLike, contacted: npt.ArrayLike, expected: npt.ArrayLike, *, level: float = 0.95
) -> Effect:
    """The difference of means after taking away what was expected of each client before the experiment.

    The better the expectation, the narrower the interval; a useless one costs nothing.

    Formula: y - theta (e - mean e) in place of y, theta = cov(y, e) / var(e)
    Source:  Deng, Xu, Kohavi & Walker (2013), WSDM, "CUPED"

    >>> round(adjusted_difference([1, 2, 3, 5], [0, 1, 0, 1], [1.0, 1.1, 3.0, 4.0]).value, 2)
    0.89
    """
    y, arm, before = columns(outcome=outcome, contacted=contacted, expected=expected)
    off = before - before.mean()
    theta = float(off @ (y - y.mean()) / (off @ off)) if off @ off > 0 else 0.0
    left = y - theta * off
    return mean_difference(_sums(left[arm == 1]), _sums(left[arm == 0]), level=level)


def _sums(values: Floats) -> Sums:
    return Sums(values.size, float(values.sum()), float(values @ values))


def always_valid(effect: Effect, *, planned: float, alpha: float = 0.05) -> tuple[float, float]:
    """A band that may be looked at every day: over the whole experiment it misses the truth at most `alpha` of the time.

    `planned` is the information (one over the variance) expected at the registered end, where the band is narrowest.

    Units:   those of the effect
    Formula: d -+ sqrt((1 + tau^2 I) / (tau^2 I^2) * (ln(1 + tau^2 I) + 2 ln(1/alpha))),  tau^2 = 1 / planned
    Source:  Robbins (1970), Annals of Mathematical Statistics 41; Johari et al. (2022), Operations Research 70

    >>> low, high = always_valid(Effect(0.10, 0.0, 0.2, 0.05), planned=400.0)
    >>> round(low, 3), round(high, 3)
    (-0.083, 0.283)
    """
    grown = effect.information / planned
    half = np.sqrt((1 + grown) / (grown * effect.information) * (np.log1p(grown) + 2 * np.log(1 / alpha)))
    return float(effect.value - half), float(effect.value + half)


def power(rate: float, *, change: float, clients: tuple[int, int], alpha: float = 0.05) -> float:
    """How often an experiment of this size would notice a true change of the waiting arm's rate.

    Units:   share from 0 to 1; `clients` is (contacted, waiting)
    Formula: P(|d| > z_(1-alpha/2) se), d normal about the change

    >>> round(power(0.10, change=0.10, clients=(126, 54)), 1)
    0.5
    """
    error = _error(rate, change, clients)
    bar = scipy.special.ndtri(1 - alpha / 2)
    return float(scipy.special.ndtr(change / error - bar) + scipy.special.ndtr(-change / error - bar))


def smallest_detectable(rate: float, *, clients: tuple[int, int], often: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest rise that an experiment of this size notices `often`; tell it before the start.

    Units:   share of clients, added to `rate`

    >>> round(smallest_detectable(0.10, clients=(126, 54)), 2)
    0.16
    """
    low, high = 0.0, 1 - rate
    if power(rate, change=high, clients=clients, alpha=alpha) < often:
        raise CannotTell("Gather more clients: so few cannot show any change, however large.")
    for _ in range(50):
        middle = (low + high) / 2
        noticed = power(rate, change=middle, clients=clients, alpha=alpha) >= often
        low, high = (low, middle) if noticed else (middle, high)
    return high


def planned_information(rate: float, *, clients: tuple[int, int]) -> float:
    """How much an experiment of this size will know at its end, if contact changes nothing; see `always_valid`.

    Units:   one over the variance of the difference; `clients` is (contacted, waiting)

    >>> round(planned_information(0.10, clients=(126, 54)))
    420
    """
    return _error(rate, 0.0, clients) ** -2


def _error(rate: float, change: float, clients: tuple[int, int]) -> float:
    rates = np.array([rate + change, rate])
    # A rate of exactly 0 or 1 has no variance of its own; next to it there always is some.
    rates = np.clip(rates, 1e-6, 1 - 1e-6)
    return float(np.sqrt(np.sum(rates * (1 - rates) / np.array(clients))))


class Belief(NamedTuple):
    """What a sceptic believes after the experiment: the effect with an 80 % band, and how likely it is above 0."""

    value: float
    low: float
    high: float
    above_zero: float


def sceptical(effect: Effect, *, doubt: float = 0.08) -> Belief:
    """The effect as a sceptic sees it who expects nothing, give or take 8 points; for experiments below 150 clients.

    Units:   share of clients; `doubt` is the standard deviation of the sceptic's prior
    Formula: prior N(0, doubt^2), data N(d, se^2): the precision-weighted mean
    Source:  Spiegelhalter, Freedman & Parmar (1994), JRSS A 157

    >>> sceptical(Effect(0.10, -0.05, 0.25, 0.08)).value
    0.05
    """
    variance = 1 / (effect.information + doubt**-2)
    value, sd = effect.value * effect.information * variance, np.sqrt(variance)
    half = float(scipy.special.ndtri(0.9) * sd)
    return Belief(value, value - half, value + half, float(scipy.special.ndtr(value / sd)))


def claimed_and_caused(effect: Effect, *, contacted: int, claims: Iterable[object]) -> tuple[int, float]:
    """How many returns people claim as won back, and how many the experiment says were caused.

    >>> claimed_and_caused(Effect(0.10, 0.05, 0.15, 0.02), contacted=200, claims=range(31))
    (31, 20.0)
    """
    return sum(1 for _ in claims), effect.value * contacted
