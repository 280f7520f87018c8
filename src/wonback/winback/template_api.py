"""Templates of plans for programs."""

from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.core.writing import mark
from wonback.losses.models import Reason
from wonback.team.answers import PLAIN, Line, Pk, Seen, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.winback.models import PlanTemplate
from wonback.winback.models.template import parts
from wonback.winback.patterns import MOST_WORKDAYS, Pattern, Step

router = Router(tags=["winback"])


class StepIn(Told):
    """`key`: the usual milestone it is; it is reached by itself."""

    what: Line
    workdays: int = Field(ge=0, le=MOST_WORKDAYS)
    key: Literal["", "asked", "named", "signed", "launched", "said_yes"] = ""


class TemplateIn(Told):
    goal: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""
    steps: list[StepIn] = Field(min_length=1, max_length=20)
    changes: list[Line] = Field(default=[], max_length=20)
    # The mark of what you changed; refused with both texts if somebody else wrote meanwhile. Left out: the last one wins.
    seen: Seen = ""


class StepOut(Schema):
    what: str
    workdays: int
    key: str


class TemplateOut(Schema):
    """What the plans for one reason begin with; `own`: a lead wrote it, it does not ship so."""

    reason: str
    goal: str
    steps: list[StepOut]
    changes: list[str]
    own: bool
    mark: str


def out(reason: Reason, pattern: Pattern, *, own: bool) -> dict[str, Any]:
    steps = [{"what": str(one.what), "workdays": one.workdays, "key": one.key} for one in pattern.steps]
    changes = [str(one) for one in pattern.changes]
    return {
        "reason": reason.key,
        "goal": str(pattern.goal),
        "steps": steps,
        "changes": changes,
        "own": own,
        "mark": mark(parts(pattern)),
    }


def reason_of(request: Request, pk: int) -> Reason:
    if not request.user.may(Right.LEAD):
        raise Http404
    return get_object_or_404(Reason.objects.select_related("parent"), pk=pk)


@router.get("/plan-templates/{pk}", response=or_problem(TemplateOut), operation_id="read_plan_template")
def template(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """What the plans for one reason begin with."""
    reason = reason_of(request, pk)
    own = PlanTemplate.objects.filter(reason=reason).exists()
    return out(reason, PlanTemplate.for_reason(reason), own=own)


@router.put("/plan-templates/{pk}", response=or_problem(TemplateOut), operation_id="write_plan_template")
def write(request: Request, pk: Path[Pk], told: TemplateIn) -> dict[str, Any]:
    """What plans for this reason begin with from now on. Plans that have begun stay as they are."""
    reason = reason_of(request, pk)
    steps = tuple(Step(one.what, one.workdays, one.key) for one in told.steps)
    wanted = Pattern(told.goal, steps, tuple(told.changes))
    written = PlanTemplate.write(reason, wanted, by=request.user, at=request.now, seen=told.seen)
    return out(reason, written.pattern, own=True)


@router.post("/plan-templates/{pk}/forget", response=or_problem(TemplateOut), operation_id="forget_plan_template")
def forget(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """As it ships again."""
    reason = reason_of(request, pk)
    get_object_or_404(PlanTemplate, reason=reason).forget(by=request.user)
    return out(reason, PlanTemplate.for_reason(reason), own=False)
