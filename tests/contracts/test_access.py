"""Who may open what: access.py says it, and here it is tried."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.contracts.access import ACCESS, ELSEWHERE, PEOPLE


def url_names(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from url_names(pattern, prefix + namespace)
        else:
            yield prefix + (pattern.name or f"({pattern.pattern} has no name)")


OURS = sorted({name for name in url_names() if not name.startswith(ELSEWHERE)})


def test_every_address_has_a_row():
    assert [name for name in OURS if name not in ACCESS] == [], "Add these to tests/contracts/access.py"


def test_every_row_has_an_address():
    assert [name for name in ACCESS if name not in OURS] == []


def test_every_row_names_everybody():
    assert {name: len(row.statuses) for name, row in ACCESS.items() if len(row.statuses) != len(PEOPLE)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(ACCESS) & set(OURS)))
def test_access(name, client, request):
    row = ACCESS[name]
    about = [request.getfixturevalue(row.about).pk] if row.about else []
    address = reverse(name, args=[*about, *row.args])

    statuses = {person: status_for(person, client, row.method, address, request) for person in PEOPLE}

    assert statuses == dict(zip(PEOPLE, row.statuses, strict=True))


def status_for(person, client, method, address, request):
    """Each starts from the same world: what the one before changed is undone."""
    client.logout()
    if person != "nobody":
        client.force_login(request.getfixturevalue(person))
    with transaction.atomic():
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))

    assert b"password1" not in page.content
