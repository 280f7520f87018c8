"""Plans as a list of one stage, and as a board of all."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.board import Board, Wanted, order
from wonback.winback.stages import Stage


@login_required
@require_safe
def plans(request: Request) -> HttpResponse:
    """The plans of one stage, what is due first."""
    told = request.GET.get("stage", "")
    stage = Stage(told) if told in Stage.values else Stage.LISTENING
    shown = Board(request.user, Wanted.of(request.GET), request.today)
    rows = page(shown.of(stage), by=order(stage), after=request.GET.get("after", ""))
    context = {"page": rows, "lines": shown.lines(rows.rows), "stage": stage, "stages": shown.counts()} | {
        "may_lead": request.user.may(Right.LEAD)
    }
    return render(request, "winback/plans.html", context | shown.choices())


@login_required
@require_safe
def board(request: Request) -> HttpResponse:
    """Every stage beside the others, with what it holds. Cards move by what people do, and by facts."""
    shown = Board(request.user, Wanted.of(request.GET), request.today)
    columns = shown.columns()
    context = {"columns": columns, "any": any(column.n for column in columns), "has_plans": shown.mine.exists()}
    return render(request, "winback/board.html", context | shown.choices())
