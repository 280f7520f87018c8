from datetime import timedelta

import pytest
from django.core.management import call_command

from wonback.core.locks import Busy, alone
from wonback.jobs import interruptions, nightly
from wonback.jobs.models import Run

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a power cut looks like from inside."""


@pytest.fixture
def clock(noon):
    return lambda: noon


@pytest.fixture
def done():
    """What the steps below have done, in order."""
    return []


@pytest.fixture
def steps(done):
    def find_renewals(*, as_of):
        done.append(("find_renewals", as_of))
        return 3

    def write_call_lists(*, as_of):
        done.append(("write_call_lists", as_of))
        return 12

    return [find_renewals, write_call_lists]


def night(steps, *, as_of, clock):
    return list(nightly.run(as_of=as_of, clock=clock, steps=steps))


class TestANight:
    def test_does_its_steps_in_order_and_counts(self, steps, done, today, clock):
        runs = night(steps, as_of=today, clock=clock)

        assert [name for name, _day in done] == ["find_renewals", "write_call_lists"]
        assert [run.count for run in runs] == [3, 12]

    def test_happens_once_a_day(self, steps, done, today, clock):
        night(steps, as_of=today, clock=clock)

        assert night(steps, as_of=today, clock=clock) == []
        assert len(done) == 2

    def test_happens_again_the_next_day(self, steps, done, today, clock):
        night(steps, as_of=today, clock=clock)
        night(steps, as_of=today + timedelta(days=1), clock=clock)

        assert len(done) == 4

    def test_cut_off_in_a_step_begins_with_that_step(self, steps, done, today, clock):
        def cut(*, as_of):
            raise Killed

        cut.__name__, cut.__module__ = steps[1].__name__, steps[1].__module__
        with pytest.raises(Killed):
            night([steps[0], cut], as_of=today, clock=clock)
        assert [run.step.split(".")[1] for run in Run.objects.interrupted()] == ["write_call_lists"]

        night(steps, as_of=today, clock=clock)

        assert [name for name, _day in done] == ["find_renewals", "write_call_lists"]
        assert not Run.objects.interrupted().exists()


class TestTheList:
    def test_names_steps_that_exist(self):
        assert [callable(step) for step in nightly.everything()] == [True] * len(nightly.STEPS)

    def test_names_each_step_once(self):
        names = [nightly.name_of(step) for step in nightly.everything()]
        assert len(set(names)) == len(names)

    def test_of_what_resumes_names_functions_that_exist(self):
        assert interruptions.resume_all() == []


@pytest.fixture
def short_night(monkeypatch):
    """A night of one step, for those who ask about the night and not about its work."""
    monkeypatch.setattr(nightly, "STEPS", ("wonback.winback.tasks.wake_plans",))


def test_every_step_can_do_its_work_twice(ready_plan, fabrikam_loss, contoso, today, clock):
    first = [step(as_of=today) for step in nightly.everything()]
    second = [step(as_of=today) for step in nightly.everything()]

    assert len(first) == len(second) == len(nightly.STEPS)


@pytest.mark.usefixtures("short_night")
class TestTheCommand:
    def test_says_what_it_did_and_then_that_nothing_is_left(self, today, capsys):
        call_command("nightly", as_of=today)
        call_command("nightly", as_of=today)

        assert capsys.readouterr().out.splitlines()[-1] == "Nothing left to do for 2026-11-23."

    def test_says_what_it_resumes(self, today, noon, capsys):
        Run.objects.create(step="care.write_call_lists", as_of=today, started_at=noon)

        call_command("nightly", as_of=today)

        assert "Resuming care.write_call_lists: it was interrupted." in capsys.readouterr().out

    def test_refuses_to_run_beside_another(self, today, settings):
        with (
            alone(settings.HOME / "nightly.lock", otherwise=""),
            pytest.raises(Busy, match="Wait until the other night's work has ended"),
        ):
            call_command("nightly", as_of=today)


@pytest.mark.usefixtures("short_night")
class TestAStart:
    def test_takes_up_a_night_that_was_cut_off(self, noon):
        yesterday = noon.date() - timedelta(days=1)
        Run.objects.create(step="care.write_call_lists", as_of=yesterday, started_at=noon)

        assert interruptions.resume_all() == ["Doing care.write_call_lists for 2026-11-22 again: it was interrupted."]
