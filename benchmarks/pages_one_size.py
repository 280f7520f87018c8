"""One size of `pages.py`, in a process of its own with one connection: each line it reads asks for one more round.

Requests go through Django's test client, hence through every middleware. The answer to a round is the milliseconds of
every page; after the last one come the number of queries of each page, and where they read a large table as a whole.
"""

import json
import re
import sys
import time
from itertools import cycle

PEOPLE = {"rep": "rep002", "large book": "rep001", "lead": "lead001", "admin": "adam"}
SEARCHES = ("harlow", "thorn", "weißg", "muller feinkost", "lindbeck logistik", "spedition", "oakford", "b")
MANY_ROWS = 5_000


def pages(owned):
    """The name and the addresses of each page, for somebody who may open these clients, losses and plans."""
    from django.urls import reverse

    desk, lost, api = reverse("desk:clients"), reverse("desk:lost"), "/api/v1"

    def each(name, kind):
        return [reverse(name, args=[pk]) for pk in owned[kind]]

    return {
        "bare page": [f"/bare/{pk}/" for pk in owned["some"]],
        "today": [reverse("desk:today")],
        "call sheet": each("desk:sheet", "clients"),
        "lost list": [lost],
        "· by kind": [f"{lost}?kind={kind}" for kind in ("client", "part", "deal")],
        "· by reason": [f"{lost}?reason=known", f"{lost}?reason=unknown"],
        "· by answer": [f"{lost}?may=1"],
        "· by holder": [f"{lost}?whose=mine", f"{lost}?whose=pool"],
        "· let go": [f"{lost}?gone=1"],
        "· by name": [f"{lost}?q={word}" for word in SEARCHES],
        "loss": each("desk:loss", "losses"),
        "gone quiet": [reverse("losses:silent")],
        "client": each("desk:client", "clients"),
        "clients": [desk],
        "· due": [f"{desk}?due=1"],
        "· standing": [f"{desk}?standing={one}" for one in ("active", "lost", "prospect")],
        "· of a tier": [f"{desk}?tier={one}" for one in "ABC"],
        "· of nobody": [f"{desk}?book=nobody", f"{desk}?book=mine"],
        "search": [f"{reverse('desk:search')}?q={word}" for word in SEARCHES],
        "plans": [reverse("winback:plans")],
        "plan": each("winback:plan", "plans"),
        "changes": [reverse("winback:changes")],
        "hand-outs": [reverse("winback:hand_outs")],
        "book": [reverse("desk:book")],
        "· neglected": [reverse("desk:book_list", args=["neglected"])],
        "· silent": [reverse("desk:book_list", args=["silent"])],
        "· slipping": [reverse("desk:book_list", args=["slipping"])],
        "· untouched": [reverse("desk:book_list", args=["untouched"])],
        "numbers": [reverse("metrics:numbers")],
        "api today": [f"{api}/today"],
        "api clients": [f"{api}/clients?limit=50"],
        "api losses": [f"{api}/losses?limit=50"],
        "api plans": [f"{api}/plans?limit=50"],
        "api changes": [f"{api}/changes?limit=50"],
        "api silent": [f"{api}/silent-clients?limit=50"],
        "api search": [f"{api}/search?q={word}" for word in SEARCHES],
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
    """Somebody of each kind, signed in, and what they may open."""
    from django.test import Client as Browser

    from wonback.clients.models import Client
    from wonback.losses.models import Loss
    from wonback.team.models import User
    from wonback.winback.models import Plan

    kinds = {"clients": Client, "losses": Loss, "plans": Plan}
    some = list(Client.objects.order_by("pk").values_list("pk", flat=True)[:4000:40])
    for kind, name in PEOPLE.items():
        user = User.objects.get(email=f"{name}@northbeam.example")
        browser = Browser(headers={"host": "localhost"}, raise_request_exception=False)
        browser.force_login(user)
        seen = {
            k: model.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True) for k, model in kinds.items()
        }
        yield kind, browser, {"some": some, **{k: list(pks[:100]) for k, pks in seen.items()}}


def cells():
    """Each page for each visitor, with the queries of one request after the first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for who, browser, owned in visitors():
        for page, addresses in pages(owned).items():
            turn = cycle(addresses or ["/nothing-of-theirs/"])
            status = browser.get(next(turn)).status_code
            if status != 200:
                print(f"{page} for {who}: left out, it answered {status}", file=sys.stderr)
                continue
            with CaptureQueriesContext(connection) as said:
                browser.get(next(turn))
            found.append({"page": page, "who": who, "turn": turn, "browser": browser, "sql": [q["sql"] for q in said]})
    return found


def once(cell):
    address = next(cell["turn"])
    wall, cpu = time.perf_counter(), time.process_time()
    cell["browser"].get(address)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


# ---- what the database does


def large_tables():
    """The tables of which no page may read every row."""
    from django.apps import apps
    from django.db import connection

    tables = [model._meta.db_table for model in apps.get_models()]
    with connection.cursor() as cursor:
        sizes = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            sizes[table] = cursor.fetchone()[0]
    return {table for table, size in sizes.items() if size > MANY_ROWS}


def steps_on_sqlite(cursor, sql):
    """SCAN without an index to follow reads a table from end to end; along one, a LIMIT may end it."""
    cursor.cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    return [row[3] for row in cursor.cursor.fetchall() if row[3].startswith("SCAN")]


def steps_on_postgresql(cursor, sql):
    # The values of kept plans are not in their text.
    cursor.cursor.execute(f"EXPLAIN (GENERIC_PLAN) {sql}".encode())
    return [row[0].strip(" ->") for row in cursor.cursor.fetchall() if "Seq Scan on" in row[0]]


def scans(queries, large):
    """Steps of these queries that read a large table, with what the query names it by."""
    from django.db import connection

    steps_of = {"sqlite": steps_on_sqlite, "postgresql": steps_on_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        for sql in queries:
            if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
                continue
            for step in steps_of(cursor, sql):
                words = step.split()
                name = words[words.index("on") + 1] if "on" in words else words[1]
                # A table that a query names twice has another name there: FROM "clients_word" U0.
                called = {name, *re.findall(rf'"(\w+)" "?{name}"?\W', sql)}
                if called & large:
                    yield step, sql


def main():
    import django

    django.setup()
    from django.test.utils import override_settings

    from wonback.core.calm import settle
    from wonback.jobs import upkeep

    upkeep.migrate()
    upkeep.collect_static()
    # As `wonback serve` does before its web processes begin.
    settle()
    answer, sys.stdout = sys.stdout, sys.stderr
    with override_settings(ROOT_URLCONF=Bare(), ALLOWED_HOSTS=["*"]):
        found = cells()
        print("ready", file=answer, flush=True)
        for _line in sys.stdin:
            print(json.dumps([once(cell) for cell in found]), file=answer, flush=True)
        large = large_tables()
        told = [
            {"page": c["page"], "who": c["who"], "queries": len(c["sql"]), "scans": list(scans(c["sql"], large))}
            for c in found
        ]
        print(json.dumps(told), file=answer, flush=True)


if __name__ == "__main__":
    main()
