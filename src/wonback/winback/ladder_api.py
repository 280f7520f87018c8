"""Ladders for programs: the same verbs as on the page."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router

from wonback.clients.models import Product
from wonback.team.answers import Pk, Why, or_problem
from wonback.team.request import Request
from wonback.winback.effects import rows
from wonback.winback.ladder import Ladder
from wonback.winback.ladder_shapes import EffectOut, LadderOut, OfferOut, RungIn, TakeIn
from wonback.winback.ladder_views import offer_of
from wonback.winback.models import Offer
from wonback.winback.models.offer import Rung
from wonback.winback.views import plan_of

router = Router(tags=["winback"])


@router.get("/plans/{pk}/ladder", response=or_problem(LadderOut), operation_id="read_ladder")
def ladder(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """The rungs of a plan, how much of the former spend is back, and what each offer would leave over."""
    shown = Ladder(plan_of(request, pk), request.user, request.today)
    weighed = [
        {
            "offer": offer.pk,
            "with_it": one.with_it,
            "without_it": one.without_it,
            "must_reach": one.must_reach,
            "chance": chance,
        }
        for offer, one, chance in shown.weighed
    ]
    facts = {name: getattr(shown, name) for name in ("former", "reached", "share", "why_unknown")}
    return facts | {"rungs": shown.offers, "weighed": weighed}


@router.get("/offers/effects", response=or_problem(list[EffectOut]), operation_id="list_effects_of_offers")
def effects(request: Request) -> list[dict[str, Any]]:
    """How many said yes with something given and without, and the chance of a yes it leads to; null with fewer than twenty answers."""
    return [
        {
            "kind": row.kind,
            "answered": row.said_yes.n,
            "yes": row.said_yes.some,
            "chance": dict(zip(("value", "low", "high"), row.chance, strict=True)) | {"n": row.said_yes.n}
            if row.chance
            else None,
        }
        for row in rows(as_of=request.today)
    ]


@router.post("/plans/{pk}/ladder", response=or_problem(OfferOut), operation_id="add_rung")
def add(request: Request, pk: Path[Pk], told: RungIn) -> Offer:
    """Put a smaller yes onto the ladder."""
    plan = plan_of(request, pk)
    product = get_object_or_404(Product, pk=told.product) if told.product else None
    return Offer.add(plan, Rung(**told.dict() | {"product": product}), by=request.user, at=request.now)


@router.post("/offers/{pk}/approve", response=or_problem(OfferOut), operation_id="approve_offer")
def approve(request: Request, pk: Path[Pk]) -> Offer:
    """Allow a discount for a client we failed. For leads."""
    offer = offer_of(request, pk)
    offer.approve(by=request.user, at=request.now)
    return offer


@router.post("/offers/{pk}/offer", response=or_problem(OfferOut), operation_id="offer_rung")
def offer(request: Request, pk: Path[Pk]) -> Offer:
    """Put it to them. Refused (422) while the conversation is not open, or a discount waits for a lead."""
    one = offer_of(request, pk)
    one.offer(by=request.user, at=request.now)
    return one


@router.post("/offers/{pk}/take", response=or_problem(OfferOut), operation_id="take_offer")
def take(request: Request, pk: Path[Pk], told: TakeIn) -> Offer:
    """They said yes."""
    one = offer_of(request, pk)
    one.take(on=told.on, by=request.user, at=request.now)
    return one


@router.post("/offers/{pk}/decline", response=or_problem(OfferOut), operation_id="decline_offer")
def decline(request: Request, pk: Path[Pk], told: Why) -> Offer:
    """They said no, and why."""
    one = offer_of(request, pk)
    one.decline(told.why, by=request.user, at=request.now)
    return one


@router.post("/offers/{pk}/withdraw", response=or_problem(OfferOut), operation_id="withdraw_offer")
def withdraw(request: Request, pk: Path[Pk]) -> Offer:
    """Take a rung off that was not offered yet."""
    one = offer_of(request, pk)
    one.withdraw(by=request.user, at=request.now)
    return one
