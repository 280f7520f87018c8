"""The night's work on interviews. Each step may run twice for one day and does its work once."""

from datetime import date, timedelta

from wonback.core.days import start_of
from wonback.interviews.models import Interview, Invitation
from wonback.interviews.models.interview import DAYS_WORTH_ASKING
from wonback.losses.models import Loss

# More than a house can hold in a night's worth of talks; the rest waits for the next night.
OPENED_A_NIGHT = 50


def open_interviews(*, as_of: date) -> int:
    """Nightly step: look for somebody neutral for each recent loss nobody asks about, the most worthwhile first."""
    since = as_of - timedelta(days=DAYS_WORTH_ASKING)
    untold = Loss.objects.pursued().filter(interview=None, lost_on__gte=since).exclude(campaign_arm__arm="wait")
    # What nobody has room for is not opened: it would only say so, every night again.
    most = min(OPENED_A_NIGHT, Interview.objects.room(as_of=as_of))
    opened = list(untold.ranked().select_related("client")[:most])
    for loss in opened:
        Interview.open(loss, at=start_of(as_of))
    return len(opened)


def hand_on_unanswered(*, as_of: date) -> int:
    """Nightly step: proposals nobody answered within two working days go to the next neutral person. Return how many."""
    late = list(Interview.objects.to_hand_on(as_of=as_of).select_related("loss__client", "interviewer"))
    for interview in late:
        for nomination in interview.nominations.open().select_related("person"):
            nomination.interview = interview
            nomination.expire(at=start_of(as_of))
    return len(late)


def propose_again(*, as_of: date) -> int:
    """Nightly step: for talks nobody holds, look whether somebody neutral has room by now. Return how many found one."""
    waiting = list(Interview.objects.waiting().select_related("loss__client", "interviewer")[:OPENED_A_NIGHT])
    for interview in waiting:
        interview.propose(at=start_of(as_of))
    return sum(interview.interviewer_id is not None for interview in waiting)


def send_reminders(*, as_of: date) -> int:
    """Nightly step: the reminders of day 3 and 8, and the short form of day 12. Return how many went to the outbox."""
    due = list(Invitation.objects.due(as_of=as_of).for_letters())
    return sum(invitation.remind(as_of=as_of, at=start_of(as_of)) for invitation in due)
