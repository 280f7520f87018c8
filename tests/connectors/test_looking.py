"""What is new in a program comes in as an import: whole at first, then what changed, and once, however often we are cut off."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.connectors import fakes
from wonback.clients.models import Client, Contact, Contract, Deal, Permission, Purchase
from wonback.connectors import pulling, running
from wonback.connectors.errors import NotConnectable, NotNow, TokenRefused
from wonback.connectors.models import Connector, Pull, Sync
from wonback.connectors.sources import SOURCES
from wonback.connectors.talking import Line, own_address
from wonback.losses.models import Loss


class Killed(BaseException):
    """As if the power went."""


class TestTheFirstLook:
    def test_waits_to_be_looked_at_and_then_comes_in(self, hubspot, connected, looked, adam, noon):
        sync = looked(connected("hubspot"), bring_in=False)

        assert (sync.state, sync.batch.state, Client.objects.count()) == ("done", "checked", 0)
        assert [sheet.preset for sheet in sync.batch.sheets.order_by("place")] == [
            "hubspot-companies",
            "hubspot-contacts",
            "hubspot-deals",
        ]
        sync.batch.commit(by=adam, at=noon)
        assert sorted(Client.objects.values_list("name", flat=True)) == ["Acme", "Berrick", "Colder"]
        assert Client.objects.get(name="Acme").owner.name == "Rosa Lindqvist"
        assert Contact.objects.get(name="Ann Ashe").client.name == "Acme"
        assert Loss.objects.filter(kind="deal").count() == 3
        deal = Deal.objects.get(external_id="21")
        assert (deal.client.name, deal.stage, deal.outcome, deal.amount) == (
            "Acme",
            "Closed lost",
            "lost",
            Decimal(21_000),
        )

    def test_can_be_taken_back_whole(self, hubspot, connected, looked, adam, noon):
        sync = looked(connected("hubspot"))
        sync.batch.undo(by=adam, at=noon)

        assert Client.objects.count() == Deal.objects.count() == Loss.objects.count() == 0

    def test_of_salesforce(self, salesforce, connected, looked):
        looked(connected("salesforce"))
        deal = Deal.objects.get()

        assert Client.objects.count() == 3
        assert (deal.client.name, deal.amount, deal.owner.name) == ("Account 1", Decimal("12500.50"), "Rosa Lindqvist")
        assert Loss.objects.get().reason.key == "price"
        assert Permission.objects.get().answer == "refused"

    def test_of_pipedrive(self, pipedrive, connected, looked):
        looked(connected("pipedrive"))
        deal = Deal.objects.get()

        assert Client.objects.count() == 3
        assert (deal.client.name, deal.stage, deal.outcome, deal.amount) == (
            "Org 1",
            "Negotiation",
            "lost",
            Decimal(9_000),
        )
        assert Contact.objects.get().email == "ann@org.example"

    def test_of_stripe(self, stripe, connected, looked):
        looked(connected("stripe"))

        assert sorted(Client.objects.values_list("name", flat=True)) == ["Shop 1", "Shop 2", "Shop 3"]
        assert sorted(Purchase.objects.values_list("amount", flat=True)) == [
            Decimal(n) for n in ("123.45", "246.90", "370.35")
        ]

    def test_of_subscriptions_of_stripe(self, stripe, connected, looked):
        """Also of those that have ended: what they bring a year, of all their items, and in a currency without cents."""
        sync = looked(connected("stripe"))
        told = {
            one.external_id: (one.name, one.amount_per_year and str(one.amount_per_year), one.currency, str(one.until))
            for one in Contract.objects.all()
        }
        loss = Loss.objects.get()

        assert told == {
            "sub_1": ("Shelf 1", "1239.00", "EUR", "None"),
            "sub_2": ("Shelf 1", "480.00", "EUR", "2025-11-01"),
            "sub_3": ("Shelf 1", "120000.00", "JPY", "2027-01-01"),
            "sub_4": ("Shelf 1", None, "EUR", "None"),
        }
        assert (loss.client.name, loss.reason.key, loss.voice, str(loss.worth)) == (
            "Shop 2",
            "price",
            "client",
            "480.00",
        )
        assert loss.causes.get().words == "Ours is cheaper"
        assert loss.more == {"How it ended": "cancellation_requested"}
        assert Client.objects.get(name="Shop 3").standing == "active"
        assert "never began" in str([sheet.first_refused for sheet in sync.batch.sheets.all()])

    def test_is_not_begun_beside_another_one(self, hubspot, connected, looked, adam, noon):
        connector = connected("hubspot")
        looked(connector, bring_in=False)

        with pytest.raises(NotNow, match="Look at what came from HubSpot first"):
            Sync.begin(connector, by=adam, at=noon)

    def test_that_finds_nothing_leaves_no_import(self, stand_in, connected, looked):
        stand_in("hubspot", fakes.HubSpot())

        assert looked(connected("hubspot")).batch is None


class TestLaterLooks:
    def test_fetch_what_changed_and_let_it_in_by_themselves(self, hubspot, connected, looked, noon):
        connector = connected("hubspot")
        looked(connector)
        hubspot.asked.clear()
        hubspot.add(
            "deals",
            26,
            "2026-11-20T09:00:00.000Z",
            2,
            dealname="New",
            dealstage="closedlost",
            hs_is_closed_lost="true",
            closedate="2026-11-19T00:00:00Z",
        )

        assert [told for _one, told in running.look_at_all(clock=lambda: noon)] == [
            f"4 records came, as import {connector.newest.batch.pk}: brought in."
        ]
        assert Deal.objects.get(external_id="26").client.name == "Berrick"
        asked = [(path, told.get("archived")) for _method, path, told in hubspot.asked if "/objects/" in path]
        assert {path for path, archived in asked if not archived} == {
            f"/crm/v3/objects/{kind}/search" for kind in ("companies", "contacts", "deals")
        }
        # Each kind tells its newest record again, and nothing of it changes.
        totals = connector.newest.batch.totals()
        assert (totals["client"]["new"], totals["deal"]["new"], totals["deal"]["unchanged"]) == (0, 1, 1)

    @pytest.mark.parametrize("name", ["salesforce", "pipedrive", "stripe"])
    def test_bring_nothing_twice(self, name, request, connected, looked):
        request.getfixturevalue(name)
        connector = connected(name)
        looked(connector)
        kinds = (Client, Contact, Contract, Deal, Purchase, Loss)
        before = [model.objects.count() for model in kinds]

        second = looked(connector)

        assert [model.objects.count() for model in kinds] == before
        assert second.rows < connector.syncs.order_by("pk")[0].rows or name == "stripe"

    def test_ask_again_for_what_was_taken_back(self, hubspot, connected, looked, adam, noon):
        connector = connected("hubspot")
        first = looked(connector)
        looked(connector)
        first.batch.undo(by=adam, at=noon)

        again = looked(connector)

        assert again.rows == 10
        assert Client.objects.count() == 3

    def test_of_more_than_a_search_gives_begin_another_search(self, hubspot, connected, looked, monkeypatch):
        connector = connected("hubspot")
        looked(connector)
        hubspot.window = 4
        for kind in SOURCES["hubspot"].kinds:
            monkeypatch.setitem(kind.__dict__, "window", 4)
        for number in range(30, 39):
            hubspot.add("companies", number, f"2026-11-20T09:{number}:00.000Z", name=f"Late {number}")

        looked(connector)

        assert Client.objects.filter(name__startswith="Late").count() == 9


class TestWhenItIsCutOff:
    @pytest.mark.parametrize("pages", range(6))
    def test_it_goes_on_at_the_page_it_was_at(self, pages, hubspot, connected, adam, noon, monkeypatch):
        """Killed after a page was written to the file, before the cursor was kept."""
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        keep, left = Pull.save, [pages]

        def save(self, *told, **facts):
            if not self._state.adding and not left[0]:
                raise Killed
            left[0] -= not self._state.adding
            return keep(self, *told, **facts)

        with monkeypatch.context() as cut:
            cut.setattr(Pull, "save", save)
            with pytest.raises(Killed):
                sync.work(now=noon)
        asked = len(hubspot.asked)

        assert running.recover() == ["Going on with HubSpot where it was cut off."]
        sync.refresh_from_db()
        sync.batch.commit(by=adam, at=noon)
        assert (sync.rows, Client.objects.count(), Contact.objects.count(), Deal.objects.count()) == (10, 3, 2, 5)
        # Only the page that was cut off, and those after it, were asked for: with the look-ups and the three bins, twelve in all.
        assert len(hubspot.asked) - asked == 2 + 6 + 3 - pages

    def test_between_the_files_and_the_import(self, hubspot, connected, adam, noon, monkeypatch):
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        with monkeypatch.context() as cut:
            cut.setattr("wonback.intake.models.Batch.examine", lambda self, **told: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                sync.work(now=noon)

        running.recover()

        sync.refresh_from_db()
        assert (sync.state, sync.batch.state, sync.batch.totals()["client"]["new"]) == ("done", "checked", 3)

    def test_a_cursor_they_forgot_begins_the_list_again(self, hubspot, salesforce, connected, looked):
        for program, name in ((hubspot, "hubspot"), (salesforce, "salesforce")):
            program.forget_cursors = True
            sync = looked(connected(name))
            assert sync.problem == ""
        assert (
            Client.objects.filter(source="hubspot").count() == Client.objects.filter(source="salesforce").count() == 3
        )

    def test_a_person_stops_it(self, hubspot, connected, adam, noon, monkeypatch):
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        monkeypatch.setattr(pulling.Puller, "_keep", lambda self, answer: Sync.objects.get(pk=sync.pk).stop(by=adam))
        sync.work(now=noon)

        assert (sync.state, sync.batch) == ("stopped", None)


class TestWhenTheProgramIsTired:
    def test_it_waits_as_long_as_it_is_told(self, hubspot, connected, looked, monkeypatch):
        connector, waited = connected("hubspot"), []
        monkeypatch.setattr(Line.__init__, "__kwdefaults__", {"pause": waited.append})
        hubspot.trouble = [(429, {"Retry-After": "3"}, {}), (503, {}, {}), (502, {"Retry-After": "0"}, {})]

        assert looked(connector).problem == ""
        assert waited == [3.0, 0.0, 0.0]

    def test_a_long_wait_is_left_to_the_timetable(self, hubspot, connected, adam, noon):
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        hubspot.trouble = [(429, {"Retry-After": "3600"}, {})]
        sync.work(now=noon)
        assert (sync.state, sync.go_on_at) == ("later", noon + timedelta(hours=1))

        assert running.go_on(clock=lambda: noon + timedelta(minutes=59)) == 0
        assert running.go_on(clock=lambda: noon + timedelta(hours=1)) == 1
        sync.refresh_from_db()
        assert sync.state == "done"

    def test_too_many_questions_today_is_no_wrong_token(self, salesforce, connected, adam, noon):
        sync = Sync.begin(connected("salesforce"), by=adam, at=noon)
        salesforce.trouble = [(403, {}, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "Daily limit"}])] * 5
        sync.work(now=noon)

        assert (sync.state, sync.problem) == ("later", "Salesforce asks us to wait (403); it goes on by itself.")

    def test_one_that_never_answers_is_named(self, hubspot, connected, adam, noon, settings):
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        settings.CONNECTORS_AT = {"hubspot": "http://127.0.0.1:9"}
        sync.work(now=noon)

        assert (sync.state, sync.problem) == ("failed", "Try again later: HubSpot does not answer (ConnectError).")


class TestTheToken:
    def test_is_tried_before_it_is_kept(self, hubspot, adam, noon):
        with pytest.raises(TokenRefused, match="Make a new token in HubSpot and put it in"):
            Connector.connect("hubspot", "wrong", by=adam, at=noon)
        assert not Connector.objects.exists()

    def test_that_is_no_longer_taken_is_told(self, hubspot, connected, adam, noon):
        sync = Sync.begin(connected("hubspot"), by=adam, at=noon)
        hubspot.token = "another"
        sync.work(now=noon)

        assert sync.state == "failed"
        assert sync.problem.startswith("Make a new token in HubSpot and put it in: this one is not accepted")

    def test_that_may_not_read_everything_is_told(self, hubspot, connected, adam, noon):
        connector = connected("hubspot")
        hubspot.trouble = [(403, {}, {"message": "Missing scope crm.objects.deals.read"})]

        with pytest.raises(TokenRefused, match=r"Let the token read this in HubSpot.*Missing scope"):
            connector.try_token()

    @pytest.mark.parametrize("typed", ["", "two words", "Ünïcode", "line\nbreak: x"])
    def test_that_is_none_is_refused(self, typed, adam, noon):
        with pytest.raises(NotConnectable, match="Paste the token"):
            Connector.connect("hubspot", typed, by=adam, at=noon)

    def test_is_forgotten_when_disconnected(self, hubspot, connected, looked, adam, noon):
        connector = connected("hubspot")
        looked(connector)
        connector.disconnect(by=adam)

        assert connector.secret == ""
        assert Client.objects.count() == 3
        with pytest.raises(NotConnectable, match="Put in a token first"):
            Sync.begin(connector, by=adam, at=noon)


class TestItSpeaksToNobodyElse:
    @pytest.mark.parametrize(
        "address",
        [
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com.evil.example",
            "https://evil.example/.salesforce.com",
            "https://user@acme.my.salesforce.com",
            "https://acme.my.salesforce.com:8443",
            "https://169.254.169.254",
            "https://salesforce.com",
            "file:///etc/passwd",
            "",
        ],
    )
    def test_an_address_must_be_the_vendors_own(self, address):
        with pytest.raises(NotConnectable, match="Give the address of your Salesforce"):
            own_address(SOURCES["salesforce"], address)

    def test_others_have_one_address(self):
        assert own_address(SOURCES["salesforce"], "Acme.my.salesforce.com") == "https://acme.my.salesforce.com"
        assert [own_address(SOURCES[name], "https://evil.example") for name in ("hubspot", "pipedrive", "stripe")] == [
            "https://api.hubapi.com",
            "https://api.pipedrive.com",
            "https://api.stripe.com",
        ]

    def test_no_answer_leads_elsewhere(self, salesforce, stand_in, connected, adam, noon):
        """Neither a path in an answer that is an address, nor a redirect."""
        elsewhere = stand_in("elsewhere", fakes.Salesforce())
        connector = connected("salesforce")
        for trouble in (
            [(200, {}, {"done": False, "records": [], "nextRecordsUrl": "http://127.0.0.1:1/x"})],
            [(200, {}, {"done": False, "records": [], "nextRecordsUrl": "//127.0.0.1:1/x"})],
            [(302, {"Location": "http://127.0.0.1:1/x"}, {})],
        ):
            salesforce.trouble = list(trouble)
            sync = Sync.begin(connector, by=adam, at=noon)
            sync.work(now=noon)
            assert sync.state == "failed"
        assert elsewhere.asked == []
