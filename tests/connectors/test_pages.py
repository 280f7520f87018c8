"""The page of a connection, programs, the command, and where a token must never stand."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from tests.connectors.fakes import TOKEN
from wonback.clients.models import Client
from wonback.connectors.models import Connector
from wonback.core.sealing import Seal
from wonback.exports import moving_out


class TestThePage:
    def test_leads_from_the_token_to_what_came_and_back(self, client, hubspot, adam):
        client.force_login(adam)
        shown = client.post(reverse("connectors:connect", args=["hubspot"]), {"secret": TOKEN}, follow=True)
        assert "Press “Look now”" in shown.content.decode()
        connector = Connector.objects.get()

        shown = client.post(reverse("connectors:look", args=[connector.pk]), follow=True)
        assert "waits to be looked at" in shown.content.decode()
        batch = connector.newest.batch
        client.post(reverse("intake:commit", args=[batch.pk]))
        assert Client.objects.count() == 3

        shown = client.post(reverse("connectors:try_token", args=[connector.pk]), follow=True)
        assert "HubSpot answers, and takes the token." in shown.content.decode()
        client.post(reverse("intake:undo", args=[batch.pk]))
        shown = client.post(reverse("connectors:disconnect", args=[connector.pk]), follow=True)
        assert "the token is forgotten" in shown.content.decode()
        assert "Connect again" in client.get(connector.get_absolute_url()).content.decode()

    def test_says_in_one_sentence_why_it_could_not_connect(self, client, hubspot, adam):
        client.force_login(adam)
        answer = client.post(reverse("connectors:connect", args=["hubspot"]), {"secret": "wrong"})

        assert answer.status_code == 422
        assert "Make a new token in HubSpot" in answer.content.decode()

    def test_asks_for_the_address_where_there_is_one_of_ones_own(self, client, adam):
        client.force_login(adam)
        pages = {
            name: client.get(reverse("connectors:connect", args=[name])).content.decode()
            for name in ("salesforce", "stripe")
        }

        assert {name: 'name="base"' in page for name, page in pages.items()} == {"salesforce": True, "stripe": False}

    def test_writes_back_once_a_person_has_seen_the_list(self, client, hubspot, connected, looked, adam):
        connector = connected("hubspot")
        looked(connector)
        client.force_login(adam)
        assert client.post(reverse("connectors:tell", args=[connector.pk])).status_code == 422

        client.post(reverse("connectors:write_back", args=[connector.pk]), {"on": "yes"})
        client.post(reverse("connectors:tell", args=[connector.pk]))
        assert hubspot.writes
        client.post(reverse("connectors:write_back", args=[connector.pk]), {"on": "no"})
        connector.refresh_from_db()
        assert not connector.writes_back

    @pytest.mark.parametrize("looks", [1, 8])
    def test_asks_the_database_as_often_for_many_looks_as_for_one(
        self, client, hubspot, connected, looked, adam, looks, django_assert_max_num_queries
    ):
        connector = connected("hubspot")
        for _look in range(looks):
            looked(connector)
        client.force_login(adam)

        with django_assert_max_num_queries(16):
            client.get(connector.get_absolute_url())


@pytest.mark.django_db
def test_programs_do_the_same(client, hubspot, adam):
    client.force_login(adam)
    made = client.post("/api/v1/connections", {"name": "hubspot", "secret": TOKEN}, content_type="application/json")
    address = f"/api/v1/connections/{made.json()['id']}"
    look = client.post(f"{address}/look").json()

    assert made.status_code == 200
    assert look["rows"] == 10
    assert client.get(address).json()["last"]["batch"] == look["batch"]
    assert client.get(f"{address}/due").json() == {"count": 0, "first": []}
    assert client.post(f"{address}/tell").status_code == 422
    assert client.post(f"{address}/disconnect").json()["connected"] is False


class TestTheCommand:
    def test_looks_and_says_what_came(self, hubspot, connected):
        connected("hubspot")
        said = StringIO()
        call_command("sync", stdout=said)

        assert (
            said.getvalue()
            == f"HubSpot: 10 records came, as import {Connector.objects.get().newest.batch.pk}: read, not yet brought in.\n"
        )

    def test_names_one_that_is_not_connected(self, db):
        with pytest.raises(CommandError, match="“stripe” is not connected"):
            call_command("sync", "stripe")


class TestWhereTheTokenStands:
    def test_sealed_in_one_column_and_nowhere_else(
        self, stripe, connected, looked, adam, noon, client, caplog, tmp_path, home
    ):
        """Stripe repeats the token in its errors, as careless programs do."""
        caplog.set_level(logging.DEBUG)
        connector = connected("stripe")
        looked(connector)
        stripe.trouble = [(401, {}, stripe.no("Bad key")), (400, {}, stripe.no("Bad request"))]
        client.raise_request_exception = False
        client.force_login(adam)
        seen = [
            client.post(reverse("connectors:try_token", args=[connector.pk])).content.decode(),
            client.post(f"/api/v1/connections/{connector.pk}/try").content.decode(),
            client.get(connector.get_absolute_url()).content.decode(),
            client.get(reverse("connectors:connect", args=["stripe"])).content.decode(),
            client.get("/api/v1/connections").content.decode(),
            client.post(reverse("connectors:connect", args=["stripe"]), {"secret": f"{TOKEN} x"}).content.decode(),
        ]
        moving_out.everything(tmp_path / "taken", "csv", at=noon)
        files = [path.read_text() for path in (tmp_path / "taken").rglob("*") if path.suffix in {".csv", ".json"}]
        everything = "".join([*seen, *files, caplog.text, str(list(connector.syncs.values())), repr(connector)])

        assert "Bad key" in everything
        assert "api.stripe" in everything or "127.0.0.1" in caplog.text
        assert TOKEN not in everything
        assert connector.secret not in everything
        assert TOKEN not in connector.secret
        assert Seal.of_home().open(connector.secret) == TOKEN
        assert (home / "seal_key").stat().st_mode & 0o077 == 0
