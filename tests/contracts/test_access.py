"""Who may open what: access.py says it, and here it is tried."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.contracts.access import ACCESS, ELSEWHERE, PEOPLE
from tests.contracts.access_api import API_ACCESS
from tests.contracts.addresses import ROOMS, api_addresses, room_of
from wonback.api.v1 import api


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


def status_for(person, client, method, address, request, **sent):
    """Each starts from the same world: what the one before changed is undone."""
    client.cookies.clear()
    client.raise_request_exception = False
    if person != "nobody":
        client.force_login(request.getfixturevalue(person))
    with transaction.atomic():
        status = getattr(client, method)(address, **sent).status_code
        transaction.set_rollback(True)
    return status


OPERATIONS = {f"{method} {path.removeprefix('/api/v1')}": (method, path) for method, path in api_addresses(api)}


def test_every_operation_of_the_api_has_a_row():
    assert sorted(OPERATIONS) == sorted(API_ACCESS), "Keep tests/contracts/access_api.py complete"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(API_ACCESS) & set(OPERATIONS)))
def test_access_through_the_api(name, client, request):
    (method, path), (expected, told) = OPERATIONS[name], API_ACCESS[name]
    number = request.getfixturevalue(ROOMS[room_of(path)]).pk if "{pk}" in path else ""
    body = {} if method == "get" else {"data": spelled_out(told, request), "content_type": "application/json"}
    address = path.format(pk=number, metric="silence", name="clients", place=1) + (
        "?q=con" if path.endswith("/search") else ""
    )

    statuses = {person: status_for(person, client, method, address, request, **body) for person in PEOPLE}

    assert statuses == dict(zip(PEOPLE, expected, strict=True))


def spelled_out(told, request):
    """What is sent, with the number of a fixture in the place of its name."""
    if isinstance(told, dict):
        return {name: spelled_out(value, request) for name, value in told.items()}
    if isinstance(told, list):
        return [spelled_out(value, request) for value in told]
    return request.getfixturevalue(told[1:]).pk if str(told).startswith("@") else told


@pytest.mark.django_db
def test_no_program_does_anything_without_a_token(client):
    open_doors = [
        name
        for name, (method, path) in OPERATIONS.items()
        if getattr(client, method)(path.format(pk=1, metric="silence", name="clients", place=1)).status_code != 401
    ]

    assert len(OPERATIONS) > 60
    assert open_doors == []


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))

    assert b"password1" not in page.content
