from wonback.losses.models.cause import Cause, Voice
from wonback.losses.models.experience import Experience
from wonback.losses.models.interview import Interview, NotNeutral
from wonback.losses.models.loss import Loss
from wonback.losses.models.proposal import Proposal
from wonback.losses.models.reason import Reason, ReasonMissing
from wonback.losses.models.story import Story, WordsMissing

__all__ = [
    "Cause",
    "Experience",
    "Interview",
    "Loss",
    "NotNeutral",
    "Proposal",
    "Reason",
    "ReasonMissing",
    "Story",
    "Voice",
    "WordsMissing",
]
