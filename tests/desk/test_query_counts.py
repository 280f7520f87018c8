"""Every main page asks little of the database, and no more when there is more to show."""

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wonback.clients.models import Client
from wonback.demo.columns import Block, number_of
from wonback.demo.crowd import Crowd
from wonback.demo.pour import first_free
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.winback.models import Plan

MOST_QUERIES = 12
# The page of a loss holds its voices, whys, talk, neutrality, plan and hand-out; each is one read, however much it is;
# so do the doors that opened, and the days on which they choose anew.
MOST_OF_A_LOSS = 20
# That of a plan its gate, milestones, template, changes with their letters, signatures, pitch, ladder and steps.
MOST_OF_A_PLAN = 17
SIZE = 600
LARGE = ("client", "purchase", "touch", "entry", "loss", "word", "deal", "contact", "spell", "cause", "permission")


@pytest.fixture(autouse=True)
def as_in_life(noon, monkeypatch, settings, db):
    """At noon, with a cache that costs queries, as that of a real installation."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    call_command("createcachetable", "cache")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    }


@pytest.fixture
def crowd(today):
    Crowd(SIZE, as_of=today).make()


def grow(today):
    """As many clients again for the same people."""
    owners = np.array(list(Client.objects.order_by("pk").values_list("owner", flat=True)))
    rng = np.random.default_rng(7)
    block = Block.drawn(rng, owners, first_key=first_free(Client), today=number_of(today))
    Crowd(SIZE, as_of=today).write(block)


def addresses(user):
    """The main pages, each with something on it that this person may open."""
    client, loss, plan = (model.objects.visible_to(user).order_by("pk").first().pk for model in (Client, Loss, Plan))
    named = {
        "today": reverse("desk:today"),
        "lost list": reverse("desk:lost"),
        "lost sales": f"{reverse('desk:lost')}?kind=deal",
        "those who may be called": f"{reverse('desk:lost')}?may=1",
        "loss": reverse("desk:loss", args=[loss]),
        "gone quiet": reverse("losses:silent"),
        "client": reverse("desk:client", args=[client]),
        "people": reverse("desk:people", args=[client]),
        "at risk": reverse("desk:risks"),
        "rhythms": reverse("care:rhythms"),
        "clients": reverse("desk:clients"),
        "clients due": f"{reverse('desk:clients')}?due=1",
        "search": f"{reverse('desk:search')}?q=b",
        "plan": reverse("winback:plan", args=[plan]),
        "steps": reverse("winback:steps", args=[plan]),
        "aftercare": reverse("winback:aftercare"),
        "ladder": reverse("winback:ladder", args=[plan]),
        "plans": reverse("winback:plans"),
        "changes": reverse("winback:changes"),
        "hand-outs": reverse("winback:hand_outs"),
        "numbers": reverse("metrics:numbers"),
        "api today": "/api/v1/today",
        "api clients": "/api/v1/clients",
        "api losses": "/api/v1/losses",
        "api plans": "/api/v1/plans",
        "api changes": "/api/v1/changes",
        "api search": "/api/v1/search?q=b",
    }
    lists = {key: reverse("desk:book_list", args=[key]) for key in ("neglected", "silent", "slipping", "untouched")}
    return named | (
        {"book": reverse("desk:book"), "insights": reverse("desk:insights"), **lists} if user.role != "rep" else {}
    )


def queries_of(browser, user):
    """What each page asks, once everything that is kept is kept."""
    said = {}
    for page, address in addresses(user).items():
        assert browser.get(address).status_code == 200, page
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        said[page] = [query["sql"] for query in asked]
    return said


@pytest.fixture(params=["rep001", "lead001", "adam"])
def visitor(request, crowd, adam):
    email = "adam@example.com" if request.param == "adam" else f"{request.param}@northbeam.example"
    return User.objects.get(email=email)


class TestPages:
    def test_ask_little_and_no_more_when_there_is_more(self, client, visitor, today):
        client.force_login(visitor)
        few = {page: len(asked) for page, asked in queries_of(client, visitor).items()}
        grow(today)
        many = {page: len(asked) for page, asked in queries_of(client, visitor).items()}

        most = {"loss": MOST_OF_A_LOSS, "plan": MOST_OF_A_PLAN}
        assert {page: n for page, n in many.items() if n > most.get(page, MOST_QUERIES)} == {}
        # One more, where a list has just grown long enough to be counted, or has its first plan.
        assert {page: (few[page], n) for page, n in many.items() if n > few[page] + 1} == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table as a whole, and is right to")
class TestPlans:
    def test_read_no_large_table_from_end_to_end(self, client, visitor):
        client.force_login(visitor)
        found = {
            (page, step): sql
            for page, asked in queries_of(client, visitor).items()
            for sql in asked
            for step in steps(sql)
            if walks_through_a_large_table(step, sql)
        }

        assert found == {}

    def test_count_everybodys_losses_as_an_index_has_them(self, client, adam):
        client.force_login(adam)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:lost"))

        [counted] = [one["sql"] for one in asked if "GROUP BY" in one["sql"]]
        assert steps(counted) == ["SCAN losses_loss USING COVERING INDEX losses_by_kind"]


def steps(sql):
    if not sql.startswith(("SELECT", "WITH")):
        return []
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.cursor.fetchall()]


def walks_through_a_large_table(step, sql):
    """Along an index, a LIMIT ends the walk; without one, nothing does."""
    if not step.startswith("SCAN ") or " INDEX " in step:
        return False
    name = step.split()[1]
    return any(f"_{large}" in name or f'_{large}" {name}' in sql or f'_{large}" "{name}"' in sql for large in LARGE)
