from wonback.losses.models.cause import Cause, Voice
from wonback.losses.models.condition import Condition, Grounds
from wonback.losses.models.conflict import Conflict
from wonback.losses.models.experience import Experience
from wonback.losses.models.loss import Loss
from wonback.losses.models.proposal import Proposal
from wonback.losses.models.reason import Reason, ReasonMissing
from wonback.losses.models.story import Story, WordsMissing
from wonback.losses.models.swot import Look, Swot
from wonback.losses.models.their_loss import TheirLoss
from wonback.losses.models.why import Why
from wonback.losses.models.wording import Wording

__all__ = [
    "Cause",
    "Condition",
    "Conflict",
    "Experience",
    "Grounds",
    "Look",
    "Loss",
    "Proposal",
    "Reason",
    "ReasonMissing",
    "Story",
    "Swot",
    "TheirLoss",
    "Voice",
    "Why",
    "Wording",
    "WordsMissing",
]
