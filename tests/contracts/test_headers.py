"""What every answer tells the browser to refuse, and what no request may do without proof that it comes from us."""

import re

import pytest
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from django.urls import get_resolver, reverse

from tests.contracts.access import ACCESS
from wonback.api.v1 import api
from wonback.config import settings as real

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WANTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=\"/static/)|\son[a-z]+\s*=|href\s*=\s*\"javascript:", re.IGNORECASE
)
# These show their form to those who look.
ALSO_SHOWN = {"interviews:keep", "clients:contact", "clients:hand_over", "winback:sign"}


def address_of(name, request):
    row = ACCESS[name]
    about = [request.getfixturevalue(row.about).pk] if row.about else []
    return row, reverse(name, args=[*about, *row.args])


def policy_of(answer):
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {directive: set(sources) for directive, *sources in parts}


def assert_is_guarded(answer):
    assert {name: answer[name] for name in WANTED} == WANTED
    assert policy_of(answer) == POLICY


class TestEveryAnswer:
    @pytest.mark.parametrize("name", sorted(ACCESS))
    def test_is_guarded_and_holds_nothing_inline(self, name, client, adam, ines, request):
        row, address = address_of(name, request)
        client.force_login(ines)
        client.raise_request_exception = False
        answer = getattr(client, row.method)(address)

        assert_is_guarded(answer)
        if "html" in answer.get("Content-Type", ""):
            assert INLINE.findall(answer.content.decode()) == []

    @pytest.mark.parametrize(
        "address",
        ["/account/login/", "/account/signup/", "/account/password/reset/", "/nowhere/", "/api/v1/losses", "/healthz"],
    )
    def test_is_guarded_for_strangers_too(self, client, address):
        assert_is_guarded(client.get(address))

    def test_of_a_page_of_trouble_is_guarded(self, client, rosa, monkeypatch):
        monkeypatch.setattr("wonback.desk.lost.shown_to", lambda *args, **kwargs: 1 / 0)
        client.force_login(rosa)
        client.raise_request_exception = False
        answer = client.get("/lost/")

        assert answer.status_code == 500
        assert_is_guarded(answer)

    def test_to_a_house_that_is_not_ours_is_none(self, client):
        assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


class TestProofThatTheRequestIsOurs:
    @pytest.mark.parametrize("name", sorted(name for name, row in ACCESS.items() if row.method == "post"))
    def test_is_asked_of_every_deed(self, name, ines, request):
        """A form on a stranger's page that posts to us is refused, whatever it is about."""
        _row, address = address_of(name, request)
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(ines)

        assert browser.post(address).status_code == 403
        assert browser.post(address, headers={"origin": "https://evil.example"}).status_code == 403

    @pytest.mark.parametrize(
        "name",
        ["clients:new", "clients:edit", "losses:record", "losses:reasons", "tokens:tokens", "account_login",
         "account_logout", "account_change_password", "account_reset_password"],
    )  # fmt: skip
    def test_is_asked_of_pages_that_also_take_forms(self, name, ines, request):
        address = address_of(name, request)[1] if name in ACCESS else reverse(name)
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(ines)

        assert browser.post(address).status_code == 403

    def test_is_asked_of_every_operation_of_the_api_by_a_session(self, ines, request):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(ines)
        writing = [
            (method, path.replace("{pk}", "1").replace("{place}", "0"))
            for path, operations in api.get_openapi_schema()["paths"].items()
            for method in operations
            if method not in {"get", "head"}
        ]
        open_doors = [(method, path) for method, path in writing if getattr(browser, method)(path).status_code != 403]

        assert len(writing) > 40
        assert open_doors == []

    def test_is_waived_nowhere_else(self):
        """No view of ours says csrf_exempt."""
        exempt = [
            pattern.name
            for pattern in patterns(get_resolver())
            if getattr(pattern.callback, "csrf_exempt", False) and "ninja" not in pattern.callback.__module__
        ]

        assert exempt == []
        assert f"{CsrfViewMiddleware.__module__}.{CsrfViewMiddleware.__name__}" in real.MIDDLEWARE

    @pytest.mark.parametrize(
        "name", [name for name, row in ACCESS.items() if row.method == "post" and name not in ALSO_SHOWN]
    )
    def test_is_not_given_by_looking(self, name, client, ines, request):
        """Whatever changes something refuses to be a link."""
        client.force_login(ines)
        client.raise_request_exception = False

        assert client.get(address_of(name, request)[1]).status_code == 405


def patterns(resolver):
    for pattern in resolver.url_patterns:
        yield from patterns(pattern) if hasattr(pattern, "url_patterns") else [pattern]


class TestCookies:
    def test_are_not_for_scripts_and_not_for_other_houses(self, client, rosa):
        client.post("/account/login/", {"login": "rosa@example.com", "password": "correct horse"})
        session = client.cookies["sessionid"]

        assert (session["httponly"], session["samesite"]) == (True, "Lax")

    def test_hold_no_session_for_strangers(self, client):
        client.get("/account/login/")

        assert "sessionid" not in client.cookies

    @pytest.mark.parametrize(("url", "secure"), [("https://wonback.example", True), ("http://127.0.0.1:8000", False)])
    def test_go_over_tls_only_where_the_house_has_it(self, url, secure, settings_of):
        asked = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS")

        assert settings_of(*asked, WONBACK_URL=url) == [secure, secure, [url]]


class TestWhatARequestMayCarry:
    def test_is_no_page_of_five_megabytes_of_words(self, client, rosa, fabrikam_loss):
        client.force_login(rosa)
        answer = client.post(reverse("losses:own", args=[fabrikam_loss.pk]), {"words": "x" * 5_000_000})

        assert answer.status_code in {400, 413, 422}
        fabrikam_loss.refresh_from_db()
        assert fabrikam_loss.ownership == ""

    def test_is_no_thousands_of_fields(self, client, rosa):
        client.force_login(rosa)
        told = {f"field{number}": "x" for number in range(real.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}

        assert client.post(reverse("clients:new"), told).status_code == 400

    def test_is_no_large_file_in_memory(self):
        assert real.FILE_UPLOAD_MAX_MEMORY_SIZE <= 1_000_000
