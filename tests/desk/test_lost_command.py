"""`wonback lost`: what is unknown stays unknown, for people and for programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from wonback.losses.models import Loss
from wonback.losses.telling import told

pytestmark = pytest.mark.django_db


def lost(**options):
    said = StringIO()
    call_command("lost", **options, stdout=said)
    return said.getvalue()


@pytest.fixture
def unknown_worth(fabrikam_loss):
    Loss.objects.update(worth=None, worth_known="unknown")
    return Loss.objects.get()


class TestAWorthNobodyKnows:
    def test_is_null_for_programs(self, unknown_worth, today):
        [line] = json.loads(lost(json=True))

        assert (line["worth"], line["worth_known"]) == (None, "unknown")
        assert told(unknown_worth, as_of=today)["worth"] is None

    def test_is_a_word_for_people(self, unknown_worth):
        assert "Fabrikam  unknown" in lost()

    def test_is_told_from_a_worth_of_nothing(self, fabrikam_loss):
        Loss.objects.update(worth=0)

        assert json.loads(lost(json=True))[0]["worth"] == 0

    def test_is_no_number_on_the_page_or_in_the_api(self, unknown_worth, client, rosa):
        client.force_login(rosa)

        assert client.get("/api/v1/losses").json()["rows"][0]["worth"] is None
        assert " 0\u202fEUR" not in client.get("/lost/").content.decode()


class TestTheList:
    def test_of_nothing_is_an_empty_list(self, db):
        assert json.loads(lost(json=True)) == []

    def test_for_one_person_is_what_they_may_see(self, northwind_loss, sam, rosa):
        assert json.loads(lost(json=True, email="sam@example.com")) == []
        assert [line["client"] for line in json.loads(lost(json=True, email="ROSA@example.com"))] == ["Northwind"]

    def test_for_nobody_is_refused(self, db):
        with pytest.raises(CommandError, match="Check the address: nobody here has x@y.example"):
            lost(email="x@y.example")

    def test_is_in_the_order_of_the_rank(self, northwind_loss, fabrikam_loss):
        lines = json.loads(lost(json=True))

        assert [line["rank"] for line in lines] == sorted((line["rank"] for line in lines), reverse=True)
        assert len(json.loads(lost(json=True, limit=1))) == 1
