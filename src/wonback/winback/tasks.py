"""The night's work on plans and hand-outs; each step may run twice for one day and does its work once. And the mailbox, all day."""

from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from django.tasks import task
from django.utils.translation import gettext as _

from wonback.core.days import add_workdays, start_of
from wonback.team.models import Holiday
from wonback.winback.models import Aftercare, Campaign, HandOut, Milestone, Plan, Sequence, Trigger
from wonback.winback.models.hand_out import DAYS_TO_BEGIN

DAYS_TO_DECIDE = 5


def draw_lots(*, as_of: date) -> int:
    """Nightly step: close the campaigns whose day has come, and draw the losses recorded since. Return how many."""
    for campaign in Campaign.objects.ended(as_of=as_of):
        campaign.close(by=None, at=start_of(as_of))
    return sum(campaign.enrol(at=start_of(as_of)) for campaign in Campaign.objects.running(as_of=as_of))


def wake_plans(*, as_of: date) -> int:
    """Nightly step: take up the plans that were to rest until today. Return how many."""
    resting = list(Plan.objects.to_wake(as_of=as_of).select_related("loss__client"))
    for plan in resting:
        plan.wake(by=None, at=start_of(as_of))
    return len(resting)


def open_doors(*, as_of: date) -> int:
    """Nightly step: see which doors opened, and wake the plans that rested for one. Return how many doors are new."""
    at = start_of(as_of)
    new = Trigger.objects.notice_all(at=at)
    for door in Trigger.objects.to_wake().for_cards():
        if door.loss:
            door.wake(door.loss.plan, at=at)
    return new


def lock_again(*, as_of: date) -> int:
    """Nightly step: stop asking those whose refusal begins today. Return how many."""
    return Plan.objects.lock_again(at=start_of(as_of))


def return_untouched(*, as_of: date) -> int:
    """Nightly step: hand-outs in which nothing happened for two weeks go back to the pool. Return how many."""
    since = start_of(as_of) - timedelta(days=DAYS_TO_BEGIN)
    untouched = list(HandOut.objects.untouched(since=since).select_related("loss__client"))
    for given in untouched:
        given.return_untouched(at=start_of(as_of))
    return len(untouched)


def see_progress(*, as_of: date) -> int:
    """Nightly step: see where plans stand, and mark the milestones that came true meanwhile. Return how many."""
    return Plan.objects.to_settle().see_progress(at=start_of(as_of))


def end_steps(*, as_of: date) -> int:
    """Nightly step: end what runs though it may not, however that came about. Return how many sequences."""
    at = start_of(as_of)
    locked = Sequence.objects.locked_out().stop(Sequence.Exit.GATE, at=at)
    gone = Sequence.objects.left().stop(Sequence.Exit.LEFT, at=at)
    return locked + gone + Sequence.objects.refused(as_of=as_of).stop(Sequence.Exit.REFUSAL, at=at)


def end_aftercare(*, as_of: date) -> int:
    """Nightly step: clients who came back twelve months ago go on in their usual rhythm, or have left again. Return how many."""
    at, over = start_of(as_of), Aftercare.objects.over(as_of=as_of).select_related("plan__loss__client")
    gone = sum(one.cut_short(on=as_of, at=at) for one in Aftercare.objects.of_those_gone_again())
    return gone + sum(one.end(on=as_of, at=at) for one in over)


def look_ahead(*, as_of: date) -> int:
    """Nightly step: plans on which nothing comes up any more get a day to decide what comes next. Return how many."""
    silent = Plan.objects.with_nothing_ahead().values_list("pk", flat=True)
    what, due_by = _("Decide what comes next with them"), add_workdays(as_of, DAYS_TO_DECIDE, closed=Holiday.days())
    ahead = Milestone.objects.bulk_create([Milestone(plan_id=plan, what=what, due_by=due_by) for plan in silent])
    return len(ahead)


@task
def read_mailbox() -> None:
    """Read what is new in the mailbox, if there is one. It is the command that reads the clock."""
    if settings.MAILBOX:
        call_command("read_mailbox", verbosity=0)
