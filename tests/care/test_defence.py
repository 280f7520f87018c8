"""A competitor near a client, three steps against them, and how it ends."""

from datetime import timedelta

import pytest

from wonback.care.models import Competitor, Defence, DefenceStep, Sighting, Touch
from wonback.care.models.promise import WordsWanted
from wonback.care.models.touch import Note
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone
from wonback.desk.today import today_of
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story
from wonback.losses.rivals import RivalPage, rivals_of
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db
TICKED = Note(competitor=True, rival="Lagermann", source="told", line="They offered free shelving.")


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


@pytest.fixture
def defence(contoso, rosa, noon):
    Touch.log(contoso, TICKED, by=rosa, at=noon)
    return Defence.objects.get()


class TestATickOfACompetitor:
    def test_lays_out_three_steps_with_owner_and_day(self, defence, rosa, ines, today):
        steps = [(step.owner, step.due_by) for step in defence.steps.order_by("place")]

        assert steps == [
            (rosa, add_workdays(today, 2)),
            (rosa, add_workdays(today, 5)),
            (ines, add_workdays(today, 10)),
        ]
        assert told(defence.client)[-1] == "Rosa Lindqvist defends Contoso against Lagermann: 3 steps."

    def test_keeps_who_told_us_and_how_we_know(self, contoso, rosa, noon):
        dana = contoso.contacts.get()
        Touch.log(contoso, Note(competitor=True, rival="Lagermann", source="offer", contact=dana), by=rosa, at=noon)
        sighting = Sighting.objects.get()

        assert (sighting.contact, sighting.get_source_display()) == (dana, "I saw the offer")

    def test_seen_again_is_the_same_defence(self, defence, contoso, rosa, noon):
        Touch.log(contoso, TICKED, by=rosa, at=noon + timedelta(days=1))

        assert (Defence.objects.count(), defence.sightings.count()) == (1, 2)

    def test_of_a_rival_nobody_knows_is_defended_against_once_too(self, contoso, rosa, noon):
        for _again in range(2):
            Touch.log(contoso, Note(competitor=True), by=rosa, at=noon)

        assert Defence.objects.get().competitor is None

    def test_near_somebody_who_is_lost_is_only_noted(self, northwind_loss, rosa, noon):
        Touch.log(northwind_loss.client, TICKED, by=rosa, at=noon)

        assert (Sighting.objects.count(), Defence.objects.count()) == (1, 0)

    def test_taken_back_takes_the_defence_with_it(self, defence, rosa, noon):
        Touch.objects.latest("pk").take_back(by=rosa, at=noon)

        assert not Defence.objects.exists()

    def test_taken_back_leaves_what_somebody_has_begun(self, defence, rosa, noon):
        defence.steps.first().do("They are tempted.", by=rosa, at=noon)
        Touch.objects.latest("pk").take_back(by=rosa, at=noon)

        assert Defence.objects.exists()


class TestAStep:
    def test_stands_in_the_day_of_its_owner_when_it_is_due(self, defence, rosa, ines, today):
        assert today_of(rosa, as_of=today).cards == []

        card = today_of(rosa, as_of=add_workdays(today, 2)).cards[0]
        assert (card.client.name, str(card.line.kind)) == ("Contoso", "defence")
        assert card.line.why_now.startswith("A competitor was seen. Call who decides")
        assert [str(card.line.kind) for card in today_of(ines, as_of=add_workdays(today, 10)).cards] == ["defence"]

    def test_is_told_with_what_came_of_it(self, defence, rosa, noon):
        defence.steps.first().do("They like the price.", by=rosa, at=noon)

        assert told(defence.client)[-1].endswith("what about it tempts you?” They like the price.")

    def test_is_done_once(self, defence, rosa, noon):
        step = defence.steps.first()
        step.do(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            DefenceStep.objects.get(pk=step.pk).do(by=rosa, at=noon)

    def test_is_not_for_a_neutral_person(self, defence, vera, noon):
        with pytest.raises(NotAllowed):
            defence.steps.first().do(by=vera, at=noon)


class TestTheEnd:
    def test_is_that_they_stay(self, defence, rosa, noon, today):
        defence.keep("They want our service on Saturdays.", by=rosa, at=noon)

        assert told(defence.client)[-1] == (
            "Contoso stays with us; Lagermann did not get them: They want our service on Saturdays."
        )
        assert today_of(rosa, as_of=today + timedelta(days=20)).cards == []

    def test_needs_a_reason(self, defence, rosa, noon):
        with pytest.raises(WordsWanted):
            defence.keep(" ", by=rosa, at=noon)

    def test_comes_once(self, defence, rosa, noon):
        defence.keep("Price.", by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Defence.objects.get().lose("Price.", by=rosa, at=noon)

    def test_comes_with_the_loss_of_the_client(self, defence, rosa, noon, today):
        Loss.record(defence.client, Story(reason="competitor", lost_on=today), by=rosa, at=noon)
        defence.refresh_from_db()

        assert (defence.outcome, defence.why) == ("lost", "A competitor")

    def test_seen_after_it_begins_anew(self, defence, contoso, rosa, noon):
        defence.keep("Price.", by=rosa, at=noon)
        Touch.log(contoso, TICKED, by=rosa, at=noon + timedelta(days=60))

        assert [one.outcome for one in Defence.objects.order_by("pk")] == ["kept", ""]


class TestTheCompetitor:
    def test_has_a_page_that_counts_how_it_went(self, defence, rosa, sam, noon, today):
        defence.keep("Price.", by=rosa, at=noon)
        rival = Competitor.objects.get()

        assert rivals_of(rosa).get(pk=rival.pk).defended == 1
        assert RivalPage(rival, rosa, today).context()["outcomes"]["kept"] == 1
        assert not rivals_of(sam).exists()
        assert RivalPage(rival, sam, today).context()["outcomes"] == {}


class TestThePages:
    @pytest.fixture
    def at_work(self, client, rosa):
        client.force_login(rosa)
        return client

    def test_show_the_steps_and_how_to_end_it(self, at_work, defence):
        page = at_work.get(defence.client.get_absolute_url())

        assert "They are courted by Lagermann" in page.text
        assert page.text.count("/do/") == 3

    def test_take_a_step_and_the_end(self, at_work, defence, rosa):
        step = defence.steps.first()
        at_work.post(f"/care/defence-steps/{step.pk}/do/", {"note": "They are tempted."})
        page = at_work.post(f"/care/defences/{defence.pk}/kept/", {"why": "Service."}, follow=True)

        assert "Contoso stays with us." in page.text
        assert "They are courted by" not in page.text
        assert "Defended against them" in at_work.get(f"/competitors/{defence.competitor.pk}/").text

    def test_write_down_a_sighting_without_a_touch(self, at_work, contoso):
        at_work.post(f"/care/clients/{contoso.pk}/sighting/", {"rival": "Lagermann", "source": "heard"})

        assert Defence.objects.get().against == "Lagermann"

    def test_ask_no_more_for_many_steps(self, at_work, defence, contoso, rosa, noon, django_assert_max_num_queries):
        for name in ("Halden", "Rivalto", "Kestrel"):
            Defence.against_seen(contoso, name, by=rosa, at=noon)
        with django_assert_max_num_queries(18):
            at_work.get(contoso.get_absolute_url())


class TestThroughTheApi:
    def test_a_program_does_the_same(self, client, rosa, contoso):
        client.force_login(rosa)

        def post(path, told):
            return client.post(f"/api/v1{path}", told, content_type="application/json").json()

        seen = post(f"/clients/{contoso.pk}/sightings", {"rival": "Lagermann", "source": "told"})
        assert (seen["competitor"], len(seen["steps"]), seen["outcome"]) == ("Lagermann", 3, "")
        assert post(f"/defence-steps/{seen['steps'][0]['id']}/do", {"note": "Tempted."})["note"] == "Tempted."
        assert post(f"/defences/{seen['id']}/keep", {"why": "Service."})["outcome"] == "kept"
        assert client.get(f"/api/v1/clients/{contoso.pk}/defences").json()[0]["why"] == "Service."
