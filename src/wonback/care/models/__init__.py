from wonback.care.models.cadence import Cadence
from wonback.care.models.concern import Concern
from wonback.care.models.defence import Defence, DefenceStep
from wonback.care.models.expansion import Expansion
from wonback.care.models.health import Health, Weighing
from wonback.care.models.morning import Morning, Reminder
from wonback.care.models.piece import Piece, Share
from wonback.care.models.planned import PlannedTouch
from wonback.care.models.promise import Promise
from wonback.care.models.quiet_season import QuietSeason
from wonback.care.models.reading import Reading
from wonback.care.models.risk import Risk, RiskStage, give_up
from wonback.care.models.sighting import Competitor, Sighting
from wonback.care.models.snooze import Snooze
from wonback.care.models.touch import Touch

__all__ = [
    "Cadence",
    "Competitor",
    "Concern",
    "Defence",
    "DefenceStep",
    "Expansion",
    "Health",
    "Morning",
    "Piece",
    "PlannedTouch",
    "Promise",
    "QuietSeason",
    "Reading",
    "Reminder",
    "Risk",
    "RiskStage",
    "Share",
    "Sighting",
    "Snooze",
    "Touch",
    "Weighing",
    "give_up",
]
