from wonback.care.models.cadence import Cadence
from wonback.care.models.concern import Concern
from wonback.care.models.promise import Promise
from wonback.care.models.sighting import Competitor, Sighting
from wonback.care.models.snooze import Snooze
from wonback.care.models.touch import Touch

__all__ = ["Cadence", "Competitor", "Concern", "Promise", "Sighting", "Snooze", "Touch"]
