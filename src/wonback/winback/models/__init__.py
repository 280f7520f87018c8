from wonback.winback.models.aftercare import Aftercare, Check, Verdict
from wonback.winback.models.campaign import Campaign, CampaignArm
from wonback.winback.models.change import Change, Outsider, Reopening
from wonback.winback.models.deal_round import DealRound
from wonback.winback.models.fact import Fact
from wonback.winback.models.hand_out import HandOut
from wonback.winback.models.milestone import Milestone
from wonback.winback.models.move import Gone, Move
from wonback.winback.models.nudge import Nudge
from wonback.winback.models.offer import Offer
from wonback.winback.models.override import Override
from wonback.winback.models.pitch import Pitch
from wonback.winback.models.plan import Plan
from wonback.winback.models.readiness import Readiness
from wonback.winback.models.sequence import Sequence
from wonback.winback.models.step import Step
from wonback.winback.models.template import PlanTemplate
from wonback.winback.models.trigger import Trigger
from wonback.winback.models.window import Window

__all__ = [
    "Aftercare",
    "Campaign",
    "CampaignArm",
    "Change",
    "Check",
    "DealRound",
    "Fact",
    "Gone",
    "HandOut",
    "Milestone",
    "Move",
    "Nudge",
    "Offer",
    "Outsider",
    "Override",
    "Pitch",
    "Plan",
    "PlanTemplate",
    "Readiness",
    "Reopening",
    "Sequence",
    "Step",
    "Trigger",
    "Verdict",
    "Window",
]
