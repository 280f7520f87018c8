"""Somebody leaves us: what they leave behind, and who looks after their clients from then on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wonback.care.models import Concern, Promise
from wonback.clients.models import Client
from wonback.interviews.models import Interview
from wonback.team.models import User
from wonback.winback.models import Plan
from wonback.winback.stages import GOING

AHEAD = (Interview.Stage.PROPOSED, Interview.Stage.ACCEPTED, Interview.Stage.INVITED, Interview.Stage.BOOKED)


@dataclass(frozen=True)
class LeftBehind:
    """How much of each kind somebody has in hand."""

    clients: int
    plans: int
    owed: int
    talks: int

    @classmethod
    def of(cls, person: User) -> "LeftBehind":
        return cls(
            clients=Client.objects.filter(owner=person).count(),
            plans=Plan.objects.filter(owner=person, stage__in=GOING).count(),
            owed=Promise.objects.open().filter(owner=person).count()
            + Concern.objects.open().filter(owner=person).count(),
            talks=Interview.objects.filter(interviewer=person, stage__in=AHEAD).count(),
        )


def part_with(person: User, *, clients_to: User | None, by: User, at: datetime) -> int:
    """Let somebody go and give their clients another owner, or leave these to whoever leads them. Return how many went over."""
    with transaction.atomic():
        handed = Client.hand_all_over(person, clients_to, by=by, at=at) if clients_to else 0
        person.leave(by=by, at=at)
    return handed
