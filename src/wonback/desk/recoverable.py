"""What can be won back: the page after the first import, before anything is set up. Every number says of how many it is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.core.money import Money
from wonback.desk.lost import lines
from wonback.losses.models import Loss, Wording
from wonback.losses.models.reason import NOT_ASKED
from wonback.losses.queries import LossQuerySet
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.winback.queries import losses_for_plans

PROPOSED = 25


@dataclass(frozen=True)
class Known:
    """Of how many lost ones something is known."""

    n: int
    of: int

    @property
    def unknown(self) -> int:
        return self.of - self.n

    @property
    def share(self) -> str:
        """As a progress bar reads it."""
        return f"{self.n / self.of if self.of else 0:.3f}"


@dataclass(frozen=True)
class Recoverable:
    """The lost ones somebody may open and nobody has let go, in numbers. What is unknown is counted, never taken to be nothing."""

    clients: int
    sales: int
    worth: Known
    reason: Known
    permission: Known
    refused: int
    sums: list[Money]

    @property
    def all(self) -> int:
        return self.clients + self.sales

    @classmethod
    def among(cls, losses: LossQuerySet, *, as_of: date) -> "Recoverable":
        """Counted in two queries."""
        found = (
            losses.with_answers(as_of=as_of)
            .order_by()
            .aggregate(
                sales=Count("pk", filter=Q(kind=Loss.Kind.DEAL)),
                of=Count("pk"),
                valued=Count("worth"),
                explained=Count("pk", filter=~Q(reason__key=NOT_ASKED)),
                with_answer=Count("pk", filter=Q(answered=True)),
                with_refusal=Count("pk", filter=Q(refused=True)),
            )
        )
        of = found["of"]
        return cls(
            clients=of - found["sales"],
            sales=found["sales"],
            worth=Known(found["valued"], of),
            reason=Known(found["explained"], of),
            permission=Known(found["with_answer"], of),
            refused=found["with_refusal"],
            sums=list(sums(losses)),
        )


def sums(losses: LossQuerySet) -> Iterator[Money]:
    """What those whose value is known were worth, each currency by itself, the largest first."""
    found = (
        losses.exclude(worth=None).order_by().values_list("currency").annotate(total=Sum("worth")).order_by("-total")
    )
    return (Money(total, currency) for currency, total in found)


@login_required
@require_safe
def recoverable(request: Request) -> HttpResponse:
    """What there is to win back, and with whom to begin."""
    losses = Loss.objects.visible_to(request.user).pursued()
    first = losses_for_plans(losses).ranked()[:PROPOSED]
    context = {
        "found": Recoverable.among(losses, as_of=request.today),
        "lines": list(lines(list(first), as_of=request.today)),
        "may_work": request.user.may(Right.WORK),
        "may_import": request.user.may(Right.IMPORT),
        "open_wordings": Wording.objects.filter(reason=None).count() if request.user.may(Right.ADMINISTER) else 0,
    }
    context["people"] = User.objects.hands_of(request.user).values_list("pk", "name")
    return render(request, "desk/recoverable.html", context)
