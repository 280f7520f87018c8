from wonback.winback.models.campaign import Campaign, CampaignArm
from wonback.winback.models.change import Change
from wonback.winback.models.hand_out import HandOut
from wonback.winback.models.milestone import Milestone
from wonback.winback.models.pitch import Pitch
from wonback.winback.models.plan import Plan
from wonback.winback.models.readiness import Readiness

__all__ = ["Campaign", "CampaignArm", "Change", "HandOut", "Milestone", "Pitch", "Plan", "Readiness"]
