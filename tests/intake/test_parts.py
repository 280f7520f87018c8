"""An import can be taken back in parts: a file, a kind, single records; what is left can be taken back later."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.intake.files import MAVEN
from wonback.clients.models import Client, Contact, Deal, Entry, Permission, Product
from wonback.intake.errors import NoSuchPart
from wonback.intake.models import Batch
from wonback.intake.parts import Part, named
from wonback.losses.models import Cause, Loss

pytestmark = pytest.mark.django_db
COMPANIES = "Record ID,Company name,Country/Region\n1,Acme,France\n2,Bolt,Italy\n3,Corp,Spain\n"
CONTACTS = "Record ID,First Name,Last Name,Email,Associated Company IDs,Unsubscribed from all email\n11,Ann,Lee,ann@acme.example,1,true\n12,Bob,Ray,bob@bolt.example,2,\n"
DEALS = (
    "Record ID,Deal Name,Deal Stage,Amount,Currency,Close Date,Associated Company IDs,Closed Lost Reason\n"
    "21,One,Closed lost,100,EUR,2026-01-31,1,Too expensive\n22,Two,Closed won,200,EUR,2026-02-28,1,\n23,Three,Closed lost,300,EUR,2026-03-31,2,No budget\n"
)
HUBSPOT = {"companies_csv": COMPANIES, "contacts_csv": CONTACTS, "deals_csv": DEALS}


@pytest.fixture
def batch(brought):
    return brought(**HUBSPOT)


def counts():
    return {model.__name__: model.objects.count() for model in (Client, Contact, Permission, Deal, Loss, Cause)}


class TestOneFile:
    def test_goes_with_all_that_came_of_it_and_nothing_else(self, batch, at):
        batch.undo(by=None, at=at, part=named(batch, file="deals.csv"))

        assert counts() == {"Client": 3, "Contact": 2, "Permission": 1, "Deal": 0, "Loss": 0, "Cause": 0}
        assert set(Entry.objects.values_list("verb", flat=True)) == {"client.brought_in"}
        assert (batch.state, batch.taken[0]["what"]) == (Batch.State.DONE, "deals.csv")

    def test_stays_where_another_file_hangs_on_it_until_that_one_went(self, batch, at):
        batch.undo(by=None, at=at, part=named(batch, file="companies.csv"))
        assert sorted(Client.objects.values_list("name", flat=True)) == ["Acme", "Bolt"]
        # Two clients, the line of the timeline of each, and the day on which the one who bought began.
        assert batch.taken[0]["outcome"]["used"] == 5

        batch.undo(by=None, at=at)

        assert counts() == dict.fromkeys(counts(), 0)
        assert batch.state == Batch.State.UNDONE
        assert batch.outcome["used"] == 0

    def test_the_last_part_ends_the_import(self, brought, at):
        batch = brought(list_csv=COMPANIES)
        batch.undo(by=None, at=at, part=Part(kind="client"))

        assert (batch.state, batch.undone_at) == (Batch.State.UNDONE, at)


class TestOneKind:
    def test_goes_with_what_cannot_be_without_it(self, batch, at):
        batch.undo(by=None, at=at, part=Part(kind="contact"))
        assert counts() == {"Client": 3, "Contact": 0, "Permission": 0, "Deal": 3, "Loss": 2, "Cause": 2}

        batch.undo(by=None, at=at, part=Part(kind="loss"))
        assert counts() == {"Client": 3, "Contact": 0, "Permission": 0, "Deal": 3, "Loss": 0, "Cause": 0}

    def test_gets_back_what_stood_there_before(self, batch, brought, at):
        changed = {"companies_csv": COMPANIES.replace("Italy", "Malta"), "deals_csv": DEALS.replace("200", "250")}
        later = brought(**changed)
        later.undo(by=None, at=at, part=named(later, file="companies.csv"))
        assert Client.objects.get(name="Bolt").country == "Italy"
        assert Deal.objects.get(name="Two").amount == 250

        later.undo(by=None, at=at)
        assert Deal.objects.get(name="Two").amount == 200

    def test_of_which_it_brought_none_is_refused(self, batch, at):
        with pytest.raises(NoSuchPart):
            batch.undo(by=None, at=at, part=Part(kind="purchase"))


class TestSingleRecords:
    def test_go_with_theirs_and_the_others_stay_to_be_taken_back(self, batch, at):
        one = Deal.objects.get(name="One")
        batch.undo(by=None, at=at, part=Part(kind="deal", keys=(one.pk,)))
        assert counts() == {"Client": 3, "Contact": 2, "Permission": 1, "Deal": 2, "Loss": 1, "Cause": 1}

        batch.undo(by=None, at=at)
        assert counts() == dict.fromkeys(counts(), 0)

    def test_of_another_import_are_not_touched(self, batch, brought, at):
        other = brought(list_csv="Record ID,Company name\n9,Other\n")
        batch.undo(by=None, at=at, part=Part(kind="client", keys=(Client.objects.get(name="Other").pk,)))

        assert Client.objects.filter(name="Other").exists()
        assert other.made.filter(kind="client").exists()

    def test_that_a_person_worked_on_stay_and_are_counted(self, batch, rosa, noon, at):
        corp = Client.objects.get(name="Corp")
        corp.correct(by=rosa, at=noon, town="Rome")
        batch.undo(by=None, at=at, part=Part(kind="client", keys=(corp.pk,)))

        assert Client.objects.filter(name="Corp").exists()
        assert batch.taken[0]["outcome"] == {"reversed": 0, "edited": 1, "used": 2, "merged": 0, "gone": 0}


def test_the_timeline_of_a_client_who_was_here_names_the_file_that_told_more(batch, brought):
    later = brought(
        more_csv=DEALS.replace("21,One", "24,Four").replace("22,Two", "25,Five"),
        companies_csv=COMPANIES.replace("Italy", "Malta"),
    )

    told = Entry.objects.filter(verb="client.brought_more").order_by("client__name", "pk")
    assert [str(entry) for entry in told] == [
        "Wonback brought in more about Acme from “more.csv”.",
        "Wonback brought in more about Bolt from “companies.csv”.",
    ]
    later.undo(by=None, at=later.at)
    assert not told.all().exists()


class TestWhatThereIsNot:
    @pytest.mark.parametrize("said", [{"file": "else.csv"}, {"kind": "deal", "file": "deals.csv"}, {"keys": (1,)}])
    def test_is_refused_with_what_there_is(self, batch, said):
        with pytest.raises(NoSuchPart):
            named(batch, **said)


class TestThePage:
    def test_offers_files_kinds_and_single_records(self, batch, client, adam):
        client.force_login(adam)
        page = client.get(batch.get_absolute_url()).content.decode()
        assert "deals.csv</option>" in page
        assert "Deals (3)" in page

        listed = client.get(reverse("intake:records", args=[batch.pk, "deal"]), {"q": "thr"}).content.decode()
        assert "Three" in listed
        assert "Two" not in listed
        three = Deal.objects.get(name="Three")
        client.post(reverse("intake:undo", args=[batch.pk]), {"part": "deal", "single": "1", "record": [three.pk]})
        assert not Deal.objects.filter(name="Three").exists()
        assert "1 of the deals" in client.get(batch.get_absolute_url()).content.decode()

    def test_asks_for_a_record_where_none_is_chosen(self, batch, client, adam):
        client.force_login(adam)
        answer = client.post(reverse("intake:undo", args=[batch.pk]), {"part": "deal", "single": "1"})
        assert answer.status_code == 422
        assert Deal.objects.count() == 3


class TestPrograms:
    def test_name_a_part_on_the_command_line(self, batch, capsys):
        call_command("undo", str(batch.pk), "--kind", "deal")
        assert "The rest of the import is still here." in capsys.readouterr().out
        assert Deal.objects.count() == 0

        call_command("undo", str(batch.pk), "--file", "contacts.csv")
        assert Contact.objects.count() == 0
        assert Client.objects.count() == 3


def test_products_of_an_import_go_when_nothing_needs_them(brought, at):
    batch = brought(**MAVEN)
    batch.undo(by=None, at=at, part=Part(kind="product"))
    assert Product.objects.count() == 2
    batch.undo(by=None, at=at, part=Part(kind="deal"))
    batch.undo(by=None, at=at, part=Part(kind="product"))
    assert Product.objects.count() == 0
