"""The ladders of the plans that talk: a smaller yes first."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from wonback.core.days import add_workdays
from wonback.demo.dice import at, workday
from wonback.winback.models import Offer, Plan, Sequence
from wonback.winback.models.offer import Rung

# What, which share of the former spend, working days after the conversation began.
RUNGS = (
    ("One site for three months, leave whenever you like", Decimal("0.18"), 5),
    ("Both northern sites", Decimal("0.55"), 45),
    ("Everything again, at the prices of today", Decimal(1), 130),
)
A_DISCOUNT = Decimal("0.02")


def build(plan: Plan, day: date, *, as_of: date) -> list[Offer]:
    """Three rungs; the first was offered, and taken where the talk is a while old. One has a discount a lead must see."""
    worth = plan.loss.worth
    if not worth:
        return []
    rungs = [put_on(plan, what, part * worth, add_workdays(day, days), day) for what, part, days in RUNGS]
    offered = workday(day + timedelta(days=6))
    if offered < as_of:
        rungs[0].offer(by=plan.owner, at=at(offered, 10))
    answered = workday(day + timedelta(days=21))
    if answered < as_of:
        rungs[0].take(by=plan.owner, at=at(answered, 15), on=answered)
    return rungs


def walk(plan: Plan, day: date, *, as_of: date) -> None:
    """Steps towards whoever decides there, the first of them taken; nobody had time on the phone."""
    decider = plan.loss.client.contacts.filter(left_on=None).by_weight().first()
    if decider is None:
        return
    sequence = Sequence.begin(plan, decider, "second-chance", by=plan.owner, at=at(day, 17))
    first = sequence.steps.with_plans().order_by("due_by", "pk")[0]
    if first.due_by < as_of:
        first.take(by=plan.owner, at=at(first.due_by, 17, 30), line="Nobody answered; tried twice.", reached=False)


def put_on(plan: Plan, what: str, worth: Decimal, due_by: date, day: date) -> Offer:
    full = due_by + timedelta(days=365)
    kind = Offer.Kind.WHOLE if what == RUNGS[-1][0] else Offer.Kind.PORTION
    rung = Rung(what=what, worth=worth.quantize(Decimal(1)), due_by=due_by, kind=kind)
    if what == RUNGS[1][0]:
        discount = (worth * A_DISCOUNT).quantize(Decimal(1))
        rung = replace(rung, discount=discount, full_price_from=full)
    return Offer.add(plan, rung, by=plan.owner, at=at(day, 16))
