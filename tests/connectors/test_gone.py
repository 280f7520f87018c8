"""What is deleted in a program stays here, is told, and is written to no more."""

from datetime import UTC, datetime

import pytest

from tests.connectors import fakes
from wonback.clients.models import Client, Contact, Contract, Deal
from wonback.connectors import running, writing_back
from wonback.connectors.models import Gone, WrittenBack
from wonback.duplicates.models import Merge
from wonback.losses.models import Loss, Reason, Story


def delete(name, program):
    """One record of each of these kinds goes there, and one that never came here."""
    if name == "hubspot":
        program.add("deals", 77, "2026-11-19T08:00:00.000Z", dealname="Never here")
        for kind, number in (("deals", 21), ("companies", 1), ("contacts", 12), ("deals", 77)):
            program.archive(kind, number, "2026-11-20T08:00:00Z")
    elif name == "salesforce":
        never = {**program.records["Opportunity"][0], "Id": "006000000000000077"}
        program.records["Opportunity"].append(never)
        for record in (program.records["Opportunity"][0], never, program.records["Account"][1]):
            record |= {"IsDeleted": True, "SystemModstamp": "2026-11-22T08:00:00.000+0000"}
    elif name == "pipedrive":
        program.records["deals"].append({**program.records["deals"][0], "id": 77})
        for deal in program.records["deals"]:
            deal |= {"status": "deleted", "update_time": "2026-11-20T08:00:00Z"}
        program.records["organizations"][2] |= {"is_deleted": True, "update_time": "2026-11-20T08:00:00Z"}
    else:
        program.records["customers"] = program.records["customers"][1:]
        moment = int(datetime(2026, 11, 22, 8, tzinfo=UTC).timestamp())
        for number, (key, kind) in enumerate([("cus_1", "deleted"), ("cus_2", "updated"), ("cus_77", "deleted")]):
            event = {"id": f"evt_{number}", "type": f"customer.{kind}", "created": moment - number}
            program.records["events"].append({**event, "data": {"object": {"id": key}}})


GOES = {
    "hubspot": {("deals", "21"), ("companies", "1"), ("contacts", "12")},
    "salesforce": {("opportunities", "006000000000000001"), ("accounts", "001000000000000002")},
    "pipedrive": {("deals", "41"), ("organizations", "3")},
    "stripe": {("customers", "cus_1")},
}


@pytest.fixture
def gone(hubspot, connected, looked):
    """Of HubSpot, a company, a contact and a deal that are here."""
    connector = connected("hubspot")
    looked(connector)
    delete("hubspot", hubspot)
    looked(connector)
    return connector


class TestWhatIsDeletedThere:
    @pytest.mark.parametrize("name", GOES)
    def test_is_noticed_once_and_stays_here(self, name, request, connected, looked, noon):
        program, connector = request.getfixturevalue(name), connected(name)
        looked(connector)
        before = [model.objects.count() for model in (Client, Contact, Contract, Deal, Loss)]
        delete(name, program)

        said = [told for _one, told in running.look_at_all(clock=lambda: noon)]
        looked(connector)

        assert {(one.kind, one.external_id) for one in connector.gone.all()} == GOES[name]
        assert {one.gone_at.day for one in connector.gone.all()} <= {20, 22}
        assert [model.objects.count() for model in (Client, Contact, Contract, Deal, Loss)] == before
        assert said[0].endswith("gone there.")

    def test_is_gone_no_more_once_it_comes_again(self, gone, hubspot, looked):
        hubspot.bin["companies"].clear()
        hubspot.add("companies", 1, "2026-11-21T09:00:00.000Z", name="Acme")
        looked(gone)

        assert gone.gone.by_kind() == {"contacts": 1, "deals": 1}

    def test_is_asked_for_by_pages_and_from_the_last_look_on(self, salesforce, connected, looked):
        salesforce.page = 1
        connector = connected("salesforce")
        looked(connector)
        delete("salesforce", salesforce)
        looked(connector)
        asked = [told["q"] for _method, path, told in salesforce.asked if path.endswith("queryAll")]

        assert connector.gone.count() == 2
        assert ["SystemModstamp >= " in query for query in asked] == [False] * 3 + [True] * 3


class TestNothingIsWrittenBack:
    def test_to_what_is_known_to_be_gone(self, gone, hubspot, adam, noon, today):
        writing_back.switch_on(gone, by=adam, at=noon)
        writing_back.write_back(gone, as_of=today, at=noon)

        asked = {
            path.split("/")[-1] for method, path, _params in hubspot.asked if method == "PATCH" and "/deals/" in path
        }
        assert asked == {"22", "23"}

    def test_once_they_say_that_there_is_no_such_record(
        self, hubspot, connected, looked, adam, vera, noon, today, client
    ):
        """Somebody deletes it between the look and the writing."""
        connector = connected("hubspot")
        looked(connector)
        delete("hubspot", hubspot)
        writing_back.switch_on(connector, by=adam, at=noon)
        writing_back.write_back(connector, as_of=today, at=noon)
        Loss.objects.get(deal__external_id="21").hear(
            Reason.objects.get(key="price"), voice="confirmed", words="Dear.", by=vera, at=noon
        )
        client.force_login(adam)
        page = client.get(connector.get_absolute_url()).content.decode()

        assert [(one.kind, one.external_id, one.gone_at) for one in connector.gone.all()] == [("deals", "21", None)]
        assert WrittenBack.objects.get(external_id="21").state == "refused"
        assert "What was not taken" not in page
        assert "Gone there" in page
        assert [one.told.external_id for one in writing_back.first_due(connector, as_of=today)[0]] == []

    def test_into_a_customer_whom_stripe_deleted(self, stripe, connected, looked, adam, rosa, noon, today):
        connector = connected("stripe")
        looked(connector)
        Loss.record(Client.objects.get(name="Shop 1"), Story(reason="price", lost_on=today), by=adam, at=noon)
        Loss.objects.update(holder=rosa)
        delete("stripe", stripe)
        looked(connector)
        writing_back.switch_on(connector, by=adam, at=noon)
        writing_back.write_back(connector, as_of=today, at=noon)

        assert [key for _kind, key, _values in stripe.writes] == ["cus_2"]


class TestThePage:
    def test_lists_by_the_names_they_have_here_with_counts(self, gone, client, adam, django_assert_max_num_queries):
        client.force_login(adam)
        with django_assert_max_num_queries(24):
            page = client.get(gone.get_absolute_url()).content.decode()

        for name in ("Acme", "Ben Ashe", "Deal 21"):
            assert f">{name}</a>" in page
        assert "Wonback deletes nothing because it is gone elsewhere" in page

    def test_names_the_client_that_stayed_and_tells_what_is_not_here_any_more(self, gone, client, ines, adam, noon):
        acme, berrick = Client.objects.get(name="Acme"), Client.objects.get(name="Berrick")
        Merge.of(berrick, [acme], by=ines, at=noon)
        Deal.objects.filter(external_id="21").delete()
        client.force_login(adam)
        told = client.get(f"/api/v1/connections/{gone.pk}/gone").json()

        assert told["kinds"] == {"companies": 1, "contacts": 1, "deals": 1}
        assert {one["kind"]: (one["name"], one["client_id"]) for one in told["first"]} == {
            "companies": ("Berrick", berrick.pk),
            "contacts": ("Ben Ashe", Contact.objects.get(external_id="12").client_id),
            "deals": ("", None),
        }
        assert "not here any more" in client.get(gone.get_absolute_url()).content.decode()

    def test_is_not_there_where_nothing_is_gone(self, stand_in, connected, client, adam):
        stand_in("hubspot", fakes.HubSpot())
        client.force_login(adam)

        assert "Gone there" not in client.get(connected("hubspot").get_absolute_url()).content.decode()
        assert not Gone.objects.exists()
