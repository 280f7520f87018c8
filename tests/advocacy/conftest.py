"""Contoso vouches for us, by Dana; Northwind, whom we would win back, is in the same trade."""

import pytest

from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.reference import Agreement
from wonback.advocacy.models.vouching import Need
from wonback.clients.models import Client, Contact


@pytest.fixture
def dana(contoso):
    return contoso.contacts.get()


@pytest.fixture
def reference(dana, rosa, noon):
    Client.objects.filter(pk=dana.client_id).update(industry="Logistics")
    told = Agreement(ways=["call", "quote"], words="Call me whenever it helps you.")
    return Reference.agree(dana, told, by=rosa, at=noon)


@pytest.fixture
def vouching(reference, northwind, rosa, noon):
    return Vouching.ask(reference, Need(prospect=northwind), by=rosa, at=noon)


@pytest.fixture
def litware(sam, noon):
    """A client of Sam's who vouches for us too: in Austria, and of another trade."""
    facts = {"industry": "Machinery", "country": "Germany", "tier": "A", "owner": sam}
    client = Client.add(by=sam, at=noon, since=None, name="Litware", **facts)
    kim = Contact.objects.create(client=client, name="Kim Berg", role="champion")
    Reference.agree(kim, Agreement(ways=["call"], words="With pleasure."), by=sam, at=noon)
    return client


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]
