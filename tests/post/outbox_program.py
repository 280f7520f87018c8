"""A run of the outbox in a process of its own, on a home of its own, that can be cut off at any write. Run by test_outbox_killed.py.

`seed N` writes N letters; `send K M` sends what is due M minutes later and kills itself just before the K-th write (0: never);
`letters` prints the state of each.
"""

import json
import os
import signal
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # models need django.setup()
from django.db import connection, transaction  # noqa: E402  # as above

from wonback.clients.models import Client, Contact  # noqa: E402  # as above
from wonback.post.models import Letter  # noqa: E402  # as above
from wonback.post.sending import send_due  # noqa: E402  # as above
from wonback.team.models import User  # noqa: E402  # as above

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("UTC"))


def seed(number):
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    vera = User.objects.create_user("vera@example.com", "Vera", role="lead")
    client = Client.add(by=vera, at=NOON, since=date(2021, 3, 1), name="Northwind", owner=vera)
    contact = Contact.objects.create(client=client, name="Dana", email="dana@northwind.example")
    facts = {"client": client, "contact": contact, "sender": vera, "subject": "What we heard", "text": "You were late."}
    with transaction.atomic():
        for place in range(number):
            Letter.write(key=f"recap:{place}", at=NOON, **facts)


def send(kill_before, minutes):
    writes = 0

    def counting(execute, sql, params, many, context):
        nonlocal writes
        writes += sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "COMMIT"))
        if writes == kill_before and kill_before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counting):
        send_due(clock=lambda: NOON + timedelta(minutes=minutes))


def letters():
    json.dump(list(Letter.objects.order_by("pk").values("message_id", "state", "why")), sys.stdout)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    {"seed": seed, "send": send, "letters": letters}[verb](*map(int, rest))
