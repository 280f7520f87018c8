"""Who may come back, what that would be worth, and whether an attempt is worth it at all.

The base is a table with one row per lost client and four weeks since the loss. The chance to come back in those weeks is a
logistic hazard: time since the loss, reason, offer, the client's traits, and whether we were in contact. With few
attempts it stays near the rule of thumb and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from wonback.stats import shrunk
from wonback.stats.arrays import Floats, Ints, column, columns, demand, shaped
from wonback.stats.contracts import Retention
from wonback.stats.errors import CannotTell
from wonback.stats.shrunk import Prior, Shrunk

PERIOD = 4
# A contact works on this and the next period: eight weeks.
REACH = 2
ENOUGH_ATTEMPTS = 30
# What contact adds is measured by attempts that lot drew; those a person chose were likelier to return anyway.
ENOUGH_DRAWN = 50
RULE_OF_THUMB = "rule of thumb, not your data"
YOUR_DATA = "your data"
# One in ten comes back within 26 weeks, give or take: 3 % to 30 % in four of five firms.
THUMB_RATE, THUMB_WEEKS, THUMB_SD = 0.10, 26, 1.02
CONTACT_LIFT, CONTACT_SD = 0.3, 0.5
# So little is an assumed uplift moved by attempts that somebody chose.
ASSUMED_SD = 0.05
REASONS, OFFERS, SLOPES = 0, 1, 2
SCALES = np.array([0.7, 0.5, 0.5])
DRAWS = 200
AT_ONCE = 2000


@dataclass(frozen=True)
class Clients:
    """Lost clients: why they left, what they are offered ("" for nothing), and their traits (a column each)."""

    reason: Sequence[str]
    offer: Sequence[str]
    traits: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        if len(self.reason) != len(self.offer):
            raise CannotTell("Give a reason and an offer for each client; the offer may be empty.")

    def traits_of(self, width: int) -> Floats:
        known = np.zeros((len(self.reason), 0)) if self.traits is None else np.asarray(self.traits, dtype=float)
        if known.shape != (len(self.reason), width):
            raise CannotTell(
                f"Give {width} traits for each client; the table is {known.shape[0]} by {known.shape[1:]}."
            )
        return known

    def part(self, rows: slice) -> "Clients":
        traits = None if self.traits is None else np.asarray(self.traits, dtype=float)[rows]
        return Clients(self.reason[rows], self.offer[rows], traits)


@dataclass(frozen=True)
class Periods:
    """One row per lost client and four weeks: how long since the loss, in contact or not, and back or not.

    A row of weight 3 stands for three alike.
    """

    clients: Clients
    weeks: npt.ArrayLike
    contacted: npt.ArrayLike
    returned: npt.ArrayLike
    weights: npt.ArrayLike = 1.0


def uplift_is_measured(drawn: int) -> bool:
    """Whether enough attempts were drawn by lot to say what contact adds; before that it is assumed.

    Units:   attempts on clients whom lot, not a person, chose to contact
    Source:  our own rule: with fewer than fifty, the band of the uplift is wider than the uplift is ever likely to be

    >>> uplift_is_measured(49), uplift_is_measured(50)
    (False, True)
    """
    return drawn >= ENOUGH_DRAWN


class Chance(NamedTuple):
    """The chance to come back with its 80 % band, the number of attempts behind it, and where it comes from."""

    value: Floats
    low: Floats
    high: Floats
    attempts: int
    basis: str


@dataclass(frozen=True)
class Words:
    """The reasons, offers and traits the table knew, and what each column of the design means."""

    reasons: tuple[str, ...]
    offers: tuple[str, ...]
    traits: int
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(sorted({self.family(reason) for reason in self.reasons}))

    def family(self, reason: str) -> str:
        return self.classes.get(reason, reason)

    def design(self, clients: Clients, weeks: Floats, contacted: Floats) -> Floats:
        """Intercept, time, contact, reasons, offers, class of reason with offer, traits, contact with reason and offer."""
        reason, offer = _one_hot(clients.reason, self.reasons), _one_hot(clients.offer, self.offers)
        family = _one_hot([self.family(one) for one in clients.reason], self.families)
        pairs = (family[:, :, None] * offer[:, None, :]).reshape(len(weeks), -1)
        first = np.column_stack([np.ones_like(weeks), np.log1p(weeks / PERIOD), contacted])
        when_contacted = contacted[:, None] * np.hstack([reason, offer])
        return np.hstack([first, reason, offer, pairs, clients.traits_of(self.traits), when_contacted])

    def prior(self, *, measured: bool = True) -> Prior:
        """What is believed before the data; of an uplift that is not measured, to the end."""
        r, o, f = len(self.reasons), len(self.offers), len(self.families)
        uplift = [SLOPES if measured else -1] * (r + o)
        groups = [-1, -1, -1] + [REASONS] * r + [OFFERS] * (o + f * o) + [SLOPES] * self.traits + uplift
        thumb = 1 - (1 - THUMB_RATE) ** (PERIOD / THUMB_WEEKS)
        mean, sd = np.zeros(len(groups)), np.ones(len(groups))
        mean[[0, 2]] = scipy.special.logit(thumb), CONTACT_LIFT
        sd[:3] = 1.5, 0.5, CONTACT_SD if measured else ASSUMED_SD
        sd[len(groups) - len(uplift) :] = ASSUMED_SD
        return Prior(mean, sd, np.array(groups), SCALES)


def _one_hot(words: Sequence[str], known: Sequence[str]) -> Floats:
    """A column per known word; a word never seen before has none and gets what the others have in common."""
    return np.asarray(np.array(words, dtype=object)[:, None] == np.array(known, dtype=object), dtype=float)


@dataclass(frozen=True)
class Returns:
    """A fitted base of lost clients; without enough attempts, the rule of thumb."""

    words: Words
    attempts: int
    fitted: Shrunk | None
    measured: bool = True

    @property
    def basis(self) -> str:
        return RULE_OF_THUMB if self.fitted is None else YOUR_DATA

    def chance(
        self, clients: Clients, since_loss: npt.ArrayLike, *, contact: bool, within: float = THUMB_WEEKS
    ) -> Chance:
        """The chance that lost clients come back within so many weeks, if we contact them now or if we do not.

        Units:   shares from 0 to 1; weeks
        Formula: 1 - prod (1 - hazard) over periods of four weeks; mean and 80 % band of 200 Laplace draws
        Source:  discrete-time survival, Singer & Willett (1993), J. Educational Statistics 18

        >>> nobody = fit(None)
        >>> guess = nobody.chance(Clients(["price"], [""]), [8], contact=False)
        >>> guess.value.round(2), guess.low.round(2), guess.high.round(2), guess.basis
        (array([0.1]), array([0.03]), array([0.29]), 'rule of thumb, not your data')
        """
        if not 0 < within < np.inf:
            raise CannotTell(f"Ask about a time ahead that is longer than none and ends; {within} is not.")
        weeks = np.broadcast_to(column(since_loss, "since_loss"), len(clients.reason))
        if self.fitted is None:
            band = _thumb(weeks.size, contact=contact, within=within)
        else:
            draws = self._draws(self.fitted)
            starts = range(0, weeks.size, AT_ONCE)
            parts = [slice(start, start + AT_ONCE) for start in starts]
            chances = [
                self._by_draw(clients.part(part), weeks[part], draws, contact=contact, within=within) for part in parts
            ]
            band = _band(np.concatenate(chances))
        return Chance(*band, self.attempts, self.basis)

    def _draws(self, fitted: Shrunk) -> Floats:
        """Coefficients the data allow; an assumed uplift stays as uncertain as the assumption."""
        draws = fitted.draws(DRAWS)
        if not self.measured:
            draws[2] = np.random.default_rng(2).normal(CONTACT_LIFT, CONTACT_SD, DRAWS)
        return draws

    def _by_draw(self, clients: Clients, weeks: Floats, draws: Floats, *, contact: bool, within: float) -> Floats:
        """One row per client, one column per draw."""
        stays = np.zeros((weeks.size, draws.shape[1]))
        for nth in range(int(np.ceil(within / PERIOD))):
            share = min(1.0, within / PERIOD - nth)
            in_contact = np.full(weeks.size, float(contact and nth < REACH))
            design = self.words.design(clients, weeks + nth * PERIOD, in_contact)
            stays -= share * np.logaddexp(0.0, design @ draws)
        return np.asarray(-np.expm1(stays))


def _thumb(size: int, *, contact: bool, within: float) -> shrunk.Band:
    """One in ten, from 3 % to 30 %, in 26 weeks; a little more after a contact."""
    rate = 1 - (1 - THUMB_RATE) ** (within / THUMB_WEEKS)
    middle = scipy.special.logit(rate) + CONTACT_LIFT * contact
    half = scipy.special.ndtri(0.9) * np.hypot(THUMB_SD, CONTACT_SD * contact)
    return shrunk.Band(*(np.full(size, scipy.special.expit(at)) for at in (middle, middle - half, middle + half)))


def _band(chances: Floats) -> shrunk.Band:
    low, high = np.quantile(chances, [0.1, 0.9], axis=1)
    return shrunk.Band(chances.mean(axis=1), low, high)


def fit(
    periods: Periods | None,
    *,
    attempts: int | None = None,
    classes: Mapping[str, str] | None = None,
    drawn: int | None = None,
) -> Returns:
    """The hazard of coming back, shrunk as far as the attempts demand; below 30 attempts the rule of thumb.

    `attempts` is the number of clients we tried to win back (without it: rows in contact); `classes` names the class
    of each reason, in which offers work alike. `drawn` is how many attempts lot chose: below fifty what contact adds is
    assumed, whatever the attempts that people chose seem to say; left out, all are taken for drawn.

    Formula: logit h = b0 + b1 ln(1 + weeks/4) + u_reason + u_offer + u_class,offer + traits
             + contact (g0 + g_reason + g_offer); u, g ~ N(0, tau^2), tau half-normal(0.7, 0.5, 0.5)
    Source:  Thomas, Blattberg & Fox (2004), JMR 41, and Kumar, Bhagwat & Zhang (2015), J. Marketing 79, for the terms
    """
    if periods is None:
        return Returns(Words((), (), 0), 0, None)
    weeks, contacted, returned, weights = columns(
        weeks=periods.weeks, contacted=periods.contacted, returned=periods.returned, weights=periods.weights
    )
    demand(weights >= 0, "Give a weight of at least 0")
    demand(weeks >= 0, "Give weeks since the loss of at least 0")
    demand(np.isin(contacted, (0, 1)) & np.isin(returned, (0, 1)), "Say of contact and return 0 or 1")
    words = _words(periods.clients, classes or {})
    tried = int(contacted @ weights) if attempts is None else attempts
    measured = drawn is None or uplift_is_measured(drawn)
    if tried < ENOUGH_ATTEMPTS:
        return Returns(words, tried, None, measured)
    design, cells = _collapse(words.design(periods.clients, weeks, contacted))
    counts = np.bincount(cells, weights)
    share = np.bincount(cells, returned * weights) / np.where(counts > 0, counts, 1)
    fitted = shrunk.fit(design, share, prior=words.prior(measured=measured), weights=counts)
    return Returns(words, tried, fitted, measured)


def _collapse(design: Floats) -> tuple[Floats, Ints]:
    """Alike rows once, and which of them each row became."""
    # Alike rows have the same scalar product with a random row; others practically never.
    keys = design @ np.random.default_rng(29).standard_normal(design.shape[1])
    _, first, cells = np.unique(keys, return_index=True, return_inverse=True)
    return design[first], cells


def _words(clients: Clients, classes: Mapping[str, str]) -> Words:
    width = 0 if clients.traits is None else np.atleast_2d(np.asarray(clients.traits, dtype=float)).shape[1]
    offers = tuple(sorted(set(clients.offer) - {""}))
    return Words(tuple(sorted(set(clients.reason))), offers, width, classes)


def second_lifetime_value(
    retention: Retention,
    *,
    margin: npt.ArrayLike,
    discount: float,
    cured: float = 0.0,
    same_reason: float = 0.0,
    restart: float = 0.0,
) -> Floats:
    """What a client would be worth who comes back today.

    With the chance `cured` they will never leave for the first reason again, which is the share `same_reason` of
    why such clients leave. `restart` is what it costs to take them on again.

    Units:   currency; margin per term, discount per term
    Formula: margin * sum_t S2(t) / (1 + d)^t - restart,  S2 = cured S^(1 - same_reason) + (1 - cured) S
    Source:  Stauss & Friege (1999), J. Service Research 1; Kumar, Leszkiewicz & Herbst (2018), JMR 55, for the cured

    >>> float(second_lifetime_value(Retention(0.668, 3.806), margin=100.0, discount=0.1, restart=50.0).round())
    542.0
    """
    if not (0 <= cured <= 1 and 0 <= same_reason <= 1):
        raise CannotTell("Give the cured and the share of the same reason as shares from 0 to 1.")
    if discount <= 0:
        raise CannotTell("Give a discount rate above 0: without one a second life may be worth any amount.")
    terms = np.arange(np.ceil(36 / np.log1p(discount)))
    stays = retention.survival(terms)
    second = cured * stays ** (1 - same_reason) + (1 - cured) * stays
    return shaped(column(margin, "margin") * float(second @ (1 + discount) ** -terms) - restart, margin)


@dataclass(frozen=True)
class Attempt:
    """One attempt on one client, or on many at once: what it costs and what a return is worth with and without it.

    `worth` is the second lifetime value after this offer, `worth_alone` that of a return on their own.
    """

    worth: npt.ArrayLike
    worth_alone: npt.ArrayLike = 0.0
    offer: npt.ArrayLike = 0.0
    contact: npt.ArrayLike = 0.0
    minutes: npt.ArrayLike = 0.0
    wage: float = 0.0

    def value(self, chance: npt.ArrayLike, alone: npt.ArrayLike = 0.0) -> Floats:
        """What contacting now brings over leaving alone; negative means: leave alone.

        The offer is charged for all who return, also for those who would have come anyway.

        Units:   currency; `wage` per minute
        Formula: P1 (worth - offer) - P0 worth_alone - contact - minutes * wage
        Source:  Stauss & Friege (1999); Ascarza (2018), JMR 55, for the comparison with leaving alone

        >>> float(Attempt(worth=920, offer=120).value(0.45))
        360.0
        >>> float(Attempt(worth=1000, worth_alone=1000, offer=200, contact=10).value(0.30, alone=0.27))
        -40.0
        """
        gain = np.asarray(chance) * (np.asarray(self.worth) - self.offer) - np.asarray(alone) * self.worth_alone
        return np.asarray(gain - self.contact - np.asarray(self.minutes) * self.wage)


def best_week(values: npt.ArrayLike, *, discount: float) -> tuple[int, float]:
    """When to call: the week from now in which the attempt, at today's worth, brings most.

    Units:   weeks from now; currency; `discount` per year
    Formula: max over w of value_w / (1 + d)^(w / 52)

    >>> best_week([100.0, 90.0, 130.0], discount=0.1)[0]
    2
    """
    ahead = column(values, "values")
    if ahead.size == 0:
        raise CannotTell("Give the value of at least one week.")
    today = ahead / (1 + discount) ** (np.arange(ahead.size) / 52)
    return int(today.argmax()), float(today.max())
