"""What a lost client told a neutral person reaches nobody whom it may not: planted words are looked for everywhere, for everybody."""

import json
import logging
from io import StringIO

import duckdb
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from tests.contracts.access import ACCESS
from tests.contracts.access_api import API_ACCESS
from tests.contracts.addresses import ROOMS, api_addresses, room_of
from tests.contracts.confidence import (
    ALSO_READ,
    DOORS,
    DURING_THE_CALL,
    NOTHING,
    OPERATIONS,
    PAGES,
    READERS,
    THEIRS,
)
from tests.contracts.confiding import WORDS, levels_in
from wonback.api.v1 import api
from wonback.clients.models import Entry
from wonback.interviews.models import Form, Invitation
from wonback.losses.models import Loss
from wonback.metrics import tasks
from wonback.post import links
from wonback.post.models import Letter
from wonback.team.models import Token

API = {f"{method} {path.removeprefix('/api/v1')}": (method, path) for method, path in api_addresses(api)}
SECRETS = [WORDS[letter] for letter in "uim"]


def content_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}{body.decode(errors='replace')}"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def ask(client):
    """Send a request of which nothing stays, and return the levels that its answer tells."""
    client.raise_request_exception = False

    def asked(method, address, **sent):
        with transaction.atomic():
            answer = getattr(client, method)(address, **sent)
            found = levels_in(content_of(answer))
            transaction.set_rollback(True)
        return found, answer.status_code

    return asked


@pytest.fixture
def number_of(request):
    """The number of the record a row is about: of the client who told, wherever there is one."""
    return lambda fixture: request.getfixturevalue(THEIRS.get(fixture, fixture)).pk


@pytest.fixture
def signed_in_as(client, request):
    def sign_in(reader):
        if reader == "nobody":
            return None
        person = request.getfixturevalue(reader)
        client.force_login(person)
        return person

    return sign_in


@pytest.mark.django_db
@pytest.mark.usefixtures("northwind_told")
class TestTheTable:
    """Each cell of confidence.py, and every path that has no row there."""

    def test_names_only_what_there_is(self):
        assert set(PAGES) <= set(ACCESS)
        assert set(OPERATIONS) <= set(API)

    @pytest.mark.once
    @pytest.mark.parametrize("reader", READERS)
    def test_of_pages(self, reader, ask, signed_in_as, number_of, talk_that_goes_on):
        signed_in_as(reader)
        wrong = {}
        for name, row in ACCESS.items():
            about = [talk_that_goes_on.pk] if name in DURING_THE_CALL else [number_of(row.about)] if row.about else []
            address = reverse(name, args=[*about, *row.args])
            found, status = ask(row.method, address)
            # The parts of pages that htmx asks for: once is enough, for the one person who must not be told and may look.
            if reader == "rosa" and status == 200 and row.method == "get":
                found += ask("get", address, headers={"HX-Request": "true"})[0]
            if name in ALSO_READ:
                found += ask("get", address)[0]
            if set(found) != set(PAGES.get(name, NOTHING).to(reader)):
                wrong[name] = found

        assert wrong == {}

    @pytest.mark.parametrize("reader", READERS)
    def test_of_programs_by_the_token_of_each(self, reader, ask, signed_in_as, number_of, client, request, noon):
        person = signed_in_as(reader)
        client.logout()
        key = Token.issue(person, name="A script", scope="write", at=noon)[1] if person else "wb_made-up"
        wrong = {}
        for name, (method, path) in API.items():
            sent = {} if method == "get" else {"data": body_of(name, request), "content_type": "application/json"}
            number = number_of(ROOMS[room_of(path)]) if "{pk}" in path else ""
            address = path.format(pk=number, metric="silence", name="clients", place=1) + (
                f"?q={WORDS['u']}" if path.endswith("/search") else ""
            )
            found, _status = ask(method, address, headers={"Authorization": f"Bearer {key}"}, **sent)
            if set(found) - searched(path) != set(OPERATIONS.get(name, NOTHING).to(reader)):
                wrong[name] = found

        assert wrong == {}


def body_of(name, request):
    """What is sent, with the number of a fixture in the place of its name."""
    return {
        field: request.getfixturevalue(value[1:]).pk if str(value).startswith("@") else value
        for field, value in API_ACCESS[name][1].items()
    }


def searched(path):
    """A search may repeat what it was asked for."""
    return {"u"} if path.endswith("/search") else set()


@pytest.mark.django_db
class TestTheClientsDoor:
    def test_shows_their_own_words_and_none_of_ours(self, ask, northwind_talk, vera, noon):
        """Each address for strangers, with each of their links: most open nothing, and none tells what it must not."""
        dana, nonce = northwind_talk.contact, links.new_nonce()
        sent = {"interview": northwind_talk, "contact": dana, "nonce": nonce, "sent_by": vera, "sent_at": noon}
        rows = {"recap": northwind_talk.recap, "invitation": Invitation.objects.create(**sent)}
        rows["form"] = Form.objects.create(language="en", **sent)
        told = {}
        for name in (name for name in ACCESS if name.startswith("strangers:")):
            # Whoever tries so many wrong links would soon be shown nothing, and so tell us nothing.
            cache.clear()
            for kind, row in rows.items():
                address = reverse(name, args=[links.link(kind, row.pk, row.nonce), *ACCESS[name].args[1:]])
                told[name] = told.get(name, "") + ask(ACCESS[name].method, address)[0]

        assert {name: "".join(sorted(found)) for name, found in told.items() if found} == {
            name: "".join(sorted(levels)) for name, levels in DOORS.items()
        }

    def test_is_the_only_place_letters_tell_of(self, northwind_told):
        """Every letter that was ever written, whole."""
        letters = [
            levels_in(f"{one.subject}{one.text}{one.html}{one.calendar}{one.why}") for one in Letter.objects.all()
        ]

        assert letters == ["au"]


@pytest.mark.django_db
@pytest.mark.usefixtures("northwind_told")
class TestEverywhereElse:
    @pytest.mark.parametrize("page", ["/search/", "/lost/"])
    @pytest.mark.parametrize("reader", ["rosa", "vera", "adam"])
    def test_nobody_is_found_by_the_words(self, page, reader, client, signed_in_as):
        """A search that found the client would tell that the words were said."""
        signed_in_as(reader)
        texts = (*WORDS.values(), "north")
        found = {text: "Northwind" in client.get(page, {"q": text}).content.decode() for text in texts}

        assert found == dict.fromkeys(WORDS.values(), False) | {"north": True}

    def test_an_administration_does_not_exist(self, client, adam):
        client.force_login(adam)

        assert client.get("/admin/").status_code == 404

    @pytest.mark.parametrize("options", [{"json": True}, {"json": False}])
    def test_the_lost_list_of_the_command_line(self, options):
        said = StringIO()
        call_command("lost", **options, stdout=said)

        assert "Northwind" in said.getvalue()
        assert levels_in(said.getvalue()) == ""

    @pytest.mark.parametrize("email", ["rosa@example.com", "ines@example.com", "vera@example.com"])
    def test_the_days_list_of_the_command_line(self, email, vera, ines):
        said = StringIO()
        call_command("today", email=email, json=True, all=True, stdout=said)

        assert levels_in(said.getvalue()) == ""

    def test_the_timeline(self):
        kept = [json.dumps(entry.facts) + str(entry) for entry in Entry.objects.all()]

        assert any("asked Northwind why they left" in line for line in kept)
        assert levels_in("".join(kept)) == ""

    def test_the_log(self, northwind_told, talk_that_goes_on, caplog, client, rosa, vera):
        """Not of requests that went well, not of refusals, not of pages of trouble."""
        caplog.set_level(logging.DEBUG)
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)
        client.raise_request_exception = False
        kept = {"version": "0", "text-cause": "Another COYOTE.", "text-person": "x" * 6_000}
        for person in (vera, rosa):
            client.force_login(person)
            client.post(reverse("interviews:note", args=[northwind_told.pk]), {"said": "Another BADGER."})
            client.post(reverse("interviews:keep", args=[talk_that_goes_on.pk]), kept)
            client.post(reverse("interviews:keep", args=[talk_that_goes_on.pk]), kept | {"text-person": ""})
            client.post(
                f"/api/v1/losses/{northwind_told.pk}/ask", {"said": "BADGER", "nonsense": "COYOTE"}, "text/plain"
            )

        assert [level for level in levels_in(caplog.text) if level in "uim"] == []

    def test_the_log_of_a_page_of_trouble(self, northwind_told, caplog, client, vera, monkeypatch):
        """The traceback of a page that broke while it held the words."""
        monkeypatch.setattr("wonback.desk.loss.shares", lambda weights: 1 / 0)
        client.raise_request_exception = False
        client.force_login(vera)
        answer = client.get(northwind_told.get_absolute_url())

        assert answer.status_code == 500
        assert "ZeroDivisionError" in caplog.text
        assert levels_in(caplog.text + content_of(answer)) == ""


@pytest.mark.django_db(transaction=True)
class TestTheNight:
    """What another process takes out of the database, and what is shown of it."""

    @pytest.fixture
    def night(self, northwind_told, today):
        for step in (tasks.export_facts, tasks.compute_figures):
            step(as_of=today)
        return today

    def test_keeps_no_words_in_its_files(self, night, tmp_path):
        files = sorted(tmp_path.rglob("*.parquet"))
        texts = [str(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()) for path in files]

        assert len(files) > 3
        assert "EUR" in "".join(texts)
        assert levels_in("".join(texts)) == ""

    @pytest.mark.parametrize(
        ("reader", "of", "named"),
        [
            ("adam", "company-0", True),
            ("ines", "company-0", True),
            # of the company, another lead is told how many, and no row of what they may not open
            ("omar", "company-0", False),
            ("rosa", "own", True),
            ("petra", "own", False),
        ],
    )
    def test_shows_the_rows_of_a_number_to_those_who_may_open_them(
        self, night, reader, of, named, client, signed_in_as
    ):
        signed_in_as(reader)
        asked = {} if of == "own" else {"of": of}
        for slug in ("losses-12-months", "reason-known-rate", "worth-of-losses", "agreement-of-voices"):
            texts = [
                content_of(client.get(f"/numbers/{slug}/", asked)),
                content_of(client.get(f"/numbers/{slug}/rows.csv", asked)),
            ]
            assert levels_in("".join(texts)) == ""
            if of != "own" or slug != "agreement-of-voices":
                assert [("Northwind" in text) for text in texts] == [named, named], slug

    def test_of_a_handful_never_says_which_reason(self, night, client, signed_in_as):
        """One loss for one reason is one client: whoever may not open it sees it among others."""
        reason = Loss.objects.get().reason.name
        page = {}
        for reader in ("omar", "adam"):
            signed_in_as(reader)
            page[reader] = content_of(client.get("/numbers/worth-of-losses/", {"of": "company-0"}))

        assert {reader: reason in text for reader, text in page.items()} == {"omar": False, "adam": True}

    def test_gives_no_rate_of_agreement_for_one_person(self, night, client, ines, rosa):
        client.force_login(ines)
        page = client.get("/numbers/agreement-of-voices/", {"of": f"book-{rosa.pk}"}).content.decode()

        assert "never about one person" in page
