from datetime import date
from decimal import Decimal

import pytest

from tests.cast import add_client
from tests.intake.files import ACCOUNTS, MAVEN, PIPELINE, PRODUCTS, RETAIL, TEAMS
from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contract, Deal, Permission, Purchase
from wonback.core.errors import Refusal
from wonback.intake.models import Batch
from wonback.losses.models import Cause, Loss
from wonback.team.models import NotAllowed, User


class TestMaven:
    def test_files_are_taken_up_in_the_order_they_need(self, brought):
        batch = brought(**MAVEN)

        assert {kind: found["new"] for kind, found in batch.totals().items()} == {
            "team": 2, "person": 6, "product": 2, "client": 2, "deal": 5, "loss": 2,
        }  # fmt: skip

    def test_a_product_in_another_spelling_is_the_same(self, brought):
        brought(**MAVEN)

        assert set(Deal.objects.values_list("product__name", flat=True)) == {"GTX Pro", "MG Special"}

    def test_a_lost_deal_is_a_loss_worth_the_list_price_as_an_estimate(self, brought):
        brought(**MAVEN)
        loss = Loss.objects.get(deal__external_id="Z063OYW0")

        assert (loss.worth, loss.worth_known, loss.reason.key) == (Decimal("4821.00"), "estimated", "not-asked")
        assert (loss.client.name, loss.lost_on) == ("Isdom", date(2017, 3, 11))
        assert loss.holder.name == loss.owner_then.name == "Darcel Schlecht"
        assert loss.causes.get().voice == "rep"
        assert loss.rank > 1

    def test_deals_without_client_are_kept(self, brought):
        brought(**MAVEN)

        assert Deal.objects.filter(client=None).count() == 2

    def test_a_lost_deal_without_client_is_a_loss_of_nobody_by_name(self, brought):
        brought(pipeline_csv=PIPELINE.replace(",Isdom,Lost", ",,Lost"))

        assert Loss.objects.get(deal__external_id="Z063OYW0").client.name == "Not named (deal Z063OYW0)"
        assert Deal.objects.get(external_id="Z063OYW0").client is None

    def test_agents_report_to_leads_in_their_office(self, brought):
        brought(**MAVEN)
        agent = User.objects.get(name="Moses Frase")

        assert (agent.team.name, agent.reports_to.name, agent.reports_to.role) == (
            "Central",
            "Dustin Brinkmann",
            "lead",
        )
        assert not agent.has_usable_password()

    def test_clients_know_their_parent_and_keep_what_we_have_no_place_for(self, brought):
        brought(**MAVEN)
        isdom = Client.objects.get(name="Isdom")

        assert isdom.parent.name == "Cancity"
        assert isdom.more == {"year_established": "1999", "revenue": "251.41"}
        assert Client.objects.get(name="Cancity").industry == "technolgy"

    def test_one_file_at_a_time_gives_the_same_clients_as_all_together(self, brought):
        for name, body in (("t_csv", TEAMS), ("p_csv", PRODUCTS), ("a_csv", ACCOUNTS), ("d_csv", PIPELINE)):
            brought(**{name: body})

        cancity = Client.objects.get(name="Cancity")
        assert Client.objects.count() == 2
        assert cancity.owner.name == "Darcel Schlecht"
        assert cancity.spells.get().started_on == date(2017, 3, 1)
        assert Loss.objects.filter(worth_known="estimated").count() == 2


class TestRetail:
    def test_lines_become_one_purchase_for_each_invoice(self, brought):
        brought(retail_csv=RETAIL)
        purchase = Purchase.objects.get(reference="536365")

        assert (purchase.amount, purchase.lines, purchase.bought_on) == (Decimal("35.64"), 2, date(2010, 12, 1))
        assert purchase.client.name == "Client 17850"
        assert purchase.client.country == "United Kingdom"

    def test_a_cancellation_lowers_the_sum(self, brought):
        brought(retail_csv=RETAIL)

        assert Purchase.objects.get(reference="C536379").amount == Decimal("-5.50")

    def test_lines_of_one_invoice_may_lie_far_apart(self, brought, monkeypatch):
        monkeypatch.setattr("wonback.intake.invoices.AT_ONCE", 1)
        lines = RETAIL.splitlines(keepends=True)

        brought(retail_csv="".join([lines[0], lines[1], lines[3], lines[4], lines[2]]))

        assert Purchase.objects.get(reference="536365").amount == Decimal("35.64")
        assert Purchase.objects.get(reference="536365").lines == 2

    def test_counts_the_clients_it_meets_again(self, brought):
        brought(retail_csv=RETAIL)
        again = brought(retail_csv=RETAIL)

        found = again.sheets.get().counts["client"]
        assert found == {"new": 0, "updated": 0, "unchanged": Client.objects.count(), "refused": 0}

    def test_clients_began_with_their_first_purchase(self, brought):
        brought(retail_csv=RETAIL)

        assert Client.objects.get(external_id="17850").spells.get().started_on == date(2010, 12, 1)


class TestAmounts:
    def test_are_read_by_the_mark_of_their_column(self, brought):
        brought(
            list_csv="Kunde;Datum;Betrag\nAcme;31.01.2026;1.234,56 €\nAcme;01.02.2026;-12,00 €\nAcme;02.02.2026;$7,50\n"
        )

        assert list(Purchase.objects.order_by("bought_on").values_list("amount", "currency")) == [
            (Decimal("1234.56"), "EUR"),
            (Decimal("-12.00"), "EUR"),
            (Decimal("7.50"), "USD"),
        ]

    def test_the_last_day_of_a_contract_is_kept_as_the_first_day_without_it(self, brought):
        brought(
            list_csv="Client,Contract number,Start date,End date,Monthly amount\nAcme,1,2025-01-01,2025-12-31,100\n"
        )
        contract = Contract.objects.get()

        assert (contract.until, contract.amount_per_year) == (date(2026, 1, 1), Decimal("1200.00"))


class TestAfterwards:
    def test_the_most_valuable_come_first_and_the_rest_is_spread(self, brought, at):
        rows = "".join(f"Client {n},2026-01-01,{n}\n" for n in range(1, 101))
        brought(list_csv=f"Client,Date,Amount\n{rows}")

        first = Client.objects.order_by("touch_by", "tier").first()
        days = {(due - at.date()).days for due in Client.objects.filter(tier="C").values_list("touch_by", flat=True)}
        assert (first.name, first.tier, first.touch_by) == ("Client 100", "A", at.date())
        assert Client.objects.filter(tier="A").count() == 20
        assert (min(days), max(days)) == (0, 88)

    def test_whoever_never_bought_is_no_client_yet(self, brought):
        brought(**MAVEN | {"sales_pipeline_csv": PIPELINE.replace(",Won,", ",Engaging,")})

        assert set(Client.objects.values_list("standing", "touch_by")) == {("prospect", None)}

    def test_new_clients_are_found_by_their_names_and_have_a_story(self, brought, ines):
        brought(by=ines, accounts_csv=ACCOUNTS)
        found = Client.objects.search("cancit").get()

        assert [str(entry) for entry in found.timeline.all()] == ["Ines Okafor brought in Cancity from “accounts.csv”."]

    def test_a_refusal_binds_from_the_file_on(self, brought):
        brought(list_csv="Company,Name,Email,Do not contact\nAcme,Dana,d@acme.de,yes\n")

        assert Permission.objects.get().answer == "refused"

    def test_a_client_who_left_is_a_loss(self, brought):
        brought(list_csv="Company,Status,Churn date,Churn reason\nAcme,former,2025-05-01,Too expensive\n")
        acme = Client.objects.get()

        assert (acme.standing, acme.spells.get().ended_on) == ("lost", date(2025, 5, 1))
        assert (acme.losses.get().kind, acme.losses.get().reason.key, acme.losses.get().worth) == (
            "client",
            "price",
            None,
        )


class TestWhoIsWho:
    def test_an_owner_never_becomes_the_client(self, examined):
        sheet = examined(list_csv="Company,Account Owner,Parent Account\nAcme,Rosa,Umbrella\n").sheets.get()

        with pytest.raises(Refusal, match="“Account Owner” tells about somebody else"):
            sheet.choose(preset="", columns={"Account Owner": "name"}, formats={})

    def test_two_ids_of_one_source_are_two_clients(self, brought):
        brought(list_csv="Record ID,Company name\n1,Acme\n2,Acme\n")

        assert Client.objects.filter(name="Acme").count() == 2

    def test_another_program_may_fill_what_is_empty_and_nothing_else(self, brought):
        brought(list_csv="Record ID,Company name,Country/Region,Industry\n1,Acme,France,\n")
        brought(orgs_csv="Organization - Name,Organization - Owner,Organization - Website\nACME Inc,,acme.com\n")
        acme = Client.objects.get()

        assert (acme.name, acme.country, acme.domain, acme.source) == ("Acme", "France", "acme.com", "hubspot")

    def test_its_own_program_may_correct_it(self, brought):
        brought(list_csv="Record ID,Company name,Country/Region\n1,Acme,France\n")
        batch = brought(list_csv="Record ID,Company name,Country/Region\n1,Acme Europe,\n")
        acme = Client.objects.get()

        assert batch.totals()["client"]["updated"] == 1
        assert (acme.name, acme.name_key, acme.country) == ("Acme Europe", "acmeeurope", "France")
        assert Client.objects.search("europe").get() == acme

    def test_a_name_seen_first_in_a_deal_gets_its_id_later(self, brought):
        brought(deals_csv="Record ID,Deal Name,Deal Stage,Associated Company\n9,Roof,closed won,Acme\n")
        brought(companies_csv="Record ID,Company name\n1,Acme\n")

        assert Client.objects.get().external_id == "1"


IBM = {
    "Attitude of support person": "people", "Competitor offered higher download speeds": "competitor",
    "Competitor offered more data": "competitor", "Don't know": "not-asked", "Competitor made better offer": "competitor",
    "Attitude of service provider": "people", "Competitor had better devices": "competitor", "Network reliability": "quality",
    "Product dissatisfaction": "product-gap", "Price too high": "price", "Service dissatisfaction": "service",
    "Lack of self-service on Website": "service", "Extra data charges": "price", "Moved": "territory",
    "Limited range of services": "product-gap", "Lack of affordable download/upload speed": "price",
    "Long distance charges": "price", "Poor expertise of phone support": "people", "Poor expertise of online support": "people",
    "Deceased": "merged-or-closed",
}  # fmt: skip


class TestReasons:
    def test_of_a_telephone_company_all_find_their_place_and_keep_their_words(self, brought):
        rows = "".join(f"{number},Yes,{reason}\n" for number, reason in enumerate(IBM))
        brought(list_csv="CustomerID,Churn Label,Churn Reason\n" + rows)

        assert dict(Cause.objects.values_list("words", "reason__key")) == IBM


class TestSteps:
    def test_nothing_is_written_before_somebody_says_so(self, examined, rows_of_the_domain):
        before = rows_of_the_domain()
        examined(**MAVEN)

        assert rows_of_the_domain() == before

    def test_what_somebody_writes_between_looking_and_bringing_in_counts(self, examined, rosa, noon, at):
        batch = examined(**MAVEN)
        there = add_client("Cancity", by=rosa, at=noon)

        batch.commit(by=None, at=at)

        assert Client.objects.get(name="Cancity") == there

    def test_an_import_happens_once(self, brought, at):
        batch = brought(**MAVEN)

        with pytest.raises(Refusal, match="not ready, or already under way"):
            batch.commit(by=None, at=at)

    def test_a_rep_may_not_import(self, examined, rosa, at):
        batch = examined(accounts_csv=ACCOUNTS)

        with pytest.raises(NotAllowed):
            batch.commit(by=rosa, at=at)

    def test_a_stopped_import_cannot_be_brought_in(self, examined, at):
        batch = examined(accounts_csv=ACCOUNTS)
        batch.stop()

        with pytest.raises(Refusal):
            batch.commit(by=None, at=at)
        assert Client.objects.count() == 0

    def test_another_meaning_of_a_column_counts_at_the_next_reading(self, examined, at):
        batch = examined(list_csv="Company,Where from\nAcme,France\n")
        batch.sheets.get().choose(preset="", columns={"Where from": "country"}, formats={})
        batch.examine(at=at)
        batch.commit(by=None, at=at)

        assert Client.objects.get().country == "France"

    def test_days_that_nothing_tells_apart_are_read_as_the_person_says(self, drop, at):
        batch = drop(list_csv="Client,Date,Amount\nAcme,03/04/2025,5\n")
        with pytest.raises(Refusal, match="Say how to read “Date”"):
            batch.examine(at=at)
        batch.sheets.get().choose(preset="", columns={}, formats={"Date": "mdy"})
        batch.examine(at=at)
        batch.commit(by=None, at=at)

        assert Purchase.objects.get().bought_on == date(2025, 3, 4)

    def test_a_refused_file_keeps_the_row_and_its_reason(self, examined):
        batch = examined(list_csv="Client,Date,Amount\nAcme,31/02/2017,5\nAcme,01/02/2017,5\n")
        kept = batch.sheets.get().refused_path.read_text("utf-8-sig").splitlines()

        assert kept == [
            "Client,Date,Amount,Why refused,Line in file",
            "Acme,31/02/2017,5,Date: There is no day 31/02/2017.,2",
        ]

    def test_a_mended_file_can_be_dropped_again(self, brought):
        brought(
            list_csv="Client,Date,Amount,Why refused,Line in file\nAcme,28/02/2017,5,Date: There is no day 31/02/2017.,2\n"
        )

        assert Purchase.objects.get().bought_on == date(2017, 2, 28)


class TestUndo:
    def test_gives_changed_rows_their_earlier_values(self, brought, rows_of_the_domain, at):
        brought(list_csv="Record ID,Company name,Country/Region\n1,Acme,France\n")
        before = rows_of_the_domain()
        batch = brought(list_csv="Record ID,Company name,Country/Region\n1,Acme Europe,Italy\n")

        batch.undo(by=None, at=at)

        after = rows_of_the_domain()
        words = [{row["word"] for row in rows.pop("clients.Word")} for rows in (before, after)]
        assert after == before
        assert words[0] == words[1]

    def test_keeps_what_a_person_changed_since(self, brought, at):
        batch = brought(list_csv="Company,Country\nAcme,France\nBeta,Italy\n")
        Client.objects.filter(name="Acme").update(country="Spain")

        batch.undo(by=None, at=at)

        assert list(Client.objects.values_list("name", "country")) == [("Acme", "Spain")]
        assert batch.outcome["edited"] == 1
        assert Client.objects.search("acme").exists()
        assert Client.objects.get().spells.exists()

    def test_keeps_what_a_person_has_worked_on(self, brought, at, noon, rosa):
        batch = brought(**MAVEN)
        Touch.log(Client.objects.get(name="Cancity"), Note(line="Hello"), by=rosa, at=noon)

        batch.undo(by=None, at=at)

        assert list(Client.objects.values_list("name", flat=True)) == ["Cancity"]
        assert Deal.objects.count() == Loss.objects.count() == 0

    def test_keeps_clients_of_a_later_import(self, brought, at):
        first = brought(accounts_csv=ACCOUNTS)
        brought(pipeline_csv=PIPELINE)

        first.undo(by=None, at=at)

        assert Client.objects.count() == 2
        assert first.outcome["used"] + first.outcome["edited"] >= 2

    def test_remembers_nothing_of_what_is_as_if_it_had_never_been(self, brought, at):
        batch = brought(list_csv="Company,Country\nAcme,France\nBeta,Italy\n")
        Client.objects.filter(name="Acme").update(country="Spain")
        batch.undo(by=None, at=at)

        assert {written.kept for written in batch.written.all()} == {"edited", "used"}
        assert batch.outcome["reversed"] > 0

    def test_in_reverse_order_leaves_nothing(self, brought, at, rows_of_the_domain):
        before = rows_of_the_domain()
        batches = [brought(**{name: MAVEN[name]}) for name in ("accounts_csv", "sales_pipeline_csv", "sales_teams_csv")]

        for batch in reversed(batches):
            batch.undo(by=None, at=at)

        assert rows_of_the_domain() == before

    def test_happens_once(self, brought, at):
        batch = brought(accounts_csv=ACCOUNTS)
        batch.undo(by=None, at=at)

        with pytest.raises(Refusal, match="nothing to take back"):
            batch.undo(by=None, at=at)
        assert batch.state == Batch.State.UNDONE
