"""How a loss is understood, for programs: where the voices differ, and the whys."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.clients.models import Client
from wonback.losses.api import found
from wonback.losses.mismatches import Suggester, mismatches
from wonback.losses.models import Loss, Reason, TheirLoss, Why, Wording
from wonback.losses.rivals import rivals_of
from wonback.losses.truth import differing
from wonback.losses.truth_shapes import (
    MismatchOut,
    RivalOut,
    SettleIn,
    StrikeIn,
    TheirLossIn,
    TheirLossOut,
    VoicesPage,
    WhyIn,
    WhyOut,
    WordingOut,
)
from wonback.team.answers import Paging, Pk, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["losses"])


@router.post("/losses/{pk}/whys", response=or_problem(list[WhyOut]), operation_id="write_why")
def write_why(request: Request, pk: Path[Pk], told: WhyIn) -> Any:
    """Ask why once more, and answer it; all whys so far come back."""
    loss = found(request, pk)
    Why.write(loss, told.because, by=request.user, at=request.now)
    return loss.whys.order_by("depth")


@router.post("/losses/{pk}/whys/strike", response=or_problem(list[WhyOut]), operation_id="strike_why")
def strike_why(request: Request, pk: Path[Pk], told: StrikeIn) -> Any:
    """Take an answer back, and with it those built on it."""
    loss = found(request, pk)
    get_object_or_404(loss.whys, depth=told.depth).strike(by=request.user, at=request.now)
    return loss.whys.order_by("depth")


@router.get("/losses/{pk}/whys", response=or_problem(list[WhyOut]), operation_id="list_whys")
def whys(request: Request, pk: Path[Pk]) -> Any:
    """From what happened down to what we can change."""
    return found(request, pk).whys.order_by("depth")


@router.get("/wordings", response=or_problem(list[WordingOut]), operation_id="list_wordings")
def wordings(request: Request) -> Any:
    """How other programs word reasons, and which of ours each means; those nobody knows first."""
    request.user.must(Right.ADMINISTER)
    return Wording.objects.counted()


@router.post("/wordings/{pk}/settle", response=or_problem(WordingOut), operation_id="settle_wording")
def settle(request: Request, pk: Path[Pk], told: SettleIn) -> Wording:
    """Say what a wording means, for what came with it too."""
    wording = get_object_or_404(Wording.objects.counted(), pk=pk)
    request.user.must(Right.ADMINISTER)
    wording.settle(Reason.chosen(told.reason), seen=told.seen, by=request.user, at=request.now)
    return wording


@router.get("/mismatches", response=or_problem(list[MismatchOut]), operation_id="list_mismatches")
def differing_texts(request: Request) -> Any:
    """Texts of clients that speak of another reason than the one beside them. Suggestions; nothing was changed."""
    request.user.must(Right.INTERVIEW)
    return mismatches(request.user, suggester=Suggester.learned())


@router.get("/voices", response=or_problem(VoicesPage), operation_id="list_differing_voices")
def voices(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Losses for which our rep and the client name different main reasons."""
    request.user.must(Right.INTERVIEW)
    shown = page(Loss.objects.visible_to(request.user).where_voices_differ(), by=("-lost_on", "pk"), after=paging.after)
    return {"rows": differing(shown.rows), "next": shown.next}


@router.get("/clients/{pk}/their-losses", response=or_problem(list[TheirLossOut]), operation_id="list_their_losses")
def their_losses(request: Request, pk: Path[Pk]) -> Any:
    """What a client lost themselves."""
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk).their_losses.newest()


@router.post("/clients/{pk}/their-losses", response=or_problem(TheirLossOut), operation_id="note_their_loss")
def note_their_loss(request: Request, pk: Path[Pk], told: TheirLossIn) -> TheirLoss:
    """Write down what a client lost themselves, and how we might help."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    return TheirLoss.note(client, told.what, how_we_help=told.how_we_help, by=request.user, at=request.now)


@router.post("/their-losses/{pk}/help", response=or_problem(TheirLossOut), operation_id="help_them")
def help_them(request: Request, pk: Path[Pk]) -> TheirLoss:
    """We helped them with it."""
    one = get_object_or_404(TheirLoss.objects.visible_to(request.user).select_related("client"), pk=pk)
    one.help(by=request.user, at=request.now)
    return one


@router.get("/competitors", response=or_problem(list[RivalOut]), operation_id="list_competitors")
def competitors(request: Request) -> Any:
    """Competitors named in losses or seen near clients you may open."""
    return rivals_of(request.user)
