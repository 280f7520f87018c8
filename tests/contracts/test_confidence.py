"""What a lost client told a neutral person in confidence reaches no rep on any path: planted words are looked for everywhere."""

import json
import logging
from io import StringIO

import duckdb
import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.contracts.access import ACCESS
from tests.contracts.addresses import api_addresses, api_pks
from wonback.api.v1 import api
from wonback.clients.models import Entry
from wonback.interviews.models import Interview
from wonback.losses.models import Reason
from wonback.metrics.tasks import export_facts

# In the interview, in the client's voice, and in the confirmed one.
PLANTED = ("GIRAFFE", "ELEPHANT", "ZEBRA")
REPS = ("rosa", "sam")
PLACES = sorted(name for name, row in ACCESS.items() if name != "intake:refused")


@pytest.fixture
def told_in_confidence(northwind_loss, vera, noon):
    """Rosa's own loss: she holds it, works on it, and may read her own words about it."""
    Interview.note(northwind_loss, "A GIRAFFE could have run it better.", by=vera, at=noon)
    for voice, words in (("client", "The ELEPHANT in the room."), ("confirmed", "It was the ZEBRA.")):
        northwind_loss.hear(Reason.objects.get(key="people"), voice=voice, words=words, by=vera, at=noon)
    return northwind_loss


def heard_in(text):
    return [word for word in PLANTED if word in text]


def content_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}{body.decode(errors='replace')}"


@pytest.mark.django_db
@pytest.mark.usefixtures("told_in_confidence")
class TestPages:
    @pytest.mark.parametrize("name", PLACES)
    def test_tell_a_rep_nothing(self, name, client, request):
        row = ACCESS[name]
        about = [request.getfixturevalue(row.about).pk] if row.about else []
        address = reverse(name, args=[*about, *row.args])
        client.raise_request_exception = False
        for rep in REPS:
            client.force_login(request.getfixturevalue(rep))
            for headers in ({}, {"HX-Request": "true"}):
                assert heard_in(content_of(getattr(client, row.method)(address, headers=headers))) == []

    def test_of_the_client_and_the_loss_tell_the_owner_nothing_either(self, told_in_confidence, client, rosa):
        client.force_login(rosa)
        northwind = told_in_confidence.client
        pages = [northwind.get_absolute_url(), told_in_confidence.get_absolute_url()]
        pages += [reverse("desk:sheet", args=[northwind.pk]), reverse("losses:record") + f"?client={northwind.pk}"]
        answers = [client.get(page) for page in pages]

        assert {answer.status_code for answer in answers} == {200}
        assert [heard_in(content_of(answer)) for answer in answers] == [[]] * len(pages)

    @pytest.mark.parametrize("page", ["/search/", "/lost/"])
    def test_find_nobody_by_the_words(self, page, client, rosa):
        """A search that found the client would tell that the words were said."""
        client.force_login(rosa)
        found = {text: "Northwind" in client.get(page, {"q": text}).content.decode() for text in (*PLANTED, "north")}

        assert found == dict.fromkeys(PLANTED, False) | {"north": True}

    @pytest.mark.parametrize("reader", ["vera", "ines", "adam"])
    def test_tell_those_who_may_ask(self, told_in_confidence, client, reader, request):
        """The plant is alive: without this the tests above would pass on an empty page."""
        client.force_login(request.getfixturevalue(reader))

        assert heard_in(client.get(told_in_confidence.get_absolute_url()).content.decode()) == list(PLANTED)

    def test_of_an_administration_do_not_exist(self, client, adam):
        client.force_login(adam)

        assert client.get("/admin/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("told_in_confidence")
class TestPrograms:
    @pytest.mark.parametrize("rep", REPS)
    def test_of_a_rep_are_told_nothing(self, rep, api_world, client, request):
        client.force_login(request.getfixturevalue(rep))
        client.raise_request_exception = False
        heard = {
            (method, path): heard_in(
                content_of(getattr(client, method)(path.format(pk=api_pks(api_world, path), metric="win-back-rate")))
            )
            for method, path in api_addresses(api)
        }

        assert len(heard) > 60
        assert {address: words for address, words in heard.items() if words} == {}

    def test_of_an_interviewer_are_told(self, told_in_confidence, client, vera):
        client.force_login(vera)

        assert "GIRAFFE" in client.get(f"/api/v1/losses/{told_in_confidence.pk}/interview").json()["said"]

    def test_of_the_owner_find_no_interview(self, told_in_confidence, client, rosa):
        client.force_login(rosa)

        assert client.get(f"/api/v1/losses/{told_in_confidence.pk}/interview").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("told_in_confidence")
class TestEverywhereElse:
    @pytest.mark.parametrize("options", [{"json": True}, {"json": False}])
    def test_the_lost_list_of_the_command_line(self, options):
        said = StringIO()
        call_command("lost", **options, stdout=said)

        assert "Northwind" in said.getvalue()
        assert heard_in(said.getvalue()) == []

    def test_the_days_list_of_the_command_line(self):
        said = StringIO()
        call_command("today", email="rosa@example.com", json=True, stdout=said)

        assert heard_in(said.getvalue()) == []

    def test_the_timeline(self):
        kept = [json.dumps(entry.facts) + str(entry) for entry in Entry.objects.all()]

        assert any("asked Northwind why they left" in line for line in kept)
        assert heard_in("".join(kept)) == []

    def test_the_log(self, told_in_confidence, vera, noon, caplog, client, rosa):
        caplog.set_level(logging.DEBUG)
        logging.getLogger("django.db.backends").setLevel(logging.WARNING)
        client.force_login(vera)
        address = reverse("interviews:note", args=[told_in_confidence.pk])
        client.post(address, {"said": "Another GIRAFFE."})
        client.force_login(rosa)
        client.post(address, {"said": "No GIRAFFE at all."})

        assert heard_in(caplog.text) == []


@pytest.mark.django_db(transaction=True)
def test_no_file_of_the_night_holds_the_words(told_in_confidence, today, tmp_path, settings):
    settings.HOME = tmp_path
    export_facts(as_of=today)
    files = sorted(tmp_path.rglob("*.parquet"))

    assert len(files) > 3
    texts = [str(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall()) for path in files]
    assert "EUR" in "".join(texts)
    assert heard_in("".join(texts)) == []
