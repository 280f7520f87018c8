"""Who may open what: access.py says it, and here it is tried."""

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.contracts.access import ACCESS, ELSEWHERE, PEOPLE
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


def status_for(person, client, method, address, request):
    """Each starts from the same world: what the one before changed is undone."""
    client.logout()
    client.raise_request_exception = False
    if person != "nobody":
        client.force_login(request.getfixturevalue(person))
    with transaction.atomic():
        status = getattr(client, method)(address).status_code
        transaction.set_rollback(True)
    return status


def api_addresses():
    """Each path of the API, with a number where it asks for one."""
    for path, operations in api.get_openapi_schema()["paths"].items():
        yield from ((method, path.replace("{pk}", "1")) for method in operations)


@pytest.mark.django_db
def test_no_program_does_anything_without_a_token(client):
    open_doors = [
        (method, path)
        for method, path in api_addresses()
        if getattr(client, method)(path).status_code not in {401, 403}
    ]
    assert len(list(api_addresses())) > 40
    assert open_doors == []


@pytest.mark.django_db
def test_no_program_sees_what_is_somebody_elses(client, sam, ready_plan, northwind_loss):
    client.force_login(sam)
    about = {"losses": northwind_loss.pk, "plans": ready_plan.pk, "clients": northwind_loss.client.pk}
    details = [
        f"/api/v1/{room}/{about[room]}{rest}"
        for method, path in api_addresses()
        for room, rest in [path.removeprefix("/api/v1/").partition("/1")[::2]]
        if method == "get" and room in about and "/1" in path
    ]
    assert len(details) >= 2
    assert [path for path in details if client.get(path).status_code != 404] == []


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))

    assert b"password1" not in page.content
