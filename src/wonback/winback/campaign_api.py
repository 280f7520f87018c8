"""Campaigns for programs: the same verbs as on the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.losses.models import Loss
from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.campaign_page import CampaignPage
from wonback.winback.campaign_shapes import AheadOut, CampaignIn, CampaignLine, CampaignOut, CampaignPageOut, LotOut
from wonback.winback.models import Campaign, CampaignArm
from wonback.winback.models.campaign import Terms

router = Router(tags=["winback"])


def one(campaign: Campaign, request: Request) -> dict[str, Any]:
    """A campaign with its arms, and what may be said of them on this day."""
    shown = CampaignPage(campaign, request.user, request.today)
    ends = campaign.is_running(as_of=request.today)
    facts = CampaignLine.from_orm(campaign).dict()
    return facts | {"arms": shown.arms, "verdict": shown.verdict, "says": shown.says(), "is_running": ends}


def found(request: Request, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).for_cards(), pk=pk)


@router.get("/campaigns", response=or_problem(CampaignPageOut), operation_id="list_campaigns")
def campaigns(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """The campaigns of your team and of the company, the newest first; for leads and admins."""
    mine = Campaign.objects.visible_to(request.user).for_cards()
    shown = page(mine, by=("-begins_on", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/campaigns", response=or_problem(CampaignOut), operation_id="start_campaign")
def start(request: Request, told: CampaignIn) -> dict[str, Any]:
    """Fix the terms, and let lot decide who is called and who is left alone."""
    return one(Campaign.start(Terms(**told.dict()), by=request.user, at=request.now), request)


@router.post("/campaigns/ahead", response=or_problem(AheadOut), operation_id="foresee_campaign")
def ahead(request: Request, told: CampaignIn) -> Any:
    """What a campaign with these terms could show. Nothing is started."""
    terms = Terms(**told.dict())
    terms.must_be_fit(today=request.today)
    return Campaign.prospect(terms, by=request.user, as_of=request.today)


@router.get("/campaigns/{pk}", response=or_problem(CampaignOut), operation_id="read_campaign")
def campaign(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """One campaign: both arms, and what may be said of them today."""
    return one(found(request, pk), request)


@router.post("/campaigns/{pk}/close", response=or_problem(CampaignOut), operation_id="close_campaign")
def close(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Draw nobody any more. Closed before its day it gives no verdict."""
    closed = found(request, pk)
    closed.close(by=request.user, at=request.now)
    return one(closed, request)


@router.post("/losses/{pk}/take-out", response=or_problem(LotOut), operation_id="take_loss_out")
def take_out(request: Request, pk: Path[Pk], told: Why) -> CampaignArm:
    """Let a loss be called that lot leaves alone, with the reason. It still counts among those left alone."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user), pk=pk)
    lot = get_object_or_404(CampaignArm.objects.select_related("loss__client"), loss=loss)
    lot.take_out(told.why, by=request.user, at=request.now)
    return lot
