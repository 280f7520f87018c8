"""Pairs found at night, and many put together in the background."""

import contextlib
from datetime import date, datetime

from django.tasks import task

from wonback.core.errors import Refusal
from wonback.duplicates import finding
from wonback.duplicates.models import Merge, Pair, PersonPair
from wonback.team.models import User


def find_pairs(*, as_of: date) -> int:
    """Nightly step: find clients that were written down twice. Return how many pairs wait for a person."""
    return Pair.note_all(finding.find(), as_of=as_of)


def find_people(*, as_of: date) -> int:
    """Nightly step: find people who stand twice at one client. Return how many pairs wait for a person."""
    return PersonPair.note_all(finding.find_people(), as_of=as_of)


@task
def merge_identical(*, user_id: int, at: str) -> int:
    """Put together every pair that differs in nothing. Done twice, the second time there is nothing to do."""
    user, done = User.objects.get(pk=user_id), 0
    for pk in list(Pair.objects.visible_to(user).identical().order_by("pk").values_list("pk", flat=True)):
        pair = Pair.objects.identical().filter(pk=pk).select_related("one", "other").first()
        # Of three that are one, the first two are a pair no more; what is refused waits for a person.
        with contextlib.suppress(Refusal):
            done += bool(pair and Merge.of(pair.one, [pair.other], by=user, at=datetime.fromisoformat(at)))
    return done
