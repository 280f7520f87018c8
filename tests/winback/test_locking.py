"""The lock of a plan: a lead opens it all the same and it is reported; what is taken back closes it again."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.clients.models import Client, Permission
from wonback.core.days import start_of
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import Loss, Reason, WordsMissing
from wonback.post.models import Letter
from wonback.team.models import NotAllowed
from wonback.winback import gate, tasks
from wonback.winback.models import Change, Override, Plan, Sequence
from wonback.winback.models.refusals import NotReady
from wonback.winback.stages import TALKING

pytestmark = pytest.mark.django_db


def told(plan):
    return str(plan.loss.client.timeline.order_by("-pk")[0])


@pytest.fixture
def asking(ready_plan, rosa, noon):
    """We have asked."""
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


class TestOverride:
    def test_lets_us_ask_and_is_told(self, ready_plan, rosa, ines, noon):
        ready_plan.sign("delivery", "not_certain", by=ines, at=noon, why="One driver short.")
        ready_plan.override("They decide on Friday.", by=ines, at=noon)
        assert told(ready_plan) == (
            "Ines Okafor answers for what is undone, and lets us ask Northwind: They decide on Friday. "
            "Undone: Have delivery sign that they are ready."
        )
        ready_plan.launch(by=rosa, at=noon)

        assert ready_plan.stage == Plan.Stage.ASKING

    def test_is_for_leads(self, ready_plan, rosa, ines, noon):
        ready_plan.sign("delivery", "not_certain", by=ines, at=noon, why="One driver short.")

        with pytest.raises(NotAllowed):
            ready_plan.override("They decide on Friday.", by=rosa, at=noon)

    def test_needs_a_reason(self, ready_plan, ines, noon):
        with pytest.raises(WordsMissing, match="Say why it cannot wait"):
            ready_plan.override(" ", by=ines, at=noon)

    def test_needs_something_to_answer_for(self, ready_plan, ines, noon):
        with pytest.raises(AlreadyDone):
            ready_plan.override("They decide on Friday.", by=ines, at=noon)

    def test_does_not_pass_over_a_client_who_refused(self, ready_plan, rosa, ines, vera, noon):
        Permission.note(by=vera, at=noon, client=ready_plan.loss.client, answer="refused", words="Leave us alone.")
        plan = Plan.objects.for_gate().get()

        with pytest.raises(AlreadyDone):
            plan.override("They decide on Friday.", by=ines, at=noon)
        with pytest.raises(NotReady, match="Respect that they asked us not to contact them"):
            plan.launch(by=rosa, at=noon)

    def test_covers_only_what_was_undone_then(self, ready_plan, change, rosa, ines, noon):
        ready_plan.sign("delivery", "not_certain", by=ines, at=noon, why="One driver short.")
        ready_plan.override("They decide on Friday.", by=ines, at=noon)
        change.reopen("The carrier gave notice.", by=ines, at=noon)

        with pytest.raises(NotReady) as refusal:
            ready_plan.launch(by=rosa, at=noon)
        assert refusal.value.reasons == ["Make the change you named.", "Have delivery sign that they are ready."]

    def test_is_reported_to_leads_within_reach(self, ready_plan, rosa, ines, omar, adam, noon):
        ready_plan.sign("delivery", "not_certain", by=ines, at=noon, why="One driver short.")
        given = ready_plan.override("They decide on Friday.", by=ines, at=noon)

        assert [list(Override.objects.visible_to(one)) for one in (ines, adam, omar, rosa)] == [
            [given],
            [given],
            [],
            [],
        ]


class TestClosingAgain:
    def test_follows_a_change_that_is_not_made_after_all(self, asking, change, ines, noon):
        change.reopen("The carrier gave notice.", by=ines, at=noon)
        asking.refresh_from_db()

        assert asking.is_preparing
        assert told(asking) == "We do not ask Northwind any further for now: A second carrier for the north."

    def test_follows_a_signature_withdrawn(self, asking, ines, noon):
        asking.sign("delivery", "not_certain", by=ines, at=noon, why="Two drivers left.")

        assert asking.is_preparing
        assert told(asking) == "We do not ask Northwind any further for now: Two drivers left."

    def test_follows_another_change_that_comes_on_top(self, asking, rosa, noon):
        asking.require(Change.name("Call before noon", owner=rosa, by=rosa, at=noon), by=rosa, at=noon)

        assert asking.is_preparing

    def test_keeps_the_day_on_which_we_first_asked(self, asking, ines, rosa, noon):
        asking.sign("delivery", "not_certain", by=ines, at=noon, why="Two drivers left.")
        asking.sign("delivery", "ready", by=ines, at=noon + timedelta(days=3))
        asking.launch(by=rosa, at=noon + timedelta(days=4))

        assert asking.launched_at == noon

    def test_leaves_a_plan_alone_that_was_not_asking(self, ready_plan, change, ines, noon):
        before = ready_plan.loss.client.timeline.filter(verb="plan.closed_again").count()
        change.reopen("The carrier gave notice.", by=ines, at=noon)

        assert ready_plan.loss.client.timeline.filter(verb="plan.closed_again").count() == before == 0

    def test_follows_a_refusal_at_once(self, asking, vera, noon):
        Permission.note(by=vera, at=noon, client=asking.loss.client, answer="refused", words="Leave us alone.")
        asking.refresh_from_db()

        assert asking.is_preparing
        assert told(asking) == (
            "We do not ask Northwind any further for now: they asked us not to contact them, or allowed it for a time that is over."
        )

    def test_follows_in_the_night_a_refusal_that_begins_that_day(self, asking, vera, noon, today):
        tomorrow = today + timedelta(days=1)
        told = {"answer": "refused", "words": "Not from tomorrow.", "not_before": tomorrow}
        Permission.note(by=vera, at=noon, client=asking.loss.client, **told)

        assert [tasks.lock_again(as_of=day) for day in (today, tomorrow, tomorrow)] == [0, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_closes_in_a_night_as_nights_are_without_a_transaction_around_them(vera, asking, noon, today):
    """PostgreSQL locks no row outside of one; every other test here has one around it."""
    Permission.note(by=vera, at=noon, client=asking.loss.client, answer="refused", words="No.", not_before=today)
    Plan.objects.update(stage="asking")

    assert tasks.lock_again(as_of=today) == 1


class TestWhatTheyAllowedRunsOut:
    def test_and_we_stop_asking_in_the_night_of_that_day(self, asking, vera, noon, today):
        last = today + timedelta(days=10)
        asking.loss.client.permissions.update(until=last)

        assert [tasks.lock_again(as_of=day) for day in (last - timedelta(days=1), last, last)] == [0, 1, 0]
        asking.refresh_from_db()
        assert asking.is_preparing
        assert told(asking) == (
            "We do not ask Northwind any further for now: they asked us not to contact them, or allowed it for a time that is over."
        )

    def test_and_a_refusal_that_begins_later_shuts_nothing_today(self, asking, vera, noon, today):
        told = {"answer": "refused", "words": "Not from May.", "not_before": today + timedelta(days=160)}
        Permission.note(by=vera, at=noon, client=asking.loss.client, **told)
        plan = Plan.objects.for_gate().get()

        assert plan.undone(as_of=today) == []
        assert plan.undone(as_of=today + timedelta(days=160)) == ["Respect that they asked us not to contact them."]


class Talks:
    """Many plans in which we ask, with steps, letters and a lead who answers for something; all refuse from today on."""

    def __init__(self, rosa, ines, vera, noon, today):
        self.rosa, self.ines, self.vera, self.at, self.today = rosa, ines, vera, noon, today
        self.reason = Reason.objects.get(key="price")

    def open(self, name, *, stage="asking", refuses=True):
        client = Client.objects.create(name=name, owner=self.rosa, country="Austria", standing="lost")
        facts = {"lost_on": self.today - timedelta(days=90), "recorded_at": self.at, "currency": "EUR"}
        loss = Loss.objects.create(client=client, kind="client", reason=self.reason, holder=self.rosa, **facts)
        begun = {"started_at": self.at, "reach_out_by": self.today, "no_change_why": "It was the market."}
        plan = Plan.objects.create(loss=loss, owner=self.rosa, stage=stage, **begun)
        plan.overrides.create(by=self.ines, at=self.at, why="Friday.", duties=["own"], undone=["Own it."])
        kim = client.contacts.create(name=f"Kim of {name}", email=f"{name.lower()}@example.com")
        told = {"client": client, "contact": kim, "sender": self.rosa, "subject": "Hello", "text": "Hello"}
        Letter.write(key=f"pitch:{plan.pk}:1", at=self.at, **told)
        steps = plan.sequences.create(contact=kim, template="renew", begun_by=self.rosa, begun_at=self.at)
        steps.steps.create(kind="call", what="Call.", due_by=self.today)
        Permission.objects.create(
            client=client, answer="refused" if refuses else "allowed", words="No.", given_at=self.at, noted_by=self.vera
        )
        return plan

    def seen(self):
        plans = Plan.objects.order_by("pk").values_list("pk", "stage", "next_look_on")
        steps = Sequence.objects.order_by("pk").values_list("plan", "exit", "why", "ended_at")
        letters = Letter.objects.order_by("key").values_list("key", "state", "why", "ended_at")
        covered = Override.objects.order_by("pk").values_list("plan", "ended_at")
        told = [[str(one) for one in client.timeline.order_by("pk")] for client in Client.objects.order_by("pk")]
        return [list(rows) for rows in (plans, steps, letters, covered)], told


@pytest.fixture
def talks(rosa, ines, vera, noon, today):
    return Talks(rosa, ines, vera, noon, today)


class TestManyAtOnce:
    def test_are_locked_as_they_are_one_by_one(self, talks, today):
        for name in ("Ada", "Bea", "Cyd"):
            talks.open(name)
        talks.open("Dov", stage="rung")
        talks.open("Eli", stage="ready")
        talks.open("Fay", refuses=False)
        why = "they asked us not to contact them, or allowed it for a time that is over"
        with transaction.atomic():
            shut = Plan.objects.to_lock(as_of=today).select_related("loss__client").order_by("pk")
            one_by_one = sum(plan.close_again(why, by=None, at=start_of(today)) for plan in shut), talks.seen()
            transaction.set_rollback(True)

        assert (tasks.lock_again(as_of=today), talks.seen()) == one_by_one
        assert one_by_one[0] == 4
        assert Letter.objects.waiting().count() == 2

    def test_take_no_more_questions_than_few(self, talks, today):
        taken = []
        for names in (["Ada", "Bea"], [f"Firm{n}" for n in range(12)]):
            for name in names:
                talks.open(name)
            with CaptureQueriesContext(connection) as questions:
                assert tasks.lock_again(as_of=today) == len(names)
            taken.append(len(questions))

        assert taken[0] == taken[1] <= 24


# Everything that can happen to a plan, by the name of whoever does it.
EVENTS = {
    "own": lambda w: w.loss().own("We were late.", by=w.rosa, at=w.at),
    "require": lambda w: w.plan().require(w.new_change(), by=w.rosa, at=w.at),
    "make": lambda w: [one.make("Seen.", by=w.ines, at=w.at) for one in Change.objects.filter(made_at=None)[:1]],
    "reopen": lambda w: [one.reopen("Not so.", by=w.ines, at=w.at) for one in Change.objects.made()[:1]],
    "ready": lambda w: w.plan().sign("delivery", "ready", by=w.ines, at=w.at),
    "doubt": lambda w: w.plan().sign("delivery", "not_certain", by=w.ines, at=w.at, why="Hm."),
    "lead ready": lambda w: w.plan().sign("lead", "ready", by=w.ines, at=w.at),
    "lead doubts": lambda w: w.plan().sign("lead", "not_certain", by=w.ines, at=w.at, why="Hm."),
    "override": lambda w: w.plan().override("Friday.", by=w.ines, at=w.at),
    "launch": lambda w: w.plan().launch(by=w.rosa, at=w.at),
    "rest": lambda w: w.plan().rest("Spring.", by=w.rosa, at=w.at, until=date(2027, 3, 1)),
    "wake": lambda w: w.plan().wake(by=w.rosa, at=w.at),
    "refuse": lambda w: Permission.note(by=w.vera, at=w.at, client=w.client, answer="refused", words="No."),
    "let go": lambda w: w.loss().let_go("Enough.", by=w.ines, at=w.at),
    "take up": lambda w: w.loss().take_up(by=w.ines, at=w.at),
    "night": lambda w: tasks.lock_again(as_of=w.at.date()),
}


class World:
    """One plan, the people around it, and what we know without asking the gate."""

    def __init__(self, plan, rosa, ines, vera, noon):
        self.pk, self.client, self.at = plan.pk, plan.loss.client, noon
        self.rosa, self.ines, self.vera = rosa, ines, vera

    def plan(self):
        return Plan.objects.for_gate().get(pk=self.pk)

    def loss(self):
        return self.plan().loss

    def new_change(self):
        return Change.name("Something else", owner=self.ines, by=self.ines, at=self.at)

    def happen(self, event):
        self.at += timedelta(hours=1)
        try:
            EVENTS[event](self)
        except Refusal:
            return False
        return True


def owed(plan):
    """The duties that are undone, told without the gate: from the rows alone."""
    signed = {one.side: one.answer for one in plan.signatures.order_by("at", "pk")}
    refused = plan.loss.client.permissions.filter(answer="refused").exists()
    facts = {
        "pursue": plan.loss.let_go_at is None,
        "own": bool(plan.loss.ownership),
        "permission": not refused,
        "changes": plan.changes.exists() and not plan.changes.filter(made_at=None).exists(),
        "delivery": signed.get("delivery") == "ready",
        "lead": signed.get("lead") == "ready",
    }
    return {key for key, done in facts.items() if not done}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(sorted(EVENTS)), max_size=25))
def test_the_gate_never_opens_while_a_duty_is_open_whatever_happens_in_whatever_order(
    events, ready_plan, rosa, ines, vera, noon
):
    # Each example starts from the same world.
    with transaction.atomic():
        world = World(ready_plan, rosa, ines, vera, noon)
        for event in events:
            before = owed(world.plan())
            answered_for = Override.covering(world.plan()) - gate.NEVER_OVERRIDDEN
            if world.happen(event) and event == "launch":
                assert before <= answered_for
            plan = world.plan()
            if plan.stage in TALKING:
                assert owed(plan) - Override.covering(plan) == set()
            assert (plan.stage == Plan.Stage.RESTING) == (plan.next_look_on is not None)
        transaction.set_rollback(True)
