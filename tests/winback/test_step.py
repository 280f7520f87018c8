"""Human steps in a row, and everything that ends them."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Permission
from wonback.core.errors import AlreadyDone, Refusal
from wonback.desk.steps import steps_of
from wonback.losses.models import WordsMissing
from wonback.post.models import Approach, Letter, TooOften
from wonback.winback.models import Plan, Sequence, Step
from wonback.winback.models.offer import NotOpen
from wonback.winback.models.sequence import NotThere
from wonback.winback.sequences import TEMPLATES, laid_out
from wonback.winback.tasks import end_steps

database = pytest.mark.django_db


@pytest.fixture
def talking(ready_plan, rosa, noon):
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


@pytest.fixture
def dana(talking):
    return talking.loss.client.contacts.get()


@pytest.fixture
def sequence(talking, dana, rosa, noon):
    return Sequence.begin(talking, dana, "second-chance", by=rosa, at=noon)


def steps(sequence):
    return list(Step.objects.with_plans().filter(sequence=sequence).order_by("due_by", "pk"))


def last_sentence(sequence):
    return str(sequence.plan.loss.client.timeline.order_by("-pk")[0])


class TestTemplates:
    @pytest.mark.parametrize("key", TEMPLATES)
    @given(begins=st.dates(min_value=date(2020, 1, 1)))
    def test_lay_out_working_days_in_order(self, key, begins):
        dated = [step.due_by for step in laid_out(TEMPLATES[key].steps, begins_on=begins)]

        assert dated == sorted(dated)
        assert all(day.weekday() < 5 and day >= begins for day in dated)


@database
class TestBegin:
    def test_lays_out_call_letter_visit_and_mail(self, sequence, today):
        assert [(step.kind, (step.due_by - today).days) for step in steps(sequence)] == [
            ("call", 0),
            ("letter", 3),
            ("visit", 10),
            ("mail", 17),
        ]
        assert last_sentence(sequence) == (
            "Rosa Lindqvist laid out steps towards Dana of Northwind of Northwind: A second chance."
        )

    def test_is_refused_while_we_may_not_ask(self, ready_plan, rosa, noon):
        with pytest.raises(NotOpen) as refusal:
            Sequence.begin(ready_plan, ready_plan.loss.client.contacts.get(), "long-ago", by=rosa, at=noon)

        assert refusal.value.reasons[0] == "Open the conversation first: these steps are part of it."

    def test_is_refused_twice_towards_one_person(self, sequence, talking, dana, rosa, noon):
        with pytest.raises(AlreadyDone):
            Sequence.begin(talking, dana, "long-ago", by=rosa, at=noon)

    def test_is_refused_towards_somebody_elsewhere(self, talking, contoso, rosa, noon):
        with pytest.raises(NotThere):
            Sequence.begin(talking, contoso.contacts.get(), "long-ago", by=rosa, at=noon)


@database
class TestTake:
    def test_writes_a_touch_and_goes_on_if_nobody_was_there(self, sequence, dana, rosa, noon):
        touch = steps(sequence)[0].take(by=rosa, at=noon, reached=False, line="Voice mail")

        assert (touch.channel, touch.reached, touch.contact) == ("call", False, dana)
        assert Sequence.objects.get().ended_at is None

    def test_ends_the_rest_once_we_spoke(self, sequence, rosa, noon, today):
        steps(sequence)[0].take(by=rosa, at=noon, line="She will look at it")

        assert Sequence.objects.get().exit == Sequence.Exit.MEETING
        assert not Step.objects.due(as_of=today + timedelta(days=400)).exists()

    def test_is_refused_when_they_have_heard_from_another_of_us_today(self, sequence, dana, ines, rosa, noon, today):
        Approach.objects.create(contact=dana, on=today, by=ines, key="a visit")

        with pytest.raises(TooOften):
            steps(sequence)[0].take(by=rosa, at=noon)
        assert not Touch.objects.filter(contact=dana).exists()

    def test_counts_for_the_letters_of_everybody_else(self, sequence, dana, rosa, ines, noon):
        dana.email = "dana@northwind.example"
        dana.save()
        steps(sequence)[0].take(by=rosa, at=noon, reached=False)

        with pytest.raises(TooOften):
            Letter.write(
                key="a", at=noon, client=dana.client, contact=dana, sender=ines, subject="", text="", unasked=True
            )

    def test_happens_once_when_two_people_press_together(self, sequence, rosa, ines, noon):
        mine, theirs = steps(sequence)[0], steps(sequence)[0]
        mine.take(by=rosa, at=noon, reached=False)

        with pytest.raises((AlreadyDone, TooOften)):
            theirs.take(by=ines, at=noon + timedelta(days=1), reached=False)

    def test_of_the_last_one_ends_the_sequence(self, sequence, rosa, noon):
        for number, step in enumerate(steps(sequence)):
            step.take(by=rosa, at=noon + timedelta(days=8 * number), reached=step.kind not in {"call", "visit"})

        assert Sequence.objects.get().exit == Sequence.Exit.TAKEN

    def test_moves_to_a_later_day_only(self, sequence, rosa, noon, today):
        step = steps(sequence)[1]
        step.move(today + timedelta(days=9), by=rosa, at=noon)

        assert Step.objects.get(pk=step.pk).due_by == today + timedelta(days=9)
        with pytest.raises(Refusal):
            step.move(today - timedelta(days=1), by=rosa, at=noon)


@database
class TestExits:
    def test_a_refusal_ends_everything(self, sequence, vera, noon):
        Permission.note(by=vera, at=noon, client=sequence.plan.loss.client, answer="refused", words="Stop.")

        assert Sequence.objects.get().exit == Sequence.Exit.REFUSAL
        assert "ended: they asked us not to contact them." in last_sentence_told(sequence, "sequence.ended")

    def test_a_visit_of_somebody_else_ends_everything(self, sequence, ines, noon):
        Touch.log(sequence.plan.loss.client, Note(channel="visit", line="Met her at the fair."), by=ines, at=noon)

        assert Sequence.objects.get().exit == Sequence.Exit.MEETING

    def test_a_letter_of_somebody_else_ends_nothing(self, sequence, ines, noon):
        Touch.log(sequence.plan.loss.client, Note(channel="letter"), by=ines, at=noon)

        assert Sequence.objects.get().ended_at is None

    def test_a_signature_withdrawn_ends_everything(self, sequence, ines, noon):
        sequence.plan.sign("delivery", "not_certain", why="Two drivers left.", by=ines, at=noon)

        assert Sequence.objects.get().exit == Sequence.Exit.GATE
        assert "The steps towards Dana of Northwind of Northwind ended" in last_sentence_told(
            sequence, "sequence.ended"
        )

    def test_a_lost_gate_also_holds_back_the_letter_that_waits(self, sequence, dana, rosa, ines, noon):
        dana.email = "dana@northwind.example"
        dana.save()
        letter = sequence.plan.pitch.post(dana, subject="What changed", text="Dear Dana", by=rosa, at=noon)
        sequence.plan.sign("delivery", "not_certain", why="Two drivers left.", by=ines, at=noon)

        assert Letter.objects.get(pk=letter.pk).state == Letter.State.STOPPED

    def test_rest_and_return_end_everything(self, sequence, rosa, noon, today):
        sequence.plan.rest("Their budget", by=rosa, at=noon, until=today + timedelta(days=90))

        assert Sequence.objects.get().exit == Sequence.Exit.RESTED

    def test_the_night_ends_what_runs_though_it_may_not(self, sequence, noon, today):
        Plan.objects.update(stage=Plan.Stage.READY)

        assert not Step.objects.due(as_of=today + timedelta(days=400)).exists()
        assert (end_steps(as_of=today), end_steps(as_of=today)) == (1, 0)

    def test_a_person_says_why(self, sequence, rosa, noon):
        with pytest.raises(WordsMissing):
            sequence.stop(" ", by=rosa, at=noon)
        sequence.stop("She is on leave.", by=rosa, at=noon)

        assert last_sentence(sequence).endswith("ended: She is on leave.")

    @pytest.mark.parametrize("outcome", Sequence.Outcome.values)
    def test_lead_to_one_outcome_noted_once(self, sequence, outcome, rosa, noon):
        sequence.conclude(outcome, by=rosa, at=noon)

        assert Sequence.objects.get().outcome == outcome
        with pytest.raises(AlreadyDone):
            Sequence.objects.select_related("plan__loss__client", "contact").get().conclude("cold", by=rosa, at=noon)


def last_sentence_told(sequence, verb):
    return str(sequence.plan.loss.client.timeline.filter(verb=verb).order_by("-pk")[0])


# Everything that can happen to a sequence, in any order. Each may be refused; none may leave a step due after the exit.
EVENTS = {
    "take": lambda world, at: world.step().take(by=world.rosa, at=at, reached=False),
    "speak": lambda world, at: world.step().take(by=world.rosa, at=at),
    "answer": lambda world, at: world.sequence().answer(by=world.rosa, at=at),
    "stop": lambda world, at: world.sequence().stop("Enough", by=world.rosa, at=at),
    "conclude": lambda world, at: world.sequence().conclude("cold", by=world.rosa, at=at),
    "refuse": lambda world, at: Permission.note(
        by=world.rosa, at=at, client=world.client(), answer="refused", words="No"
    ),
    "meet": lambda world, at: Touch.log(world.client(), Note(channel="visit"), by=world.rosa, at=at),
    "move": lambda world, at: world.step().move(at.date() + timedelta(days=3), by=world.rosa, at=at),
    "rest": lambda world, at: world.plan().rest("Later", by=world.rosa, at=at, until=at.date() + timedelta(days=9)),
    "wake": lambda world, at: world.plan().wake(by=world.rosa, at=at),
    "launch": lambda world, at: world.plan().launch(by=world.rosa, at=at),
    "unsign": lambda world, at: world.plan().sign("lead", "not_certain", why="Not yet", by=world.ines, at=at),
    "sign": lambda world, at: world.plan().sign("lead", "ready", by=world.ines, at=at),
    "win": lambda world, at: world.plan().win(by=world.rosa, at=at, on=at.date()),
    "let go": lambda world, at: world.plan().loss.let_go("Enough", by=world.ines, at=at),
    "leave": lambda world, at: Contact.objects.get(client=world.client()).leave(on=at.date(), by=world.rosa, at=at),
    "begin": lambda world, at: Sequence.begin(
        world.plan(), Contact.objects.get(client=world.client()), "long-ago", by=world.rosa, at=at
    ),
    "night": lambda world, at: end_steps(as_of=at.date()),
}


class World:
    def __init__(self, plan, rosa, ines):
        self.pk, self.rosa, self.ines = plan.pk, rosa, ines

    def plan(self):
        return Plan.objects.for_gate().prefetch_related("loss__client__permissions").get(pk=self.pk)

    def client(self):
        return Client.objects.get(losses__plan=self.pk)

    def sequence(self):
        return Sequence.objects.select_related("plan__loss__client", "contact").latest("pk")

    def step(self):
        return Step.objects.with_plans().filter(sequence=self.sequence()).order_by("taken_at", "due_by")[0]


@database
class TestWhoLeaves:
    def test_ends_the_steps_towards_them_and_towards_nobody_else(self, sequence, talking, dana, rosa, noon, today):
        jon = Contact.meet(by=rosa, at=noon, client=dana.client, name="Jon Lie")
        other = Sequence.begin(talking, jon, "long-ago", by=rosa, at=noon)
        dana.leave(on=today, by=rosa, at=noon)

        assert Sequence.objects.get(pk=sequence.pk).exit == Sequence.Exit.LEFT
        assert last_sentence_told(sequence, "sequence.ended") == (
            "The steps towards Dana of Northwind of Northwind ended: they do not work there any more."
        )
        assert Sequence.objects.running().get() == other

    def test_is_seen_in_the_night_however_we_came_to_know(self, sequence, dana, today):
        Contact.objects.filter(pk=dana.pk).update(left_on=today)

        assert (end_steps(as_of=today), end_steps(as_of=today)) == (1, 0)


@database
class TestNoStepIsDueAfterItsExit:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(events=st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(0, 9)), max_size=12))
    def test_whatever_happens_in_whatever_order(self, sequence, rosa, ines, noon, events):
        world, at = World(sequence.plan, rosa, ines), noon
        with transaction.atomic():
            for name, days in events:
                at += timedelta(days=days)
                happen(EVENTS[name], world, at)
                due = list(Step.objects.due(as_of=at.date() + timedelta(days=400)).with_plans())
                assert [step for step in due if step.sequence.ended_at or step.taken_at] == []
                assert [step for step in due if step.sequence.plan.stage not in {"asking", "rung"}] == []
                assert not (due and Contact.objects.filter(left_on__isnull=False).exists())
                assert not (due and Permission.objects.filter(answer="refused").exists())
            transaction.set_rollback(True)


def happen(event, world, at):
    try:
        with transaction.atomic():
            event(world, at)
    except Refusal:
        pass


@database
class TestToday:
    def test_shows_one_line_a_client(self, sequence, rosa, today):
        lines = steps_of(rosa, as_of=today + timedelta(days=60))

        assert [(line.kind, line.client.name) for line in lines] == [("step", "Northwind")]
        assert "Call to Dana of Northwind" in lines[0].why_now


@database
class TestPages:
    def test_lead_from_laying_out_to_an_outcome(self, client, talking, dana, rosa, noon, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        client.force_login(rosa)
        address = f"/plans/{talking.pk}/steps/"
        client.post(address, {"contact": dana.pk, "template": "second-chance"})
        step = Step.objects.order_by("due_by")[0]
        client.post(f"/steps/{step.pk}/take/", {"line": "Call back in May", "reached": "on"})
        page = client.get(address).content.decode()
        assert "we spoke" in page

        client.post(f"/sequences/{step.sequence_id}/conclude/", {"outcome": "renewed"})

        assert "A renewed relationship" in client.get(address).content.decode()

    def test_say_what_stands_in_the_way(self, client, sequence, dana, ines, rosa, noon, today, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        Approach.objects.create(contact=dana, on=today, by=ines, key="a visit")
        client.force_login(rosa)

        assert (
            "hears from us at most 2 times in 7 days"
            in client.get(f"/plans/{sequence.plan_id}/steps/").content.decode()
        )
