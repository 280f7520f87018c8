"""A letter to whoever holds something up: two links, each works once, and opening one says nothing."""

from datetime import timedelta

import pytest

from wonback.core.errors import AlreadyDone
from wonback.losses.models import WordsMissing
from wonback.post.models import Letter, NoAddress
from wonback.winback.models import Change, Nudge, Outsider, Plan
from wonback.winback.models.nudge import TooSoon
from wonback.winback.models.readiness import OwnWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_on(rosa, noon, today):
    """Somebody in IT answers for it, who has no sign-in here."""
    tilda = Outsider(name="Tilda Brandt", email="Tilda@it.example")
    return Change.name("Single sign-on", owner=rosa, by=rosa, at=noon, due_by=today, outsider=tilda)


@pytest.fixture
def waiting(sign_on, fabrikam_loss, rosa, noon):
    plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
    plan.require(sign_on, by=rosa, at=noon)
    return plan


@pytest.fixture
def nudge(sign_on, rosa, noon):
    return Nudge.about_change(sign_on, by=rosa, at=noon)


def path(link):
    return link.split("/", 3)[3].join(["/", ""])


class TestALetter:
    def test_goes_to_who_answers_with_two_links(self, nudge):
        letter = Letter.objects.get()

        assert (letter.to, letter.colleague, letter.sender) == ("tilda@it.example", "Tilda Brandt", nudge.sent_by)
        assert all(link in letter.text for link in nudge.links)

    def test_goes_out_once_a_week_at_most(self, nudge, sign_on, rosa, noon):
        with pytest.raises(TooSoon, match="Wait until 30 November, or talk to Tilda Brandt"):
            Nudge.about_change(sign_on, by=rosa, at=noon + timedelta(days=6))

        assert Nudge.about_change(sign_on, by=rosa, at=noon + timedelta(days=7)).pk != nudge.pk

    def test_needs_an_address(self, rosa, vera, noon):
        vera.email = None
        vera.save()
        change = Change.name("Weigh every pallet", owner=vera, by=rosa, at=noon)

        with pytest.raises(NoAddress):
            Nudge.about_change(change, by=rosa, at=noon)
        assert not Nudge.objects.exists()

    def test_is_not_written_about_what_is_made(self, change, rosa, noon):
        with pytest.raises(AlreadyDone):
            Nudge.about_change(change, by=rosa, at=noon)


class TestReady:
    def test_makes_the_change_in_the_name_of_who_answers(self, nudge, waiting, noon):
        nudge.ready("The portal, under Sign in.", at=noon + timedelta(days=1))
        sign_on = Change.objects.get()

        assert (sign_on.who_made, sign_on.evidence) == ("Tilda Brandt", "The portal, under Sign in.")
        assert str(waiting.loss.client.timeline.order_by("-pk")[0]) == (
            "Tilda Brandt made a change Fabrikam was waiting for: Single sign-on."
        )

    def test_works_once(self, nudge, noon):
        nudge.not_certain("The provider is late.", at=noon)

        with pytest.raises(AlreadyDone, match="You have answered already"):
            Nudge.objects.get().ready("The portal.", at=noon)
        assert Change.objects.get().made_at is None

    def test_signs_for_delivery(self, ready_plan, vera, rosa, noon):
        ready_plan.sign("delivery", "not_certain", by=vera, at=noon, why="One driver short.")
        Nudge.about_plan(ready_plan, vera, by=rosa, at=noon).ready(at=noon + timedelta(hours=1))

        assert ready_plan.undone(as_of=noon.date()) == []

    def test_is_not_asked_of_who_owns_the_plan(self, ready_plan, rosa, noon):
        with pytest.raises(OwnWork):
            Nudge.about_plan(ready_plan, rosa, by=rosa, at=noon)


class TestNotCertain:
    def test_keeps_the_lock_and_names_a_day(self, ready_plan, vera, rosa, noon, today):
        asked = Nudge.about_plan(ready_plan, vera, by=rosa, at=noon)
        asked.not_certain("One driver short.", at=noon)

        assert ready_plan.undone(as_of=today) == ["Have delivery sign that they are ready."]
        assert asked.next_on == today + timedelta(days=7)

    def test_stops_what_was_going_out(self, ready_plan, vera, rosa, noon):
        ready_plan.launch(by=rosa, at=noon)
        Nudge.about_plan(ready_plan, vera, by=rosa, at=noon).not_certain("Two drivers left.", at=noon)

        assert Plan.objects.get().is_preparing

    def test_is_not_asked_again_before_the_day_they_named(self, nudge, sign_on, rosa, noon, today):
        nudge.not_certain("The provider is late.", at=noon, ask_again_on=today + timedelta(days=20))

        with pytest.raises(TooSoon):
            Nudge.about_change(sign_on, by=rosa, at=noon + timedelta(days=19))

    def test_says_why(self, nudge, noon):
        with pytest.raises(WordsMissing):
            nudge.not_certain("", at=noon)


class TestTheLink:
    def test_says_nothing_by_being_opened(self, client, nudge):
        ready, not_certain = map(path, nudge.links)

        assert [client.get(ready).status_code, client.head(not_certain).status_code] == [200, 200]
        assert Nudge.objects.get().answered_at is None

    def test_shows_one_question_and_takes_one_answer(self, client, nudge):
        ready, not_certain = map(path, nudge.links)
        assert "Is it made? Single sign-on" in client.get(ready).content.decode()
        client.post(not_certain, {"why": "The provider is late."})

        assert Nudge.objects.get().why == "The provider is late."
        assert "Thank you" in client.get(ready).content.decode()
        assert client.post(ready, {"evidence": "The portal."}).status_code == 422
        assert Change.objects.get().made_at is None

    def test_of_another_row_opens_nothing(self, client, nudge):
        ready = path(nudge.links[0])
        Nudge.objects.update(nonce="another")

        assert client.get(ready).status_code == 404
        assert client.post(ready.replace("/nudge/", "/nudge/x"), {"evidence": "The portal."}).status_code == 404

    def test_makes_the_change_when_the_button_is_pressed(self, client, nudge):
        client.post(path(nudge.links[0]), {"evidence": "The portal, under Sign in."})

        assert Change.objects.get().who_made == "Tilda Brandt"


class TestTheirLanguage:
    def test_is_that_of_whoever_stands_outside(self, client, nudge):
        page = client.get(path(nudge.links[0]), headers={"accept-language": "de"}).text

        assert "Ist es getan? Single sign-on" in page
        assert "Français" in page

    def test_is_the_one_they_choose(self, client, nudge):
        client.get(path(nudge.links[0]), {"reads": "fr"})

        assert "Pas certain" in client.get(path(nudge.links[1])).text

    def test_is_the_house_s_for_one_of_us(self, client, rosa, ines, noon):
        change = Change.name("Weigh every pallet", owner=ines, by=rosa, at=noon)
        asked = Nudge.about_change(change, by=rosa, at=noon)
        page = client.get(path(asked.links[0]), headers={"accept-language": "de"}).text

        assert "Is it made? Weigh every pallet" in page
        assert "Deutsch" not in page
