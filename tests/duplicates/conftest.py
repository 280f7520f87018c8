"""Contoso written down twice, each time with its own people and history, and every row of every table to compare."""

from datetime import timedelta

import pytest
from django.apps import apps

from wonback.care.models import Cadence, Concern, Snooze, Touch
from wonback.care.models.defence import Defence
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Deal, Permission, Purchase
from wonback.duplicates.models import Merge

TOLD = ("client.merged", "client.parted", "contact.joined", "contact.parted")


@pytest.fixture
def dana(contoso):
    return Contact.objects.create(
        client=contoso, name="Dana Weiss", email="dana@contoso.com", source="hubspot", external_id="c1"
    )


@pytest.fixture
def twin(contoso, dana, rosa, noon):
    """Contoso again, as a file brought it: with Dana, purchases, a deal, a defence, a concern and a touch."""
    facts = {"town": "Lund", "phone": "+46 40 123 456", "source": "hubspot", "external_id": "77", "employees": 90}
    twin = Client.add(by=rosa, at=noon - timedelta(days=300), since=None, name="Contoso AB", owner=rosa, **facts)
    for number, name in (("c2", "Dana Weiss"), ("c3", "Kim Berg")):
        email = f"{name.split()[0].lower()}@contoso.com"
        Contact.objects.create(client=twin, name=name, email=email, title="Buys", source="hubspot", external_id=number)
    for month in range(3):
        day = noon.date() - timedelta(days=30 * month)
        Purchase.objects.create(client=twin, bought_on=day, amount=100, currency="EUR")
    Deal.objects.create(client=twin, name="Racks", currency="EUR", owner=rosa)
    Touch.log(twin, Note(line="They are happy."), by=rosa, at=noon - timedelta(days=3))
    for days, client in ((5, contoso), (9, twin)):
        Defence.against_seen(client, "Halden", by=rosa, at=noon - timedelta(days=2), source="told")
        Cadence.agree(client, by=rosa, at=noon, ideal_days=20, maximum_days=40)
        Snooze.put_off(client, by=rosa, at=noon, until=noon.date() + timedelta(days=days), why="On holiday")
    Concern.objects.create(client=twin, what="Late", raised_on=noon.date(), owner=rosa, due_by=noon.date())
    return twin


@pytest.fixture
def refused(twin, rosa, noon):
    """Dana asked, at the second writing, to be left alone."""
    dana = twin.contacts.get(name="Dana Weiss")
    return Permission.note(by=rosa, at=noon, client=twin, contact=dana, answer="refused", words="Please stop.")


@pytest.fixture
def merge(contoso, twin, ines, noon):
    return Merge.of(contoso, [twin], by=ines, at=noon)


@pytest.fixture
def everything(db):
    """Every row of every table, but for what merges themselves are remembered by."""

    def rows():
        models = [
            model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != "duplicates"
        ]
        found = {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}
        found["clients.Entry"] = [row for row in found["clients.Entry"] if row["verb"] not in TOLD]
        return found

    return rows
