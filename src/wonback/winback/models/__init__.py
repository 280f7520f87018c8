from wonback.winback.models.aftercare import Aftercare, Check, Verdict
from wonback.winback.models.campaign import Campaign, CampaignArm
from wonback.winback.models.change import Change, Outsider, Reopening
from wonback.winback.models.deal_round import DealRound
from wonback.winback.models.fact import Fact
from wonback.winback.models.hand_out import HandOut
from wonback.winback.models.milestone import Milestone
from wonback.winback.models.nudge import Nudge
from wonback.winback.models.offer import Offer
from wonback.winback.models.override import Override
from wonback.winback.models.pitch import Pitch
from wonback.winback.models.plan import Plan
from wonback.winback.models.readiness import Readiness
<<<<<<< HEAD
from wonback.winback.models.sequence import Sequence
from wonback.winback.models.step import Step
=======
from wonback.winback.models.trigger import Trigger
from wonback.winback.models.window import Window
>>>>>>> 9b90496 (Open a door where a reason has become untrue, somebody has left or a window opens)

__all__ = [
    "Aftercare",
    "Campaign",
    "CampaignArm",
    "Change",
    "Check",
    "DealRound",
    "Fact",
    "HandOut",
    "Milestone",
    "Nudge",
    "Offer",
    "Outsider",
    "Override",
    "Pitch",
    "Plan",
    "Readiness",
    "Reopening",
<<<<<<< HEAD
    "Sequence",
    "Step",
    "Verdict",
=======
    "Trigger",
    "Window",
>>>>>>> 9b90496 (Open a door where a reason has become untrue, somebody has left or a window opens)
]
