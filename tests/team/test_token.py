"""Keys for programs: shown once, kept as a digest, gone when revoked, and written down nowhere else."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wonback.team.models import Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(rosa, noon):
    return Token.issue(rosa, name="A script", scope="write", at=noon)


class TestAKey:
    def test_cannot_be_guessed(self, rosa, noon):
        keys = {Token.issue(rosa, name="one", scope="read", at=noon)[1] for _ in range(50)}

        assert len(keys) == 50
        assert min(map(len, keys)) >= 43
        assert {key[:3] for key in keys} == {"wb_"}

    def test_is_known_by_its_digest_alone(self, issued):
        token, key = issued

        assert token.digest == Token.digest_of(key) != key
        assert key not in repr(token) + str(token) + str(vars(token))

    def test_may_only_read_unless_somebody_says_otherwise(self, rosa, noon):
        token = Token.objects.create(user=rosa, name="plain", digest="d", created_at=noon)

        assert token.scope == "read"


class TestALife:
    def test_ends_when_it_is_revoked(self, issued, noon):
        token, _key = issued
        token.revoke(at=noon + timedelta(days=1))

        assert not Token.objects.living().exists()
        assert Token.objects.get().revoked_at == noon + timedelta(days=1)

    def test_ends_with_its_person(self, issued, rosa):
        rosa.is_active = False
        rosa.save()

        assert not Token.objects.living().exists()

    def test_notes_the_day_of_use_with_one_write_a_day(self, issued, today):
        token, _key = issued
        token.used(on=today)
        with CaptureQueriesContext(connection) as queries:
            token.used(on=today)

        assert len(queries) == 0
        assert Token.objects.get().last_used_on == today


class TestNothingWritesItDown:
    @pytest.fixture
    def everything_logged(self, caplog):
        caplog.set_level(logging.DEBUG)
        return caplog

    def test_neither_when_it_is_made_nor_when_it_is_used(self, client, rosa, everything_logged, capsys):
        client.force_login(rosa)
        page = client.post(reverse("tokens:tokens"), {"name": "spreadsheet", "scope": "read"}).content.decode()
        key = page[page.index("wb_") :].split("<")[0].split('"')[0].strip()
        program = Client(headers={"authorization": f"Bearer {key}"}, raise_request_exception=False)

        assert program.get("/api/v1/losses").status_code == 200
        assert program.get("/api/v1/losses/999999").status_code == 404
        assert program.post("/api/v1/clients", "{", content_type="application/json").status_code == 403
        written = everything_logged.text + "".join(capsys.readouterr())
        assert key not in written

    def test_nor_a_password(self, client, rosa, everything_logged, capsys):
        for password in ("correct horse", "a wrong horse"):
            client.post(reverse("account_login"), {"login": "rosa@example.com", "password": password})
            client.post("/account/login/nowhere/", {"login": "rosa@example.com", "password": password})

        written = everything_logged.text + "".join(capsys.readouterr())
        assert "horse" not in written

    def test_nor_a_page_of_trouble(self, client, rosa, issued, monkeypatch):
        """A page for an unforeseen error shows no request, no setting and no trace."""
        monkeypatch.setattr("wonback.desk.lost.page", broken)
        client.force_login(rosa)
        client.raise_request_exception = False
        answer = client.get("/lost/?q=wb_secret")

        assert answer.status_code == 500
        assert not [word for word in ("Traceback", "wb_secret", "SECRET_KEY") if word in answer.content.decode()]


def broken(*args, **kwargs):
    raise RuntimeError("a bug nobody foresaw")
