"""How long each step of a night on losses, plans and letters takes at 100,000 and at 1,000,000 losses, and how that grows.

    python benchmarks/steps.py [--sizes 100000,1000000] [--steps open_doors,wake_plans]
    bin/with-postgres .venv/bin/python benchmarks/steps.py

Makes a database of its own by plain SQL: of every ten losses one has a plan, half have an answer about following up, every tenth has a
day on which they choose anew, every twentieth lies with a rep; one in four hundred of each comes due on the night that is measured, as
on any other. Lot draws all that may be drawn on that one night, which is the most it ever has to do. Each size is a process of its own,
so that its memory is its own. The exponent of growth is ln(time at most / time at least) / ln(losses at most / at least), and the ratio
is against a plain copy of the losses into a table in the same run. The processor's time counts, on PostgreSQL that of its server too.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

from matching import measured, numbers, ready

LIMIT = 1.1
DAY = date(2026, 12, 1)
REPS = 200
# One in so many comes due on a given day.
DUE = 400
STEPS = (
    "losses.tasks.put_into_effect",
    "losses.tasks.take_up_again",
    "winback.tasks.draw_lots",
    "post.tasks.ask_again",
    "winback.tasks.lock_again",
    "winback.tasks.open_doors",
    "winback.tasks.wake_plans",
    "winback.tasks.return_untouched",
    "winback.tasks.see_progress",
    "winback.tasks.end_steps",
    "winback.tasks.end_aftercare",
    "winback.tasks.look_ahead",
    "losses.tasks.learn_returns",
    "losses.tasks.rank_losses",
)


class Spelling:
    """What the two databases spell differently."""

    def __init__(self, vendor):
        self.is_sqlite = vendor == "sqlite"
        self.yes, self.no = ("1", "0") if self.is_sqlite else ("true", "false")

    def day(self, offset):
        """The day of the night and so many days; an empty offset is no day."""
        if self.is_sqlite:
            return f"date('{DAY}', ({offset}) || ' days')"
        return f"(date '{DAY}' + CAST(({offset}) AS int))"

    def at(self, offset):
        return f"{self.day(offset)} || ' 06:00:00'" if self.is_sqlite else f"CAST({self.day(offset)} AS timestamptz)"


def tables(say, losses, rep, reason):
    """Each table with its columns as expressions of n, how many rows it gets, and which of them."""
    who = f"{rep} + n % {REPS}"
    yield from the_lost(say, losses, who, reason)
    yield from what_they_said(say, losses, who, reason)
    yield from plans(say, losses, who)
    yield from what_runs(say, losses, who, rep)


def the_lost(say, losses, who, reason):
    """Clients, their people, and their losses."""
    day, at, due = say.day, say.at, f"n % {DUE} = 0"
    back, let_go = "n % 100 = 90", "n % 10 = 3"
    yield ("clients_client", losses, "", {
        "id": "n", "name": "'Client'", "name_key": "'client'", "standing": "'lost'", "tier": "'C'", "industry": "''", "country": "'Land'",
        "domain": "''", "phone": "''", "more": "'{}'", "source": "''", "external_id": "''", "owner_id": who,
    })  # fmt: skip
    yield ("clients_contact", 2 * losses, "", {
        "id": "n", "source": "''", "external_id": "''", "more": "'{}'", "client_id": "(n + 1) / 2", "name": "'Person ' || n", "title": "''",
        "email": "'p' || n || '@client.example'", "phone": "''", "language": "''", "role": "CASE WHEN n % 2 = 0 THEN 'decider' ELSE 'champion' END",
        "verified_on": day("-(n % 400)"), "left_on": f"CASE WHEN n % {DUE + 1} < 2 THEN {day('-(n % 90)')} END",
    })  # fmt: skip
    yield ("losses_loss", losses, "", {
        "id": "n", "client_id": "n", "kind": "'client'", "lost_on": day(f"CASE WHEN {due} THEN 0 ELSE -1 - n % 1000 END"),
        "in_effect": f"CASE WHEN {due} THEN {say.no} ELSE {say.yes} END", "recorded_at": at("-1001"), "worth": "n % 90000", "worth_known": "'known'",
        "currency": "'EUR'", "reason_id": f"{reason}", "voice": "'confirmed'", "holder_id": f"CASE WHEN n % 20 = 1 OR n % 10 = 0 THEN {who} END",
        "owner_then_id": who, "ownership": "''", "let_go_at": f"CASE WHEN {let_go} THEN {at('-30')} END", "let_go_why": "''",
        "review_on": f"CASE WHEN {let_go} THEN {day('n / 10 % 400')} END", "recovered_on": f"CASE WHEN {back} THEN {day('-(n / 100 % 365)')} END", "rank": "0",
        "source": "''", "external_id": "''",
    })  # fmt: skip


def what_they_said(say, losses, who, reason):
    """Their reasons, what they allow, when they choose anew, and whom we have asked."""
    day, at = say.day, say.at
    yield ("losses_cause", losses, "", {
        "loss_id": "n", "reason_id": f"{reason}", "voice": "'confirmed'", "weight": "100", "words": "''", "side": "''", "evidence": "''", "currency": "''",
        "condition": "CASE n % 4 WHEN 0 THEN 'contract' WHEN 1 THEN 'not before' ELSE 'capability' END", "missing": "CASE WHEN n % 4 > 1 THEN 'skill' ELSE '' END", "noted_at": at("-900"),
        "missing_key": "CASE WHEN n % 4 > 1 THEN 'skill ' || (n % 2000) ELSE '' END", "until": f"CASE WHEN n % 4 < 2 THEN {day('n % 4000 - 10')} END",
    })  # fmt: skip
    yield ("clients_permission", losses, "n % 2 = 0", {
        "id": "n", "client_id": "n", "contact_id": "2 * n", "answer": "CASE WHEN n % 40 = 2 THEN 'refused' ELSE 'allowed' END", "scope": "''", "channel": "''",
        "not_before": f"CASE WHEN n % 8 = 6 THEN {day('n % 4000 - 20')} END", "until": f"CASE WHEN n % 40 <> 2 THEN {day('n / 2 % 800')} END", "words": "'Yes'", "proof": "''",
        "given_at": at("-500"), "noted_by_id": who,
    })  # fmt: skip
    yield ("winback_window", losses, "n % 10 = 7", {
        "loss_id": "n", "kind": "'tender'", '"on"': day("n / 10 % 4000 + 90"), "opens_on": day("n / 10 % 4000"), "lead_days": "90", "confidence": "'likely'",
        "why": "'Three years'", "noted_by_id": who, "noted_at": at("-10"),
    })  # fmt: skip
    yield ("interviews_interview", losses // 10, f"n % {DUE} = 1", {
        "loss_id": "n * 10", "stage": "'held'", "asked_at": at("-1"), "waiting_because": "''", '"where"': "''", "declined": say.no, "said": "''", "debrief": "''",
        "allowed": "'{}'", "version": "0",
    })  # fmt: skip


def plans(say, losses, who):
    """A plan for one in ten, and its milestones."""
    day, at, of_ten = say.day, say.at, "n % 10"
    resting = f"CASE WHEN {of_ten} > 5 THEN 'resting' ELSE 'listening' END"
    stage = f"CASE {of_ten} WHEN 4 THEN 'asking' WHEN 5 THEN 'rung' WHEN 9 THEN 'recovered' ELSE {resting} END"
    yield ("winback_plan", losses // 10, "", {
        "id": "n", "loss_id": "n * 10", "owner_id": who, "goal": "''", "stage": stage, "started_at": at("-100"), "reach_out_by": day("n % 60"),
        "launched_at": f"CASE WHEN {of_ten} IN (4, 5, 9) THEN {at('-50')} END", "next_look_on": f"CASE WHEN {of_ten} BETWEEN 6 AND 8 THEN {day('n / 10 % 400')} END",
        "no_change_why": "'It was the market.'",
    })  # fmt: skip
    yield ("winback_milestone", losses // 2, f"(n + 4) / 5 % {DUE} > 0", {
        "plan_id": "(n + 4) / 5", "what": "'A benchmark'", "key": "CASE n % 5 WHEN 0 THEN 'asked' WHEN 1 THEN 'named' WHEN 2 THEN 'signed' ELSE '' END",
        "due_by": day("n % 90"),
    })  # fmt: skip


def what_runs(say, losses, who, rep):
    """Steps towards people, the closeness to those who are back, and what was handed out."""
    day, at, of_ten = say.day, say.at, "n % 10"
    yield ("winback_sequence", losses // 10, f"{of_ten} IN (4, 5)", {
        "id": "n", "plan_id": "n", "contact_id": "20 * n", "template": "'renew'", "begun_by_id": who, "begun_at": at("-20"), "exit": "''", "why": "''", "outcome": "''",
    })  # fmt: skip
    yield ("winback_step", losses // 2, "(n + 4) / 5 % 10 IN (4, 5)", {
        "sequence_id": "(n + 4) / 5", "kind": "'call'", "what": "'Call'", "due_by": day("n % 30"),
    })  # fmt: skip
    yield ("winback_aftercare", losses // 10, f"{of_ten} = 9", {
        "id": "n", "plan_id": "n", "begun_on": day("n / 10 % 400 - 365"), "until": day("n / 10 % 400"), "nonce": "'x' || n",
    })  # fmt: skip
    checks = {"aftercare_id": "(n + 9) / 10", "kind": "'monthly'", "due_by": day("n % 365")}
    yield ("winback_check", losses, "(n + 9) / 10 % 10 = 9", checks)
    yield ("winback_handout", losses, "n % 20 = 1", {
        "loss_id": "n", "to_id": who, "by_id": f"{rep}", "at": at(f"-(n / 20 % 14) - CASE WHEN n / 20 % {DUE} = 0 THEN 15 ELSE 0 END"),
        "answer_by": at("-2"), "accepted_at": at("0"), "why": "''", "nonce": "'h' || n",
    })  # fmt: skip


def fill(losses, facts):
    """The rows by plain SQL, so that making them takes less than what is measured."""
    from django.db import connection, transaction

    from wonback.core.days import start_of
    from wonback.losses.models import Reason
    from wonback.team.models import User
    from wonback.winback.models import Campaign, Fact

    reps = [User(email=f"rep{n}@example.com", name=f"Rep {n}", role="rep") for n in range(REPS)]
    rep = User.objects.bulk_create(reps)[0].pk
    say = Spelling(connection.vendor)
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows, which, columns in tables(say, losses, rep, Reason.objects.get(key="price").pk):
            chosen = f" WHERE {which}" if which else ""
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {numbers(rows)} AS t{chosen}"
            )
    at = start_of(DAY)
    facts_of = {"condition": "capability", "what": "It is so.", "holds_from": DAY, "said_by_id": rep, "said_at": at}
    Fact.objects.bulk_create(Fact(key=f"skill {n * 50}", **facts_of) for n in range(facts))
    ends = date(2027, 3, 1)
    Campaign.objects.create(
        name="Autumn",
        begins_on=DAY,
        ends_on=ends,
        waiting=0.2,
        rate_alone=0.1,
        planned=100,
        started_by_id=rep,
        started_at=at,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_of_losses():
    """All losses once more, into a table beside: the least that rewriting each of them costs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE beside AS SELECT * FROM losses_loss")
        cursor.execute("DROP TABLE beside")


def run(losses, facts, names):
    """One night: of each step how many things it did, its seconds, and again what a second time finds."""
    ready()
    from django.db import connection
    from django.utils.module_loading import import_string

    fill(losses, facts)
    night, found = [import_string(f"wonback.{path}") for path in STEPS if path.rsplit(".", 1)[1] in names], {}
    for step in night:
        done, seconds, _clock = measured(lambda step=step: step(as_of=DAY))
        found[step.__name__] = [done, seconds]
    again = {step.__name__: measured(lambda step=step: step(as_of=DAY)) for step in night}
    copy = measured(copy_of_losses)[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "vendor": connection.vendor, "steps": found, "copy": copy, "peak": peak,
        "again": {name: [done, seconds] for name, (done, seconds, _clock) in again.items()},
    }  # fmt: skip


def in_a_process_of_its_own(losses, options):
    """A home, and on PostgreSQL a database, that are thrown away afterwards."""
    command = [sys.executable, __file__, "--sizes", str(losses), "--json"]
    command += ["--facts", str(options.facts), "--steps", options.steps]
    with (
        tempfile.TemporaryDirectory() as home,
        a_database(os.environ.get("DATABASE_URL", ""), f"steps_{losses}") as where,
    ):
        child = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, env=os.environ | where | {"WONBACK_HOME": home}
        )
    return json.loads(child.stdout)


@contextmanager
def a_database(url, name):
    if not url:
        yield {}
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            connection.execute(f"DROP DATABASE {name}")


def exponent(nights, seconds):
    least, most = min(nights), max(nights)
    return math.log(seconds(nights[most]) / seconds(nights[least])) / math.log(most / least)


def shown(nights):
    """A table: each step with how much it did and how long that took, size by size."""
    print(f"{'':20}" + "".join(f"{f'{size:,} losses':>30}" for size in nights) + f"{'exponent':>10}")
    for name in next(iter(nights.values()))["steps"]:
        cells = "".join("{:>16,} in {:>8.2f} s".format(*night["steps"][name]) for night in nights.values())
        slow = all(night["steps"][name][1] > 0.05 for night in nights.values()) and len(nights) > 1
        growth = f"{exponent(nights, lambda night, name=name: night['steps'][name][1]):>10.2f}" if slow else ""
        print(f"{name:20}{cells}{growth}")
    for size, night in nights.items():
        total, twice = (sum(seconds for _done, seconds in night[which].values()) for which in ("steps", "again"))
        repeated = {name: done for name, (done, _seconds) in night["again"].items() if done}
        print(
            f"{night['vendor']}, {size:,} losses: {total:.1f} s, {total / night['copy']:.0f} times a plain copy of the losses; "
            f"once more {twice:.1f} s, doing {repeated}; at most {night['peak']:.0f} MiB"
        )
    if len(nights) > 1:
        growth = exponent(nights, lambda night: sum(seconds for _done, seconds in night["steps"].values()))
        print(f"growth: exponent {growth:.2f} (aim: at most {LIMIT})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--facts", type=int, default=40)
    parser.add_argument(
        "--steps", default=",".join(path.rsplit(".", 1)[1] for path in STEPS), help="only these, by comma"
    )
    parser.add_argument("--json", action="store_true", help="one size, for the program itself")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.json:
        print(json.dumps(run(sizes[0], options.facts, options.steps.split(","))))
        return
    shown({size: in_a_process_of_its_own(size, options) for size in sizes})


if __name__ == "__main__":
    main()
