"""What is paid for keeping clients: facts in, dues out, to the cent. A rule without a database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
NOTHING = Decimal(0)


class Kind(StrEnum):
    RETAINED = "retained"
    RENEWED = "renewed"
    RECOVERED = "recovered"
    REFERRED = "referred"


class Part(StrEnum):
    """Of recovered revenue a part is paid when they return, and the rest once they have stayed."""

    WHOLE = ""
    RETURN = "return"
    STAYED = "stayed"


class Whose(StrEnum):
    """To whom a deed counts where a client had several owners in the year before it."""

    DAY = "day"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a scheme says. Rates and shares from 0 to 1."""

    retained_rate: Decimal = NOTHING
    retained_after_months: int = 12
    renewed_rate: Decimal = NOTHING
    recovered_rate: Decimal = NOTHING
    referred_rate: Decimal = NOTHING
    return_share: Decimal = Decimal("0.5")
    stays_months: int = 12
    whose: str = Whose.DAY

    def rate(self, kind: str) -> Decimal:
        rates = {
            Kind.RETAINED: self.retained_rate,
            Kind.RENEWED: self.renewed_rate,
            Kind.RECOVERED: self.recovered_rate,
            Kind.REFERRED: self.referred_rate,
        }
        return rates[Kind(kind)]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who looked after a client, and for how many of the 365 days before a deed."""

    person: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One deed that a scheme may pay for: a month of purchases, a renewal, a return, a sale that a client sent us.

    `now` is what they pay (of a month, or a year), with what we gave away for it taken off; `before` what they paid until then; None where
    nobody knows. `hands` are in order: the last had the client on the day of the deed. `left_on`: when they were lost again.
    """

    kind: str
    key: str
    client: int
    on: date
    now: Decimal | None
    currency: str
    hands: tuple[Hand, ...]
    before: Decimal | None = None
    since: date | None = None
    left_on: date | None = None
    # Which renewal, plan or referral it was.
    source: int | None = None

    @property
    def base(self) -> Decimal:
        """What is paid on: never more than they pay now (a discount is nobody's merit), nor than before (growth is not keeping)."""
        known = [amount for amount in (self.now, self.before) if amount is not None]
        return NOTHING if self.now is None else max(NOTHING, min(known))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is paid for a deed, on the day on which it is earned."""

    part: str
    on: date
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What one person gets for one part of one deed: theirs are so many of the days that count."""

    person: int
    fact: Fact
    piece: Piece
    days: int
    of_days: int
    amount: Decimal

    @property
    def key(self) -> str:
        """Names the deed and its part."""
        return ":".join(filter(None, (self.fact.key, self.piece.part)))

    @property
    def on(self) -> date:
        return self.piece.on

    @property
    def month(self) -> date:
        return self.on.replace(day=1)

    @property
    def who(self) -> tuple[str, int, str]:
        """What is paid once: this part of this deed to this person, in its currency."""
        return self.key, self.person, self.fact.currency


def dues(facts: Iterable[Fact], terms: Terms) -> Iterator[Due]:
    """All that a scheme pays for these facts, each part on the day on which it is earned.

    Units:   currency
    Formula: base * rate, shared by days among whoever had the client, rounded so that the parts add up to the cent
    """
    for fact in facts:
        if fact.hands and counts(fact, terms):
            yield from parts(fact, terms)


def counts(fact: Fact, terms: Terms) -> bool:
    """Whether the scheme pays for it: what they buy, and whom they send us, once they have been clients for long enough."""
    if fact.kind not in (Kind.RETAINED, Kind.REFERRED):
        return True
    return fact.since is not None and months_after(fact.since, terms.retained_after_months) <= fact.on


def parts(fact: Fact, terms: Terms) -> Iterator[Due]:
    for piece in pieces(fact, terms):
        hands = gathered(fact.hands) if terms.whose == Whose.SPLIT else {fact.hands[-1].person: 1}
        each = split(piece.amount, list(hands.values()))
        for (person, days), amount in zip(hands.items(), each, strict=True):
            if amount:
                yield Due(person=person, fact=fact, piece=piece, days=days, of_days=sum(hands.values()), amount=amount)


def pieces(fact: Fact, terms: Terms) -> Iterator[Piece]:
    """In which parts a deed is paid, and when each is earned."""
    rate = terms.rate(fact.kind)
    whole = cents(fact.base * rate)
    if fact.kind != Kind.RECOVERED:
        yield Piece(Part.WHOLE, fact.on, rate, whole)
        return
    at_return = cents(whole * terms.return_share)
    yield Piece(Part.RETURN, fact.on, rate * terms.return_share, at_return)
    # What has not been earned when they leave again is not paid; what was paid stays paid.
    stayed_on = months_after(fact.on, terms.stays_months)
    if fact.left_on is None or fact.left_on > stayed_on:
        yield Piece(Part.STAYED, stayed_on, rate * (1 - terms.return_share), whole - at_return)


def gathered(hands: Iterable[Hand]) -> dict[int, int]:
    """The days of each; whoever had a client twice is one person."""
    days: dict[int, int] = defaultdict(int)
    for hand in hands:
        days[hand.person] += max(1, hand.days)
    return dict(days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What closed months say of one due: how much it came to in all of them."""

    key: str
    person: int
    currency: str
    amount: Decimal

    @property
    def who(self) -> tuple[str, int, str]:
        return self.key, self.person, self.currency


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a month that is being closed: what is still owed of a due, or what was paid and is not due. Never nothing."""

    who: tuple[str, int, str]
    amount: Decimal
    was: Decimal
    due: Due | None


def settle(due: Iterable[Due], paid: Iterable[Paid]) -> list[Line]:
    """What a month has to say so that everything paid comes to what is due: new lines, and corrections of earlier ones.

    Closed months never change; so what is paid already is only made up for, and nothing is paid twice.
    """
    wanted = {one.who: one for one in due}
    before = {one.who: one.amount for one in paid}
    lines = []
    for who in {**wanted, **before}:
        one, was = wanted.get(who), before.get(who, NOTHING)
        if owed := (one.amount if one else NOTHING) - was:
            lines.append(Line(who, owed, was, one))
    return lines


def split(amount: Decimal, weights: list[int]) -> list[Decimal]:
    """An amount in parts that add up to it exactly: each is what is right up to here, less what was given before.

    >>> split(Decimal("10.00"), [1, 1, 1])
    [Decimal('3.33'), Decimal('3.34'), Decimal('3.33')]
    """
    given, passed, found = NOTHING, 0, []
    for weight in weights:
        passed += weight
        upto = cents(amount * passed / sum(weights))
        found.append(upto - given)
        given = upto
    return found


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the first of the next where there is none, so that nothing is earned early.

    >>> months_after(date(2026, 10, 31), 4), months_after(date(2026, 11, 15), 12)
    (datetime.date(2027, 3, 1), datetime.date(2027, 11, 15))
    """
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    try:
        return first.replace(day=day.day)
    except ValueError:
        return months_after(first, 1)
