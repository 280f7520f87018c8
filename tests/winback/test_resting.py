"""Rest and wake: whatever happens in whatever order, nothing rests without a next look, and one cause wakes a plan once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.clients.models import Entry, Permission
from wonback.core.days import start_of
from wonback.core.errors import Refusal
from wonback.losses.models import Grounds, Reason
from wonback.winback import tasks
from wonback.winback.models import Fact, Gone, Move, Plan, Trigger, Window
from wonback.winback.models.trigger import WOKE
from wonback.winback.windows import Estimate

pytestmark = pytest.mark.django_db
SKILLS = ("Single sign-on", "Night delivery")


class World:
    """One lost client whose plan rests and wakes; days pass, and each has its night."""

    def __init__(self, plan, rosa, vera, noon):
        self.pk, self.rosa, self.vera, self.day = plan.pk, rosa, vera, noon.date()
        self.loss = plan.loss

    @property
    def at(self):
        return start_of(self.day) + timedelta(hours=12)

    @property
    def plan(self):
        return Plan.objects.select_related("loss__client").get(pk=self.pk)

    def happen(self, event):
        try:
            EVENTS[event](self)
        except Refusal:
            return

    def rest(self, days):
        self.plan.rest("They move house.", by=self.rosa, at=self.at, until=self.day + timedelta(days=days))

    def confirm(self, skill):
        grounds = Grounds(condition="capability", missing=skill)
        reason = Reason.objects.get(key="product-gap" if skill == SKILLS[0] else "quality")
        self.loss.hear(reason, voice="confirmed", by=self.vera, at=self.at, grounds=grounds)

    def leave(self):
        whom = self.loss.client.contacts.filter(left_on=None).first()
        if whom:
            Move.note(whom, Gone(on=self.day, successor="Whoever follows"), by=self.rosa, at=self.at)

    def pass_days(self, days):
        """Each night runs, and once more, as after a crash: the second time there is nothing to do."""
        self.day += timedelta(days=days)
        night = (tasks.open_doors, tasks.wake_plans, tasks.see_progress, tasks.look_ahead)
        for step in night:
            step(as_of=self.day)
        before = Counter(Entry.objects.values_list("verb", flat=True))
        assert [step(as_of=self.day) for step in night] == [0] * len(night)
        assert Counter(Entry.objects.values_list("verb", flat=True)) == before

    def say(self, skill):
        Fact.say("capability", capability=skill, by=self.rosa, at=self.at)

    def window(self):
        on = self.day + timedelta(days=140)
        Window.note(
            self.loss, Estimate(kind="tender", on=on, confidence="known", why="Every year"), by=self.rosa, at=self.at
        )

    def put_aside(self):
        if door := Trigger.objects.open().order_by("pk").first():
            door.put_aside("Not now", by=self.rosa, at=self.at)

    def permit(self):
        told = {"answer": "allowed", "words": "In a month.", "not_before": self.day + timedelta(days=30)}
        Permission.note(by=self.vera, at=self.at, client=self.loss.client, **told)


EVENTS = {
    "rest for a month": lambda w: w.rest(30),
    "rest for long": lambda w: w.rest(400),
    "wake by hand": lambda w: w.plan.wake(by=w.rosa, at=w.at),
    "they lack one thing": lambda w: w.confirm(SKILLS[0]),
    "they lack another": lambda w: w.confirm(SKILLS[1]),
    "we have the one": lambda w: w.say(SKILLS[0]),
    "we have the other": lambda w: w.say(SKILLS[1]),
    "somebody leaves": World.leave,
    "they choose anew": World.window,
    "they allow it later": World.permit,
    "a door is put aside": World.put_aside,
    "a day passes": lambda w: w.pass_days(1),
    "a month passes": lambda w: w.pass_days(31),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(events=st.lists(st.sampled_from(sorted(EVENTS)), min_size=6, max_size=14))
def test_whatever_happens_in_whatever_order(events, ready_plan, rosa, vera, noon):
    with transaction.atomic():
        world = World(ready_plan, rosa, vera, noon)
        for event in [*events, "a day passes"]:
            world.happen(event)
            plan = world.plan
            assert (plan.stage == Plan.Stage.RESTING) == (plan.next_look_on is not None)
        resting = Plan.objects.filter(stage="resting")
        assert not resting.filter(next_look_on__lte=world.day).exists()
        assert not Trigger.objects.open().filter(loss__plan__in=resting).exists()
        assert plan.stage == Plan.Stage.RESTING or plan.milestones.filter(reached_at=None).exists()
        # Never two tasks of one cause; and a plan wakes at most once for each.
        causes = Trigger.objects.values_list("client", "kind", "mark")
        assert len(causes) == len(set(causes))
        woke = Trigger.objects.filter(taken_at__isnull=False, taken_by=None).count()
        assert Entry.objects.filter(verb=WOKE.name).count() == woke
        transaction.set_rollback(True)


def test_a_door_that_stood_open_wakes_nobody_whom_a_person_lets_rest(ready_plan, rosa, noon, today):
    door = {"kind": "next_year", "mark": "cause:1", "opens_on": today, "noticed_at": noon - timedelta(days=9)}
    theirs = {"client": ready_plan.loss.client, "loss": ready_plan.loss}
    Trigger.objects.create(**theirs, **door)
    ready_plan.rest("They said no.", by=rosa, at=noon, until=today + timedelta(days=90))
    tasks.open_doors(as_of=today + timedelta(days=1))

    ready_plan.refresh_from_db()
    assert ready_plan.stage == Plan.Stage.RESTING
    assert list(Trigger.objects.values_list("put_aside_by", "why")) == [(rosa.pk, "They said no.")]

    Trigger.objects.create(**theirs, **door | {"mark": "cause:2"})
    tasks.open_doors(as_of=today + timedelta(days=2))
    assert Plan.objects.get().stage != Plan.Stage.RESTING
