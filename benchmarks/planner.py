"""The planner at its size: 200 reps, 20,000 clients, 13 weeks; the rule alone, and with a database around it.

.venv/bin/python benchmarks/planner.py            # in a home of its own; DATABASE_URL chooses PostgreSQL
.venv/bin/python benchmarks/planner.py --milp 5   # the same rule beside an integer programme of SciPy (HiGHS), for 5 reps
"""

import argparse
import os
import random
import resource
import tempfile
import time
from collections import Counter
from datetime import date, timedelta

import numpy as np

REPS, CLIENTS, LIMIT_SECONDS = 200, 20_000, 30
TODAY = date(2026, 11, 23)
RHYTHMS = {"A": (21, 35, 10), "B": (45, 75, 8), "C": (90, 150, 6)}
SHARES = (15, 35, 50)
TOWNS = ("Kassel", "Ulm", "Bremen", "Lyon", "Leeds")


def book(reps, clients):
    """Clients of three sizes, one in twenty of them beyond their maximum; half of the large ones want a visit."""
    from wonback.care.planner import Wanted  # after the settings are chosen

    chance = random.Random(6)
    found = []
    for key in range(clients):
        tier = chance.choices("ABC", SHARES)[0]
        ideal, maximum, minutes = RHYTHMS[tier]
        last = TODAY - timedelta(days=chance.randint(0, round(maximum * 1.05)))
        visit = tier == "A" and chance.random() < 0.5
        place = chance.choice(TOWNS)
        rhythm = {"ideal": ideal, "maximum": maximum, "last": last, "minutes": minutes}
        found.append(Wanted(key=key, person=key % reps, visit=visit, place=place, **rhythm))
    return found


def rule(reps, clients):
    from wonback.care.planner import Person, Quarter, fill  # as above

    wanted, people, quarter = book(reps, clients), [Person(key, 45) for key in range(reps)], Quarter(TODAY)
    began = time.perf_counter()
    filled = fill(wanted, people, quarter)
    took = time.perf_counter() - began
    taken = Counter()
    for put in filled.puts:
        taken[put.person, quarter.number_of(put.day)] += put.minutes
    late = sum(put.is_late and put.latest >= TODAY for put in filled.puts)
    print(
        f"rule: {reps} reps, {clients:,} clients, 13 weeks: {len(filled.puts):,} touches in {took:.1f} s ({took / LIMIT_SECONDS:.0%} of {LIMIT_SECONDS} s)"
    )
    print(
        f"      fullest week {max(taken.values())} of 225 minutes, {late} late for want of room, {len(filled.without)} without"
    )
    return wanted, filled, took


def database(reps, clients):
    """A whole run: read, fill, keep; and a second one, which changes nothing."""
    import django  # as above
    from django.core.management import call_command  # as above

    django.setup()
    call_command("migrate", verbosity=0)
    people = write(reps, clients)
    from wonback.care.models import PlannedTouch  # as above
    from wonback.care.planner import Quarter  # as above
    from wonback.desk.planner import Filling  # as above

    for what in ("first run", "run again"):
        began = time.perf_counter()
        Filling(people, Quarter(TODAY)).run()
        took = time.perf_counter() - began
        n = PlannedTouch.objects.count()
        print(
            f"with the database, {what}: {n:,} rows in {took:.1f} s ({took / LIMIT_SECONDS:.0%} of {LIMIT_SECONDS} s)"
        )


def write(reps, clients):
    from django.db import connection  # as above

    from wonback.clients.models import Client, Spell  # as above
    from wonback.team.models import User  # as above

    User.objects.bulk_create([User(email=f"rep{n}@example.com", name=f"Rep {n}", role="rep") for n in range(reps)])
    people = list(User.objects.order_by("pk"))
    tiers = {ideal: tier for tier, (ideal, _maximum, _minutes) in RHYTHMS.items()}
    rows = [
        Client(
            name=f"Client {one.key}",
            name_key=f"client{one.key}",
            owner=people[one.person],
            tier=tiers[one.ideal],
            town=one.place,
            last_touch_on=one.last,
            touch_by=one.last + timedelta(days=one.ideal),
        )
        for one in book(reps, clients)
    ]
    Client.objects.bulk_create(rows, batch_size=2_000)
    Spell.objects.bulk_create([Spell(client=row, started_on=date(2021, 3, 1)) for row in rows], batch_size=2_000)
    with connection.cursor() as cursor:
        # PostgreSQL does so by itself a minute after; without statistics it walks through all lives for each client.
        cursor.execute("ANALYZE")
    return people


def milp(wanted, filled, reps, took):
    """The first touch of each client as an integer programme: the least days from the ideal within minutes and maximum."""
    from wonback.care.planner import Quarter  # as above

    quarter = Quarter(TODAY)
    began = time.perf_counter()
    solved = [programme([one for one in wanted if one.person == rep], quarter) for rep in range(reps)]
    each = (time.perf_counter() - began) / reps
    ours = [away(put, quarter) for put in first_puts(filled) if put.person < reps]
    print(
        f"SciPy milp: {each:.2f} s a rep for the first touch alone, {each * REPS / took:.1f} times the rule for all touches of all reps"
    )
    print(f"      weeks from the ideal, mean: {np.mean(solved):.2f} (programme), {np.mean(ours):.2f} (rule)")


def first_puts(filled):
    seen = set()
    for put in filled.puts:
        if put.client not in seen:
            seen.add(put.client)
            yield put


def away(put, quarter):
    return abs(quarter.number_of(put.day) - quarter.number_of(put.due))


def programme(book, quarter):
    from scipy.optimize import Bounds, LinearConstraint, milp  # only where it is asked for

    due = [one for one in book if one.last + timedelta(days=one.ideal) < quarter.until]
    wish = np.array([quarter.number_of(one.last + timedelta(days=one.ideal)) for one in due])
    weeks = np.arange(quarter.weeks)
    cost = np.abs(weeks - wish[:, None]).astype(float)
    last = np.array([quarter.number_of(one.last + timedelta(days=one.maximum)) for one in due])
    cost[weeks > last[:, None]] += 100
    n = len(due)
    once = np.kron(np.eye(n), np.ones(quarter.weeks))
    room = np.kron(np.array([one.minutes for one in due]), np.eye(quarter.weeks))
    limits = [LinearConstraint(once, 1, 1), LinearConstraint(room, 0, 225)]
    found = milp(cost.ravel(), constraints=limits, integrality=np.ones(cost.size), bounds=Bounds(0, 1))
    return found.fun / n if found.x is not None else float("nan")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--milp", type=int, default=0, metavar="REPS")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
    os.environ.setdefault("WONBACK_HOME", tempfile.mkdtemp())
    wanted, filled, took = rule(REPS, CLIENTS)
    if given.milp:
        milp(wanted, filled, given.milp, took)
    else:
        database(REPS, CLIENTS)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
