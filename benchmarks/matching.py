"""How long it takes to match every confirmed reason with every fact of ours, and how that grows.

    python benchmarks/matching.py [--sizes 100000,1000000] [--facts 1000]
    DATABASE_URL=postgres://… python benchmarks/matching.py

Makes a database of its own with so many losses, each with one confirmed reason that stands on something, and so many facts. Then it
opens the doors twice: the second time finds nothing new. The exponent of growth is ln(time at most / time at least) / ln(losses at
most / at least). The ratio is against a copy of the same rows into a table, measured in the same run: no matching could write its doors
in less. The processor's time counts, which other programs stretch less; on PostgreSQL that of its server on this machine too.
"""

import argparse
import math
import os
import resource
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMIT = 1.1
NAMED = 2_000


def ready():
    """A database without rows, in a home of its own."""
    os.environ.setdefault("WONBACK_HOME", tempfile.mkdtemp())
    os.environ["DJANGO_SETTINGS_MODULE"] = "wonback.config.settings"
    django.setup()
    from django.core.management import call_command  # settings come first

    call_command("migrate", verbosity=0)


def numbers(count):
    """A query that yields 1 … count, as both databases spell it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c)"
    return f"(SELECT n FROM generate_series(1, {count}) AS c(n))"


def fill(losses, facts):
    """Clients, losses and causes by plain SQL, so that making them takes less than matching them."""
    from django.db import connection, transaction

    from wonback.losses.models import Reason
    from wonback.team.models import User

    rosa = User.objects.create(email="rosa@example.com", name="Rosa", role="rep")
    reason, yes = Reason.objects.get(key="price").pk, "1" if connection.vendor == "sqlite" else "true"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clients_client (id, name, name_key, standing, tier, industry, country, domain, phone, more, source, external_id) "
            f"SELECT n, 'Client', 'client', 'lost', 'C', '', 'Land', '', '', '{{}}', '', '' FROM {numbers(losses)} AS t"
        )
        cursor.execute(
            "INSERT INTO losses_loss (id, client_id, kind, lost_on, in_effect, recorded_at, worth_known, currency, reason_id, voice, "
            f"ownership, let_go_why, rank) SELECT n, n, 'client', '2026-01-01', {yes}, '2026-01-01 00:00:00+00', 'unknown', 'EUR', "
            f"{reason}, 'confirmed', '', '', 0 FROM {numbers(losses)} AS t"
        )
        cursor.execute(
            "INSERT INTO losses_cause (loss_id, reason_id, voice, weight, words, side, evidence, condition, currency, missing, missing_key, "
            f"noted_at, above) SELECT n, {reason}, 'confirmed', 100, '', '', '', CASE WHEN n % 10 = 0 THEN 'price' ELSE 'capability' END, "
            f"CASE WHEN n % 10 = 0 THEN 'EUR' ELSE '' END, CASE WHEN n % 10 = 0 THEN '' ELSE 'skill' END, "
            f"CASE WHEN n % 10 = 0 THEN '' ELSE 'skill ' || CAST(n % {NAMED} AS text) END, '2026-01-01 00:00:00+00', "
            f"CASE WHEN n % 10 = 0 THEN n % 20000 END FROM {numbers(losses)} AS t"
        )
    tell(facts, by=rosa)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def tell(facts, *, by):
    """So many facts, one in fifty about a price."""
    from wonback.winback.models import Fact

    day = date(2026, 11, 1)
    Fact.objects.bulk_create(
        Fact(
            condition="price" if number % 50 == 0 else "capability",
            key="EUR" if number % 50 == 0 else f"skill {number}",
            price=number if number % 50 == 0 else None,
            what="It is so.",
            holds_from=day,
            said_by=by,
            said_at=AT,
        )
        for number in range(1, facts + 1)
    )


def empty():
    """Take away the rows of the size before."""
    from django.db import connection

    tables = ("winback_trigger", "winback_fact", "losses_cause", "losses_loss", "clients_client", "team_user")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # names of our own tables


def measured(work):
    """What it returns, its processor time with that of the database’s server, and the clock."""
    began, cpu = time.perf_counter(), time.process_time() + server_time()
    result = work()
    return result, time.process_time() + server_time() - cpu, time.perf_counter() - began


def server_time():
    """The processor time of the server behind our connection and of the workers that helped it; none of a database that is a file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = stat_of(cursor.fetchone()[0])
    # A worker’s time is that of a child its parent, which is ours too, has waited for.
    return sum(map(int, backend[11:13] + stat_of(backend[1])[13:15])) / os.sysconf("SC_CLK_TCK")


def stat_of(pid):
    """What Linux tells of a process after its name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def copy_of_doors():
    """The same rows once more, into a table beside: the least that writing them costs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE beside AS SELECT * FROM winback_trigger WHERE 1 = 0")
        cursor.execute("INSERT INTO beside SELECT * FROM winback_trigger")
        cursor.execute("DROP TABLE beside")


def run(losses, facts):
    from django.db import connection, transaction

    from wonback.winback.models import Trigger

    empty()
    fill(losses, facts)
    with transaction.atomic():
        new, first, clock = measured(lambda: Trigger.objects.notice_all(at=AT))
    with transaction.atomic():
        again, second, _clock = measured(lambda: Trigger.objects.notice_all(at=AT))
    _none, copy, _clock = measured(copy_of_doors)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{connection.vendor}: {losses:>9,} losses x {facts:,} facts: {new:,} doors in {first:.1f} s ({clock:.1f} s on the clock), "
        f"again {again} in {second:.1f} s; {first / copy:.1f} times a plain copy of the doors; at most {peak:.0f} MiB"
    )
    return first


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--facts", type=int, default=1_000)
    options = parser.parse_args()
    ready()
    sizes = [int(size) for size in options.sizes.split(",")]
    took = {size: run(size, options.facts) for size in sizes}
    if len(sizes) > 1:
        least, most = min(sizes), max(sizes)
        exponent = math.log(took[most] / took[least]) / math.log(most / least)
        print(f"growth from {least:,} to {most:,}: exponent {exponent:.2f} (aim: at most {LIMIT})")


if __name__ == "__main__":
    main()
