"""How those who came back are stayed close to: checks, promises, and what they say of them."""

from datetime import date, timedelta

from wonback.care.models import Promise
from wonback.core.days import add_workdays
from wonback.demo.dice import at
from wonback.team.models import User
from wonback.winback.models import Check, Plan
from wonback.winback.taper import EXECUTIVE

PROMISES = (
    ("Somebody answers every question within a working day", "birgit", "green", 40),
    ("Every pallet is weighed before it leaves, with a picture", "vera", "amber", 60),
    ("The price stays as it is for a year", "matteo", "green", 365),
)
LINES = ("All on time this week.", "They are content; one question about invoices.", "Short call, nothing to mend.")
# The last checks are still to do, so that Today has some.
LEFT_TO_DO = 3


def stay(plan: Plan, people: dict[str, User], *, as_of: date) -> None:
    """What was done since they came back; of those long back, nothing is told."""
    aftercare = plan.aftercare
    if aftercare.until <= as_of:
        aftercare.end(on=aftercare.until, at=at(aftercare.until, 8))
        return
    for number, check in enumerate(aftercare.checks.order_by("due_by", "pk")):
        if check.due_by < as_of - timedelta(days=LEFT_TO_DO):
            visit_or_call(check, number, plan, people)
    begun = add_workdays(aftercare.begun_on, 1)
    if begun < as_of:
        promise(plan, people, begun, as_of=as_of)


def visit_or_call(check: Check, number: int, plan: Plan, people: dict[str, User]) -> None:
    by = (plan.owner.reports_to or people["ines"]) if check.kind == EXECUTIVE else plan.owner
    check.do(LINES[number % len(LINES)], by=by, at=at(check.due_by, 11, 20))


def promise(plan: Plan, people: dict[str, User], day: date, *, as_of: date) -> None:
    """Three promises, and after a month the client's own verdict."""
    client, said = plan.loss.client, {}
    for what, owner, colour, days in PROMISES:
        due_by = add_workdays(day, days)
        made = Promise.make(client, what, by=plan.owner, at=at(day, 10), due_by=due_by, owner=people[owner])
        said[made.pk] = colour
        if due_by < as_of:
            made.keep(by=people[owner], at=at(due_by, 12))
    judged = day + timedelta(days=30)
    if judged < as_of:
        plan.aftercare.judge(said, words="Pictures twice missing, else well.", at=at(judged, 14))
