"""What the crowd did not buy, or no longer: deals, losses with their reasons, answers and plans, as columns."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from wonback.clients.models import Deal, Entry, Permission
from wonback.demo.book import CURRENCY
from wonback.demo.columns import EPOCH, Block, Ints, fill, picked, written
from wonback.demo.pour import first_free, ready
from wonback.demo.words import table, told
from wonback.losses import ranking
from wonback.losses.models import Cause, Loss, Reason
from wonback.losses.models.loss import RECORDED
from wonback.winback.models import Milestone, Plan

KEPT_COUNT = (Deal, Loss, Plan)
OPEN_DEALS, LOST_DEALS, WON_DEALS = 0.12, 0.14, 0.14
ASKED_SHARE = 0.3
PLANNED_SHARE = 0.1


def write(block: Block) -> None:
    open_or_won(block)
    sales, deals = lost_deals(block)
    gone = np.flatnonzero(block.lost)
    whose = np.concatenate([gone, sales])
    kinds = ["client"] * len(gone) + ["deal"] * len(sales)
    lost_on = np.concatenate([block.until[gone], block.days_ago(900, len(sales))])
    keys = losses(block, whose, kinds, lost_on, [None] * len(gone) + deals)
    plans(block, whose, keys)


def open_or_won(block: Block) -> None:
    for share, outcome, closed in ((OPEN_DEALS, "open", False), (WON_DEALS, "won", True)):
        whose = block.some(share)
        deals(block, whose, outcome, written(block.days_ago(700, len(whose))) if closed else [None] * len(whose))


def lost_deals(block: Block) -> tuple[Ints, list[int]]:
    """Deals that went elsewhere: the places of their clients, and their keys."""
    whose = block.some(LOST_DEALS)
    return whose, deals(block, whose, "lost", written(block.days_ago(900, len(whose))))


def deals(block: Block, whose: Ints, outcome: str, closed_on: list[str] | list[None]) -> list[int]:
    size, first = len(whose), first_free(Deal)
    keys = list(range(first, first + size))
    fill(
        Deal,
        id=keys,
        client_id=block.keys[whose].tolist(),
        name=["Yearly supply of labels"] * size,
        outcome=[outcome] * size,
        amount=[f"{amount:.2f}" for amount in block.rng.lognormal(9, 1, size).tolist()],
        amount_known=["known"] * size,
        currency=[CURRENCY] * size,
        owner_id=block.owners[whose].tolist(),
        opened_on=written(block.days_ago(900, size) - 120),
        closed_on=closed_on,
    )
    return keys


def losses(block: Block, whose: Ints, kinds: list[str], lost_on: Ints, deals: list[int | None]) -> list[int]:
    """Record them, with the rep's reason, and rank them as the night would."""
    rng, size, first = block.rng, len(whose), first_free(Loss)
    keys = list(range(first, first + size))
    reasons = picked(
        list(Reason.objects.filter(key__in=list(table("reasons"))).order_by("pk")), rng.integers(0, 16, size)
    )
    worth = [Decimal(f"{amount:.2f}") for amount in rng.lognormal(9, 1.2, size).tolist()]
    answered = rng.random(size) < ASKED_SHARE
    owners = block.owners[whose].tolist()
    moments = [f"{day} 16:00:00" for day in written(np.minimum(lost_on + 3, block.today - 1))]
    fill(
        Loss,
        id=keys,
        client_id=block.keys[whose].tolist(),
        kind=kinds,
        deal_id=list(deals),
        lost_on=written(lost_on),
        recorded_at=moments,
        recorded_by_id=owners,
        worth=map(str, worth),
        worth_known=["known"] * size,
        currency=[CURRENCY] * size,
        reason_id=[reason.pk for reason in reasons],
        owner_then_id=owners,
        holder_id=owners,
        rank=[
            rank(reason, Decimal(amount), EPOCH + timedelta(days=day), said, block.today)
            for reason, amount, day, said in zip(reasons, worth, lost_on.tolist(), answered.tolist(), strict=True)
        ],
    )
    causes(keys, reasons, owners, moments)
    permissions(block, whose[answered], [m for m, yes in zip(moments, answered.tolist(), strict=True) if yes])
    sentences(block.keys[whose].tolist(), reasons, owners, moments)
    return keys


def rank(reason: Reason, worth: Decimal, lost_on: date, answered: bool, today: int) -> float:  # noqa: FBT001  # one column of five
    standing = ranking.Standing(
        worth=worth,
        lost_on=lost_on,
        can_change=reason.can_change,
        we_control=reason.we_control,
        reason_known=reason.is_known,
        may_follow_up=answered or None,
    )
    return ranking.score(standing, as_of=EPOCH + timedelta(days=today))


def causes(keys: list[int], reasons: list[Reason], owners: list[int], moments: list[str]) -> None:
    fill(
        Cause,
        loss_id=keys,
        reason_id=[reason.pk for reason in reasons],
        voice=["rep"] * len(keys),
        words=[(told(reason.key, "rep") or [""])[0] for reason in reasons],
        noted_by_id=owners,
        noted_at=moments,
    )


def permissions(block: Block, whose: Ints, moments: list[str]) -> None:
    fill(
        Permission,
        client_id=block.keys[whose].tolist(),
        answer=["allowed"] * len(whose),
        scope=["call"] * len(whose),
        words=["Call me in the spring, once our budget is set."] * len(whose),
        given_at=moments,
        noted_by_id=block.owners[whose].tolist(),
    )


def sentences(clients: list[int], reasons: list[Reason], owners: list[int], moments: list[str]) -> None:
    facts = [ready({"what": "them", "reason": reason.name}) for reason in reasons]
    fill(Entry, client_id=clients, verb=[RECORDED.name] * len(facts), actor_id=owners, at=moments, facts=facts)


def plans(block: Block, whose: Ints, losses: list[int]) -> None:
    """A tenth of the losses have a plan in preparation, some of them due."""
    chosen = np.flatnonzero(block.rng.random(len(whose)) < PLANNED_SHARE)
    size, first = len(chosen), first_free(Plan)
    started = block.days_ago(90, size)
    fill(
        Plan,
        id=list(range(first, first + size)),
        loss_id=picked(losses, chosen),
        owner_id=block.owners[whose[chosen]].tolist(),
        goal=["A first order again within half a year"] * size,
        stage=["listening"] * size,
        stage_since=(begun := [f"{day} 09:00:00" for day in written(started)]),
        started_at=begun,
        reach_out_by=written(started + 49),
    )
    fill(
        Milestone,
        plan_id=list(range(first, first + size)),
        what=["A neutral person has asked why"] * size,
        key=["asked"] * size,
        due_by=written(started + 7),
    )
