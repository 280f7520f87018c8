"""The tables of the team."""

from wonback.team.models.holiday import DayTaken, Holiday
from wonback.team.models.team import Team
from wonback.team.models.token import Token, TokenQuerySet
from wonback.team.models.user import (
    MOST_OPEN_WORK,
    USUAL_MORNING,
    BadAddress,
    GoesRound,
    LastAdmin,
    NobodysName,
    NoMorning,
    NotAllowed,
    TooMuchWork,
    User,
)

__all__ = [
    "MOST_OPEN_WORK",
    "USUAL_MORNING",
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
