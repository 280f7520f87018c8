"""The tables of the team."""

from wonback.team.models.audit_entry import AuditEntry
from wonback.team.models.holiday import DayTaken, Holiday
from wonback.team.models.team import Team
from wonback.team.models.token import Token, TokenQuerySet
from wonback.team.models.user import MOST_OPEN_WORK, USUAL_MORNING, User
from wonback.team.refusals import (
    BadAddress,
    GoesRound,
    LastAdmin,
    NobodysName,
    NoMorning,
    NotAllowed,
    TooMuchWork,
)

__all__ = [
    "MOST_OPEN_WORK",
    "USUAL_MORNING",
    "AuditEntry",
    "BadAddress",
    "DayTaken",
    "GoesRound",
    "Holiday",
    "LastAdmin",
    "NoMorning",
    "NobodysName",
    "NotAllowed",
    "Team",
    "Token",
    "TokenQuerySet",
    "TooMuchWork",
    "User",
]
