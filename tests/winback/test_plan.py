"""A win-back plan: started, prepared, launched, won, rested and woken."""

from datetime import date, timedelta

import pytest

from wonback.clients.models import Client, Permission
from wonback.core.errors import AlreadyDone
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Reason, Story, WordsMissing
from wonback.team.models import NotAllowed
from wonback.winback.models import Change, Plan
from wonback.winback.models.readiness import OwnWork
from wonback.winback.models.refusals import AlreadyMoved, DayBehindUs, LetGo, NotReady
from wonback.winback.tasks import see_progress, wake_plans

pytestmark = pytest.mark.django_db


def last_sentence(plan):
    return str(plan.loss.client.timeline.order_by("-pk")[0])


@pytest.fixture
def bare_plan(fabrikam_loss, rosa, noon):
    """A plan just begun: everything is still to do."""
    return Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)


class TestStart:
    def test_sets_five_milestones_on_working_days(self, bare_plan):
        days = [milestone.due_by for milestone in bare_plan.milestones.order_by("due_by")]

        assert len(days) == 5
        assert all(day.weekday() < 5 for day in days)
        assert last_sentence(bare_plan) == "Rosa Lindqvist began a plan to win Fabrikam back."

    def test_happens_once_for_a_loss(self, bare_plan, rosa, noon):
        with pytest.raises(AlreadyDone):
            Plan.start(bare_plan.loss, owner=rosa, by=rosa, at=noon)

    def test_is_refused_for_a_loss_that_was_let_go(self, fabrikam_loss, rosa, ines, noon):
        fabrikam_loss.let_go("They closed.", by=ines, at=noon)

        with pytest.raises(LetGo):
            Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)

    def test_is_not_the_work_of_an_interviewer(self, fabrikam_loss, rosa, vera, noon):
        with pytest.raises(NotAllowed):
            Plan.start(fabrikam_loss, owner=rosa, by=vera, at=noon)


class TestUndone:
    def test_lists_everything_for_a_new_plan_first_things_first(self, bare_plan, today):
        assert bare_plan.undone(as_of=today) == [
            "Own the loss in writing.",
            "Have a neutral person ask the client why they left.",
            "Have delivery sign that they are ready.",
            "Have a lead sign that we are ready.",
            "Write what failed, what changed and why it will work this time.",
        ]

    def test_asks_for_a_change_when_the_reason_is_ours(self, bare_plan, vera, noon, today):
        bare_plan.loss.hear(reason("quality"), voice="confirmed", by=vera, at=noon)

        assert "Name what we change first, or say why nothing has to." in bare_plan.undone(as_of=today)

    def test_takes_a_reason_why_nothing_has_to_change(self, bare_plan, rosa, vera, noon, today):
        bare_plan.loss.hear(reason("quality"), voice="confirmed", by=vera, at=noon)
        bare_plan.need_no_change("The line was replaced last year.", by=rosa, at=noon)

        assert not [words for words in bare_plan.undone(as_of=today) if "change" in words.lower() and "Name" in words]


def reason(key):
    return Reason.objects.get(key=key)


class TestLaunch:
    def test_opens_the_conversation_and_tells_the_timeline(self, ready_plan, rosa, noon):
        ready_plan.launch(by=rosa, at=noon)

        assert (ready_plan.stage, ready_plan.launched_at) == (Plan.Stage.ASKING, noon)
        assert last_sentence(ready_plan) == "Rosa Lindqvist opened the conversation with Northwind."

    def test_is_refused_until_the_client_was_asked_why(self, ready_plan, rosa, noon):
        ready_plan.loss.interview.delete()
        plan = Plan.objects.get()

        with pytest.raises(NotReady) as refusal:
            plan.launch(by=rosa, at=noon)

        assert refusal.value.reasons == ["Have a neutral person ask the client why they left."]
        assert Plan.objects.get().launched_at is None

    def test_is_refused_while_a_change_is_open(self, ready_plan, rosa, noon):
        ready_plan.require(Change.name("Call before noon", owner=rosa, by=rosa, at=noon), by=rosa, at=noon)

        with pytest.raises(NotReady) as refusal:
            ready_plan.launch(by=rosa, at=noon)

        assert refusal.value.reasons == ["Make the change you named."]

    def test_is_refused_once_a_signature_is_taken_back(self, ready_plan, rosa, ines, noon):
        ready_plan.sign("delivery", "not_certain", why="Two drivers have left.", by=ines, at=noon)

        with pytest.raises(NotReady):
            ready_plan.launch(by=rosa, at=noon)

    def test_is_refused_when_they_asked_us_not_to_contact_them(self, ready_plan, rosa, vera, noon):
        Permission.note(by=vera, at=noon, client=ready_plan.loss.client, answer="refused", words="Leave us alone.")
        plan = Plan.objects.get()

        with pytest.raises(NotReady) as refusal:
            plan.launch(by=rosa, at=noon)

        assert refusal.value.reasons == ["Respect that they asked us not to contact them."]

    def test_happens_once_when_two_people_press_together(self, ready_plan, rosa, ines, noon):
        rosas_copy, iness_copy = ready_plan, Plan.objects.get()
        rosas_copy.launch(by=rosa, at=noon)

        with pytest.raises(AlreadyMoved) as refusal:
            iness_copy.launch(by=ines, at=noon)

        assert refusal.value.reasons == ["Look again: this plan now stands at “Asking”."]


class TestSign:
    def test_is_not_for_the_owner_on_the_side_of_delivery(self, bare_plan, rosa, noon):
        with pytest.raises(OwnWork):
            bare_plan.sign("delivery", "ready", by=rosa, at=noon)

    @pytest.mark.parametrize("person", ["sam", "vera", "ines"])
    def test_is_for_anybody_else_on_the_side_of_delivery(self, bare_plan, person, request, noon):
        signature = bare_plan.sign("delivery", "ready", by=request.getfixturevalue(person), at=noon)

        assert signature.answer == "ready"

    def test_is_for_leads_on_the_side_of_leads(self, bare_plan, sam, noon):
        with pytest.raises(NotAllowed):
            bare_plan.sign("lead", "ready", by=sam, at=noon)

    def test_asks_what_keeps_them_from_being_certain(self, bare_plan, ines, noon):
        with pytest.raises(WordsMissing):
            bare_plan.sign("delivery", "not_certain", by=ines, at=noon)


class TestWin:
    def test_begins_a_second_life_and_takes_the_loss_off_the_list(self, ready_plan, rosa, noon, today):
        ready_plan.launch(by=rosa, at=noon)
        ready_plan.win(by=rosa, at=noon, on=today)

        spells = ready_plan.loss.client.spells.order_by("pk")
        assert [spell.ended_on is None for spell in spells] == [False, True]
        assert ready_plan.loss.client.standing == Client.Standing.ACTIVE
        assert not Loss.objects.pursued().exists()

    def test_welcomes_those_who_come_back_before_anybody_asked(self, bare_plan, rosa, noon, today):
        bare_plan.win(by=rosa, at=noon, on=today)

        assert bare_plan.stage == Plan.Stage.RECOVERED

    def test_happens_once(self, bare_plan, rosa, ines, noon, today):
        hers = Plan.objects.get()
        bare_plan.win(by=rosa, at=noon, on=today)

        with pytest.raises(AlreadyMoved):
            hers.win(by=ines, at=noon, on=today)

    def test_leaves_the_spell_alone_when_only_a_part_had_gone(self, contoso, rosa, noon, today):
        part = Loss.record(contoso, Story(kind="part", reason="price", lost_on=today), by=rosa, at=noon)
        Plan.start(part, owner=rosa, by=rosa, at=noon).win(by=rosa, at=noon, on=today)

        assert contoso.spells.count() == 1


class TestRest:
    def test_waits_until_a_day(self, bare_plan, rosa, noon, today):
        bare_plan.rest("Their budget opens in spring.", by=rosa, at=noon, until=today + timedelta(days=90))

        assert bare_plan.stage == Plan.Stage.RESTING
        assert bare_plan.next_look_on == today + timedelta(days=90)

    def test_needs_a_day_that_is_still_to_come(self, bare_plan, rosa, noon, today):
        with pytest.raises(DayBehindUs):
            bare_plan.rest("Later.", by=rosa, at=noon, until=today)

    def test_needs_to_know_what_for(self, bare_plan, rosa, noon, today):
        with pytest.raises(WordsMissing):
            bare_plan.rest("", by=rosa, at=noon, until=today + timedelta(days=1))

    def test_is_not_for_those_who_are_back(self, bare_plan, rosa, noon, today):
        bare_plan.win(by=rosa, at=noon, on=today)

        with pytest.raises(AlreadyMoved):
            bare_plan.rest("Later.", by=rosa, at=noon, until=today + timedelta(days=1))

    def test_ends_on_its_day_and_not_before(self, bare_plan, rosa, noon, today):
        day = today + timedelta(days=90)
        bare_plan.rest("Their budget opens in spring.", by=rosa, at=noon, until=day)

        counts = [wake_plans(as_of=day - timedelta(days=1)), wake_plans(as_of=day), wake_plans(as_of=day)]

        assert counts == [0, 1, 0]
        assert Plan.objects.get().stage == Plan.Stage.LISTENING
        assert last_sentence(bare_plan) == "Wonback took the plan up again."


class TestMilestones:
    def test_are_reached_by_themselves_when_they_come_true(self, ready_plan):
        reached = set(ready_plan.milestones.exclude(reached_at=None).values_list("key", flat=True))

        assert reached == {"asked", "named", "signed"}

    def test_see_in_the_night_what_happened_elsewhere(self, bare_plan, vera, noon, today):
        Interview.objects.create(loss=bare_plan.loss, interviewer=vera, stage="held", asked_at=noon)

        assert [see_progress(as_of=today), see_progress(as_of=today)] == [1, 0]

    def test_see_at_once_what_the_timeline_tells(self, bare_plan, vera, noon):
        Interview.note(bare_plan.loss, "Nobody came.", by=vera, at=noon)

        assert bare_plan.milestones.get(key="asked").reached_at == noon

    def test_keep_the_first_day_when_they_are_moved(self, bare_plan, rosa, noon):
        milestone = bare_plan.milestones.order_by("due_by")[0]
        first = milestone.due_by
        for days in (3, 8):
            milestone.move(first + timedelta(days=days), by=rosa, at=noon)

        assert (milestone.first_due_by, milestone.slip_days) == (first, 8)

    def test_are_late_from_the_day_after(self, bare_plan, today):
        milestone = bare_plan.aim("A site visit", due_by=today)

        assert not milestone.is_late(as_of=today)
        assert milestone.is_late(as_of=today + timedelta(days=1))

    def test_are_reached_once(self, bare_plan, rosa, noon, today):
        milestone = bare_plan.aim("A site visit", due_by=today)
        milestone.reach(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            milestone.reach(by=rosa, at=noon)
        assert last_sentence(bare_plan) == "Rosa Lindqvist reached a milestone: A site visit."


class TestSinceWhen:
    def test_is_the_moment_of_the_last_move(self, bare_plan, rosa, vera, noon):
        later = noon + timedelta(days=3)
        Interview.note(bare_plan.loss, "Nobody came.", by=vera, at=later)
        bare_plan.refresh_from_db()
        assert (bare_plan.stage, bare_plan.stage_since) == ("fixing", later)

        bare_plan.see_progress(at=later + timedelta(days=1))
        bare_plan.rest("Spring.", by=rosa, at=noon + timedelta(days=9), until=date(2027, 3, 1))
        assert (bare_plan.stage, bare_plan.stage_since) == ("resting", noon + timedelta(days=9))

    def test_begins_anew_when_it_is_locked_again(self, ready_plan, rosa, ines, noon):
        ready_plan.launch(by=rosa, at=noon)
        ready_plan.sign("lead", "not_certain", by=ines, at=noon + timedelta(days=2), why="Two drivers left.")

        assert (ready_plan.is_preparing, ready_plan.stage_since) == (True, noon + timedelta(days=2))
        assert ready_plan.days_here(as_of=(noon + timedelta(days=7)).date()) == 5

    def test_is_unknown_for_what_began_before_anybody_wrote_it_down(self, bare_plan, today):
        bare_plan.stage_since = None

        assert bare_plan.days_here(as_of=today) is None


class TestPitch:
    def test_is_told_when_all_of_it_is_written_and_once(self, bare_plan, rosa, noon):
        bare_plan.write_pitch(failure="Nobody came.", change="Two visits a year.", by=rosa, at=noon)
        before = bare_plan.loss.client.timeline.count()
        for _again in range(2):
            bare_plan.write_pitch(proof="Ask Contoso.", why_now="A new director.", by=rosa, at=noon)

        assert bare_plan.pitch.is_written
        assert bare_plan.loss.client.timeline.count() == before + 1


class TestTheClocks:
    def test_say_that_asking_is_locked_and_listening_late(self, bare_plan, today):
        listen, ask = bare_plan.clocks(as_of=today, undone=5)

        assert (listen.state, ask.state, ask.words) == ("late", "locked", "locked: 5 things to do first")

    def test_open_when_nothing_is_undone(self, ready_plan, today):
        assert [clock.state for clock in ready_plan.clocks(as_of=today, undone=0)] == ["stopped", "open"]


class TestDue:
    def test_holds_plans_on_their_day_the_longest_overdue_first(self, bare_plan, ready_plan):
        day = bare_plan.reach_out_by

        assert list(Plan.objects.due(as_of=day)) == [ready_plan, bare_plan]
        assert bare_plan not in Plan.objects.due(as_of=day - timedelta(days=1))
