"""The night's call lists: Today of every rep, 2,000 reps × 500 clients within 60 s and 600 MiB; and the steps that go before them.

.venv/bin/python benchmarks/call_lists.py --reps 200 --clients 500   # in a home of its own; DATABASE_URL chooses PostgreSQL
.venv/bin/python benchmarks/call_lists.py --home FOLDER              # made once, and measured again

What a list costs does not depend on how many other reps there are (they are read by the fifty, along an index), so a smaller company
is told per rep and by what 2,000 of them would take. Rhythms, health and the back-test are set-based; they are told for all clients.
"""

import argparse
import os
import resource
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
from matching import measured

REPS, LIMIT_SECONDS, LIMIT_MIB = 2_000, 60, 600
TODAY = date(2026, 11, 23)


def company(reps, clients):
    """So many reps, each with a book of the same size."""
    from django.db import transaction  # after the settings are chosen

    from wonback.demo.crowd import Crowd, hire  # as above
    from wonback.demo.pour import hurried  # as above

    class Even(Crowd):
        def owners(self):
            return np.random.default_rng(self.seed).permutation(np.repeat(hire(reps), clients))

    with hurried(), transaction.atomic():
        Even(reps * clients, as_of=TODAY).make()


def timed(name, verb):
    """The processor’s time it took, on PostgreSQL with that of its server: other programs stretch it less than the clock."""
    count, spent, took = measured(verb)
    print(f"{name}: {count:,} in {took:.1f} s, {spent:.1f} s of CPU", flush=True)
    return spent


def lists():
    """Everybody's Today, as many at once as Wonback takes."""
    from wonback.desk.today import days_of  # as above
    from wonback.team.models import User

    return sum(bool(day.cards) for day in days_of(User.objects.filter(role="rep"), as_of=TODAY))


def pages(most=20):
    """Today of some, each by itself, as a page asks for it."""
    from wonback.desk.today import today_of  # as above
    from wonback.team.models import User

    return sum(bool(today_of(user, as_of=TODAY).cards) for user in User.objects.filter(role="rep")[:most])


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--reps", type=int, default=200)
    told.add_argument("--clients", type=int, default=500)
    told.add_argument("--home", type=Path)
    asked = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WONBACK_HOME"] = str(asked.home or folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
        measure(asked)


def measure(asked):
    import django  # after the home is chosen
    from django.core.management import call_command

    django.setup()
    from wonback.care import tasks
    from wonback.clients.models import Client
    from wonback.team.models import User

    call_command("migrate", verbosity=0)
    if not Client.objects.exists():
        timed("made", lambda: company(asked.reps, asked.clients) or Client.objects.count())
    reps = User.objects.filter(role="rep").count()
    print(f"{reps:,} reps, {Client.objects.count():,} clients", flush=True)
    timed("rhythms, all new", lambda: tasks.renew_rhythms(as_of=TODAY))
    timed("rhythms, nothing new", lambda: tasks.renew_rhythms(as_of=TODAY))
    timed("health", lambda: tasks.measure_health(as_of=TODAY))
    timed("risks noticed", lambda: tasks.notice_risks(as_of=TODAY))
    timed("back-test", lambda: tasks.look_back(as_of=TODAY))
    timed("twenty pages", pages)
    before = peak()
    took = timed("call lists", lists)
    of_all = took / reps * REPS
    print(
        f"a list takes {took / reps * 1000:.1f} ms of CPU; {REPS:,} of them {of_all:.0f} s ({of_all / LIMIT_SECONDS:.0%} of {LIMIT_SECONDS} s)"
    )
    print(f"at most {peak():.0f} MiB of {LIMIT_MIB}, {before:.0f} before the lists")


if __name__ == "__main__":
    main()
