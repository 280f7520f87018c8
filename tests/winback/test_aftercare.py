"""Staying close to a client who came back: checks, promises with their verdict, signs that they may leave again."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.care.models import Concern, Promise, Sighting, Touch
from wonback.clients.models import Client, Permission
from wonback.core.errors import AlreadyDone
from wonback.desk.steps import steps_of
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story
from wonback.losses.tasks import put_into_effect
from wonback.post.models import DoNotContact, Letter
from wonback.team.models import NotAllowed
from wonback.winback.closeness import all_close, signs_of
from wonback.winback.models import Aftercare, Check, Offer, Verdict
from wonback.winback.models.aftercare import NothingToJudge
from wonback.winback.models.offer import Rung
from wonback.winback.relapse import SIGNS_OF, Sign, watch
from wonback.winback.taper import months_after, taper
from wonback.winback.tasks import end_aftercare, look_ahead

database = pytest.mark.django_db


@pytest.fixture
def back(ready_plan, rosa, noon, today):
    """Northwind is back since today."""
    ready_plan.launch(by=rosa, at=noon)
    ready_plan.win(by=rosa, at=noon, on=today)
    return Aftercare.objects.for_cards().get()


@pytest.fixture
def promise(back, rosa, ines, noon, today):
    due_by = today + timedelta(days=30)
    return Promise.make(back.plan.loss.client, "A call before eight", by=rosa, at=noon, due_by=due_by, owner=ines)


@pytest.fixture
def dana(back):
    dana = back.plan.loss.client.contacts.get()
    dana.email = "dana@northwind.example"
    dana.save()
    return dana


def sentences(back):
    return [str(entry) for entry in back.plan.loss.client.timeline.order_by("pk")]


@database
def test_nobody_stays_close_to_a_client_of_whom_a_part_came_back_and_who_is_gone(ready_plan, ines, rosa, noon, today):
    Loss.objects.update(kind="part")
    northwind = Client.objects.get(name="Northwind")
    assert northwind.standing == "lost"
    ready_plan.refresh_from_db()
    ready_plan.win(by=rosa, at=noon, on=today)

    assert not Aftercare.objects.exists()
    assert ready_plan.stage == "recovered"


class TestTaper:
    @given(begun=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    def test_is_weekly_fortnightly_monthly_on_working_days_within_a_year(self, begun):
        planned = taper(begun)
        gaps = [(later.due_by - one.due_by).days for one, later in pairwise(planned)]

        assert [
            sum(one.kind == kind for one in planned) for kind in ("weekly", "fortnightly", "monthly", "executive")
        ] == [
            4,
            4,
            9,
            1,
        ]
        assert all(one.due_by.weekday() < 5 and one.due_by > begun for one in planned)
        assert all(gap >= 0 for gap in gaps)
        assert planned[-1].due_by <= months_after(begun, 12) + timedelta(days=2)


@database
class TestBegin:
    def test_comes_with_the_return_and_a_second_spell(self, back, today):
        assert (back.begun_on, back.until) == (today, months_after(today, 12))
        assert back.plan.loss.client.spells.count() == 2
        assert "We stay close to Northwind until 23 November 2027." in sentences(back)

    def test_comes_with_the_first_rung_and_is_not_begun_again_by_the_return(self, ready_plan, rosa, noon, today):
        ready_plan.launch(by=rosa, at=noon)
        offer = Offer.add(ready_plan, Rung(what="One site", worth=Decimal(5), due_by=today), by=rosa, at=noon)
        offer.offer(by=rosa, at=noon)
        offer.take(by=rosa, at=noon, on=today)
        ready_plan.refresh_from_db()
        ready_plan.win(by=rosa, at=noon + timedelta(days=60), on=today + timedelta(days=60))

        assert Aftercare.objects.get().begun_on == today
        assert Check.objects.count() == 18

    def test_ends_after_twelve_months(self, back, today):
        last = months_after(today, 12)

        assert end_aftercare(as_of=last - timedelta(days=1)) == 0
        assert (end_aftercare(as_of=last), end_aftercare(as_of=last)) == (1, 0)
        assert not Check.objects.due(as_of=last + timedelta(days=9)).exists()

    def test_ends_at_once_when_they_leave_again(self, back, rosa, noon, today):
        story = Story(reason="price", lost_on=today + timedelta(days=40), worth=Decimal(9), currency="EUR")
        later = noon + timedelta(days=40)
        Loss.record(Client.objects.get(), story, by=rosa, at=later)

        assert "We do not stay close to Northwind any more: they have left again." in sentences(back)
        assert not Check.objects.due(as_of=today + timedelta(days=400)).exists()

    def test_ends_in_the_night_of_the_day_on_which_they_leave_again(self, back, rosa, noon, today):
        gone = today + timedelta(days=40)
        Loss.record(Client.objects.get(), Story(reason="price", lost_on=gone, currency="EUR"), by=rosa, at=noon)
        before = end_aftercare(as_of=today)
        put_into_effect(as_of=gone)

        assert (before, end_aftercare(as_of=gone), end_aftercare(as_of=gone)) == (0, 1, 0)

    def test_begins_once_more_for_whoever_took_a_rung_long_ago_and_comes_back_whole(self, rung, rosa, noon, today):
        year = months_after(today, 12)
        end_aftercare(as_of=year)
        rung.win(by=rosa, at=noon + timedelta(days=400), on=today + timedelta(days=400))

        close = Aftercare.objects.get()
        assert (close.begun_on, close.ended_on) == (today + timedelta(days=400), None)
        assert Check.objects.ahead().filter(due_by__gt=today + timedelta(days=400)).count() == 18


@pytest.fixture
def rung(ready_plan, rosa, noon, today):
    """Northwind took a smaller yes today."""
    ready_plan.launch(by=rosa, at=noon)
    offer = Offer.add(ready_plan, Rung(what="One site", worth=Decimal(5), due_by=today), by=rosa, at=noon)
    offer.offer(by=rosa, at=noon)
    offer.take(by=rosa, at=noon, on=today)
    ready_plan.refresh_from_db()
    return ready_plan


@database
class TestNothingComesUpAnyMore:
    def test_gets_a_day_to_decide_once_a_year_on_a_rung_is_over(self, rung, today):
        year = months_after(today, 12)
        rung.milestones.filter(reached_at=None).delete()
        before = look_ahead(as_of=year)
        end_aftercare(as_of=year)

        assert (before, look_ahead(as_of=year), look_ahead(as_of=year)) == (0, 1, 0)
        assert [str(one) for one in rung.milestones.filter(reached_at=None)] == ["Decide what comes next with them"]

    def test_leaves_alone_what_rests_and_what_is_over(self, rung, rosa, noon, today):
        rung.milestones.all().delete()
        Check.objects.all().delete()
        rung.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=30))
        resting = look_ahead(as_of=today)
        rung.win(by=rosa, at=noon, on=today)
        Check.objects.all().delete()

        assert (resting, look_ahead(as_of=today)) == (0, 0)


@database
class TestChecks:
    @pytest.fixture
    def left_alone(self, back, vera, noon):
        Permission.note(by=vera, at=noon, client=back.plan.loss.client, answer="refused", words="Leave us alone.")

    def test_wait_for_nobody_who_asked_us_to_leave_them_alone(self, left_alone, rosa, noon, today):
        assert not Check.objects.due(as_of=today + timedelta(days=400)).exists()
        with pytest.raises(DoNotContact, match="Leave us alone"):
            Check.objects.order_by("due_by")[0].do("Hello?", by=rosa, at=noon + timedelta(days=7))
        assert not Touch.objects.filter(line="Hello?").exists()

    def test_are_written_down_once_and_count_as_a_touch(self, back, rosa, noon):
        check = Check.objects.order_by("due_by")[0]
        another = Check.objects.get(pk=check.pk)
        check.do("On time all week.", by=rosa, at=noon)

        assert Touch.objects.filter(line="On time all week.").exists()
        with pytest.raises(AlreadyDone):
            another.do("Again", by=rosa, at=noon)

    def test_have_one_visit_that_is_a_leads(self, back, rosa, ines, noon):
        visit = Check.objects.get(kind="executive")
        with pytest.raises(NotAllowed):
            visit.do("Met them.", by=rosa, at=noon)

        assert visit.do("Met them.", by=ines, at=noon).channel == "visit"

    def test_stand_in_today_of_the_rep_and_the_visit_in_that_of_the_lead(self, back, rosa, ines, today):
        first, visit = Check.objects.order_by("due_by")[0], Check.objects.get(kind="executive")

        assert [step.kind for step in steps_of(rosa, as_of=first.due_by)] == ["check"]
        assert steps_of(ines, as_of=first.due_by) == []
        assert "Visit of a lead" in steps_of(ines, as_of=visit.due_by)[0].why_now


@database
class TestLedger:
    def test_holds_promises_of_anybody_and_asks_the_client(self, back, promise, dana, rosa, ines, noon):
        letter = back.ask(dana, by=rosa, at=noon)

        assert promise.owner == ines
        assert "/s/promises/" in letter.text
        assert "Rosa Lindqvist asked Dana of Northwind of Northwind how we keep our promises." in sentences(back)

    def test_asks_nothing_while_nothing_was_promised(self, back, dana, rosa, noon):
        with pytest.raises(NothingToJudge):
            back.ask(dana, by=rosa, at=noon)

    def test_takes_their_verdict_and_tells_it(self, back, promise, noon):
        assert back.judge({promise.pk: "amber"}, words="Twice at nine.", at=noon) == 1

        assert Verdict.objects.get().colour == "amber"
        assert "Northwind says of our promise “A call before eight”: partly." in sentences(back)

    def test_takes_no_verdict_about_promises_of_others(self, back, contoso, rosa, noon, today):
        theirs = Promise.make(contoso, "A quote", by=rosa, at=noon, due_by=today)

        with pytest.raises(NothingToJudge):
            back.judge({theirs.pk: "red"}, at=noon)

    def test_speaks_the_language_of_whoever_got_the_link(self, client, back, promise, dana, rosa, noon):
        dana.choose_language("de")
        letter = back.ask(dana, by=rosa, at=noon)
        address = "/" + letter.text.split("/", 3)[3].split()[0]
        page = client.get(address).text

        assert letter.subject == "Halten wir unsere Zusagen?"
        assert "zugesagt bis" in page
        assert "Teilweise" in page
        client.post(f"{address}judge/", {f"promise-{promise.pk}": "amber"})
        assert "partly" in str(back.plan.loss.client.timeline.order_by("-pk")[0])

    def test_opens_by_the_link_alone_and_by_no_other(self, client, back, promise, dana, rosa, noon):
        letter = back.ask(dana, by=rosa, at=noon)
        address = next(word for word in letter.text.split() if "/s/promises/" in word)
        path = address[address.index("/s/") :]
        page = client.get(path)
        answer = client.post(f"{path}judge/", {f"promise-{promise.pk}": "green", "words": "Well done"})

        assert "A call before eight" in page.content.decode()
        assert "Thank you." in answer.content.decode()
        assert Verdict.objects.get().words == "Well done"
        assert client.get("/s/promises/made-up/").status_code == 404
        back.nonce = "another"
        back.save()
        assert client.get(path).status_code == 404


@database
class TestRelapse:
    def test_counts_signs_of_the_first_reason_double(self, back, promise, rosa, noon, today):
        client = back.plan.loss.client
        Concern.raise_(client, "Late again", by=rosa, at=noon, due_by=today)
        Sighting.note(client, None, by=rosa, at=noon)
        [line] = all_close(rosa, as_of=today)

        # They once left because we were late.
        assert [(each.sign.kind, each.weight) for each in line.watch.signs if each.sign.kind == "gripe"] == [
            ("gripe", 2)
        ]
        assert (line.watch.score, line.watch.level) == (3, "act")

    def test_sees_a_bad_verdict_a_broken_promise_and_a_missed_check(self, back, promise, noon, today):
        back.judge({promise.pk: "red"}, at=noon)
        later = today + timedelta(days=40)
        kinds = {sign.kind for sign in signs_of([back], as_of=later)[back.pk]}

        assert {"verdict", "broken", "missed"} <= kinds

    def test_forgets_what_was_before_they_came_back(self, ready_plan, rosa, noon, today):
        Sighting.note(ready_plan.loss.client, None, by=rosa, at=noon - timedelta(days=50))
        ready_plan.win(by=rosa, at=noon, on=today)
        [line] = all_close(rosa, as_of=today)

        assert line.watch.score == 0

    @given(
        signs=st.lists(
            st.builds(
                Sign, st.sampled_from(["gripe", "broken", "rival", "left", "missed", "verdict"]), st.text(), st.dates()
            )
        ),
        reason=st.sampled_from([*SIGNS_OF, "other"]),
    )
    def test_never_weighs_less_for_a_reason_it_knows(self, signs, reason):
        score = watch(signs, reason=reason).score

        assert len(signs) <= score <= 2 * len(signs)
        assert watch(signs, reason="other").score == len(signs)


@database
class TestPages:
    @pytest.fixture(autouse=True)
    def at_noon(self, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    def test_lead_from_the_list_to_a_check_a_promise_and_a_letter(self, client, back, dana, rosa, today):
        client.force_login(rosa)
        assert "left once: We failed: delivery" in client.get("/aftercare/").content.decode()
        address = back.get_absolute_url()
        check = Check.objects.order_by("due_by")[0]
        client.post(f"/checks/{check.pk}/do/", {"line": "All is well."})
        client.post(f"{address}promise/", {"what": "A call before eight", "due_by": str(today)})
        client.post(f"{address}ask/", {"contact": dana.pk})
        page = client.get(address).content.decode()

        assert "A call before eight" in page
        assert "They once left because: <strong>We failed: delivery</strong>" in page
        assert Letter.objects.filter(subject="Do we keep our promises?").exists()

    def test_do_not_ask_more_when_there_are_more(self, client, back, rosa, django_assert_max_num_queries):
        client.force_login(rosa)
        with django_assert_max_num_queries(12):
            client.get("/aftercare/")
        with django_assert_max_num_queries(20):
            client.get(back.get_absolute_url())

    def test_show_the_first_reason_on_the_page_of_the_client(self, client, back, rosa):
        client.force_login(rosa)

        assert "They once left because" in client.get(back.plan.loss.client.get_absolute_url()).content.decode()
