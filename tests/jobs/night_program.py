"""A night in a process of its own, on a home of its own, that can be cut off at any write. Run by test_killed_night.py.

`seed` makes a small company for whom this night has something to do in every step; `night K` does the night and kills itself just before the
K-th write (0: never); `dump` prints every row that is ours.
"""

import json
import os
import signal
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import django

django.setup()

from django.apps import apps  # noqa: E402  # models need django.setup()
from django.core.management import call_command  # noqa: E402  # as above
from django.db import connection  # noqa: E402  # as above

from wonback.care.models import Promise  # noqa: E402  # as above
from wonback.clients.models import Client, Purchase  # noqa: E402  # as above
from wonback.losses.models import Loss, Story  # noqa: E402  # as above
from wonback.team.models import Team, User  # noqa: E402  # as above
from wonback.winback.models import HandOut, Plan  # noqa: E402  # as above

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("UTC"))
WRITING = ("INSERT", "UPDATE", "DELETE")
# The clock, the numbers of rows and how much was left for the last attempt differ between nights that end alike.
INCIDENTAL = {"started_at", "finished_at", "id", "count"}


def seed():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    team = Team.objects.create(name="North")
    lead = User.objects.create_user("ines@example.com", "Ines", role="lead", team=team)
    rep = User.objects.create_user("rosa@example.com", "Rosa", role="rep", team=team)

    def add(name):
        return Client.add(by=rep, at=NOON - timedelta(days=900), since=date(2021, 3, 1), name=name, owner=rep)

    def lose(name, **facts):
        told = {"reason": "delivery", "lost_on": DAY - timedelta(days=60), "worth": Decimal(9_000)} | facts
        return Loss.record(add(name), Story(currency="EUR", **told), by=rep, at=NOON - timedelta(days=30))

    for number in range(12):
        client = add(f"Client {number}")
        days = [DAY - timedelta(days=200 + 30 * k) for k in range(10)]
        Purchase.objects.bulk_create(
            Purchase(client=client, bought_on=day, amount=Decimal(100 + number), currency="EUR") for day in days
        )
        Promise.make(client, "A quote", by=rep, at=NOON, due_by=DAY - timedelta(days=2))
    lose("Leaves today", lost_on=DAY)
    lose("Looked at again").let_go("They closed.", by=lead, at=NOON, review_on=DAY)
    Plan.start(lose("Resting"), owner=rep, by=rep, at=NOON, goal="Back").rest("Budget", by=rep, at=NOON, until=DAY)
    untouched = lose("Untouched")
    HandOut.give(untouched, rep, by=lead, at=NOON - timedelta(days=20))


def night(kill_before):
    writes = 0

    def counting(execute, sql, params, many, context):
        nonlocal writes
        writes += sql.lstrip().upper().startswith(WRITING)
        if writes == kill_before and kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        call_command("nightly", as_of=DAY)
    sys.stdout.write(f"writes: {writes}\n")


def dump():
    ours = [model for model in apps.get_models() if model.__module__.startswith("wonback.")]
    rows = {
        model._meta.label: sorted(
            json.dumps(
                {name: value for name, value in row.items() if name not in INCIDENTAL}, default=str, sort_keys=True
            )
            for row in model.objects.values()
        )
        for model in ours
    }
    json.dump(rows, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    {"seed": seed, "night": lambda: night(int(rest[0])), "dump": dump}[verb]()
