"""How clients are: which signs are seen, which are unknown, what was known on a day in the past, and what the night writes down."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse

from wonback.care import back_test, tasks
from wonback.care.looking import look, served_on
from wonback.care.models import Concern, Defence, Health, Promise, Reading, Risk, Touch, Weighing
from wonback.care.models.health import WeightsImpossible
from wonback.care.models.promise import WordsWanted
from wonback.care.models.reading import ReadingImpossible
from wonback.care.models.touch import Note
from wonback.care.reasons import Reason
from wonback.care.signs import NAMES, SIGNS, USUAL_WEIGHTS, Sign
from wonback.clients.models import Client, Contact, Purchase
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


def strength(sign, client, as_of):
    """How strong a sign of one client is on a day; None: unknown."""
    value = look(Client.objects.filter(pk=client.pk), as_of=as_of).signs[0, NAMES.index(sign)]
    return None if np.isnan(value) else round(float(value), 3)


def buy(client, *days_ago, today):
    for days in days_ago:
        facts = {"bought_on": today - timedelta(days=days), "amount": Decimal(100), "currency": "EUR"}
        Purchase.objects.create(client=client, **facts)


class TestSigns:
    def test_are_unknown_where_nobody_knows_and_nothing_where_nothing_is(self, contoso, today):
        known = {sign.value: strength(sign, contoso, today) for sign in Sign}

        assert known == {
            "silence": None,
            "waiting": 0.0,
            "concern": 0.0,
            "promise": None,
            "left": 0.0,
            "stance": None,
            "thread": None,
            "rival": 0.0,
            "payment": None,
            "usage": None,
            "tickets": None,
        }

    def test_of_concerns_are_unknown_of_whom_nobody_asked(self, contoso, today):
        assert strength(Sign.CONCERN, contoso, today + timedelta(days=200)) is None

    def test_grow_with_the_age_of_a_concern_and_end_with_it(self, contoso, rosa, noon, today):
        concern = Concern.raise_(contoso, "Late", by=rosa, at=noon - timedelta(days=30), due_by=today)
        assert strength(Sign.CONCERN, contoso, today) == 0.7

        concern.settle(by=rosa, at=noon)
        assert strength(Sign.CONCERN, contoso, today) == 0.0

    def test_count_broken_promises(self, contoso, rosa, noon, today):
        due_by = today - timedelta(days=3)
        Promise.make(contoso, "A quote", by=rosa, at=noon - timedelta(days=9), due_by=due_by)
        assert strength(Sign.PROMISE, contoso, today) == 0.6

        Promise.objects.get().keep(by=rosa, at=noon)
        assert strength(Sign.PROMISE, contoso, today) == 0.0

    def test_see_who_left_and_who_is_still_there(self, contoso, rosa, noon, today):
        contoso.contacts.get().leave(on=today - timedelta(days=20), by=rosa, at=noon)
        assert strength(Sign.LEFT, contoso, today) == 1.0

        Contact.meet(by=rosa, at=noon, client=contoso, name="Kim", role="champion", stance=1)
        assert strength(Sign.LEFT, contoso, today) == 0.5

    def test_see_how_those_who_decide_see_us(self, contoso, rosa, noon, today):
        contoso.contacts.get().correct(by=rosa, at=noon, stance=-1)

        assert strength(Sign.STANCE, contoso, today) == 0.5

    def test_count_the_people_we_spoke_to(self, contoso, rosa, noon, today):
        dana = contoso.contacts.get()
        Touch.log(contoso, Note(contact=dana), by=rosa, at=noon)
        assert strength(Sign.THREAD, contoso, today) == 0.7

        kim = Contact.meet(by=rosa, at=noon, client=contoso, name="Kim")
        Touch.log(contoso, Note(contact=kim), by=rosa, at=noon)
        assert strength(Sign.THREAD, contoso, today) == 0.3

    def test_see_a_rival_until_the_defence_is_won(self, contoso, rosa, noon, today):
        defence = Defence.against_seen(contoso, "Halden", by=rosa, at=noon - timedelta(days=4))
        assert strength(Sign.RIVAL, contoso, today) == 1.0

        defence.keep("Our service.", by=rosa, at=noon)
        assert strength(Sign.RIVAL, contoso, today) == 0.0

    def test_compare_readings_with_the_usual(self, contoso, rosa, noon, today):
        for days, value in ((90, 100), (60, 100), (30, 100), (0, 70)):
            Reading.note(contoso, "usage", value, on=today - timedelta(days=days), by=rosa, at=noon)
        Reading.note(contoso, "late", 30, on=today, by=rosa, at=noon)

        assert (strength(Sign.USAGE, contoso, today), strength(Sign.PAYMENT, contoso, today)) == (0.5, 0.5)

    def test_see_unusual_silence_as_the_numbers_do(self, contoso, northwind, today):
        buy(contoso, 140, 110, 80, 50, today=today)

        # docs/numbers/unusual-silence.md: 75.2 %
        assert strength(Sign.SILENCE, contoso, today) == pytest.approx((0.751727 - 0.5) / 0.45, abs=1e-3)
        assert strength(Sign.SILENCE, northwind, today) is None

    def test_have_words_for_everything(self):
        for sign in Sign:
            reason = Reason(sign, 4.0, None, None, 3, "Dana")
            assert reason.sentence.endswith((".", "”."))
            assert str(SIGNS[sign].name)


class TestTheDayBefore:
    def test_nothing_that_happens_later_is_seen(self, contoso, rosa, noon, today):
        """Whatever is noted after a day, also about days before it: the signs of that day stay what they were."""
        buy(contoso, 140, 110, 80, 50, today=today)
        Promise.make(contoso, "A quote", by=rosa, at=noon - timedelta(days=40), due_by=today - timedelta(days=31))
        Concern.raise_(contoso, "Late", by=rosa, at=noon - timedelta(days=60), due_by=today)
        day = today - timedelta(days=30)
        before = look(served_on(day), as_of=day).signs

        dana = contoso.contacts.get()
        Touch.log(contoso, Note(contact=dana, competitor=True, rival="Halden", gripe=True), by=rosa, at=noon)
        Promise.objects.get().keep(by=rosa, at=noon)
        Concern.objects.earliest("pk").settle(by=rosa, at=noon)
        dana.correct(by=rosa, at=noon, stance=-2, role="champion")
        dana.leave(on=day - timedelta(days=5), by=rosa, at=noon)
        Contact.meet(by=rosa, at=noon, client=contoso, name="Kim", role="decider", stance=2, since=day)
        Reading.note(contoso, "late", 60, on=day, by=rosa, at=noon)
        buy(contoso, 2, today=today)
        story = Story(reason="price", lost_on=today - timedelta(days=1))
        Loss.record(contoso, story, by=rosa, at=noon)

        after = look(served_on(day), as_of=day).signs
        np.testing.assert_array_equal(after, before)
        assert not np.array_equal(look(Client.objects.filter(pk=contoso.pk), as_of=today).signs[0], before[0])


class TestNight:
    def test_writes_a_score_with_its_reasons(self, contoso, rosa, noon, today):
        Concern.raise_(contoso, "Parcels come late.", by=rosa, at=noon - timedelta(days=60), due_by=today)
        assert [tasks.measure_health(as_of=today) for _ in range(2)] == [1, 1]
        health = Health.objects.get()

        # Known: waiting 0 (weight 2), concern 1 (3), left 0 (3), rival 0 (2).
        assert (health.value, health.known, health.signs) == (70.0, 4, 11)
        assert health.low < health.value < health.high
        [reason] = [Reason.of(one) for one in health.reasons]
        assert reason.sentence == "Unhappy since 24 September 2026, and not settled: “Parcels come late”."

    def test_says_nothing_on_too_few_signs(self, today):
        Client.objects.create(name="Stranger", tier="C")
        tasks.measure_health(as_of=today)

        assert Health.objects.get().value is None

    def test_notices_who_is_at_risk_once_and_who_is_no_longer(self, contoso, rosa, noon, today):
        concern = Concern.raise_(contoso, "Late.", by=rosa, at=noon - timedelta(days=60), due_by=today)
        tasks.measure_health(as_of=today)
        assert [tasks.notice_risks(as_of=today) for _ in range(2)] == [1, 0]
        risk = Risk.objects.get()
        assert (risk.owner, risk.stage, risk.due_by) == (rosa, "at_risk", today + timedelta(days=3))
        assert str(contoso.timeline.order_by("at", "pk").filter(verb="risk.noticed").get()).startswith(
            "Contoso is at risk: health 70 of 100"
        )

        concern.settle(by=rosa, at=noon)
        tomorrow = today + timedelta(days=1)
        tasks.measure_health(as_of=tomorrow)
        tasks.notice_risks(as_of=tomorrow)
        risk.refresh_from_db()
        assert (risk.stage, risk.ended_on) == ("eased", tomorrow)

    def test_gives_nobody_more_than_they_can_see_to(self, contoso, rosa, today):
        clients = [Client.objects.create(name=f"Client {n}", owner=rosa) for n in range(14)]
        facts = {"as_of": today, "low": 0, "high": 100, "known": 4, "signs": 11}
        Health.objects.bulk_create(Health(client=one, value=n, **facts) for n, one in enumerate(clients))

        assert tasks.notice_risks(as_of=today) == 10
        assert sorted(Risk.objects.values_list("health_then", flat=True)) == list(range(10))


class TestWeights:
    def test_are_a_leads_to_set_and_keep_who_and_when(self, ines, rosa, noon):
        weights = USUAL_WEIGHTS | {"concern": 10}
        with pytest.raises(NotAllowed):
            Weighing.set(weights, alarm_below=60, why="Try", by=rosa, at=noon)
        Weighing.set(weights, alarm_below=60, why="Concerns told us most.", by=ines, at=noon)

        current = Weighing.current()
        assert (current.weights["concern"], current.alarm_below, current.set_by, current.set_at) == (10, 60, ines, noon)

    def test_must_be_possible_and_have_a_reason(self, ines, noon):
        for weights, below in (({"concern": 11}, 60), (dict.fromkeys(USUAL_WEIGHTS, 0), 60), ({}, 0)):
            with pytest.raises(WeightsImpossible):
                Weighing.set(weights, alarm_below=below, why="Try", by=ines, at=noon)
        with pytest.raises(WordsWanted):
            Weighing.set({}, alarm_below=60, why=" ", by=ines, at=noon)

    def test_count_from_the_next_night_on(self, contoso, rosa, ines, noon, today):
        Concern.raise_(contoso, "Late.", by=rosa, at=noon - timedelta(days=60), due_by=today)
        Weighing.set({"concern": 10}, alarm_below=60, why="Concerns.", by=ines, at=noon)
        tasks.measure_health(as_of=today)

        assert Health.objects.get().value == pytest.approx(100 - 100 * 10 / 17, abs=0.01)


class TestReading:
    def test_told_again_counts_anew_and_must_be_possible(self, contoso, rosa, noon, today):
        for value in (10, 20):
            Reading.note(contoso, "usage", value, on=today, by=rosa, at=noon)
        assert Reading.objects.get().value == 20

        for value, on in ((-1, today), (float("inf"), today), (1, today + timedelta(days=1))):
            with pytest.raises(ReadingImpossible):
                Reading.note(contoso, "usage", value, on=on, by=rosa, at=noon)


@pytest.fixture
def who_left(rosa, noon, today):
    """Sixteen clients half a year ago: four with an old concern, three of whom left; of the others one did."""
    day = today - timedelta(days=back_test.HORIZON_DAYS)
    for n in range(16):
        client = Client.add(by=rosa, at=noon, since=day - timedelta(days=100), name=f"Client {n}", owner=rosa)
        Contact.objects.create(client=client, name="Dana", role="decider")
        Touch.log(client, Note(), by=rosa, at=noon - timedelta(days=back_test.HORIZON_DAYS + 5))
        if n < 4:
            Concern.raise_(client, "Late.", by=rosa, at=noon - timedelta(days=250), due_by=today)
        if n in {0, 1, 2, 9}:
            Loss.record(client, Story(reason="price", lost_on=day + timedelta(days=60)), by=rosa, at=noon)
    return day


class TestBackTest:
    @pytest.fixture(autouse=True)
    def own_home(self, settings, tmp_path):
        """What one night laid down is no other's."""
        settings.HOME = tmp_path

    def test_holds_the_score_of_then_against_who_left_since(self, who_left, today):
        past = back_test.look_back(as_of=today)
        it = past.test(USUAL_WEIGHTS, below=75).warned

        assert past.days[-1] == who_left
        assert (it.clients, it.base.some, it.warned, it.false_alarms, it.missed) == (16, 4, 4, 1, 1)
        assert (it.left_of_warned.n, it.warned_of_left.n) == (4, 4)

    def test_is_kept_as_it_was_found(self, who_left, today):
        found = back_test.look_back(as_of=today)
        assert tasks.look_back(as_of=today) == 16
        kept = back_test.newest(as_of=today)

        np.testing.assert_allclose(kept.signs, found.signs, atol=1e-6)
        assert (kept.as_of, kept.days) == (today, found.days)

    def test_page_shows_what_would_have_happened_and_a_lead_keeps_it(self, client, who_left, ines, rosa):
        client.force_login(ines)
        address = reverse("care:back_test")
        assert "Warned in time?" in client.get(address).text

        asked = USUAL_WEIGHTS | {"concern": 0, "alarm_below": 60}
        page = client.get(address, asked).text
        assert "As you ask" in page
        assert not Weighing.objects.exists()

        client.post(reverse("care:weigh"), asked | {"why": "Concerns say little here."})
        page = client.get(address).text
        assert "Concerns say little here." in page
        assert "Ines Okafor" in page

        client.force_login(rosa)
        assert "Let them count so" not in client.get(address, asked).text

    def test_page_of_an_empty_home_says_so(self, client, rosa):
        client.force_login(rosa)

        assert "Nothing to look back on yet." in client.get(reverse("care:back_test")).text
