"""The days of many people, composed together, are those of each alone."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wonback.care.models import Concern, Expansion, PlannedTouch, Promise, Risk, Snooze, Touch
from wonback.clients.models import Client, Contract, Permission, Purchase
from wonback.desk import callers, whom
from wonback.desk import today as composing
from wonback.desk.today import days_of, today_of
from wonback.losses.models import Loss
from wonback.losses.models.reason import Reason
from wonback.renewals.models import Renewal
from wonback.team.models import User
from wonback.winback.models import HandOut, Milestone, Plan, Trigger

pytestmark = pytest.mark.django_db
CLIENTS, REPS = 120, 5


class Company:
    """Everything that can bring somebody onto a list, dealt out by dice, without regard to what fits together."""

    def __init__(self, seed, *, today, noon, people):
        self.dice, self.today, self.noon, self.people = Random(seed), today, noon, people

    def day(self, least=-40, most=20):
        return self.today + timedelta(days=self.dice.randint(least, most))

    def chance(self, share):
        return self.dice.random() < share

    def fill(self, clients=CLIENTS):
        clients = Client.objects.bulk_create(self.client(n) for n in range(clients))
        for client in clients:
            self.owe(client)
            self.speak(client)
            self.sell(client)
            self.lose(client)

    def client(self, n):
        facts = {"owner": self.dice.choice([None, *self.people]), "tier": self.dice.choice("ABC")}
        facts |= {"standing": "lost" if self.chance(0.1) else "active"}
        if self.chance(0.7):
            facts |= {"touch_by": self.day(), "last_touch_on": self.day(-300, -10)}
        return Client(name=f"Client {n}", name_key=f"client{n}", **facts)

    def owe(self, client):
        mine = {"client": client, "owner": self.dice.choice(self.people), "due_by": self.day()}
        if self.chance(0.1):
            Promise.objects.create(what="A sample", made_on=self.today, **mine)
        if self.chance(0.1):
            Concern.objects.create(what="Late parcels", raised_on=self.today, **mine)
        if self.chance(0.1):
            Expansion.objects.create(what="More", next_step="Visit", opened_on=self.today, **mine)
        if self.chance(0.1):
            Risk.objects.create(plan="Call", opened_on=self.today, **mine)

    def speak(self, client):
        user = self.dice.choice([client.owner or self.people[0], *self.people])
        if self.chance(0.15):
            Snooze.objects.create(client=client, user=user, until=self.day(-2, 9), why="They are away")
        if self.chance(0.1):
            Touch.objects.create(client=client, by=user, at=self.noon, reached=False)
        if self.chance(0.1):
            day = self.day(-3, 3)
            PlannedTouch.objects.create(client=client, person=user, day=day, meant_on=day, due_by=day, minutes=10)
        if self.chance(0.05):
            Permission.objects.create(client=client, answer="refused", given_at=self.noon, noted_by=user)

    def sell(self, client):
        for n in range(self.dice.randint(0, 5)):
            bought_on, amount = self.today - timedelta(days=9 * n), Decimal(self.dice.randint(1, 900))
            Purchase.objects.create(client=client, bought_on=bought_on, amount=amount, currency="EUR")
        if self.chance(0.2):
            contract = Contract.objects.create(client=client, starts_on=self.day(-300, -200), until=self.day(-5, 200))
            Renewal.objects.create(contract=contract, opened_on=self.today, notice_by=self.day())

    def lose(self, client):
        if not self.chance(0.2):
            return
        holder, reason = self.dice.choice([None, *self.people]), Reason.chosen("price")
        loss = Loss.objects.create(
            client=client, kind="client", lost_on=self.day(-90, -1), reason=reason, recorded_at=self.noon, holder=holder
        )
        if holder and self.chance(0.6):
            plan = Plan.objects.create(loss=loss, owner=holder, started_at=self.noon, reach_out_by=self.today)
            for n in range(self.dice.randint(0, 3)):
                Milestone.objects.create(plan=plan, what=f"Benchmark {n}", due_by=self.day())
        elif holder:
            HandOut.objects.create(loss=loss, to=holder, by=self.people[0], at=self.noon, answer_by=self.noon)
        if self.chance(0.5):
            mark = f"loss:{loss.pk}"
            Trigger.objects.create(
                client=client, loss=loss, kind="next_year", mark=mark, opens_on=self.day(), noticed_at=self.noon
            )


@pytest.fixture
def people(rosa, ines, adam):
    reps = [User.objects.create_user(f"r{n}@x.example", f"Rep {n}", None, role="rep") for n in range(REPS)]
    gone = User.objects.create_user("gone@x.example", "Gone", None, role="rep", team=ines.team, is_active=False)
    return [rosa, ines, adam, gone, *reps]


def told(day):
    """All that a page says of one day."""
    lines = [(card.client.pk, card.waiting, card.line.why_now, card.worth) for card in (*day.cards, *day.later)]
    rest = (day.later_count, day.next_count, day.steps, [one.pk for one in day.put_off], [one.pk for one in day.spoken])
    return len(day.cards), lines, rest


class TestDaysOfMany:
    def test_are_those_of_each_alone(self, people, today, noon, monkeypatch):
        # How many there are at most is written into the question, which others ask with more.
        monkeypatch.setattr(whom.all_in_question, "sentences", {})
        monkeypatch.setattr(whom, "MOST_OVERDUE", 4)
        monkeypatch.setattr(whom, "MOST_NEVER_TOUCHED", 2)
        monkeypatch.setattr(whom, "MOST_RENEWALS", 1)
        monkeypatch.setattr(composing, "MOST_NEVER_TOUCHED", 2)
        monkeypatch.setattr(callers, "AT_ONCE", 4)
        Company(4, today=today, noon=noon, people=people).fill()
        together = {day.user: told(day) for day in days_of(people, as_of=today)}

        assert together == {user: told(today_of(user, as_of=today)) for user in people}
        assert sum(cards for cards, _lines, _rest in together.values()) > 3 * len(people)
        assert any(rest[2] for _cards, _lines, rest in together.values())

    def test_cost_as_many_queries_for_many_reps_as_for_one(self, people, today, noon):
        Company(1, today=today, noon=noon, people=people).fill(clients=20)
        reps = [user for user in people if user.role == "rep"]
        with CaptureQueriesContext(connection) as alone:
            today_of(reps[0], as_of=today)
        with CaptureQueriesContext(connection) as together:
            list(days_of(reps, as_of=today))

        assert len(together) == len(alone)

    def test_weigh_of_thousands_of_contracts_those_that_end_first(self, adam, sam, today, monkeypatch):
        """An admin counts on all of them, also on those whose clients are somebody else's to call."""
        monkeypatch.setattr(whom.all_in_question, "sentences", {})
        monkeypatch.setattr(whom, "MOST_RENEWALS", 2)
        for days in (30, 10, 20):
            client = Client.objects.create(name=f"In {days}", name_key=f"in{days}", owner=sam, standing="active")
            contract = Contract.objects.create(client=client, until=today + timedelta(days=days))
            Renewal.objects.create(contract=contract, opened_on=today)
        day = today_of(adam, as_of=today)

        assert sorted(card.client.name for card in (*day.cards, *day.later)) == ["In 10", "In 20"]
