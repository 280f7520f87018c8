"""The night's work on losses. Each step may run twice for one day and does its work once."""

from datetime import date

from wonback.core.days import start_of
from wonback.losses.models import Experience, Loss


def put_into_effect(*, as_of: date) -> int:
    """Nightly step: clients whose last day was yesterday are clients no more. Return how many."""
    leaving = list(Loss.objects.taking_effect(as_of=as_of).select_related("client"))
    for loss in leaving:
        loss.take_effect()
    return len(leaving)


def take_up_again(*, as_of: date) -> int:
    """Nightly step: losses let go until today are on the list again. Return how many."""
    waiting = list(Loss.objects.to_review(as_of=as_of).select_related("client"))
    for loss in waiting:
        loss.take_up(by=None, at=start_of(as_of))
    return len(waiting)


def learn_returns(*, as_of: date) -> int:
    """Nightly step: learn from our own attempts who comes back. Return for how many reasons and times."""
    return Experience.learn(as_of=as_of)


def rank_losses(*, as_of: date) -> int:
    """Nightly step: put the lost list in order for today. Return how many moved."""
    return Loss.objects.pursued().put_in_rank(as_of=as_of)
