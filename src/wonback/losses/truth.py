"""Where our rep and the client tell different stories. Read to learn from, never to shame: no row names the rep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wonback.figures.subjects import COMPANY, Subject
from wonback.losses.models import Loss, Reason, Voice
from wonback.team.models import User
from wonback.team.policy import Right


@dataclass(frozen=True, slots=True)
class Differing:
    """One loss with both stories. `confirmed`: theirs was checked."""

    loss: Loss
    ours: Reason
    theirs: Reason
    confirmed: bool


def differing(losses: Sequence[Any]) -> list[Differing]:
    """The rows of `where_voices_differ`, with their reasons; two queries for all of them."""
    keys = {key for loss in losses for key in (loss.rep_reason, loss.client_reason)}
    reasons = Reason.objects.in_bulk(keys)
    return [
        Differing(loss, reasons[loss.rep_reason], reasons[loss.client_reason], loss.voice == Voice.CONFIRMED)
        for loss in losses
    ]


def whose_agreement(user: User) -> Subject:
    """A lead reads how often the voices of their team agree; who sees all losses, those of the company."""
    is_bound = user.may(Right.LEAD) and not user.may(Right.ADMINISTER)
    return Subject("team", user.team_id) if is_bound and user.team_id else COMPANY
