"""Files brought in again after a merge, and imports taken back whose rows were put together."""

import io

import pytest

from wonback.clients.models import Client, Contact, Deal
from wonback.duplicates.models import Merge
from wonback.intake.models import Batch
from wonback.intake.parts import Part

pytestmark = pytest.mark.django_db
COMPANIES = "Record ID,Company name,Company Domain Name,Phone Number,City,Country/Region\n"
PEOPLE = "Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs,Company Name\n"
TWICE = COMPANIES + "1,Acme GmbH,acme.de,+49 40 1234567,Hamburg,Germany\n2,ACME,,+49 40 7654321,Kiel,Germany\n"
DANAS = PEOPLE + "11,Dana,Weiss,dana@acme.de,Buys,1,Acme GmbH\n12,Dana,Weiss,dana@acme.de,Head of buying,2,ACME\n"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def bring(noon):
    def brought(by=None, **files):
        found = [(f"{name}.csv", io.BytesIO(body.encode())) for name, body in files.items()]
        batch = Batch.drop(found, by=by, at=noon)
        batch.examine(at=noon)
        batch.commit(by=by, at=noon)
        return batch

    return brought


@pytest.fixture
def batch(bring, ines):
    return bring(by=ines, companies=TWICE, people=DANAS)


@pytest.fixture
def merged(batch, ines, noon):
    first, second = Client.objects.order_by("external_id")
    return Merge.of(first, [second], by=ines, at=noon, choices={"phone": second.pk})


class TestTheDryRun:
    def test_says_who_seems_to_be_written_down_twice_and_joins_nobody(self, noon, rosa, ines, bring):
        Client.add(by=rosa, at=noon, since=None, name="Akme Logistik GmbH", domain="akme.de", owner=rosa)

        batch = bring(by=ines, companies=COMPANIES + "1,Acme Logistik,akme.de,,,\n2,Borvo,,,,\n")

        (note,) = [note for note in batch.sheets.get().notes if "twice" in note]
        assert note.startswith(
            "1 new client seems to be written down twice: “Acme Logistik” / “Akme Logistik GmbH” (same domain akme.de;"
        )
        assert Client.objects.count() == 3


class TestTheSameFilesAgain:
    def test_change_nothing_and_make_nobody_anew(self, merged, bring, ines):
        again = bring(by=ines, companies=TWICE, people=DANAS)

        assert Client.objects.get().phone == "+49 40 7654321"
        assert Contact.objects.get().title == "Buys"
        assert {kind: counts["new"] for kind, counts in again.totals().items()} == {"client": 0, "contact": 0}
        assert {counts["updated"] for counts in again.totals().values()} == {0}

    def test_go_on_to_say_what_was_believed_of_either(self, merged, bring, ines):
        bring(
            by=ines, companies=TWICE.replace("7654321", "999").replace("Acme GmbH", "Acme AG").replace("ACME", "ACMEE")
        )

        acme = Client.objects.get()
        assert (acme.phone, acme.name) == ("+49 40 999", "Acme AG")

    def test_leave_a_no_a_no(self, merged, bring, ines, noon, today):
        dana = Contact.objects.get()
        dana.permissions.create(client=dana.client, answer="refused", words="Stop.", given_at=noon)

        bring(by=ines, companies=TWICE, people=DANAS)

        assert not Contact.objects.get().may_be_reached(channel="mail", as_of=today)

    def test_find_a_name_that_is_no_more(self, merged, bring, ines, rosa, noon):
        old = Client.add(by=rosa, at=noon, since=None, name="Kontor Acht", owner=rosa)
        Merge.of(Client.objects.get(external_id="1"), [old], by=ines, at=noon)

        bring(by=ines, deals="Deal Name,Amount,Deal Stage,Company Name\nRacks,100,Closed Won,Kontor Acht\n")

        assert Client.objects.get().deals.get().name == "Racks"

    def test_after_taking_it_back_are_two_again(self, merged, bring, ines, noon):
        merged.take_back(by=ines, at=noon)

        bring(by=ines, companies=TWICE, people=DANAS)

        assert {client.phone for client in Client.objects.all()} == {"+49 40 1234567", "+49 40 7654321"}
        assert Contact.objects.count() == 2


class TestTakingTheImportBack:
    def test_keeps_what_was_put_together_and_says_so(self, merged, batch, ines, noon):
        batch.undo(by=ines, at=noon)

        assert batch.outcome["merged"] >= 2
        assert Client.objects.get() == merged.survivor

    def test_tells_what_moved_along_from_what_a_person_changed(self, bring, ines, noon):
        people = PEOPLE.strip() + ",Unsubscribed from all email\n"
        people += "11,Dana,Weiss,dana@acme.de,,1,Acme GmbH,\n12,Dana,Weiss,dana@acme.de,,2,ACME,true\n"
        deals = "Record ID,Deal Name,Amount,Deal Stage,Associated Company IDs\n21,Racks,1,Closed Won,2\n22,Doors,2,Closed Won,2\n"
        batch = bring(by=ines, companies=TWICE, people=people, deals=deals)
        first, second = Client.objects.order_by("external_id")
        Merge.of(first, [second], by=ines, at=noon)
        Deal.objects.filter(name="Doors").update(amount=3)

        batch.undo(by=ines, at=noon, part=Part(kind="deal"))
        assert (batch.taken[-1]["outcome"]["merged"], batch.taken[-1]["outcome"]["edited"]) == (1, 1)
        # Of the no, both the client and the person are part of another by now.
        batch.undo(by=ines, at=noon, part=Part(kind="permission"))
        assert batch.taken[-1]["outcome"]["merged"] == 1
        assert not Contact.objects.get().may_be_reached(channel="mail", as_of=noon.date())

    def test_works_once_the_merge_is_taken_back(self, merged, batch, ines, noon):
        merged.take_back(by=ines, at=noon)

        batch.undo(by=ines, at=noon)

        assert batch.outcome["merged"] == 0
