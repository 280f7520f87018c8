"""How long each page takes with 10,000 and with 100,000 clients, next to a bare page with one indexed query.

    .venv/bin/python benchmarks/pages.py [--homes FOLDER] [--sizes 10000,100000] [--rounds 100] [--plans]

Each size has a home of its own, made by `wonback demo --clients N` if it is missing, and a process of its own with one
connection. Requests go through Django's test client, hence through every middleware; pages take turns, so that whatever
else the machine does falls on all of them alike. `cpu` is the processor's time, which other programs do not stretch.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

MOST_QUERIES, MOST_MILLISECONDS, MOST_GROWTH = 12, 100, 1.5
LARGE = (
    "client",
    "purchase",
    "touch",
    "entry",
    "loss",
    "word",
    "deal",
    "contact",
    "spell",
    "cause",
    "figure",
    "permission",
)
PEOPLE = {"rep": "rep002", "large book": "rep001", "lead": "lead001", "admin": "adam"}


# ---- one size, in a process of its own


def pages():
    """The name and the addresses of each page."""
    from django.urls import reverse

    from wonback.clients.models import Client

    some = list(Client.objects.order_by("pk").values_list("pk", flat=True)[:4000:40])
    words = ["harlow", "thorn", "weißg", "muller feinkost", "lindbeck logistik", "spedition", "oakford", "b"]
    return {
        "bare page": [f"/bare/{pk}/" for pk in some],
        "today": [reverse("desk:today")],
        "lost list": [reverse("desk:lost")],
        "lost, by kind": [f"{reverse('desk:lost')}?kind=deal"],
        "client": None,
        "clients": [reverse("desk:clients")],
        "search": [f"{reverse('desk:search')}?q={word}" for word in words],
        "plans": [reverse("winback:plans")],
        "changes": [reverse("winback:changes")],
        "book": [reverse("desk:book")],
        "numbers": [reverse("metrics:numbers")],
    }


def bare(request, pk):
    from django.http import HttpResponse
    from django.template import engines

    from wonback.clients.models import Client

    client = Client.objects.get(pk=pk)
    page = engines["django"].from_string("<!doctype html><title>{{ client.name }}</title><h1>{{ client.name }}</h1>")
    return HttpResponse(page.render({"client": client}))


class Bare:
    """The address of the bare page, beside those of the house."""

    def __init__(self):
        from django.urls import path

        from wonback.config.urls import urlpatterns

        self.urlpatterns = [path("bare/<int:pk>/", bare), *urlpatterns]


def visitors():
    """Somebody of each kind, signed in, and the clients they may open."""
    from django.test import Client as Browser

    from wonback.clients.models import Client
    from wonback.team.models import User

    for kind, name in PEOPLE.items():
        user = User.objects.get(email=f"{name}@northbeam.example")
        browser = Browser(headers={"host": "localhost"}, raise_request_exception=False)
        browser.force_login(user)
        yield kind, browser, list(Client.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True)[:100])


def measure(rounds):
    """Milliseconds of every page for everybody, with the number of queries and the SQL of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    cells = {}
    for kind, browser, theirs in visitors():
        for page, addresses in pages().items():
            turn = cycle(addresses or [reverse("desk:client", args=[pk]) for pk in theirs])
            first = browser.get(next(turn))
            if first.status_code != 200:
                print(f"{page} for {kind}: left out, it answered {first.status_code}", file=sys.stderr)
                continue
            with CaptureQueriesContext(connection) as said:
                browser.get(next(turn))
            cells[page, kind] = {
                "turn": turn,
                "browser": browser,
                "queries": [q["sql"] for q in said],
                "wall": [],
                "cpu": [],
            }
    for _ in range(rounds):
        for cell in cells.values():
            address = next(cell["turn"])
            wall, cpu = time.perf_counter(), time.process_time()
            cell["browser"].get(address)
            cell["wall"].append(1000 * (time.perf_counter() - wall))
            cell["cpu"].append(1000 * (time.process_time() - cpu))
    return cells


def walks(queries):
    """Which steps of these queries read a large table from end to end, and which walk along an index."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    found = []
    with connection.cursor() as cursor:
        for sql in queries:
            if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
                continue
            cursor.cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.cursor.fetchall()]
            found += [(step, sql) for step in steps if step.startswith("SCAN") and any(f"_{t}" in step for t in LARGE)]
    return found


def child(rounds):
    import django

    django.setup()
    from django.test.utils import override_settings

    from wonback.jobs import upkeep

    upkeep.migrate()
    upkeep.collect_static()
    with override_settings(ROOT_URLCONF=Bare(), ALLOWED_HOSTS=["*"]):
        cells = measure(rounds)
        told = [
            {
                "page": page,
                "who": kind,
                "queries": len(cell["queries"]),
                **{name: quantiles(cell[name]) for name in ("wall", "cpu")},
                "scans": [(step, sql) for step, sql in walks(cell["queries"])],
            }
            for (page, kind), cell in cells.items()
        ]
    json.dump(told, sys.stdout)


def quantiles(times):
    twentieths = statistics.quantiles(times, n=20)
    return {"p50": statistics.median(times), "p95": twentieths[-1]}


# ---- all sizes, side by side


def home_of(folder, size):
    """A home with so many clients, made if it is missing."""
    home = folder / str(size)
    if not (home / "first-sign-in.txt").exists():
        started = time.perf_counter()
        run(home, "-m", "wonback", "demo", "--clients", str(size), "--no-serve", stdout=subprocess.DEVNULL)
        print(
            f"made a home of {size:,} clients, with its first night, in {time.perf_counter() - started:.0f} s",
            flush=True,
        )
    return home


def run(home, *arguments, **terms):
    environment = {
        **os.environ,
        "WONBACK_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "wonback.config.settings",
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.run([sys.executable, *arguments], env=environment, check=True, text=True, **terms)


def told(folder, size, rounds):
    home = home_of(folder, size)
    answer = run(home, __file__, "--child", "--rounds", str(rounds), stdout=subprocess.PIPE).stdout
    return {(cell["page"], cell["who"]): cell for cell in json.loads(answer)}


def verdict(cell, growth):
    wrong = []
    if cell["queries"] > MOST_QUERIES:
        wrong.append("queries")
    if cell["wall"]["p95"] > MOST_MILLISECONDS:
        wrong.append("p95")
    if growth and growth > MOST_GROWTH:
        wrong.append("growth")
    return ", ".join(wrong) or "ok"


def table(results):
    sizes = sorted(results)
    print(
        f"\n{'page':<14} {'for':<11} {'clients':>8} {'queries':>7} {'p50':>7} {'p95':>7} {'cpu p50':>8} {'× bare':>7} {'growth':>7}"
    )
    for page, who in results[sizes[0]]:
        for size in sizes:
            cell, bare = results[size].get((page, who)), results[size]["bare page", who]
            if cell is None:
                continue
            small = results[sizes[0]][page, who]
            growth = cell["cpu"]["p50"] / small["cpu"]["p50"] if size != sizes[0] else None
            numbers = f"{cell['wall']['p50']:7.1f} {cell['wall']['p95']:7.1f} {cell['cpu']['p50']:8.1f} {cell['cpu']['p50'] / bare['cpu']['p50']:7.1f}"
            grown = f"{growth:7.2f}" if growth else " " * 7
            print(f"{page:<14} {who:<11} {size:>8,} {cell['queries']:>7} {numbers} {grown}  {verdict(cell, growth)}")


def plans(results):
    """Queries that read large tables from end to end. A walk along an index is right where a LIMIT ends it."""
    largest = results[max(results)]
    seen = {}
    for (page, who), cell in largest.items():
        for step, sql in cell["scans"]:
            seen.setdefault((page, step), (who, sql))
    print("\nscans of large tables" + ("" if seen else ": none"))
    for (page, step), (who, sql) in seen.items():
        print(f"  {page} ({who}): {step}\n      {sql[:1500]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--plans", action="store_true", help="print the plans of queries that scan")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.rounds)
        return
    results = {
        int(size): told(options.homes.absolute(), int(size), options.rounds) for size in options.sizes.split(",")
    }
    table(results)
    if options.plans:
        plans(results)


if __name__ == "__main__":
    main()
