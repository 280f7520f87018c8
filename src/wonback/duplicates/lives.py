"""Where two that are one stand: clients or lost, since when, and with which loss."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from wonback.care.models import Cadence
from wonback.clients.models import Client, Spell
from wonback.core.errors import Refusal
from wonback.duplicates.choosing import Choices, is_undecided
from wonback.duplicates.moving import Moving, earliest, latest
from wonback.losses.models import Loss
from wonback.winback.models import Plan

UNANSWERED = ("unassigned", "proposed")


class Undecided(Refusal):
    """One is a client, the other is lost: only a person knows which is true."""

    code = "undecided"


def must_be_decided(clients: list[Client], choices: Choices) -> None:
    """Whether they are with us is not guessed."""
    if is_undecided(clients, choices):
        words = {client.standing: client.name for client in clients}
        told = {"lost": words[Client.Standing.LOST], "active": words[Client.Standing.ACTIVE]}
        raise Undecided(_("Say where they stand: %(lost)s is lost, %(active)s is a client.") % told)


def standing_of(clients: list[Client], chosen: str, choices: Choices) -> str:
    """As somebody chose; else lost before client before not yet a client."""
    found = {client.standing for client in clients}
    order = (Client.Standing.LOST, Client.Standing.ACTIVE, Client.Standing.PROSPECT)
    return chosen if "standing" in choices else next(one for one in order if one in found)


def settle(moving: Moving, survivor: Client, *, as_of: date) -> int:
    """One life, and one open loss of the whole client if it can be. Return how many open losses stand beside it."""
    left = join_losses(moving, survivor)
    open_losses = list(of_whole_client(survivor).order_by("-lost_on", "-pk"))
    if survivor.standing == Client.Standing.LOST:
        end_life(moving, survivor, open_losses, as_of=as_of)
    elif survivor.standing == Client.Standing.ACTIVE:
        end_losses(moving, survivor, open_losses, as_of=as_of)
    return left


def of_whole_client(survivor: Client) -> "models.QuerySet[Loss]":
    return survivor.losses.filter(kind=Loss.Kind.CLIENT, in_effect=True, recovered_on=None)


def end_life(moving: Moving, survivor: Client, open_losses: list[Loss], *, as_of: date) -> None:
    """They are lost: the life that one of the two was still in ended when they left."""
    lost_on = open_losses[0].lost_on if open_losses else as_of
    for spell in Spell.objects.filter(client=survivor, ended_on=None):
        moving.change(Spell, spell.pk, {"ended_on": latest(lost_on, spell.started_on)})


def end_losses(moving: Moving, survivor: Client, open_losses: list[Loss], *, as_of: date) -> None:
    """They are with us: what was lost before is over since their present life began."""
    if Plan.objects.filter(loss__in=open_losses).exclude(stage__in=["recovered", "let_go"]).exists():
        raise Undecided(_("Say in the plan that they are back: it tells how they were won."))
    life = Spell.objects.filter(client=survivor, ended_on=None).first()
    for loss in open_losses:
        began = life.started_on if life and life.started_on else as_of
        moving.change(Loss, loss.pk, {"recovered_on": max(began, loss.lost_on)})
    if life is None:
        moving.made(Spell.objects.create(client=survivor, started_on=None))


def join_losses(moving: Moving, survivor: Client) -> int:
    """The same loss written down twice is one, as long as nobody has begun to work on both. Return how many stay beside it."""
    found = list(of_whole_client(survivor).order_by("lost_on", "pk"))
    bare = [loss for loss in found if is_bare(loss)]
    stays = next((loss for loss in found if loss not in bare), None) or next(iter(found), None)
    for loss in bare:
        if stays is not None and loss != stays:
            if stays.worth is None and loss.worth is not None:
                worth = {"worth": loss.worth, "worth_known": loss.worth_known, "currency": loss.currency}
                moving.change(Loss, stays.pk, worth)
            moving.join(Loss, loser=loss.pk, winner=stays.pk)
    return max(0, len([loss for loss in found if loss not in bare]) - 1)


def is_bare(loss: Loss) -> bool:
    """Whether nobody has done more than write it down. One that a list of leavers brought keeps its number there."""
    talked = hasattr(loss, "interview") and loss.interview.stage not in UNANSWERED
    worked = (
        loss.ownership or loss.let_go_at or loss.external_id or hasattr(loss, "plan") or hasattr(loss, "campaign_arm")
    )
    return not (talked or worked or loss.hand_outs.exists() or loss.is_it_me.exists())


def rhythm(clients: list[Client], survivor: Client) -> dict[str, Any]:
    """When they were last spoken to, and when it is time again."""
    last = latest(*(client.last_touch_on for client in clients))
    if last is None:
        return {"touch_by": earliest(*(client.touch_by for client in clients))}
    told = Cadence.objects.of(survivor).rhythm
    return {"last_touch_on": last, "touch_by": told.due(last), "touch_latest_by": told.latest(last)}
