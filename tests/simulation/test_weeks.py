"""Some weeks of a small company, in which everything that must be true is; and truths that see when it is not.

`python -m tests.simulation --weeks 1000` lives longer.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tests.simulation import desks, truths
from tests.simulation.weeks import live
from tests.simulation.world import No, World
from wonback.care.models import Promise, Risk, Touch
from wonback.clients.models import Client, Contact
from wonback.desk.today import today_of
from wonback.post.models import Approach
from wonback.team.models import User
from wonback.winback.models import Campaign, CampaignArm, HandOut, Milestone, Plan, Sequence, Step, Trigger

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_what_must_be_true_is_true_every_week():
    world = World(seed=7, clients=10, reps_a_team=1)
    untrue = [(week.number, words) for week in live(world, 20) for words in week.broken]

    assert untrue == []
    assert world.done.total() > 100


@pytest.fixture
def world(ready_plan, contoso, dana, rosa, noon, today):
    """A company that talks with Northwind, has promised Contoso something, and touched it."""
    ready_plan.launch(by=rosa, at=noon)
    Sequence.begin(ready_plan, dana, "long-ago", by=rosa, at=noon)
    world = World()
    world.dawn(today)
    promise = Promise.make(contoso, "A list", by=rosa, at=noon, due_by=today)
    world.promised[promise.pk] = False
    world.touched[Touch.objects.get().pk] = today
    return world


@pytest.fixture
def dana(northwind):
    return northwind.contacts.get()


def take_step(world):
    """A step is taken after they said no."""
    world.refusals.append(No(Client.objects.get(name="Northwind").pk, None, "", world.at, world.day, None))
    world.minute += 60
    Step.objects.filter(pk=Step.objects.order_by("due_by")[0].pk).update(taken_at=world.at)


def hear_thrice(world):
    for number in range(3):
        Approach.objects.create(
            contact=Contact.objects.first(), on=world.day + timedelta(days=2 * number), key=f"{number}"
        )


def leave_a_door_open(world):
    """A plan goes on resting though a door has been open for days."""
    Plan.objects.update(stage="resting", next_look_on=world.day)
    door = {"kind": "window", "mark": "window:1", "opens_on": world.day, "noticed_at": world.at - timedelta(days=9)}
    Trigger.objects.create(client=Plan.objects.get().loss.client, loss=Plan.objects.get().loss, **door)


def forget_a_risk(world):
    """Somebody is gone and is still to be saved."""
    contoso = Client.objects.get(name="Contoso")
    Risk.see(contoso, "They compare prices.", by=contoso.owner, at=world.at)
    Client.objects.filter(pk=contoso.pk).update(standing="lost")


def give_too_much(world):
    """Somebody has more in their hands than they may work on."""
    loss, rosa = Plan.objects.get().loss, User.objects.get(name__startswith="Rosa")
    HandOut.objects.create(loss=loss, to=rosa, by=rosa, at=world.at, answer_by=world.at)
    User.objects.filter(pk=rosa.pk).update(open_work_limit=0)


def let_wait(world, *, drawn_days_ago=200):
    """Lot had decided to leave alone whom we talk with."""
    ines, day = User.objects.get(name__startswith="Ines"), world.day - timedelta(days=drawn_days_ago)
    shares = {"waiting": 0.2, "rate_alone": 0.1, "planned": 9}
    ends_on, begun = world.day + timedelta(days=9), {"begins_on": day, "started_by": ines, "started_at": world.at}
    campaign = Campaign.objects.create(name="Autumn", ends_on=ends_on, **begun, **shares)
    facts = {"arm": "wait", "stratum": "5/us", "drawn_at": world.at - timedelta(days=drawn_days_ago)}
    return CampaignArm.objects.create(campaign=campaign, loss=Plan.objects.get().loss, **facts)


def draw_again(world):
    world.arms[let_wait(world).loss_id] = "contact"


LIES = {
    truths.nothing_owed_disappears: lambda w: Promise.objects.all().delete(),
    truths.no_touch_vanishes: lambda w: Touch.objects.all().delete(),
    truths.every_client_has_a_next_date: lambda w: (Milestone.objects.all().delete(), Step.objects.all().delete()),
    truths.who_is_lost_is_at_risk_no_more: forget_a_risk,
    truths.nobody_is_contacted_against_their_word: take_step,
    truths.nobody_is_contacted_too_often: hear_thrice,
    truths.a_plan_stands_in_one_stage: lambda w: Plan.objects.update(finished_on=w.day),
    truths.no_step_is_due_after_its_exit: lambda w: Contact.objects.update(left_on=w.day - timedelta(days=1)),
    truths.the_gate_is_shut_while_something_is_undone: lambda w: Plan.objects.get().signatures.all().delete(),
    truths.one_cause_is_one_task: leave_a_door_open,
    truths.nobody_works_on_more_than_their_limit: give_too_much,
    truths.whom_lot_leaves_alone_nobody_calls: let_wait,
    truths.lot_is_drawn_once: draw_again,
}


def test_no_truth_goes_untested():
    assert set(LIES) == {*truths.TRUTHS, *truths.BY_NIGHT}


def test_each_truth_sees_when_it_does_not_hold(world):
    assert truths.broken(world) == truths.broken(world, truths.BY_NIGHT) == []
    for truth, lie in LIES.items():
        with transaction.atomic():
            lie(world)
            assert list(truth(world)) != [], truth.__name__
            transaction.set_rollback(True)


class TestDesks:
    def test_see_who_waits_beyond_their_maximum_though_there_was_time(self, world, contoso, rosa):
        long_ago = world.at - timedelta(days=400)
        Touch.objects.update(at=long_ago)
        Client.objects.filter(pk=contoso.pk).update(last_touch_on=long_ago.date(), touch_by=long_ago.date())
        today = today_of(rosa, as_of=world.day)
        assert desks.late_though_free(today, rosa) == []

        for forgetful in (replace(today, cards=[]), replace(today, cards=[], later=today.cards)):
            assert desks.late_though_free(forgetful, rosa) == [
                f"Contoso waits beyond 75 days though Rosa Lindqvist had {rosa.minutes_a_day} minutes free"
            ]

    def test_see_who_comes_up_on_the_day_after_a_talk(self, world, contoso, rosa):
        yesterday = world.day - timedelta(days=1)
        assert desks.reminded_after_a_touch(today_of(rosa, as_of=world.day)) == []
        Promise.objects.all().delete()
        Client.objects.filter(pk=contoso.pk).update(last_touch_on=yesterday, touch_by=world.day)
        assert len(desks.reminded_after_a_touch(today_of(rosa, as_of=world.day))) == 1
