"""One person's day, composed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from wonback.care.call_list import Kind
from wonback.care.models import Cadence, Concern, Promise, Snooze, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Permission, Purchase
from wonback.desk.callers import Callers
from wonback.desk.today import today_of
from wonback.desk.whom import all_in_question
from wonback.winback.models import HandOut, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(rosa, noon, today):
    """A client of Rosa's whom nobody has reached for 61 days; the tier wants 45."""
    client = Client.add(
        by=rosa,
        at=noon - timedelta(days=900),
        since=today - timedelta(days=900),
        name="Harlow Foods",
        owner=rosa,
        tier="B",
    )
    Touch.log(client, Note(line="All is well."), by=rosa, at=noon - timedelta(days=61))
    return client


def listed(user, today):
    return [(str(card.client), card.line.kind) for card in today_of(user, as_of=today).cards]


class TestToday:
    def test_lists_whom_nobody_reached_for_too_long_and_says_why(self, silent, rosa, today):
        for week in range(5):
            Purchase.objects.create(
                client=silent, bought_on=today - timedelta(days=20 * week + 3), amount=Decimal(700), currency="EUR"
            )
        (card,) = today_of(rosa, as_of=today).cards

        assert card.line.why_now == "You have not spoken for 61 days. They buy every 20."
        assert card.line.overdue_days == 16
        assert card.a_year.amount == Decimal(3500)

    def test_leaves_alone_whom_we_spoke_to_a_week_ago(self, contoso, rosa, today):
        assert listed(rosa, today) == []

    def test_counts_a_client_never_spoken_to_from_the_day_they_came(self, rosa, noon, today):
        Client.add(by=rosa, at=noon, since=today - timedelta(days=100), name="Newcomer", owner=rosa, tier="C")
        (card,) = today_of(rosa, as_of=today).cards

        assert card.line.kind == Kind.FIRST
        assert card.line.why_now == "Nobody has spoken to them yet, in 100 days as a client."
        assert card.line.overdue_days == 10

    def test_gives_a_new_client_time(self, rosa, noon, today):
        Client.add(by=rosa, at=noon, since=today - timedelta(days=3), name="Newcomer", owner=rosa, tier="C")

        assert listed(rosa, today) == []

    def test_a_missed_call_does_not_count_but_waits_behind_the_others(self, silent, rosa, noon, today):
        Touch.log(silent, Note(reached=False), by=rosa, at=noon)
        day = today_of(rosa, as_of=today)

        assert day.cards == []
        assert [str(card.client) for card in day.later] == ["Harlow Foods"]
        assert day.later_count == 1

    def test_brings_promises_first_even_when_it_is_too_early_to_speak(self, silent, contoso, rosa, noon, today):
        Promise.make(contoso, "Price list", by=rosa, at=noon - timedelta(days=3), due_by=today)

        assert listed(rosa, today) == [("Contoso", Kind.PROMISE), ("Harlow Foods", Kind.TOUCH)]

    def test_brings_what_they_are_unhappy_about_when_an_answer_is_due(self, contoso, rosa, noon, today):
        Concern.raise_(contoso, "Parcels come late", by=rosa, at=noon - timedelta(days=7), due_by=today)

        assert listed(rosa, today) == [("Contoso", Kind.CONCERN)]

    def test_rests_what_was_put_off_until_its_day(self, silent, rosa, noon, today):
        Snooze.put_off(silent, by=rosa, at=noon, until=today + timedelta(days=2), why="They are away")

        assert listed(rosa, today) == []
        assert [str(snooze.client) for snooze in today_of(rosa, as_of=today).put_off] == ["Harlow Foods"]
        assert listed(rosa, today + timedelta(days=2)) == [("Harlow Foods", Kind.TOUCH)]

    def test_rests_whom_a_pause_protects(self, silent, rosa, noon, today):
        Cadence.agree(silent, ideal_days=20, maximum_days=30, paused_until=today + timedelta(days=9), by=rosa, at=noon)

        assert listed(rosa, today) == []
        assert listed(rosa, today + timedelta(days=9)) == [("Harlow Foods", Kind.TOUCH)]

    def test_calls_nobody_who_asked_to_be_left_alone(self, silent, rosa, noon, today):
        Permission.note(by=rosa, at=noon, client=silent, answer="refused", words="Do not call us.")

        assert listed(rosa, today) == []

    def test_still_calls_a_client_one_of_whose_people_asked_to_be_left_alone(self, silent, rosa, noon, today):
        dana = silent.contacts.create(name="Dana")
        Permission.note(by=rosa, at=noon, client=silent, contact=dana, answer="refused", words="Not me.")

        assert listed(rosa, today) == [("Harlow Foods", Kind.TOUCH)]

    def test_is_nobody_elses(self, silent, sam, today):
        assert listed(sam, today) == []

    def test_gives_a_lead_the_clients_of_nobody_and_not_those_of_her_reps(self, silent, ines, noon, today):
        orphan = Client.add(by=ines, at=noon, since=None, name="Orphan", owner=None, tier="C")

        assert listed(ines, today) == [("Orphan", Kind.FIRST)]
        assert today_of(ines, as_of=today).cards[0].line.why_now == "Nobody has spoken to them yet."
        assert orphan.owner is None

    def test_calls_no_lost_client(self, northwind_loss, rosa, today):
        assert listed(rosa, today) == []

    def test_shows_the_step_of_a_plan_that_is_due(self, northwind_loss, rosa, noon, today):
        Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon - timedelta(days=60))
        (step,) = today_of(rosa, as_of=today).steps

        assert step.kind == Kind.PLAN
        assert step.why_now.endswith("days late.")
        assert step.overdue_days > 0

    def test_shows_whom_a_lead_asked_to_bring_back(self, fabrikam_loss, ines, rosa, noon, today):
        HandOut.give(fabrikam_loss, rosa, by=ines, at=noon - timedelta(hours=3))
        (step,) = today_of(rosa, as_of=today).steps

        assert step.kind == Kind.HAND_OUT
        assert step.why_now == "Ines Okafor asks you to bring them back. Your answer: by 25 November."

    def test_says_how_many_come_tomorrow(self, silent, rosa, today):
        Client.objects.filter(pk=silent.pk).update(touch_by=today + timedelta(days=1))
        day = today_of(rosa, as_of=today)

        assert (day.next_count, day.next_is_tomorrow) == (1, True)

    def test_counts_all_who_wait_beyond_those_it_weighed(self, rosa, today):
        Client.objects.bulk_create(
            Client(
                name=f"Client {n}",
                name_key=f"client{n}",
                owner=rosa,
                last_touch_on=today - timedelta(days=200),
                touch_by=today - timedelta(days=110),
            )
            for n in range(250)
        )
        day = today_of(rosa, as_of=today)

        assert 5 <= len(day.cards) <= 8
        assert day.later_count + len(day.cards) == 250


class TestQueries:
    def fill(self, owner, today, n):
        clients = Client.objects.bulk_create(
            Client(
                name=f"Client {i}",
                name_key=f"client{i}",
                owner=owner,
                tier="ABC"[i % 3],
                last_touch_on=today - timedelta(days=160),
                touch_by=today - timedelta(days=i % 90),
            )
            for i in range(n)
        )
        Purchase.objects.bulk_create(
            Purchase(client=client, bought_on=today - timedelta(days=30 * k), amount=Decimal(100), currency="EUR")
            for client in clients
            for k in range(5)
        )
        Promise.objects.bulk_create(
            Promise(client=client, what="A sample", owner=owner, made_on=today, due_by=today) for client in clients[:3]
        )

    def test_do_not_grow_with_the_book(self, rosa, today, client, django_assert_max_num_queries):
        self.fill(rosa, today, 300)
        client.force_login(rosa)

        with django_assert_max_num_queries(12):
            page = client.get(reverse("desk:today"))

        assert page.status_code == 200

    def test_are_as_few_for_a_lead(self, ines, today, client, django_assert_max_num_queries):
        self.fill(None or ines, today, 30)
        client.force_login(ines)

        with django_assert_max_num_queries(12):
            client.get(reverse("desk:today"))

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="what is asked for is the same; plans have other words")
    def test_of_an_admin_walk_along_owners_not_through_everybody_who_is_due(self, adam, today):
        sql, said = all_in_question.question(Callers((adam,)), as_of=today).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", said)
            steps = " ".join(row[3] for row in cursor.fetchall())

        assert "clients_due_by_owner (owner_id=? AND standing=? AND touch_by<?)" in steps
        assert "clients_due (" not in steps

    def test_of_a_call_sheet_are_few(self, silent, rosa, client, django_assert_max_num_queries):
        client.force_login(rosa)

        with django_assert_max_num_queries(9):
            sheet = client.get(reverse("desk:sheet", args=[silent.pk]), headers={"HX-Request": "true"})

        assert "Harlow Foods" in sheet.text


class TestWhoRefusedCalls:
    """What we promised them is owed all the same: it stays on the list, and says that nobody may call."""

    def refuse(self, client, by, at, **facts):
        Permission.note(by=by, at=at, client=client, answer="refused", words="No.", **facts)

    def test_stays_while_something_is_owed_and_is_written_to(self, client, contoso, rosa, noon, today):
        Promise.make(contoso, "the price list", by=rosa, at=noon, due_by=today)
        self.refuse(contoso, rosa, noon, channel="call")
        [card] = today_of(rosa, as_of=today).cards
        assert card.line.why_now == "Promised: the price list, by today. They asked us not to call: write to them."

        contoso.phone = "030 123"
        contoso.save(update_fields=["phone"])
        client.force_login(rosa)
        assert "030 123" not in client.get(f"/today/{contoso.pk}/").text.split('class="sheet"')[1]

    def test_who_wants_no_contact_at_all_is_settled_without_them(self, contoso, rosa, noon, today):
        Promise.make(contoso, "the price list", by=rosa, at=noon, due_by=today)
        self.refuse(contoso, rosa, noon)

        assert "settle it without them, or with your lead" in today_of(rosa, as_of=today).cards[0].line.why_now

    def test_is_not_on_the_list_for_silence_alone(self, contoso, rosa, noon, today):
        self.refuse(contoso, rosa, noon, channel="call")
        Client.objects.filter(pk=contoso.pk).update(touch_by=today - timedelta(days=9))

        assert today_of(rosa, as_of=today).cards == []
