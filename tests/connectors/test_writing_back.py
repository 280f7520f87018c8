"""Five fields go back: only when switched on, only what changed, each once, and every refusal is kept to be read."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from wonback.care.models import PlannedTouch
from wonback.clients.models import Client
from wonback.connectors import running, writing_back
from wonback.connectors.errors import NotConnectable
from wonback.connectors.models import WrittenBack
from wonback.losses.models import Loss, Reason, Story
from wonback.winback.models import HandOut

DELIVERY = "We failed: delivery"


class Killed(BaseException):
    """As if the power went."""


@pytest.fixture
def lost(hubspot, connected, looked, rosa, vera, ines, noon, today):
    """HubSpot's lost deals are here; of one, much is known by now."""
    connector = connected("hubspot")
    looked(connector)
    loss = Loss.objects.get(deal__external_id="21")
    loss.hear(Reason.objects.get(key="price"), voice="rep", words="A secret of ours.", by=ines, at=noon)
    loss.hear(Reason.objects.get(key="delivery"), voice="confirmed", words="You were late.", by=vera, at=noon)
    HandOut.give(loss, rosa, by=ines, at=noon)
    PlannedTouch.plan(loss.client, today + timedelta(days=9), channel="call", by=ines, at=noon)
    loss.refresh_from_db()
    return connector


def write(connector, noon, today):
    return writing_back.write_back(connector, as_of=today, at=noon)


class TestTheDryList:
    def test_says_what_would_be_written_and_writes_nothing(self, lost, hubspot, today, settings):
        first, many = writing_back.first_due(lost, as_of=today)
        told = {one.told.external_id: one.told.values for one in first}

        assert many == len(first)
        assert told["21"]["reason"] == DELIVERY
        assert told["21"]["next_touch"] == (today + timedelta(days=9)).isoformat()
        assert told["21"]["link"].startswith(settings.WONBACK_URL + "/losses/")
        assert hubspot.writes == []

    def test_is_written_by_nobody_while_it_is_off(self, lost, hubspot, noon, today):
        assert write(lost, noon, today) == 0
        assert hubspot.writes == []

    def test_of_the_command_line(self, lost, hubspot):
        said = StringIO()
        call_command("sync", "hubspot", dry_run=True, stdout=said)

        assert f"deals 21 (Acme): Wonback reason = {DELIVERY}" in said.getvalue()
        assert hubspot.writes == []


class TestWritingBack:
    def test_writes_once_and_again_only_what_changed(self, lost, hubspot, adam, noon, today, vera):
        writing_back.switch_on(lost, by=adam, at=noon)
        written = write(lost, noon, today)

        assert written == len(hubspot.writes) > 0
        assert {key: values for _kind, key, values in hubspot.writes}["21"]["wonback_reason"] == DELIVERY
        assert write(lost, noon, today) == 0

        Loss.objects.get(deal__external_id="22").hear(
            Reason.objects.get(key="price"), voice="confirmed", words="Dear.", by=vera, at=noon
        )
        hubspot.writes.clear()
        assert write(lost, noon, today) == 1
        assert [(kind, key) for kind, key, _values in hubspot.writes] == [("deals", "22")]

    def test_never_writes_what_somebody_said(self, lost, hubspot, adam, noon, today):
        writing_back.switch_on(lost, by=adam, at=noon)
        write(lost, noon, today)

        assert "secret" not in str(hubspot.writes)
        assert "You were late" not in str(hubspot.writes)

    @pytest.mark.parametrize("arrived", [True, False])
    def test_cut_off_it_finds_out_whether_it_arrived(self, arrived, lost, hubspot, adam, noon, today, monkeypatch):
        writing_back.switch_on(lost, by=adam, at=noon)
        ask = writing_back.Line.ask

        def cut(self, question, **told):
            if question.method == "PATCH" and not arrived:
                raise Killed
            answer = ask(self, question, **told)
            if question.method == "PATCH":
                raise Killed
            return answer

        with monkeypatch.context() as power:
            power.setattr(writing_back.Line, "ask", cut)
            with pytest.raises(Killed):
                write(lost, noon, today)

        write(lost, noon, today)

        keys = [(kind, key) for kind, key, _values in hubspot.writes]
        assert len(keys) == len(set(keys)) > 0
        assert set(WrittenBack.objects.values_list("state", flat=True)) == {"sent"}

    def test_a_refusal_is_kept_and_not_repeated_until_it_changes(self, lost, hubspot, adam, noon, today, vera, client):
        writing_back.switch_on(lost, by=adam, at=noon)
        many = writing_back.first_due(lost, as_of=today)[1]
        lookup = [(200, {}, {"results": [{"name": name} for name in hubspot.fields]})] * 2
        hubspot.trouble = [*lookup, *[(409, {}, {"message": "This record is locked"})] * many]
        assert write(lost, noon, today) == 0

        client.force_login(adam)
        assert "HubSpot says no (409): This record is locked" in client.get(lost.get_absolute_url()).content.decode()
        assert write(lost, noon, today) == 0
        assert hubspot.writes == []
        Loss.objects.get(deal__external_id="21").hear(
            Reason.objects.get(key="price"), voice="confirmed", words="Dear.", by=vera, at=noon
        )
        assert write(lost, noon, today) == 1

    def test_a_program_without_the_fields_is_told_their_names(self, lost, hubspot, adam, noon):
        hubspot.fields -= {"wonback_stage", "wonback_link"}

        with pytest.raises(
            NotConnectable, match="Add these text fields to deals in HubSpot first: wonback_stage, wonback_link"
        ):
            writing_back.switch_on(lost, by=adam, at=noon)
        assert not lost.writes_back

    def test_a_tired_program_is_left_alone_and_it_is_told(self, lost, hubspot, adam, noon):
        writing_back.switch_on(lost, by=adam, at=noon)
        hubspot.trouble = [(429, {"Retry-After": "600"}, {})]
        running.tell(lost, clock=lambda: noon)

        lost.refresh_from_db()
        assert lost.problem == "HubSpot asks us to wait (429); it goes on by itself."
        running.tell(lost, clock=lambda: noon)
        lost.refresh_from_db()
        assert lost.problem == ""
        assert hubspot.writes

    @pytest.mark.parametrize(
        ("name", "called"),
        [
            ("salesforce", ("Opportunity", "006000000000000001", "Wonback_reason__c")),
            ("pipedrive", ("deals", "41", "fwonbackreason")),
        ],
    )
    def test_into_the_others(self, name, called, request, connected, looked, adam, vera, noon, today):
        program = request.getfixturevalue(name)
        connector = connected(name)
        looked(connector)
        Loss.objects.get().hear(Reason.objects.get(key="delivery"), voice="confirmed", words="Late.", by=vera, at=noon)
        writing_back.switch_on(connector, by=adam, at=noon)
        write(connector, noon, today)
        write(connector, noon, today)

        kind, key, field = called
        assert [(one, number, values[field]) for one, number, values in program.writes] == [(kind, key, DELIVERY)]

    def test_into_stripe(self, stripe, connected, looked, adam, rosa, noon, today):
        connector = connected("stripe")
        looked(connector)
        shop = Client.objects.get(name="Shop 1")
        Loss.record(shop, Story(reason="price", lost_on=today, currency="EUR"), by=adam, at=noon)
        Loss.objects.update(holder=rosa)
        writing_back.switch_on(connector, by=adam, at=noon)
        write(connector, noon, today)

        # The second shop is lost by its subscription.
        owners = {key: values["wonback_owner"] for _kind, key, values in stripe.writes}
        assert owners == {"cus_1": "Rosa Lindqvist", "cus_2": "Rosa Lindqvist"}
