"""What is paid, as a rule: nothing twice, to the cent, never for a loss, a discount or growth."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from wonback.rewards.hands import hands
from wonback.rewards.scheme import CENT, Fact, Hand, Kind, Paid, Terms, cents, dues, months_after, settle, split

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
AMOUNTS = st.decimals(-10_000, 2_000_000, places=2)
SHARES = st.decimals(0, 1, places=4)
PEOPLE = st.lists(st.builds(Hand, st.integers(1, 4), st.integers(0, 365)), min_size=1, max_size=5).map(tuple)
TERMS = st.builds(
    Terms,
    retained_rate=SHARES,
    renewed_rate=SHARES,
    recovered_rate=SHARES,
    referred_rate=SHARES,
    return_share=SHARES,
    retained_after_months=st.integers(0, 60),
    stays_months=st.integers(1, 60),
    whose=st.sampled_from(["day", "split"]),
)
FACTS = st.builds(
    Fact,
    kind=st.sampled_from(list(Kind)),
    key=st.integers(1, 10**6).map(str),
    client=st.integers(1, 99),
    on=DAYS,
    now=st.none() | AMOUNTS,
    before=st.none() | AMOUNTS,
    currency=st.sampled_from(["EUR", "SEK"]),
    hands=PEOPLE,
    since=st.none() | DAYS,
    left_on=st.none() | DAYS,
)
MANY = st.lists(FACTS, max_size=8, unique_by=lambda fact: fact.key)


def fact(**changed):
    told = {
        "kind": Kind.RECOVERED,
        "key": "recovered:1",
        "client": 1,
        "on": date(2026, 1, 15),
        "now": Decimal(8_640),
        "before": Decimal(48_000),
        "currency": "EUR",
        "hands": (Hand(1, 365),),
    }
    return Fact(**told | changed)


def paid(facts, **terms):
    return [(due.piece.part, due.on, due.amount) for due in dues([facts], Terms(**terms))]


class TestWhatIsDue:
    @given(MANY, TERMS)
    def test_is_one_sum_for_a_deed_a_part_and_a_person(self, facts, terms):
        assert max(Counter(due.who for due in dues(facts, terms)).values(), default=1) == 1

    @given(FACTS, TERMS)
    def test_adds_up_to_the_cent(self, deed, terms):
        found = list(dues([deed], terms))
        whole = cents(deed.base * terms.rate(deed.kind))
        stayed_on = months_after(deed.on, terms.stays_months)
        is_whole = deed.kind != Kind.RECOVERED or deed.left_on is None or deed.left_on > stayed_on
        expected = whole if is_whole else cents(whole * terms.return_share)
        if deed.kind not in (Kind.RETAINED, Kind.REFERRED) or found:
            assert sum(due.amount for due in found) == expected
        assert all(due.amount == cents(due.amount) > 0 for due in found)

    @given(FACTS, TERMS)
    def test_is_never_more_than_the_rate_of_what_they_pay_and_paid(self, deed, terms):
        found = sum(due.amount for due in dues([deed], terms))
        for known in (deed.now, deed.before):
            if known is not None:
                assert found <= max(Decimal(0), known) * terms.rate(deed.kind) + CENT

    @given(FACTS, TERMS)
    def test_is_nothing_where_nobody_knows_what_they_pay(self, deed, terms):
        assert list(dues([replace(deed, now=None)], terms)) == []

    @given(FACTS, TERMS)
    def test_goes_to_whoever_had_them_on_the_day_or_to_all_who_had_them(self, deed, terms):
        people = {due.person for due in dues([deed], terms)}
        had = {hand.person for hand in deed.hands} if terms.whose == "split" else {deed.hands[-1].person}

        assert people <= had

    def test_of_a_return_is_half_at_once_and_half_once_they_have_stayed(self):
        assert paid(fact(), recovered_rate=Decimal("0.05"), stays_months=6) == [
            ("return", date(2026, 1, 15), Decimal("216.00")),
            ("stayed", date(2026, 7, 15), Decimal("216.00")),
        ]

    def test_of_a_return_takes_nothing_back_when_they_leave_again(self):
        left = fact(left_on=date(2026, 7, 15))

        assert paid(left, recovered_rate=Decimal("0.05"), stays_months=6) == [
            ("return", date(2026, 1, 15), Decimal("216.00"))
        ]

    def test_of_growth_is_nothing_more(self):
        grown = fact(kind=Kind.RENEWED, now=Decimal(60_000))

        assert paid(grown, renewed_rate=Decimal("0.01")) == [("", date(2026, 1, 15), Decimal("480.00"))]

    def test_of_purchases_is_for_those_who_have_been_clients_long_enough(self):
        bought = fact(kind=Kind.RETAINED, before=None, on=date(2026, 1, 31), since=date(2025, 2, 1))
        rate = {"retained_rate": Decimal("0.01"), "retained_after_months": 12}

        assert paid(bought, **rate) == []
        assert paid(replace(bought, since=date(2025, 1, 31)), **rate) == [("", date(2026, 1, 31), Decimal("86.40"))]
        assert paid(replace(bought, since=None), **rate) == []

    def test_is_shared_by_days(self):
        handed = fact(kind=Kind.RENEWED, hands=(Hand(1, 100), Hand(2, 265)))
        found = {due.person: due.amount for due in dues([handed], Terms(renewed_rate=Decimal("0.01"), whose="split"))}

        assert found == {1: Decimal("23.67"), 2: Decimal("62.73")}


class TestSplitting:
    @given(st.decimals(-10_000, 10**9, places=2), st.lists(st.integers(1, 400), min_size=1, max_size=9))
    def test_loses_no_cent(self, amount, weights):
        assert sum(split(amount, weights)) == amount


class TestMonths:
    @given(DAYS, st.integers(-40, 60), st.integers(0, 60))
    def test_are_never_shorter_than_they_say(self, day, months, more):
        assert months_after(day, months + more) >= months_after(day, months)

    @given(DAYS, st.integers(-40, 60))
    def test_end_on_the_same_day_or_on_the_first_after(self, day, months):
        there = months_after(day, months)

        assert there.day in {day.day, 1}


def as_paid(lines):
    return [
        Paid(key=who[0], person=who[1], currency=who[2], amount=line.amount) for line in lines for who in [line.who]
    ]


def added(*closed):
    """What closed months say of each due, in one sum."""
    sums = Counter()
    for one in (paid for month in closed for paid in month):
        sums[one.who] += one.amount
    return [Paid(key=key, person=person, currency=code, amount=n) for (key, person, code), n in sums.items()]


class TestSettling:
    @given(MANY, TERMS)
    def test_says_nothing_more_once_everything_is_paid(self, facts, terms):
        due = list(dues(facts, terms))

        assert settle(due, as_paid(settle(due, []))) == []

    @given(MANY, MANY, TERMS)
    def test_makes_up_for_whatever_was_said_before(self, earlier, later, terms):
        """What turned out to be otherwise is put right in the next month, to the cent."""
        first = as_paid(settle(list(dues(earlier, terms)), []))
        due = list(dues(later, terms))
        second = as_paid(settle(due, first))

        assert {one.who: one.amount for one in added(first, second) if one.amount} == {
            one.who: one.amount for one in due
        }


class TestHands:
    HANDED = st.lists(st.tuples(DAYS, st.none() | st.integers(1, 4)), max_size=4).map(
        lambda found: sorted(found, key=lambda one: one[0])
    )

    @given(st.none() | st.integers(1, 4), HANDED, DAYS)
    def test_hold_a_year_at_most_and_somebody_on_the_day(self, owner, handed, on):
        found = hands(owner, handed, on=on)
        after = [was for day, was in handed if day > on]
        on_the_day = after[0] if after else owner

        assert sum(hand.days for hand in found) <= 365
        assert (found[-1].person if found else None) == on_the_day

    def test_change_on_the_day_of_the_hand_over(self):
        day = date(2026, 11, 10)
        before, same = (hands(2, [(day, 1)], on=on)[-1].person for on in (day - timedelta(days=1), day))

        assert (before, same) == (1, 2)
