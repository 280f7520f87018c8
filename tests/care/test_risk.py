"""A client who may leave: seen, planned for, saved or lost; in Today, in the book, and on their page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.care import tasks
from wonback.care.call_list import Kind
from wonback.care.models import Concern, Health, Risk
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.care.models.risk import StageWrong
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.desk.book import Book
from wonback.desk.risks import Risks
from wonback.desk.today import today_of
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(contoso, rosa, noon):
    return Risk.see(contoso, "Their new head compares prices.", by=rosa, at=noon)


def told(client):
    return [str(entry) for entry in client.timeline.order_by("at", "pk")]


class TestSee:
    def test_tells_the_story_and_asks_for_a_plan(self, contoso, risk, rosa, today):
        assert told(contoso)[-1] == "Rosa Lindqvist sees that Contoso may leave: Their new head compares prices."
        assert (risk.owner, risk.stage, risk.due_by) == (rosa, "at_risk", today + timedelta(days=3))

    def test_is_refused_without_words_twice_and_of_the_lost(self, contoso, northwind_loss, risk, rosa, vera, noon):
        with pytest.raises(WordsWanted):
            Risk.see(contoso, " ", by=rosa, at=noon)
        with pytest.raises(AlreadyDone):
            Risk.see(contoso, "Again.", by=rosa, at=noon)
        with pytest.raises(StageWrong):
            Risk.see(northwind_loss.client, "Gone.", by=rosa, at=noon)
        with pytest.raises(NotAllowed):
            Risk.see(contoso, "Why.", by=vera, at=noon)


class TestStages:
    def test_go_one_after_the_other_and_remember_since_when(self, contoso, risk, rosa, noon, today):
        risk.make_plan("Visit with the new head", today + timedelta(days=5), by=rosa, at=noon + timedelta(days=1))
        risk.make_plan("Visit, and bring the figures", today + timedelta(days=6), by=rosa, at=noon + timedelta(days=2))
        planned = Risk.objects.with_since().get()
        assert (planned.stage, planned.stage_since) == ("planned", noon + timedelta(days=1))

        risk.begin("We met her.", by=rosa, at=noon + timedelta(days=6))
        risk.make_plan("Send the figures", today + timedelta(days=9), by=rosa, at=noon + timedelta(days=6))
        assert risk.stage == "saving"
        risk.save_them("She signed for two years.", by=rosa, at=noon + timedelta(days=20))

        assert (risk.stage, risk.ended_on) == ("saved", today + timedelta(days=20))
        assert told(contoso)[-5:] == [
            "Rosa Lindqvist has a plan so that Contoso stays: Visit with the new head, by 28 November 2026.",
            "Rosa Lindqvist has a plan so that Contoso stays: Visit, and bring the figures, by 29 November 2026.",
            "Rosa Lindqvist has begun to save Contoso: We met her.",
            "Rosa Lindqvist has a plan so that Contoso stays: Send the figures, by 2 December 2026.",
            "Contoso is saved, says Rosa Lindqvist: She signed for two years.",
        ]

    def test_leave_none_out(self, risk, rosa, noon, today):
        with pytest.raises(StageWrong):
            risk.begin("We met her.", by=rosa, at=noon)
        with pytest.raises(StageWrong):
            risk.save_them("She smiled.", by=rosa, at=noon)
        with pytest.raises(WordsWanted):
            risk.make_plan(" ", today, by=rosa, at=noon)
        with pytest.raises(DayWanted):
            risk.make_plan("Visit", today - timedelta(days=1), by=rosa, at=noon)

    def test_end_when_the_client_is_lost(self, contoso, risk, rosa, noon, today):
        Loss.record(contoso, Story(reason="price", lost_on=today), by=rosa, at=noon)
        risk.refresh_from_db()

        assert (risk.stage, risk.ended_on) == ("lost", today)
        assert any(line.startswith("Contoso could not be saved") for line in told(contoso))
        with pytest.raises(AlreadyDone):
            risk.make_plan("Visit", today, by=rosa, at=noon)


class TestWhereItStands:
    def test_in_today_on_its_day(self, contoso, risk, rosa, noon, today):
        assert not today_of(rosa, as_of=today).cards

        day = today_of(rosa, as_of=today + timedelta(days=3))
        assert [(card.client, card.line.kind) for card in day.cards] == [(contoso, Kind.RISK)]
        assert day.cards[0].line.why_now.startswith("They may leave, and there is no plan. Yours: by today.")

        risk.make_plan("Visit the new head", today + timedelta(days=9), by=rosa, at=noon)
        assert not today_of(rosa, as_of=today + timedelta(days=3)).cards
        [card] = today_of(rosa, as_of=today + timedelta(days=9)).cards
        assert card.line.why_now.startswith("They may leave. Visit the new head, by today.")

    def test_in_the_book_of_a_lead(self, contoso, risk, ines, noon, today):
        sentence = Book(ines, noon, today).on_risk()

        assert (sentence.number, sentence.rest) == ("1", "client may leave; 1 of them without a plan")
        assert sentence.url == reverse("desk:risks")

    def test_on_the_page_of_the_client_and_on_the_call_sheet(self, client, contoso, risk, rosa):
        client.force_login(rosa)
        page = client.get(contoso.get_absolute_url()).text
        assert "Their new head compares prices." in page

        next_day = {"what": "Visit the new head", "due_by": "2099-01-01"}
        assert client.post(reverse("care:plan_risk", args=[risk.pk]), next_day).status_code == 302
        assert "Visit the new head" in client.get(reverse("desk:sheet", args=[contoso.pk])).text
        client.post(reverse("care:begin_risk", args=[risk.pk]), {"words": "We met her."})
        client.post(reverse("care:save_risk", args=[risk.pk]), {"words": "She signed."})
        page = client.get(reverse("care:health", args=[contoso.pk])).text
        assert "She signed." in page
        assert "I think they may leave" in page


class TestList:
    def test_puts_first_where_most_is_at_stake(self, contoso, risk, rosa, noon, today):
        """What they buy in a year times how far they are from healthy; a person's word counts without a score."""
        low = Client.objects.create(name="Low", owner=rosa)
        well = Client.objects.create(name="Well", owner=rosa)
        facts = {"as_of": today, "low": 0, "high": 100, "known": 4, "signs": 11, "reasons": []}
        Health.objects.create(client=low, value=20, **facts)
        Health.objects.create(client=well, value=90, **facts)
        it = Risks(rosa, today)

        assert {row.client.name: row.health for row in it.rows} == {"Low": 20, "Contoso": None}
        assert it.counts == {"all": 2, "without": 2, "planned": 0, "saving": 0}
        assert [row.client.name for row in Risks(rosa, today, "planned").rows] == []

    def test_says_why_and_leads_to_the_evidence(self, client, contoso, rosa, noon, today):
        Concern.raise_(contoso, "Parcels come late.", by=rosa, at=noon - timedelta(days=60), due_by=today)
        tasks.measure_health(as_of=today)
        tasks.notice_risks(as_of=today)
        client.force_login(rosa)

        assert "Parcels come late" in client.get(reverse("desk:risks")).text
        page = client.get(reverse("care:health", args=[contoso.pk])).text
        assert "70" in page
        assert "It stands on 4 of 11 signs." in page
        assert "nobody knows how those who decide see us" in page


class TestThroughTheApi:
    def test_a_program_does_the_same(self, client, contoso, rosa):
        client.force_login(rosa)

        def post(path, told):
            return client.post(f"/api/v1{path}", told, content_type="application/json").json()

        seen = post(f"/clients/{contoso.pk}/risks", {"why": "They compare."})
        assert (seen["stage"], seen["owner"], seen["plan"]) == ("at_risk", "Rosa Lindqvist", "")
        assert client.get("/api/v1/risks?only=without").json()[0]["reason"] == "They compare."

        told = {"what": "Visit them.", "due_by": "2999-12-31"}
        assert post(f"/risks/{seen['id']}/plan", told)["plan"] == "Visit them."
        assert post(f"/risks/{seen['id']}/begin", {"words": "We met."})["stage"] == "saving"
        assert post(f"/risks/{seen['id']}/save", {"words": "They signed."})["stage"] == "saved"
        assert client.get("/api/v1/risks").json() == []

    def test_another_system_says_how_late_they_pay(self, client, contoso, rosa):
        client.force_login(rosa)
        path = f"/api/v1/clients/{contoso.pk}/readings"
        for days in (40, 60):
            told = {"kind": "late", "value": days, "source": "Books"}
            client.post(path, told, content_type="application/json")
        assert [one["value"] for one in client.get(path).json()] == [60]

        found = client.get(f"/api/v1/clients/{contoso.pk}/health").json()
        late = next(one for one in found["signs"] if one["sign"] == "payment")
        assert late["strength"] == 1.0
        assert late["because"].startswith("A payment was 60 days late on ")
