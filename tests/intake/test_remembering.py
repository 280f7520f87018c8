"""What a person says of a file is said once: of its columns, its days, its stages, its owners, its currency."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.intake.test_pages import send
from wonback.clients.models import Client, Deal, Purchase
from wonback.core.errors import Refusal
from wonback.intake.models import Batch, Shape
from wonback.losses.models import Loss

pytestmark = pytest.mark.django_db

LOG = "Geschäftspartner,Wann,Umsatz,Vertriebler\nAcme,03/04/2025,5,Rosa\n"
DEALS = "Deal - Title,Deal - Status,Deal - Stage,Deal - Owner,Deal - Organization,Deal - Value\nDach,,Abgesagt,R. Lindqvist,Acme,7\n"


@pytest.fixture
def explained(drop, at, ines):
    """A file in words nobody knows, explained by a person and brought in."""
    batch = drop(by=ines, log_csv=LOG)
    with pytest.raises(Refusal):
        batch.examine(at=at)
    said = {"Geschäftspartner": "client_name", "Wann": "day", "Umsatz": "amount", "Vertriebler": ""}
    batch.sheets.get().choose(preset="generic-purchases", columns=said, formats={"Wann": "mdy"}, currency="chf")
    batch.examine(at=at)
    batch.commit(by=ines, at=at)
    return batch


class TestTheShapeOfAFile:
    def test_is_said_once_and_the_next_file_explains_itself(self, explained, brought):
        brought(other_csv=LOG.replace("Acme,03/04", "Beta,05/06"))
        bought = Purchase.objects.order_by("bought_on")

        assert [str(one.bought_on) for one in bought] == ["2025-03-04", "2025-05-06"]
        assert {one.currency for one in bought} == {"CHF"}

    def test_is_told_on_the_page_as_said_before(self, explained, examined, client, ines):
        batch = examined(by=ines, other_csv=LOG)
        client.force_login(ines)

        assert "As you said before" in client.get(batch.get_absolute_url()).content.decode()

    def test_holds_for_a_file_with_a_column_more(self, explained, examined):
        more = LOG.replace("\n", ",Extra\n", 1).replace("04/2025,5,Rosa\n", "04/2025,6,Rosa,x\n")
        sheet = examined(other_csv=more).sheets.get()

        assert (sheet.preset, sheet.counts["purchase"]["new"]) == ("generic-purchases", 1)

    def test_holds_not_for_a_file_of_another_shape(self, explained, drop, at):
        with pytest.raises(Refusal, match="Name the columns"):
            drop(other_csv="Wann,x,y\n03/04/2025,1,2\n").examine(at=at)

    def test_is_not_kept_of_what_was_never_brought_in(self, drop, at):
        batch = drop(log_csv=LOG)
        with pytest.raises(Refusal):
            batch.examine(at=at)
        batch.sheets.get().choose(preset="generic-purchases", columns={"Wann": "day"}, formats={})

        assert not Shape.objects.exists()


class TestWords:
    def test_of_stages_and_owners_are_shown_with_what_they_were_taken_for(self, examined):
        words = examined(deals_csv=DEALS).sheets.get().words

        assert words == {
            "stage": [{"word": "Abgesagt", "means": "open", "n": 1}],
            "owner": [{"word": "R. Lindqvist", "means": "R. Lindqvist", "n": 1}],
        }

    def test_are_explained_once_for_all_files_of_their_program(self, examined, brought, at, rosa, ines):
        sheet = examined(deals_csv=DEALS).sheets.get()
        sheet.choose(
            preset="", columns={}, formats={}, stages={"Abgesagt": "lost"}, owners={"R. Lindqvist": rosa.email}
        )
        brought(by=ines, other_csv=DEALS)

        assert (Deal.objects.get().outcome, Deal.objects.get().owner) == ("lost", rosa)
        assert Loss.objects.get().holder == rosa

    def test_are_said_on_the_page(self, client, ines, rosa):
        client.force_login(ines)
        shown = send(client, deals_csv=DEALS).content.decode()
        assert "What the stage Abgesagt means" in shown
        batch = Batch.objects.get()

        client.post(reverse("intake:check", args=[batch.pk]), {"stage-0-0": "lost", "owner-0-0": rosa.email})
        client.post(reverse("intake:commit", args=[batch.pk]))

        assert Loss.objects.get().holder == rosa


class TestDaysThatNothingTellsApart:
    def test_are_asked_about_on_the_page_with_both_readings(self, client, ines):
        client.force_login(ines)
        shown = send(client, list_csv="Client,Date,Amount\nAcme,03/04/2025,5\n").content.decode()
        assert "How does this file write its days?" in shown
        assert "3 April 2025" in shown
        batch = Batch.objects.get()

        client.post(reverse("intake:check", args=[batch.pk]), {"order-0": "mdy"})
        client.post(reverse("intake:commit", args=[batch.pk]))

        assert str(Purchase.objects.get().bought_on) == "2025-03-04"

    def test_are_asked_about_by_the_command_which_says_how_to_answer(self, tmp_path):
        path = tmp_path / "list.csv"
        path.write_text("Client,Date,Amount\nAcme,03/04/2025,5\n")
        with pytest.raises(CommandError, match=r"Say how to read “Date” in “list.csv”.* Add --days dmy"):
            call_command("import", str(path), "--yes")
        assert Batch.objects.count() == 0

        call_command("import", str(path), "--yes", "--days", "mdy", "--currency", "gbp")

        bought = Purchase.objects.get()
        assert (str(bought.bought_on), bought.currency) == ("2025-03-04", "GBP")

    def test_are_told_by_another_column_of_the_file(self, examined):
        sheet = examined(
            list_csv="Company,Customer since,Churn date,Churned\nAcme,12/31/2020,03/04/2025,yes\n"
        ).sheets.get()

        assert "“Churn date” was read month first, as “Customer since” of the same file must be." in sheet.notes


class TestWideFiles:
    def test_let_a_meaning_be_typed_where_lists_would_make_the_page_slow(self, client, ines):
        client.force_login(ines)
        header = "Company," + ",".join(f"Custom {n}" for n in range(299))
        shown = send(client, wide_csv=header + "\nAcme" + ",x" * 299 + "\n").content.decode()
        assert len(shown) < 400_000
        assert shown.count("<select") < 20
        batch = Batch.objects.get()

        client.post(reverse("intake:check", args=[batch.pk]), {"target-0-0": "name", "target-0-7": "Country"})
        client.post(reverse("intake:commit", args=[batch.pk]))

        assert Client.objects.get().country == "x"
