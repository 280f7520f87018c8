"""Columns of a company's own: competitors find their losses, and what has no place is kept, unless somebody leaves it out."""

import pytest

from wonback.care.models import Competitor, Sighting
from wonback.clients.models import Client, Contact, Deal, Purchase
from wonback.intake.records import CALLED
from wonback.intake.targets import LABELS
from wonback.losses.models import Loss

HEAD = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Associated Company,Lost to,Deal Type\n"
LOST = HEAD + "1,Roof,Closed lost,100,2025-05-31,Acme,Initech,New\n2,Door,Closed lost,200,2025-05-31,Acme,,\n"


class TestCompetitors:
    def test_one_is_found_however_it_is_spelled(self, brought):
        theirs = Competitor.called("Initech GmbH")
        brought(deals_csv=LOST)

        assert Loss.objects.get(deal__name="Roof").competitor == theirs
        assert Loss.objects.get(deal__name="Door").competitor is None

    def test_one_that_a_file_tells_later_fills_a_loss_on_file_and_corrects_nobody(self, brought):
        brought(deals_csv=LOST.replace("Initech", ""))
        Loss.objects.filter(deal__name="Door").update(competitor=Competitor.called("Hooli"))
        batch = brought(deals_csv=LOST.replace("Acme,,", "Acme,Initech,"))

        assert str(Loss.objects.get(deal__name="Roof").competitor) == "Initech"
        assert str(Loss.objects.get(deal__name="Door").competitor) == "Hooli"
        assert batch.totals()["loss"]["updated"] == 1

    def test_one_goes_with_the_import_that_named_it_unless_somebody_saw_it(self, brought, rosa, at):
        batch = brought(deals_csv=LOST.replace("Acme,,", "Acme,Hooli,"))
        seen = Competitor.objects.get(name="Hooli")
        Sighting.objects.create(client=Client.objects.create(name="Beta"), competitor=seen, by=rosa, seen_at=at)
        batch.undo(by=None, at=at)

        assert list(Competitor.objects.values_list("name", flat=True)) == ["Hooli"]
        assert not Loss.objects.exists()

    @pytest.mark.parametrize("said", ["None", "no competition", "Unknown", "yes", "-"])
    def test_nobody_is_no_competitor(self, brought, said):
        brought(deals_csv=LOST.replace("Initech", said))

        assert not Competitor.objects.exists()


class TestLeavingOut:
    def test_a_column_is_kept_unless_a_person_leaves_it_out(self, examined, at):
        batch = examined(deals_csv=LOST)
        sheet = batch.sheets.get()
        sheet.choose(preset="", columns={"Deal Type": "-"}, formats={})
        batch.examine(at=at)
        batch.commit(by=None, at=at)

        assert Deal.objects.get(name="Roof").more == {}
        assert [column["certainty"] for column in batch.sheets.get().columns if column["header"] == "Deal Type"] == [
            "skipped"
        ]

    def test_is_remembered_for_the_next_file_of_that_shape(self, examined, brought, at):
        first = examined(deals_csv=LOST)
        first.sheets.get().choose(preset="", columns={"Deal Type": "-"}, formats={})
        first.examine(at=at)
        first.commit(by=None, at=at)
        brought(deals_csv=LOST.replace("1,Roof", "3,Gate"))

        assert Deal.objects.get(name="Gate").more == {}

    def test_another_file_adds_to_what_is_kept_and_erases_nothing(self, brought):
        head = "Record ID,First Name,Last Name,Email,Associated Company,"
        brought(contacts_csv=head + "Birthday\n1,Dana,Roe,d@acme.example,Acme,3 May\n")
        brought(contacts_csv=head + "Shoe size\n1,Dana,Roe,d@acme.example,Acme,38\n")

        assert Contact.objects.get().more == {"Birthday": "3 May", "Shoe size": "38"}


class TestTellingTwice:
    """A bill and its payment are one purchase, whichever file comes first."""

    BILLS = "id,Amount Due,Amount Paid,Charge,Currency,Customer,Number,Paid,Paid At (UTC),Status\nin_1,100.00,100.00,ch_1,eur,cus_1,INV-1,true,2024-01-05 10:00,paid\n"
    PAID = "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID,Customer Email\nch_1,2024-01-05 10:00,100.00,30.00,eur,Paid,cus_1,a@acme.example\n"

    @pytest.mark.parametrize("files", [(BILLS, PAID), (PAID, BILLS), (PAID, BILLS, PAID, BILLS)])
    def test_gives_what_was_really_paid_under_the_number_of_the_bill(self, brought, files):
        for number, body in enumerate(files):
            brought(**{f"file{number}_csv": body})

        assert [(str(one.amount), one.reference) for one in Purchase.objects.all()] == [("70.00", "INV-1")]

    def test_overlapping_exports_count_once(self, brought):
        brought(january_csv=self.PAID, february_csv=self.PAID)

        assert [str(one.amount) for one in Purchase.objects.all()] == ["70.00"]


def test_whatever_an_import_brings_can_be_looked_through_and_taken_back_by_itself():
    """A kind that can be counted can be listed, or its page would fail."""
    assert set(LABELS) - {"partner", "leaving"} <= set(CALLED)


class TestThePage:
    def test_tells_why_many_rows_were_refused_in_few_words(self, client, examined, ines):
        rows = "".join(
            f"{n},Roof,Closed lost,{'many' if n % 3 else f'about {n}'},2025-05-31,Acme,,\n" for n in range(1, 31)
        )
        batch = examined(by=ines, deals_csv=HEAD + rows)
        client.force_login(ines)
        page = client.get(batch.get_absolute_url()).content.decode()

        assert batch.sheets.get().words["refused"] == [{"word": "Amount: “…” is not an amount.", "means": "", "n": 30}]
        assert '<span class="amount">30</span></strong> <span>Amount: “…” is not an amount.</span>' in page
        assert "Nothing in it is new: there is nothing to bring in." in page
        assert "Bring it in</button>" not in page
