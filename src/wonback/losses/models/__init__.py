from wonback.losses.models.cause import Cause
from wonback.losses.models.interview import Interview
from wonback.losses.models.loss import Loss
from wonback.losses.models.proposal import Proposal
from wonback.losses.models.reason import Reason

__all__ = ["Cause", "Interview", "Loss", "Proposal", "Reason"]
