"""Praise: proposed from what happened, said by a person, read by everybody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_client, person
from wonback.care.models import Defence
from wonback.core.errors import AlreadyDone
from wonback.interviews.models import IsItMe
from wonback.losses.models import Reason, WordsMissing
from wonback.rewards.deeds import Deeds
from wonback.rewards.models import Cheer, Deed, Praise
from wonback.rewards.models.praise import OwnPraise, TooLate
from wonback.team.models import NotAllowed
from wonback.winback.models import Plan

pytestmark = pytest.mark.django_db
LINE = "Called them before Halden did."


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


@pytest.fixture
def kept(contoso, rosa, noon):
    defence = Defence.against_seen(contoso, "Halden", by=rosa, at=noon - timedelta(days=9))
    defence.keep("Our service.", by=rosa, at=noon)
    return defence


@pytest.fixture
def praise(kept, rosa, ines, noon):
    return Praise.give(Deed("defended", rosa, kept), LINE, by=ines, at=noon)


@pytest.fixture
def won(ready_plan, rosa, noon, today):
    ready_plan.launch(by=rosa, at=noon)
    ready_plan.win(by=rosa, at=noon, on=today)
    return ready_plan


@pytest.fixture
def confirmed(northwind_loss, vera, noon):
    """What Rosa had said: delivery."""
    northwind_loss.hear(Reason.objects.get(key="delivery"), voice="confirmed", by=vera, at=noon)
    return northwind_loss


def proposed(lead, today):
    return [(deed.kind, deed.person.name, deed.about) for deed in Deeds(lead, today).proposed]


class TestADeed:
    def test_is_a_client_kept_from_a_competitor(self, kept, ines, rosa, today):
        assert proposed(ines, today) == [("defended", rosa.name, kept)]

    def test_is_a_client_won_back_who_was_asked(self, won, ines, rosa, today):
        assert proposed(ines, today) == [("won_back", rosa.name, won)]

    def test_is_not_that_somebody_came_by_themselves(self, ready_plan, rosa, ines, noon, today):
        ready_plan.win(by=rosa, at=noon, on=today)

        assert proposed(ines, today) == []

    def test_is_not_a_plan_that_is_under_way(self, ready_plan, rosa, ines, noon, today):
        ready_plan.launch(by=rosa, at=noon)

        assert Plan.objects.count() == 1
        assert proposed(ines, today) == []

    def test_is_to_have_said_what_was_confirmed(self, confirmed, ines, rosa, today):
        assert proposed(ines, today) == [("truth", rosa.name, confirmed)]

    def test_is_not_to_say_it_once_it_is_known(self, northwind_loss, vera, rosa, ines, noon, today):
        """Whoever puts their version right afterwards told no hard truth."""
        delivery = Reason.objects.get(key="delivery")
        northwind_loss.hear(delivery, voice="confirmed", by=vera, at=noon - timedelta(days=1))
        northwind_loss.hear(delivery, voice="rep", by=rosa, at=noon)

        assert proposed(ines, today) == []

    def test_is_nothing_where_the_client_told_another_story(self, northwind_loss, vera, ines, noon, today):
        northwind_loss.hear(Reason.objects.get(key="price"), voice="confirmed", by=vera, at=noon)

        assert proposed(ines, today) == []

    def test_is_to_ask_is_it_me_for_the_lead_alone(self, northwind_loss, rosa, ines, adam, noon, today):
        IsItMe.raise_(northwind_loss, "I promised what I could not know.", by=rosa, at=noon)

        assert proposed(ines, today) == [("truth", rosa.name, northwind_loss)]
        assert proposed(adam, today) == []

    def test_told_in_two_ways_is_one(self, confirmed, rosa, ines, noon, today):
        IsItMe.raise_(confirmed, "I promised what I could not know.", by=rosa, at=noon)

        assert len(proposed(ines, today)) == 1

    def test_is_proposed_to_no_other_lead_to_no_rep_and_not_to_whoever_did_it(self, kept, omar, rosa, today):
        assert [proposed(one, today) for one in (omar, rosa)] == [[], []]

    def test_of_a_lead_is_for_an_admin(self, ines, adam, noon, today):
        defence = Defence.against_seen(add_client("Adatum", by=ines, at=noon), "Halden", by=ines, at=noon)
        defence.keep("They like us.", by=ines, at=noon)

        assert proposed(ines, today) == []
        assert proposed(adam, today) == [("defended", ines.name, defence)]

    def test_is_forgotten_after_a_while(self, kept, ines, today):
        assert len(proposed(ines, today + timedelta(days=45))) == 1
        assert proposed(ines, today + timedelta(days=46)) == []

    def test_is_proposed_no_more_once_praised_and_again_when_that_is_taken_back(self, kept, praise, ines, noon, today):
        assert proposed(ines, today) == []
        praise.take_back(by=ines, at=noon)

        assert len(proposed(ines, today)) == 1

    def test_costs_as_many_questions_for_many_as_for_one(self, kept, rosa, ines, noon, today):
        with CaptureQueriesContext(connection) as one:
            proposed(ines, today)
        for number in range(5):
            client = add_client(f"Adatum {number}", by=rosa, at=noon)
            Defence.against_seen(client, "Halden", by=rosa, at=noon).keep("They like us.", by=rosa, at=noon)
        with CaptureQueriesContext(connection) as many:
            found = proposed(ines, today)

        assert len(found) == 6
        assert len(many) == len(one)


class TestGiving:
    def test_tells_the_clients_timeline_without_the_line(self, praise, contoso):
        assert told(contoso)[-1] == "Ines Okafor praised Rosa Lindqvist for keeping Contoso."

    def test_for_a_client_won_back(self, won, rosa, ines, noon):
        Praise.give(Deed("won_back", rosa, won), "Never spoke of price.", by=ines, at=noon)

        assert told(won.loss.client)[-1] == "Ines Okafor praised Rosa Lindqvist for winning Northwind back."

    def test_for_the_truth_is_told_in_no_timeline(self, confirmed, rosa, ines, noon):
        before = told(confirmed.client)
        Praise.give(Deed("truth", rosa, confirmed), "Said it first.", by=ines, at=noon)

        assert told(confirmed.client) == before

    def test_happens_once_for_a_deed(self, praise, kept, rosa, adam, noon):
        with pytest.raises(AlreadyDone, match="Join in"):
            Praise.give(Deed("defended", rosa, kept), "Well done.", by=adam, at=noon)

        assert Praise.objects.count() == 1

    def test_happens_as_often_as_one_likes_for_what_is_in_no_file(self, rosa, ines, noon):
        for line in ("Stayed calm.", "Stayed calm again."):
            Praise.give(Deed("truth", rosa), line, by=ines, at=noon)

        assert Praise.objects.count() == 2

    def test_wants_a_line(self, kept, rosa, ines, noon):
        with pytest.raises(WordsMissing):
            Praise.give(Deed("defended", rosa, kept), "  ", by=ines, at=noon)

    def test_is_not_for_oneself(self, ines, noon):
        with pytest.raises(OwnPraise):
            Praise.give(Deed("truth", ines), "I was honest.", by=ines, at=noon)

    def test_is_for_leads(self, kept, rosa, sam, noon):
        with pytest.raises(NotAllowed):
            Praise.give(Deed("defended", rosa, kept), LINE, by=sam, at=noon)

    def test_stays_when_the_client_goes_from_the_file(self, praise, kept):
        kept.delete()
        praise.refresh_from_db()

        assert (praise.defence, praise.client, praise.line) == (None, None, LINE)


class TestTakingBack:
    def test_is_for_whoever_gave_it_on_the_same_day(self, praise, contoso, ines, noon):
        praise.take_back(by=ines, at=noon + timedelta(hours=3))

        assert not Praise.objects.standing().exists()
        assert told(contoso)[-1] == "Ines Okafor took the praise for Rosa Lindqvist back."

    def test_is_refused_on_the_day_after(self, praise, ines, noon):
        with pytest.raises(TooLate):
            praise.take_back(by=ines, at=noon + timedelta(days=1))

    def test_is_for_whom_it_is_about_on_any_day(self, praise, rosa, noon):
        praise.take_back(by=rosa, at=noon + timedelta(days=300))

        assert not Praise.objects.standing().exists()

    def test_is_for_nobody_else(self, praise, adam, noon):
        with pytest.raises(NotAllowed):
            praise.take_back(by=adam, at=noon)

    def test_happens_once(self, praise, ines, noon):
        again = Praise.objects.get()
        praise.take_back(by=ines, at=noon)

        with pytest.raises(AlreadyDone):
            again.take_back(by=ines, at=noon)

    def test_lets_the_deed_be_praised_anew(self, praise, kept, rosa, ines, noon):
        praise.take_back(by=ines, at=noon)
        Praise.give(Deed("defended", rosa, kept), "In better words.", by=ines, at=noon)

        assert Praise.objects.standing().get().line == "In better words."


class TestJoiningIn:
    def test_is_counted_once(self, praise, sam, noon):
        praise.join_in(by=sam, at=noon)
        with pytest.raises(AlreadyDone):
            praise.join_in(by=sam, at=noon)

        assert Cheer.objects.get().person == sam

    def test_is_for_others(self, praise, rosa, ines, noon):
        for one in (rosa, ines):
            with pytest.raises(OwnPraise):
                praise.join_in(by=one, at=noon)

    def test_is_over_when_it_was_taken_back(self, praise, rosa, sam, noon):
        praise.take_back(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            praise.join_in(by=sam, at=noon)


def text_of(client, user, address="/praise/"):
    client.force_login(user)
    return client.get(address).content.decode()


class TestThePage:
    def test_names_the_client_to_those_who_may_open_them_alone(self, praise, client, rosa, ines, sam, vera):
        pages = {one: text_of(client, one) for one in (rosa, ines, sam, vera)}

        assert all(LINE in page and "Rosa Lindqvist" in page for page in pages.values())
        assert {one for one, page in pages.items() if "Contoso" in page or "Halden</" in page} == {rosa, ines}
        assert "kept a client whom a competitor wanted" in pages[sam]
        assert "kept Contoso, whom Halden wanted" in pages[rosa]

    def test_says_of_the_truth_to_nobody_where_it_was_told(self, confirmed, client, rosa, ines, adam, noon):
        Praise.give(Deed("truth", rosa, confirmed), "Said it first.", by=ines, at=noon)
        pages = [text_of(client, one) for one in (rosa, ines, adam)]

        assert all("told the truth" in page and "Said it first." in page for page in pages)
        assert ["Northwind" in page for page in pages] == [False, False, False]

    def test_lets_a_lead_praise_what_is_proposed(self, kept, client, ines, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        page = text_of(client, ines)
        [deed] = Deeds(ines, noon.date()).proposed
        assert f'value="{deed.key}"' in page
        client.post("/praise/give/", {"deed": deed.key, "line": LINE})

        assert (Praise.objects.get().defence, Praise.objects.get().given_by) == (kept, ines)
        assert deed.key not in text_of(client, ines)

    def test_knows_no_deed_of_another_team(self, kept, client, omar, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        client.force_login(omar)

        assert client.post("/praise/give/", {"deed": f"defended:{kept.pk}:1", "line": LINE}).status_code == 404

    def test_lets_a_lead_praise_their_own_people_only(self, client, ines, rosa, sam):
        client.force_login(ines)
        answers = [
            client.post("/praise/give/", {"person": one.pk, "kind": "truth", "line": LINE}).status_code
            for one in (sam, ines, rosa)
        ]

        assert answers == [422, 422, 302]
        assert Praise.objects.get().person == rosa

    def test_wants_to_know_whom(self, client, ines):
        client.force_login(ines)
        answer = client.post("/praise/give/", {"line": LINE})

        assert answer.status_code == 422
        assert "Choose whom you praise." in answer.content.decode()

    def test_asks_as_many_questions_for_many_as_for_one(self, praise, client, rosa, ines, sam, noon):
        with CaptureQueriesContext(connection) as one:
            text_of(client, sam)
        for number in range(12):
            more = Praise.give(Deed("truth", rosa), f"Stayed calm {number}.", by=ines, at=noon)
            more.join_in(by=person(f"Petra{number} Novak", "rep"), at=noon)
        with CaptureQueriesContext(connection) as many:
            page = text_of(client, sam)

        assert "Petra3 Novak" in page
        assert len(many) <= len(one) + 1  # who joined in, once there is somebody

    def test_is_empty_with_a_sentence(self, client, rosa):
        assert "Nobody has been praised yet." in text_of(client, rosa)


class TestWhomItIsAbout:
    def test_reads_it_in_today_until_the_next_working_day_is_over(self, praise, client, rosa, noon, monkeypatch):
        """Given on a Monday."""
        seen = {}
        for days in (0, 1, 2):
            monkeypatch.setattr("django.utils.timezone.now", lambda days=days: noon + timedelta(days=days))
            seen[days] = LINE in text_of(client, rosa, "/today/")

        assert seen == {0: True, 1: True, 2: False}

    def test_alone_reads_it_there(self, praise, client, ines, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

        assert LINE not in text_of(client, ines, "/today/")


class TestTheApi:
    def test_tells_the_same(self, praise, client, rosa, sam):
        client.force_login(sam)
        [row] = client.get("/api/v1/praise").json()["rows"]
        assert (row["deed"], row["client"], row["line"]) == ("kept a client whom a competitor wanted", None, LINE)

        client.force_login(rosa)
        [row] = client.get("/api/v1/praise").json()["rows"]
        assert (row["client"], row["given_by"], row["joined"]) == ("Contoso", "Ines Okafor", [])

    def test_praises_a_deed_by_its_key(self, kept, client, ines, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        client.force_login(ines)
        [deed] = client.get("/api/v1/praise/proposed").json()
        sent = {"deed": deed["deed"], "line": LINE}
        answers = [client.post("/api/v1/praise", sent, "application/json") for _again in range(2)]

        assert [answer.status_code for answer in answers] == [200, 422]
        assert answers[0].json()["client"] == "Contoso"

    def test_takes_back_and_joins_in(self, praise, client, sam, rosa):
        client.force_login(sam)
        assert client.post(f"/api/v1/praise/{praise.pk}/join-in").json()["joined"] == ["Sam Oduya"]
        client.force_login(rosa)
        client.post(f"/api/v1/praise/{praise.pk}/take-back")

        assert client.get("/api/v1/praise").json()["rows"] == []
