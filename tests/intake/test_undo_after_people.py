"""Taking an import back never takes back what a person did since."""

import pytest

from wonback.clients.models import Client

pytestmark = pytest.mark.django_db


def test_a_value_that_a_person_corrected_after_the_import_stays(brought, at, rosa, noon):
    brought(list_csv="Record ID,Company name,Country/Region,Industry\n1,Acme,France,Tools\n")
    batch = brought(list_csv="Record ID,Company name,Country/Region,Industry\n1,Acme,Italy,Machines\n")
    Client.objects.get().correct(by=rosa, at=noon, country="Spain")

    batch.undo(by=None, at=at)

    assert Client.objects.values_list("country", "industry").get() == ("Spain", "Tools")
    assert batch.outcome["edited"] == 1
