from wonback.winback.models.campaign import Campaign, CampaignArm
from wonback.winback.models.change import Change, Outsider, Reopening
from wonback.winback.models.deal_round import DealRound
from wonback.winback.models.hand_out import HandOut
from wonback.winback.models.milestone import Milestone
from wonback.winback.models.nudge import Nudge
from wonback.winback.models.override import Override
from wonback.winback.models.pitch import Pitch
from wonback.winback.models.plan import Plan
from wonback.winback.models.readiness import Readiness

__all__ = [
    "Campaign",
    "CampaignArm",
    "Change",
    "DealRound",
    "HandOut",
    "Milestone",
    "Nudge",
    "Outsider",
    "Override",
    "Pitch",
    "Plan",
    "Readiness",
    "Reopening",
]
