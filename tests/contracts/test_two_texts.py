"""Two browsers, one form: whoever sends the second reads both texts and decides. Of every form that writes over a text."""

from dataclasses import dataclass, field
from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests.contracts.forms import forms_of
from wonback.care.models import Cadence, Piece
from wonback.care.models.piece import Worth
from wonback.core.errors import AlreadyDone
from wonback.core.writing import WrittenMeanwhile, mark
from wonback.interviews.models import Hours, Interview, Phrasing, Question
from wonback.losses.models import Look, Loss, Reason, Wording
from wonback.winback.models import Change, Plan, PlanTemplate, Sequence
from wonback.winback.models.template import parts
from wonback.winback.patterns import Pattern, Step

pytestmark = pytest.mark.django_db


@dataclass
class Text:
    """One text: who writes it, on which page, where that sends it, in which field, and what stands there by now."""

    who: str
    page: str
    send: str
    name: str
    stands: object
    beside: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=lambda: {"first": "The first.", "second": "The second."})


@pytest.fixture
def texts(ready_plan, fabrikam_loss, contoso, northwind, northwind_loss, renewal, rosa, ines, noon):
    """Every form in which one person could write over another’s text."""
    begun = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
    change = Change.name("Meet every decider", owner=ines, by=rosa, at=noon)
    dana, price, cause = northwind.contacts.get(), Reason.objects.get(key="price"), Question.objects.get(key="cause")
    plan, template = ready_plan.get_absolute_url(), reverse("winback:template", args=[price.pk])
    return {
        "goal": Text("rosa", plan, f"{plan}goal/", "goal", lambda: Plan.objects.get(pk=ready_plan.pk).goal),
        "pitch": Text("rosa", plan, f"{plan}pitch/", "proof", lambda: Plan.objects.get(pk=ready_plan.pk).pitch.proof),
        "no change": Text(
            "rosa",
            begun.get_absolute_url(),
            reverse("winback:need_no_change", args=[begun.pk]),
            "no_change_why",
            lambda: Plan.objects.get(pk=begun.pk).no_change_why,
        ),
        "template": Text("ines", template, template, "goal", lambda: PlanTemplate.for_reason(price).goal),
        "change": Text(
            "ines",
            change.get_absolute_url(),
            reverse("winback:make", args=[change.pk]),
            "evidence",
            lambda: Change.objects.get(pk=change.pk).evidence,
        ),
        "client": edit("rosa", "clients:edit", contoso, "industry"),
        "person": edit("rosa", "clients:contact", dana, "title"),
        "rhythm": Text(
            "rosa",
            contoso.get_absolute_url(),
            reverse("care:rhythm", args=[contoso.pk]),
            "paused_until",
            lambda: str(Cadence.objects.get(client=contoso).paused_until),
            words={"first": "2030-01-01", "second": "2030-01-02"},
        ),
        "ownership": Text(
            "rosa",
            northwind_loss.get_absolute_url(),
            reverse("losses:own", args=[northwind_loss.pk]),
            "words",
            lambda: Loss.objects.get(pk=northwind_loss.pk).ownership,
        ),
        "look": Text(
            "rosa",
            reverse("losses:swot_of", args=[northwind_loss.pk]),
            reverse("losses:look", args=[northwind_loss.pk]),
            "found",
            lambda: Look.objects.get(loss=northwind_loss).found,
        ),
        "reason": Text(
            "adam",
            price.get_absolute_url(),
            reverse("losses:edit_reason", args=[price.pk]),
            "meaning",
            lambda: Reason.objects.get(pk=price.pk).meaning,
        ),
        "question": Text(
            "adam",
            reverse("interviews:guide"),
            reverse("interviews:edit_question", args=[cause.pk]),
            "hint",
            lambda: Question.objects.get(pk=cause.pk).hint,
        ),
        "phrasing": Text(
            "adam",
            reverse("interviews:phrasings"),
            reverse("interviews:phrasings"),
            "cause-de",
            lambda: Phrasing.objects.get(question=cause, language="de").text,
        ),
        "milestone": day_of(plan, "winback:move", ready_plan.milestones.order_by("pk").last(), "due_by"),
        "words of a reason": Text(
            "vera",
            northwind_loss.get_absolute_url(),
            reverse("losses:hear", args=[northwind_loss.pk]),
            "words",
            lambda: northwind_loss.causes.get(voice="client", reason__key="price").words,
            {"reason": "price", "voice": "client"},
        ),
        "shelf": edit("rosa", "care:edit_piece", Piece.put(Worth("note", "A list", "All."), by=rosa, at=noon), "text"),
        "renewal": renewal_of(renewal, "renewals:expect", "rep_why"),
        "what we count on": renewal_of(renewal, "renewals:count_on", "final_why"),
        "truth": Text(
            "vera",
            reverse("winback:truth", args=[northwind_loss.pk]),
            reverse("winback:truth", args=[northwind_loss.pk]),
            "competitor",
            lambda: str(Loss.objects.get(pk=northwind_loss.pk).competitor),
            {"reason_0": "price"},
        ),
    }


def day_of(page, send, record, part):
    def stands():
        return str(getattr(type(record).objects.get(pk=record.pk), part))

    words = {"first": "2030-01-01", "second": "2030-01-02"}
    return Text("rosa", page, reverse(send, args=[record.pk]), part, stands, words=words)


def renewal_of(one, send, part):
    def stands():
        return getattr(type(one).objects.get(pk=one.pk), part)

    return Text("ines", one.get_absolute_url(), reverse(send, args=[one.pk]), "why", stands, {"view": "renews"})


def edit(who, name, record, part):
    address = reverse(name, args=[record.pk])
    return Text(who, address, address, part, lambda: getattr(type(record).objects.get(pk=record.pk), part))


class Browser:
    """Somebody with a page open: what they change they change in the form they saw."""

    def __init__(self, client, text):
        self.client, self.text = client, text
        self.form = forms_of(client.get(text.page), text.page)[text.send]

    def send(self, **fields):
        return self.client.post(self.text.send, self.form | self.text.beside | fields)


def what_happens(text, client):
    """Two browsers show one form. One sends it, then the other, who reads both and decides for their own."""
    first, second = text.words["first"], text.words["second"]
    one, another = Browser(client, text), Browser(client, text)
    sent = one.send(**{text.name: first}).status_code
    both = another.send(**{text.name: second})
    kept = text.stands() == first and first in both.text
    decided = forms_of(both)[text.send] if both.status_code == 422 else {}
    proposed = decided.get(text.name) == [second]
    return sent, both.status_code, kept, proposed, client.post(text.send, decided).status_code, text.stands() == second


def test_the_second_reads_both_and_decides(texts, request, client):
    happened = {}
    for name, text in texts.items():
        client.force_login(request.getfixturevalue(text.who))
        happened[name] = what_happens(text, client)

    assert happened == dict.fromkeys(texts, (302, 422, True, True, 302, True))


class TestWhatIsChosen:
    def test_is_taken_as_they_have_it_or_as_you_do(self, client, contoso, rosa):
        client.force_login(rosa)
        text = edit("rosa", "clients:edit", contoso, "tier")
        stale = Browser(client, text)
        Browser(client, text).send(tier="A")
        both = stale.send(tier="C", industry="Cranes")

        assert "A: large" in both.text
        assert "C: small" in both.text
        decided = forms_of(both)[text.send]
        client.post(text.send, decided)
        contoso.refresh_from_db()
        assert (contoso.tier, contoso.industry) == ("A", "Cranes")

    def test_holds_for_several_lines_at_once(self, client, ines):
        client.force_login(ines)
        price = Reason.objects.get(key="price")
        address = reverse("winback:template", args=[price.pk])
        text = Text("ines", address, address, "0-what", None)
        stale = Browser(client, text)
        Browser(client, text).send(**{"0-what": "A visit"})
        both = stale.send(**{"0-what": "A call", "goal": "A price for a year"})

        assert "A visit" in both.text
        assert "A call" in both.text
        client.post(address, forms_of(both)[address])
        kept = PlanTemplate.for_reason(price)
        assert kept.steps[0].what == "A visit"
        assert kept.goal == "A price for a year"


class TestTheTruth:
    def test_of_two_who_confirm_at_once_is_decided_by_the_second(self, client, northwind_loss, vera):
        client.force_login(vera)
        address = reverse("winback:truth", args=[northwind_loss.pk])
        text = Text("vera", address, address, "reason_0", None)
        stale = Browser(client, text)
        Browser(client, text).send(reason_0="price")
        both = stale.send(reason_0="people")

        assert both.status_code == 422
        assert [one.reason.key for one in northwind_loss.causes.filter(voice="confirmed")] == ["price"]

    def test_keeps_who_decided_when_it_is_confirmed_once_more(self, client, northwind_loss, vera):
        client.force_login(vera)
        address = reverse("winback:truth", args=[northwind_loss.pk])
        text = Text("vera", address, address, "reason_0", None)
        dana = northwind_loss.client.contacts.get()
        Browser(client, text).send(reason_0="price", decided_by=dana.pk)
        Browser(client, text).send(reason_0="people")

        assert Interview.objects.get(loss=northwind_loss).decided_by == dana

    def test_has_a_note_for_the_debrief_that_two_may_write(self, client, northwind_loss, vera):
        client.force_login(vera)
        address = reverse("winback:truth", args=[northwind_loss.pk])
        Browser(client, Text("vera", address, address, "", None)).send(reason_0="price")
        note = Text("vera", address, reverse("winback:truth_note", args=[northwind_loss.pk]), "note", None)
        stale = Browser(client, note)
        Browser(client, note).send(note="Both spoke of Monday.")

        assert "Both spoke of Monday." in stale.send(note="Neither spoke of Monday.").text
        assert Interview.objects.get(loss=northwind_loss).debrief == "Both spoke of Monday."


def test_a_program_without_a_mark_writes_over_what_stands(client, ready_plan, rosa):
    client.force_login(rosa)
    marked = client.get(f"/api/v1/plans/{ready_plan.pk}").json()["goal_mark"]
    for goal in ("Two sites", "One site"):
        client.post(f"/api/v1/plans/{ready_plan.pk}/goal", {"goal": goal}, content_type="application/json")
    told = {"goal": "None", "seen": marked}
    refused = client.post(f"/api/v1/plans/{ready_plan.pk}/goal", told, content_type="application/json")

    assert refused.status_code == 422
    assert "A good end. They wrote: “One site” You wrote: “None”" in refused.json()["reasons"]


class TestWhatIsNoText:
    """A day, a number, a choice and a week: whoever changes one that somebody changed meanwhile is shown both."""

    def twice(self, change, seen, first, second):
        """What the second is told, if somebody changed it since they looked."""
        change(first, seen)
        with pytest.raises(WrittenMeanwhile) as told:
            change(second, seen)
        return [(one.theirs, one.yours) for one in told.value.clashes]

    def test_the_day_of_a_step(self, ready_plan, rosa, noon, today):
        ready_plan.launch(by=rosa, at=noon)
        dana = ready_plan.loss.client.contacts.get()
        step = Sequence.begin(ready_plan, dana, "second-chance", by=rosa, at=noon).steps.earliest("due_by")
        days = [today + timedelta(days=9), today + timedelta(days=11)]

        both = self.twice(lambda day, seen: step.move(day, by=rosa, at=noon, seen=seen), step.seen, *days)

        assert both == [tuple(map(str, days))]

    def test_how_many_somebody_works_on(self, rosa, ines, noon):
        change = lambda limit, seen: rosa.limit_work(limit, by=ines, at=noon, seen=seen)  # noqa: E731

        assert self.twice(change, rosa.limit_seen, 7, 9) == [("7", "9")]
        rosa.refresh_from_db()
        assert rosa.open_work_limit == 7

    def test_what_a_wording_means(self, adam, noon):
        wording = Wording.objects.create(said="too slow", seen_as="Too slow")
        named = {key: Reason.objects.get(key=key) for key in ("delivery", "quality")}
        change = lambda key, seen: wording.settle(named[key], by=adam, at=noon, seen=seen)  # noqa: E731

        both = self.twice(change, wording.seen, "delivery", "quality")

        assert both == [(named["delivery"].name, named["quality"].name)]

    def test_to_whom_somebody_reports(self, rosa, ines, vera, adam, noon):
        bosses = {boss.name: boss for boss in (ines, vera)}
        rosa.place(None, is_paid=False, by=adam, at=noon)
        change = lambda boss, seen: rosa.place(bosses[boss], is_paid=False, by=adam, at=noon, seen=seen)  # noqa: E731

        assert self.twice(change, rosa.reporting_seen, vera.name, ines.name) == [(vera.name, ines.name)]
        rosa.refresh_from_db()
        assert rosa.reports_to == vera

    def test_when_somebody_can_be_booked(self, vera):
        week = {9: [(0, time(9), time(12))], 13: [(0, time(13), time(16))]}
        change = lambda hour, seen: Hours.keep(vera, week[hour], zone="UTC", a_month=6, by=vera, seen=seen)  # noqa: E731

        assert self.twice(change, mark(Hours.parts(vera)), 9, 13) == [("Monday 09:00–12:00", "Monday 13:00–16:00")]

    def test_a_template_that_is_to_be_forgotten(self, ines, noon):
        price = Reason.objects.get(key="price")
        first = PlanTemplate.write(price, Pattern("Lunch", (Step("A visit", 3),)), by=ines, at=noon)
        seen = mark(parts(first.pattern))
        PlanTemplate.write(price, Pattern("Dinner", (Step("A visit", 3),)), by=ines, at=noon)

        with pytest.raises(AlreadyDone, match="wrote this template anew"):
            first.forget(by=ines, seen=seen)

        assert PlanTemplate.for_reason(price).goal == "Dinner"
