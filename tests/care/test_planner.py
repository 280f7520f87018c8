"""A fair quarter: a rule without a database, held to what it promises."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.care.planner import Person, Quarter, Seat, Wanted, fill, past_the_quiet
from wonback.care.territory import Where, nearest
from wonback.core.days import is_workday

MONDAY = date(2026, 11, 23)
QUARTER = Quarter(MONDAY)
RHYTHMS = {"A": (21, 35, 10), "B": (45, 75, 8), "C": (90, 150, 6)}
ROSA, SAM = Person(1, 45), Person(2, 45)

days = st.integers(0, 90).map(lambda n: MONDAY + timedelta(days=n))


@st.composite
def books(draw, most=30, people=(1, 2), seats=True):
    """Clients of every rhythm, some of them overdue, some never spoken to, some planned already."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from("ABC"),
                st.none() | st.integers(0, 180),
                st.sampled_from(people),
                st.booleans(),
                st.sampled_from(["", "Bonn", "Ulm"]),
                st.lists(st.tuples(days, st.booleans()), max_size=2) if seats else st.just([]),
            ),
            max_size=most,
        )
    )
    return [wanted(key, *one) for key, one in enumerate(drawn)]


def wanted(key, tier, silent, person=1, visit=False, place="", seats=()):  # the columns of a client
    ideal, maximum, minutes = RHYTHMS[tier]
    last = None if silent is None else MONDAY - timedelta(days=silent)
    kept = tuple(Seat(100 * key + n, day, day, by_hand, minutes) for n, (day, by_hand) in enumerate(seats))
    facts = {"ideal": ideal, "maximum": maximum, "last": last, "minutes": minutes}
    return Wanted(key=key, person=person, visit=visit, place=place, seats=kept, **facts)


people = st.tuples(st.integers(10, 60), st.sets(days, max_size=40)).map(
    lambda drawn: [Person(1, drawn[0], frozenset(drawn[1])), SAM]
)


def where(filled):
    return sorted((put.client, put.day) for put in filled.puts)


def planned_again(clients, filled):
    """The same clients, with what was filled standing in the calendar."""
    seats = defaultdict(list)
    for number, put in enumerate(filled.puts):
        seats[put.client].append(Seat(number, put.day, put.day, put.by_hand, put.minutes, put.visit))
    return [replace(one, seats=tuple(seats[one.key])) for one in clients]


def rooms(person, quarter=QUARTER):
    return [len(week) * person.minutes_a_day for week in quarter.days_of(person)]


class TestFill:
    @settings(max_examples=60)
    @given(books(), people)
    def test_lets_nobody_work_more_than_they_have_minutes_but_for_what_people_put_there(self, clients, two):
        taken, by_hand = Counter(), Counter()
        for put in fill(clients, two, QUARTER).puts:
            (by_hand if put.by_hand else taken)[put.person, QUARTER.number_of(put.day)] += put.minutes
        room = {person.key: rooms(person) for person in two}

        over = {(who, week): n for (who, week), n in taken.items() if n > max(0, room[who][week] - by_hand[who, week])}
        assert over == {}

    @settings(max_examples=60)
    @given(books(), people)
    def test_puts_nothing_on_a_day_off(self, clients, two):
        off = {person.key: person.away for person in two}
        rule = [put for put in fill(clients, two, QUARTER).puts if not put.by_hand]

        assert [put for put in rule if put.day in off[put.person] or not is_workday(put.day) or put.day < MONDAY] == []

    @settings(max_examples=60)
    @given(books(), people)
    def test_is_late_only_where_no_week_inside_the_maximum_had_room(self, clients, two):
        filled = fill(clients, two, QUARTER)
        taken = Counter()
        for put in filled.puts:
            taken[put.person, QUARTER.number_of(put.day)] += put.minutes
        had_room = [
            put
            for put in filled.puts
            if put.is_late and not put.by_hand and put.latest >= MONDAY
            for person in two
            if person.key == put.person
            for number, week in enumerate(QUARTER.days_of(person))
            if any(put.due <= day <= put.latest for day in week)
            and rooms(person)[number] - taken[put.person, number] >= put.minutes
        ]
        assert had_room == []

    @settings(max_examples=60)
    @given(st.lists(st.integers(0, 70), max_size=40), st.integers(1, 5), st.sets(days, max_size=45))
    def test_finds_room_for_all_inside_the_maximum_if_there_is_any(self, silences, a_day, away):
        """With equal minutes it is a matching of touches and free minutes; this counts the largest one there is."""
        person = Person(1, 8 * a_day, frozenset(away))
        clients = [wanted(key, "B", silent) for key, silent in enumerate(silences)]
        puts = fill(clients, [person], QUARTER).puts
        late = {put.client for put in puts if put.is_late}
        in_time = {put.client for put in puts} - late
        wants = [one for one in clients if one.last + timedelta(days=45) < QUARTER.until]

        assert len(in_time & {one.key for one in wants}) >= largest_matching(wants, person, a_day)

    @settings(max_examples=60)
    @given(books(), people, st.randoms())
    def test_answers_the_same_in_whatever_order_it_is_asked(self, clients, two, chance):
        shuffled = chance.sample(clients, len(clients))

        assert fill(shuffled, two[::-1], QUARTER) == fill(clients, two, QUARTER)

    @settings(max_examples=60)
    @given(books(seats=False), people)
    def test_moves_nothing_when_it_runs_again(self, clients, two):
        filled = fill(clients, two, QUARTER)

        assert where(fill(planned_again(clients, filled), two, QUARTER)) == where(filled)

    @settings(max_examples=60)
    @given(books(seats=False, people=(1,)), st.integers(0, 29))
    def test_moves_nobody_because_another_left(self, clients, gone):
        filled = fill(clients, [ROSA], QUARTER)
        stay = [one for one in planned_again(clients, filled) if one.key != gone]
        overdue = {put.client for put in filled.puts if put.is_late} | set(filled.without)

        moved = set(where(fill(stay, [ROSA], QUARTER))) ^ {(who, day) for who, day in where(filled) if who != gone}
        # Whom there was no room for may come sooner now.
        assert {who for who, _day in moved} <= overdue

    @settings(max_examples=60)
    @given(books(people=(1,)))
    def test_keeps_what_people_put_somewhere(self, clients):
        by_hand = {(one.key, seat.day) for one in clients for seat in one.seats if seat.by_hand}

        kept = {(put.client, put.day) for put in fill(clients, [ROSA], QUARTER).puts if put.by_hand}
        assert kept <= by_hand

    @settings(max_examples=60)
    @given(books(people=(1,), seats=False), st.data())
    def test_does_not_plan_anew_what_a_person_moved_beyond_the_maximum(self, clients, data):
        filled = fill(clients, [ROSA], QUARTER)
        later = [put for put in filled.puts if put.due + timedelta(days=30) < QUARTER.until]
        if not later:
            return
        moved = data.draw(st.sampled_from(later))
        again = [
            replace(one, seats=tuple(by_hand(seat, seat.day + timedelta(days=28)) if seat.day == moved.day else seat for seat in one.seats))
            if one.key == moved.client
            else one
            for one in planned_again(clients, filled)
        ]  # fmt: skip
        mine = [put.day for put in fill(again, [ROSA], QUARTER).puts if put.client == moved.client]

        assert moved.day + timedelta(days=28) in mine
        assert moved.day not in mine

    def test_comes_near_the_ideal_day(self):
        [put, *_later] = fill([wanted(1, "B", 10)], [ROSA], QUARTER).puts

        assert abs((put.day - put.due).days) <= 5

    def test_calls_before_a_long_absence_rather_than_too_late(self):
        away = frozenset(MONDAY + timedelta(days=n) for n in range(7, 42))
        [put, *_later] = fill([wanted(1, "A", 14)], [Person(1, 45, away)], QUARTER).puts

        assert put.day < MONDAY + timedelta(days=7)
        assert not put.is_late

    def test_does_not_visit_a_town_twice_when_once_will_do(self):
        clients = [wanted(key, "A", 12 + key, visit=True, place="Ulm") for key in range(4)]
        visits = [put for put in fill(clients, [Person(1, 60)], QUARTER).puts if put.visit]

        assert len(visits) == 4
        assert len({put.day for put in visits}) == 1

    def test_leaves_them_alone_in_their_quiet_weeks(self):
        quiet = ((MONDAY, MONDAY + timedelta(days=40)),)
        puts = fill([replace(wanted(1, "A", 20), quiet=quiet)], [ROSA], QUARTER).puts

        assert puts
        assert min(put.day for put in puts) >= quiet[0][1]
        assert not puts[0].is_late

    def test_plans_nothing_for_somebody_who_is_never_there(self):
        nobody = Person(1, 0)

        assert fill([wanted(1, "A", 40)], [nobody], QUARTER).without == [1]


def by_hand(seat, day):
    return replace(seat, day=day, by_hand=True)


def largest_matching(clients, person, a_day):
    """Kuhn's augmenting paths: the most touches that fit into the weeks inside each one's maximum."""
    weeks = person.minutes_a_day and QUARTER.days_of(person)
    slots = {number: len(days) * a_day for number, days in enumerate(weeks)}
    held = defaultdict(list)

    def seat(one, seen):
        first, last = one.last + timedelta(days=23), one.last + timedelta(days=75)
        for number in (
            n for n, days in enumerate(weeks) if n not in seen and any(first <= day <= last for day in days)
        ):
            seen.add(number)
            if len(held[number]) < slots[number]:
                held[number].append(one)
                return True
            for other in list(held[number]):
                if seat(other, seen):
                    held[number].remove(other)
                    held[number].append(one)
                    return True
        return False

    return sum(seat(one, set()) for one in clients)


class TestTheQuiet:
    @given(days, st.lists(st.tuples(days, st.integers(1, 40)), max_size=4))
    def test_is_passed(self, day, drawn):
        quiet = [(since, since + timedelta(days=n)) for since, n in drawn]
        found = past_the_quiet(day, quiet)

        assert found >= day
        assert not any(since <= found < until for since, until in quiet)


class TestTerritory:
    def test_gives_a_client_of_nobody_to_who_is_there_anyway(self):
        books = {1: [Where(1, "Bonn", "Germany")], 2: [Where(2, "Ulm", "Germany"), Where(3, "Lyon", "France")]}

        assert nearest([Where(9, "Ulm"), Where(8, "", "France")], books) == {9: 2, 8: 2}

    def test_shares_out_whom_nobody_is_near(self):
        assert sorted(nearest([Where(7), Where(8), Where(9)], {1: [], 2: []}).values()) == [1, 1, 2]

    @pytest.mark.parametrize("books", [{}])
    def test_gives_nobody_to_nobody(self, books):
        assert nearest([Where(7)], books) == {}
