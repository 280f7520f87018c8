"""The planner: what is filled is kept, shown, moved, and used by Today."""

from datetime import date, timedelta
from io import StringIO
from json import loads

import pytest
from django.core.management import call_command
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wonback.care.models import PlannedTouch, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Permission
from wonback.desk import planner_page
from wonback.desk.planner import Filling
from wonback.desk.planner_page import OVER, Board
from wonback.desk.today import today_of
from wonback.figures.models import Figure
from wonback.interviews.models import Away
from wonback.team.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def this_day(now):
    return timezone.localdate(now)


def client_of(owner, name, now, *, silent=30, tier="B", **facts):
    client = Client.add(by=owner, at=now, since=date(2021, 3, 1), name=name, owner=owner, tier=tier, **facts)
    Touch.log(client, Note(), by=owner, at=now - timedelta(days=silent))
    return client


@pytest.fixture
def clients(rosa, now):
    """Three of Rosa's: one large whom nobody has visited, one middle, one small."""
    facts = {"Harlow Foods": ("A", 20), "Tarn Logistics": ("B", 40), "Berrick": ("C", 60)}
    return [client_of(rosa, name, now, tier=tier, silent=days, town="Ulm") for name, (tier, days) in facts.items()]


def fill(user, day):
    return Filling.of(user, as_of=day).run()


def kept():
    return list(PlannedTouch.objects.order_by("client", "day").values_list("pk", "client__name", "day", "revision"))


class TestFilling:
    def test_gives_each_client_a_day_by_which_they_are_due(self, clients, rosa, this_day):
        fill(rosa, this_day)

        for client in clients:
            client.refresh_from_db()
            assert client.touch_by == client.planned.order_by("day").first().day
        assert clients[0].planned.count() >= 4
        assert clients[0].planned.order_by("day").first().channel == "visit"

    def test_changes_no_row_when_it_runs_again(self, clients, rosa, this_day):
        fill(rosa, this_day)
        before = kept()
        fill(rosa, this_day)

        assert kept() == before

    def test_keeps_what_a_person_moved_and_its_row(self, clients, rosa, ines, now, this_day):
        fill(rosa, this_day)
        moved, *others = clients[1].planned.order_by("day")
        workday = next(day for n in range(3, 9) if (day := moved.day + timedelta(days=n)).weekday() < 5)
        moved.move(workday, by=rosa, at=now)
        fill(ines, this_day)

        moved.refresh_from_db()
        assert (moved.day, moved.moved_by) == (workday, rosa)
        assert clients[1].planned.count() == 1 + len(others)

    def test_goes_around_absences_and_holidays(self, clients, rosa, ines, this_day):
        Away.plan(rosa, since=this_day, until=this_day + timedelta(days=14), by=rosa)
        Holiday.keep(this_day + timedelta(days=14), "Founders’ day", by=ines)
        fill(rosa, this_day)

        assert min(PlannedTouch.objects.values_list("day", flat=True)) > this_day + timedelta(days=14)

    def test_plans_nobody_who_asked_not_to_be_called_nor_who_left(self, clients, rosa, vera, now, this_day):
        fill(rosa, this_day)
        Permission.note(by=vera, at=now, client=clients[0], answer="refused", words="No calls.")
        Client.objects.filter(pk=clients[1].pk).update(standing=Client.Standing.LOST)
        fill(rosa, this_day)

        assert {row.client for row in PlannedTouch.objects.select_related("client")} == {clients[2]}

    def test_takes_over_what_a_colleague_was_to_do(self, clients, rosa, ines, now, this_day):
        fill(rosa, this_day)
        clients[2].hand_over(ines, by=ines, at=now)
        fill(ines, this_day)

        assert clients[2].planned.get().person == ines

    def test_gives_a_client_of_nobody_to_who_is_in_that_town(self, clients, rosa, ines, now, this_day):
        nobodys = Client.add(by=ines, at=now, since=this_day - timedelta(days=200), name="Orphan", tier="C", town="Ulm")
        fill(ines, this_day)

        planned = nobodys.planned.order_by("day").first()
        assert planned.person == rosa
        assert "Orphan" in listed(rosa, planned.day)
        assert "Orphan" not in listed(ines, planned.day)

    def test_lets_a_client_without_a_day_be_due_as_the_rhythm_says(self, clients, rosa, now, this_day):
        fill(rosa, this_day)
        PlannedTouch.objects.filter(client=clients[2]).update(day=this_day - timedelta(days=3))
        Client.objects.filter(pk=clients[2].pk).update(last_touch_on=this_day)
        fill(rosa, this_day)
        clients[2].refresh_from_db()

        assert clients[2].planned.count() <= 1
        assert clients[2].touch_by >= this_day + timedelta(days=85)


def listed(user, day):
    return [str(card.client) for card in today_of(user, as_of=day).cards]


class TestToday:
    def test_lists_what_is_planned_for_the_day_and_says_so(self, clients, rosa, this_day):
        fill(rosa, this_day)
        visit = clients[0].planned.order_by("day").first()
        [card] = [card for card in today_of(rosa, as_of=visit.day).cards if card.client == clients[0]]

        assert card.line.why_now.startswith("You planned to visit them today.")

    def test_waits_for_the_day_that_is_planned(self, clients, rosa, this_day):
        fill(rosa, this_day)
        first = min(PlannedTouch.objects.values_list("day", flat=True))

        assert listed(rosa, first - timedelta(days=1)) == []


class TestBoard:
    def test_shows_a_lead_the_team_and_a_rep_themselves(self, clients, rosa, ines, sam, this_day):
        assert [row.person for row in Board(ines, this_day, {}).rows()] == [ines, rosa]
        assert [row.person for row in Board(rosa, this_day, {}).rows()] == [rosa]

    def test_says_when_a_week_holds_too_much(self, clients, rosa, now, this_day):
        rosa.minutes_a_day = 5
        rosa.save()
        day = this_day + timedelta(days=7 - this_day.weekday())
        PlannedTouch.plan(clients[0], day, channel="visit", by=rosa, at=now)
        [row] = Board(rosa, this_day, {}).rows()

        assert [cell.shade for cell in row.cells][:2] == [0, OVER]

    @pytest.mark.parametrize(("many", "shown"), [(2_000, 1), (0, 1), (0, 3)])
    def test_lists_first_whoever_buys_most_be_they_many_or_few(self, clients, rosa, this_day, many, shown, monkeypatch):
        monkeypatch.setattr(planner_page, "MANY", many)
        monkeypatch.setattr(planner_page, "WITHOUT_SHOWN", shown)
        bought = {"Berrick": 900.0, "Harlow Foods": 20.0}
        facts = {"metric": "revenue_12_months", "subject": "client", "currency": "EUR", "as_of": this_day, "n": 1}
        Figure.objects.bulk_create(
            Figure(subject_id=one.pk, value=bought[one.name], **facts) for one in clients if one.name in bought
        )

        listed = [client.name for client in Board(rosa, this_day, {}).without()]
        assert listed == ["Berrick", "Harlow Foods", "Tarn Logistics"][: shown + 1]

    def test_asks_as_often_for_a_large_team(self, clients, rosa, ines, now, this_day, django_assert_max_num_queries):
        with CaptureQueriesContext(connection_of()) as few:
            Board(ines, this_day, {}).context()
        for number in range(12):
            client_of(rosa, f"Client {number}", now)
        fill(ines, this_day)
        with django_assert_max_num_queries(len(few) + 1):
            list(Board(ines, this_day, {}).context()["without"])


def connection_of():
    from django.db import connection  # noqa: PLC0415  # only where queries are counted

    return connection


class TestThePage:
    def test_fills_moves_and_lets_go_without_scripts(self, client, clients, rosa):
        client.force_login(rosa)
        page = client.post(reverse("desk:fill_planner"), follow=True)
        assert b"touches planned." in page.content

        moved = clients[2].planned.get()
        to = next(day for n in range(1, 7) if (day := moved.day + timedelta(days=n)).weekday() < 5)
        week = (to - (timezone.localdate() - timedelta(days=timezone.localdate().weekday()))).days // 7
        told = {"day": to.isoformat(), "person": rosa.pk, "week": week}
        page = client.post(reverse("desk:move_planned", args=[moved.pk]), told, follow=True)
        assert "kept here by Rosa Lindqvist" in page.content.decode()

        client.post(reverse("desk:let_planned_go", args=[moved.pk]))
        moved.refresh_from_db()
        assert (moved.day, moved.moved_by) == (to, None)

    def test_answers_htmx_with_the_board(self, client, clients, rosa):
        client.force_login(rosa)
        part = client.get(reverse("desk:planner"), headers={"HX-Request": "true"}).content.decode()

        assert part.strip().startswith("<planner-board")

    def test_lists_whom_nothing_is_planned_with_and_plans_one(self, client, clients, rosa):
        client.force_login(rosa)
        page = client.get(reverse("desk:planner")).content.decode()
        assert page.index("Nothing planned") < page.index("Harlow Foods")
        day = next(day for n in range(1, 5) if (day := timezone.localdate() + timedelta(days=n)).weekday() < 5)
        client.post(reverse("desk:plan_touch", args=[clients[0].pk]), {"day": day.isoformat()})

        assert clients[0].planned.get().day == day

    def test_keeps_days_off(self, client, clients, rosa, ines):
        client.force_login(ines)
        client.post(reverse("desk:keep_holiday"), {"on": "2099-12-24", "name": "Christmas Eve"})
        client.post(reverse("desk:plan_away", args=[ines.pk]), {"since": "2099-07-01", "until": "2099-07-20"})
        page = client.get(f"{reverse('desk:planner')}?person={ines.pk}").content.decode()
        assert "Christmas Eve" in page
        assert "20 July 2099" in page

        client.post(reverse("desk:cancel_holiday", args=[Holiday.objects.get().pk]))
        client.post(reverse("desk:cancel_away", args=[Away.objects.get().pk]))
        assert not Holiday.objects.exists()
        assert not Away.objects.exists()


class TestTheProgram:
    def test_fills_lists_and_moves(self, client, clients, rosa):
        client.force_login(rosa)
        done = client.post("/api/v1/planner/fill").json()
        listed = client.get("/api/v1/planner/touches?limit=200").json()["rows"]
        assert (done["planned"], done["without"]) == (len(listed), [])

        first = listed[0]
        to = next(
            day for n in range(1, 9) if (day := date.fromisoformat(first["day"]) + timedelta(days=n)).weekday() < 5
        )
        address = f"/api/v1/planned-touches/{first['id']}/move"
        moved = client.post(address, {"day": to.isoformat()}, content_type="application/json").json()
        assert (moved["day"], moved["by_hand"]) == (to.isoformat(), True)

    def test_shows_the_heat(self, client, clients, rosa):
        client.force_login(rosa)
        [row] = client.get("/api/v1/planner").json()["rows"]

        assert (row["person"], len(row["weeks"])) == ("Rosa Lindqvist", 13)


class TestTheCommand:
    def test_fills_and_tells(self, clients, rosa):
        said = StringIO()
        call_command("planner", email=rosa.email, fill=True, json=True, stdout=said)
        rows = loads(said.getvalue())

        assert len(rows) == 13
        assert sum(row["minutes"] for row in rows) > 0

    def test_tells_people_in_a_table(self, clients, rosa):
        said = StringIO()
        call_command("planner", email=rosa.email, stdout=said)

        assert said.getvalue().splitlines()[1].startswith("Rosa Lindqvist")
