"""Columns of a company's own: competitors find their losses, and what has no place is kept, unless somebody leaves it out."""

import pytest

from wonback.care.models import Competitor, Sighting
from wonback.clients.models import Client, Contact, Contract, Deal, Purchase
from wonback.duplicates.models import Merge
from wonback.intake.records import CALLED
from wonback.intake.targets import LABELS
from wonback.losses.models import Loss
from wonback.renewals.models import Renewal
from wonback.renewals.tasks import find_renewals

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


class TestContractsAndThoseWhoLeft:
    """What their files say besides stays with the contract and with the loss, as it does with deals."""

    TERMS = "Contract ID,Client,Contract,Start date,End date,Annual amount,Seats,Price list\n7,Acme,Supply,2026-01-01,2026-12-31,1200,40,\n8,Acme,Film,2024-01-01,2024-12-31,600,,2024\n"
    LEFT = "Event ID,Client,Churn date,Reason code,Refund,Handed over by\nC-1,Beta,2025-03-14,pricing,4.03,Rosa\n"

    @pytest.fixture
    def both(self, brought):
        return brought(terms_csv=self.TERMS, left_csv=self.LEFT)

    def test_are_kept_and_shown_where_one_looks_at_them(self, both, client, rosa, today):
        find_renewals(as_of=today)
        Client.objects.update(owner=rosa)
        loss = Loss.objects.get()
        Loss.objects.update(holder=rosa)
        client.force_login(rosa)
        of_acme, of_renewal, of_loss = (
            client.get(one.get_absolute_url()).content.decode()
            for one in (Client.objects.get(name="Acme"), Renewal.objects.get(), loss)
        )

        assert {one.name: one.more for one in Contract.objects.all()} == {
            "Supply": {"Seats": "40"},
            "Film": {"Price list": "2024"},
        }
        assert loss.more == {"Refund": "4.03", "Handed over by": "Rosa"}
        assert of_acme.count("What files say of their contracts") == 1
        assert of_acme.index(">Supply</h3>") < of_acme.index("<dd>40</dd>") < of_acme.index(">Film</h3>")
        assert "<dt>Seats</dt><dd>40</dd>" in of_renewal
        assert "<dt>Refund</dt><dd>4.03</dd>" in of_loss

    def test_are_told_to_programs(self, both, client, adam, today):
        find_renewals(as_of=today)
        client.force_login(adam)
        loss, renewal = Loss.objects.get(), Renewal.objects.get()

        assert client.get(f"/api/v1/losses/{loss.pk}").json()["besides"] == loss.more
        assert client.get(f"/api/v1/renewals/{renewal.pk}").json()["besides"] == {"Seats": "40"}

    def test_grow_by_another_file_and_are_again_what_they_were_without_it(self, both, brought, at):
        said = [*Contract.objects.order_by("pk").values_list("more", flat=True), Loss.objects.get().more]
        later = brought(
            terms_csv="Contract ID,Client,Start date,Seats,Colour\n7,Acme,2026-01-01,45,red\n",
            left_csv=self.LEFT.replace("Refund", "Paid back"),
        )
        told = {
            row["kind"]: row["what"]
            for sheet in later.sheets.all()
            for row in sheet.examples
            if row["action"] == "updated"
        }

        assert Contract.objects.get(name="Supply").more == {"Seats": "45", "Colour": "red"}
        assert Loss.objects.get().more == {"Refund": "4.03", "Paid back": "4.03", "Handed over by": "Rosa"}
        assert told == {"contract": "Seats: 40 → 45; Colour: red", "loss": "Paid back: 4.03"}
        later.undo(by=None, at=at)
        assert [*Contract.objects.order_by("pk").values_list("more", flat=True), Loss.objects.get().more] == said

    def test_change_nothing_when_they_come_again(self, both, brought):
        again = brought(terms_csv=self.TERMS, left_csv=self.LEFT)

        assert [found["updated"] for found in again.totals().values()] == [0] * len(again.totals())

    def test_stay_with_what_a_person_worked_on_since(self, both, at, rosa):
        loss = Loss.objects.get()
        loss.own("We never called.", by=rosa, at=at)
        Contract.objects.filter(name="Film").update(notice_days=30)
        both.undo(by=None, at=at)

        assert (Loss.objects.get().more, Contract.objects.get().more) == (loss.more, {"Price list": "2024"})

    def test_go_along_when_clients_are_put_together(self, both, brought, ines, at):
        acme, beta = Client.objects.order_by("name")
        merge = Merge.of(acme, [beta], by=ines, at=at, choices={"standing": beta.pk})
        brought(terms_csv=self.TERMS.replace(",40,", ",41,"), left_csv=self.LEFT.replace("4.03", "5"))

        assert acme.losses.get().more["Refund"] == "5"
        merge.take_back(by=ines, at=at)
        assert beta.losses.get().more["Refund"] == "5"
        assert acme.contracts.get(name="Supply").more == {"Seats": "41"}

    def test_are_left_out_where_a_person_says_so(self, examined, at):
        batch = examined(terms_csv=self.TERMS, left_csv=self.LEFT)
        terms, left = batch.sheets.order_by("place")
        assert {
            column["header"] for sheet in (terms, left) for column in sheet.columns if column["certainty"] == "kept"
        } == {"Seats", "Price list", "Refund", "Handed over by"}
        terms.choose(preset="", columns={"Seats": "-", "Price list": "-"}, formats={})
        left.choose(preset="", columns={"Refund": "-"}, formats={})
        batch.examine(at=at)
        batch.commit(by=None, at=at)

        assert not Contract.objects.exclude(more={}).exists()
        assert Loss.objects.get().more == {"Handed over by": "Rosa"}

    def test_of_a_subscription_that_was_cancelled_stay_with_both(self, brought):
        brought(
            subs_csv="id,Customer ID,Customer Name,Status,Start (UTC),Canceled At (UTC),Ended At (UTC),Amount,Interval,region (metadata)\nsub_1,cus_1,Acme,canceled,2024-01-01,2025-02-01,2025-03-01,10.00,month,North\n"
        )

        assert Contract.objects.get().more == Loss.objects.get().more == {"region (metadata)": "North"}


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
