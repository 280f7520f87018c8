"""Whoever saves while something long is written waits, but not for ever; then they are told, and may send the same again."""

from contextlib import closing

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from wonback.care.models import Promise
from wonback.core.locks import waited_in_vain
from wonback.team.models import User

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = {"what": "A “new” price", "due_by": "2026-12-01"}


@pytest.fixture
def to_promise(client, rosa, contoso):
    """Where Rosa promises something to Contoso."""
    client.force_login(rosa)
    return reverse("care:promise", args=[contoso.pk])


@pytest.fixture
def long_writing(to_promise):
    """Somebody writes what we would, and we have little patience."""
    tables = f"{Promise._meta.db_table}, {User._meta.db_table}"
    begin, impatient = {
        "sqlite": ("BEGIN IMMEDIATE", "PRAGMA busy_timeout = 20"),
        "postgresql": (f"BEGIN; LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE", "SET lock_timeout = '20ms'"),
    }[connection.vendor]
    connection.cursor().execute(impatient)
    with closing(connection.copy()) as other:
        theirs = other.cursor()
        theirs.execute(begin)
        yield
        theirs.execute("ROLLBACK")


def test_a_form_that_could_not_be_saved_is_sent_again_as_it_was(client, to_promise, long_writing):
    page = client.post(to_promise, TOLD)

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "Send it again in a minute" in page.text
    assert f'action="{to_promise}"' in page.text
    assert '<input type="hidden" name="what" value="A “new” price">' in page.text
    assert '<input type="hidden" name="due_by" value="2026-12-01">' in page.text


def test_a_password_waits_on_no_page(client, to_promise, long_writing):
    told = {"oldpassword": "correct horse", "password1": "a stapled battery", "password2": "a stapled battery"}
    page = client.post(reverse("account_change_password"), told)

    assert page.status_code == 503
    assert "Send it again in a minute" in page.text
    assert "stapled" not in page.text
    assert "correct horse" not in page.text


def test_a_part_of_a_page_keeps_the_form_and_says_why(client, to_promise, long_writing):
    part = client.post(to_promise, TOLD, headers={"HX-Request": "true"})

    assert (part.status_code, part["HX-Retarget"]) == (422, "#refusal")
    assert "Send it again in a minute" in part.text
    assert "<form" not in part.text


def test_a_program_is_told_when_to_ask_again(client, to_promise, contoso, long_writing):
    answer = client.post(f"/api/v1/clients/{contoso.pk}/promises", TOLD, content_type="application/json")

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer.json()["type"] == "/problems/busy/"


def test_another_fault_of_the_database_is_a_fault():
    assert waited_in_vain(OperationalError("disk I/O error")) is None
