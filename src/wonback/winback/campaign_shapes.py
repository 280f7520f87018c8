"""What programs are told about campaigns, and what they may tell."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.team.answers import PLAIN, Told
from wonback.winback.models import Campaign
from wonback.winback.models.campaign import LEAST_WAITING, MOST_WAITING


class CampaignIn(Told):
    """`ends_on` is the day of the verdict, `waiting` the share left alone until then."""

    name: Annotated[str, Field(max_length=120, pattern=PLAIN)]
    ends_on: date
    waiting: Annotated[float, Field(ge=LEAST_WAITING, le=MOST_WAITING)] = 0.3


class AheadOut(Schema):
    """What a campaign could show: `smallest` is the rise noticed four times in five, null if none would be."""

    contacted: int
    waiting: int
    rate: float
    smallest: float | None


class ArmsOut(Schema):
    """How many lot drew into each arm, and how many of them are back."""

    contacted: int
    back: int
    waiting: int
    back_alone: int


class VerdictOut(Schema):
    """The difference of the two shares with its band; before the day of the verdict a band for any day."""

    kind: Literal["nobody", "lopsided", "so far", "too few", "end"]
    value: float | None
    low: float | None
    high: float | None
    above_zero: float | None


class CampaignFacts(Schema):
    id: int
    name: str
    team: str | None
    begins_on: date
    ends_on: date
    waiting: float
    rate_alone: float
    smallest: float | None
    closed_at: datetime | None


class CampaignLine(CampaignFacts):
    @staticmethod
    def resolve_team(campaign: Campaign) -> str | None:
        return campaign.team.name if campaign.team else None


class CampaignPageOut(Schema):
    rows: list[CampaignLine]
    next: str


class CampaignOut(CampaignFacts):
    is_running: bool
    arms: ArmsOut
    verdict: VerdictOut
    says: str


class LotOut(Schema):
    """Into which arm lot put a loss."""

    loss_id: int
    campaign_id: int
    arm: Literal["contact", "wait"]
    drawn_at: datetime
    taken_out_at: datetime | None
    taken_out_why: str
