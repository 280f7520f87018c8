"""What a client wants more of: opened by a tick, taken further, taken or declined."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.care.models import Expansion, Touch
from wonback.care.models.expansion import Chance
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.care.models.touch import Note
from wonback.core.errors import AlreadyDone
from wonback.desk.today import today_of

pytestmark = pytest.mark.django_db


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


@pytest.fixture
def wanted(contoso, rosa, noon):
    Touch.log(contoso, Note(more=True, line="Forty racks by spring."), by=rosa, at=noon)
    return Expansion.objects.get()


class TestATickOfMore:
    def test_opens_an_expansion_with_owner_and_next_step(self, wanted, rosa, today):
        assert (wanted.what, wanted.owner, wanted.worth) == ("Forty racks by spring.", rosa, None)
        assert (wanted.next_step, wanted.due_by) == ("Find out what they need, and by when", today + timedelta(days=7))
        assert told(wanted.client)[-1] == "Contoso wants more: Forty racks by spring. Noted by Rosa Lindqvist."

    def test_opens_one_and_not_a_second_beside_it(self, wanted, contoso, rosa, noon):
        Touch.log(contoso, Note(more=True), by=rosa, at=noon)

        assert Expansion.objects.count() == 1

    def test_taken_back_takes_it_with_it(self, wanted, rosa, noon):
        Touch.objects.latest("pk").take_back(by=rosa, at=noon)

        assert not Expansion.objects.exists()


class TestTakingItFurther:
    def test_names_the_next_step_and_what_it_is_worth(self, wanted, rosa, noon, today):
        wanted.move("Send the offer", today + timedelta(days=3), worth=Decimal(12_000), by=rosa, at=noon)
        wanted.refresh_from_db()

        assert (wanted.worth, wanted.currency) == (Decimal(12_000), "EUR")
        assert told(wanted.client)[-1].startswith("Rosa Lindqvist takes it further with Contoso: Send the offer, by 26")

    def test_keeps_a_worth_nobody_names_again(self, wanted, rosa, noon, today):
        wanted.move("Send the offer", today, worth=Decimal(12_000), by=rosa, at=noon)
        wanted.move("Call them", today, by=rosa, at=noon)

        assert wanted.worth == Decimal(12_000)

    def test_stands_in_today_on_its_day(self, wanted, rosa, today):
        assert today_of(rosa, as_of=today).cards == []
        card = today_of(rosa, as_of=today + timedelta(days=7)).cards[0]

        assert card.line.why_now.startswith("They want more. Find out what they need, and by when, by today.")

    def test_needs_words_and_a_day_that_is_not_over(self, wanted, rosa, noon, today):
        with pytest.raises(WordsWanted):
            wanted.move(" ", today, by=rosa, at=noon)
        with pytest.raises(DayWanted):
            wanted.move("Call", today - timedelta(days=1), by=rosa, at=noon)


class TestTheEnd:
    def test_is_that_they_took_it(self, wanted, rosa, noon, today):
        wanted.win(by=rosa, at=noon)

        assert told(wanted.client)[-1] == "Contoso took more of us: Forty racks by spring."
        assert today_of(rosa, as_of=today + timedelta(days=7)).cards == []

    def test_is_a_no_with_a_reason(self, wanted, rosa, noon):
        with pytest.raises(WordsWanted):
            wanted.decline("", by=rosa, at=noon)
        wanted.decline("No budget this year.", by=rosa, at=noon)

        assert told(wanted.client)[-1].endswith("(Forty racks by spring): No budget this year.")

    def test_comes_once(self, wanted, rosa, noon):
        wanted.win(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Expansion.objects.get().decline("No", by=rosa, at=noon)


def test_the_page_does_all_of_it(client, rosa, contoso, today):
    client.force_login(rosa)
    client.post(f"/care/clients/{contoso.pk}/expansion/", {"what": "Racks for the new hall", "worth": "9000"})
    wanted = Expansion.objects.get()
    page = client.get(contoso.get_absolute_url())
    assert "They want more" in page.text
    client.post(f"/care/expansions/{wanted.pk}/move/", {"next_step": "Send it", "due_by": "2099-01-01"})
    page = client.post(f"/care/expansions/{wanted.pk}/won/", follow=True)

    assert "Contoso took more of us: Racks for the new hall." in page.text
    wanted.refresh_from_db()
    assert (wanted.outcome, wanted.worth, wanted.next_step) == ("won", Decimal(9_000), "Send it")


def test_a_program_does_the_same(client, rosa, contoso):
    client.force_login(rosa)

    def post(path, told):
        return client.post(f"/api/v1{path}", told, content_type="application/json").json()

    opened = post(f"/clients/{contoso.pk}/expansions", {"what": "Racks", "worth": "9000"})
    moved = post(f"/expansions/{opened['id']}/move", {"next_step": "Send it", "due_by": "2099-01-01"})
    assert (moved["worth"], moved["next_step"]) == ("9000.00", "Send it")
    assert post(f"/expansions/{opened['id']}/decline", {"why": "Budget"})["outcome"] == "declined"
    assert [one["id"] for one in client.get(f"/api/v1/clients/{contoso.pk}/expansions").json()] == [opened["id"]]


def test_what_nobody_names_is_refused(contoso, rosa, noon):
    with pytest.raises(WordsWanted):
        Expansion.open_(contoso, Chance(what=" "), by=rosa, at=noon)
