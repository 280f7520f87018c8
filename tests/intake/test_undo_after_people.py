"""Taking an import back never takes back what a person did since."""

from datetime import timedelta

import pytest

from wonback.advocacy.models import Referral
from wonback.advocacy.models.referral import Told
from wonback.clients.models import Client
from wonback.interviews.models import Interview
from wonback.interviews.tasks import open_interviews

pytestmark = pytest.mark.django_db


def test_a_value_that_a_person_corrected_after_the_import_stays(brought, at, rosa, noon):
    brought(list_csv="Record ID,Company name,Country/Region,Industry\n1,Acme,France,Tools\n")
    batch = brought(list_csv="Record ID,Company name,Country/Region,Industry\n1,Acme,Italy,Machines\n")
    Client.objects.get().correct(by=rosa, at=noon, country="Spain")

    batch.undo(by=None, at=at)

    assert Client.objects.values_list("country", "industry").get() == ("Spain", "Tools")
    assert batch.outcome["edited"] == 1


class TestATalkAboutAnImportedLoss:
    @pytest.fixture
    def batch(self, brought, vera, today):
        """Acme left ten days ago, as a file told us; the night asked Vera to talk with them."""
        left_on = today - timedelta(days=10)
        batch = brought(list_csv=f"Company,Status,Churn date,Churn reason\nAcme,former,{left_on},Too expensive\n")
        assert open_interviews(as_of=today) == 1
        return batch

    def test_that_only_the_night_proposed_keeps_nothing(self, batch, at):
        batch.undo(by=None, at=at)

        assert (Client.objects.count(), Interview.objects.count()) == (0, 0)

    def test_that_somebody_accepted_keeps_the_client(self, batch, vera, at):
        Interview.objects.get().nominations.get().accept(by=vera, at=at)
        batch.undo(by=None, at=at)

        assert (Client.objects.count(), Interview.objects.get().stage) == (1, "accepted")


def test_whom_a_client_sent_us_to_stays_and_who_sent_them(brought, at, contoso, rosa, noon):
    batch = brought(list_csv="Company,Country\nAcme,France\nBeta,Italy\nGamma,Spain\n")
    acme, beta = (Client.objects.get(name=name) for name in ("Acme", "Beta"))
    Referral.note(acme, Told(name="Litware"), by=rosa, at=noon)
    to_beta = Referral.note(contoso, Told(name="Beta"), by=rosa, at=noon)
    Referral.objects.filter(pk=to_beta.pk).update(became=beta)

    batch.undo(by=None, at=at)

    assert set(Client.objects.values_list("name", flat=True)) == {"Contoso", "Acme", "Beta"}
    assert set(Referral.objects.values_list("client__name", "became__name")) == {("Acme", None), ("Contoso", "Beta")}
