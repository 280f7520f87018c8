"""The lost list: lost clients, lost parts and lost sales in one ranking, and the silent ones somebody must ask about."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wonback.core.prepared import prepared
from wonback.losses import ranking
from wonback.losses.forms import ConfirmForm
from wonback.losses.models import Experience, Loss, Proposal
from wonback.losses.queries import LossQuerySet, ProposalQuerySet
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, row_number
from wonback.web.paging import Page, cut, page
from wonback.web.toast import toast
from wonback.winback.forms import GiveForm
from wonback.winback.models import DealRound, Milestone
from wonback.winback.models.deal_round import NobodyChosen
from wonback.winback.queries import losses_for_plans
from wonback.winback.stages import GOING

SHOWN, SILENT_SHOWN = 50, 5
RANKED = ("-rank", "pk")
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Wanted:
    """What the person wants to see, from the address of the page."""

    kind: str
    whose: str
    reason: str
    may: str
    gone: str
    text: str

    @classmethod
    def in_query(cls, query: QueryDict) -> "Wanted":
        told = [query.get(name, "") for name in ("kind", "whose", "reason", "may", "gone", "q")]
        return cls(*(value[:100] for value in told))

    def among(self, losses: LossQuerySet, *, user: User, as_of: date) -> LossQuerySet:
        """The losses this is about."""
        losses = losses.let_go() if self.gone else losses.pursued()
        if self.kind in Loss.Kind.values:
            losses = losses.filter(kind=self.kind)
        if self.reason in {"known", "unknown"}:
            losses = losses.explained(known=self.reason == "known")
        if self.may:
            losses = losses.may_follow_up(as_of=as_of)
        return self._whose(losses, user).of_clients_called(self.text)

    def _whose(self, losses: LossQuerySet, user: User) -> LossQuerySet:
        if self.whose == "mine":
            return losses.filter(holder=user)
        return losses.in_pool() if self.whose == "pool" else losses

    @property
    def is_narrow(self) -> bool:
        return any((self.kind, self.whose, self.reason, self.may, self.gone, self.text))


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter: pressed it says what it shows, pressed again it shows all."""

    label: str
    name: str
    value: str
    on: bool
    count: int | None = None

    @property
    def pressed(self) -> dict[str, str]:
        """What pressing it adds to the address."""
        return {self.name: self.value}

    @property
    def off(self) -> dict[str, None]:
        return {self.name: None}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One loss as the list shows it."""

    loss: Loss
    why: str
    called: str
    alone: str
    basis: str
    may: bool | None
    next: Milestone | None
    late: bool
    ahead: bool


@login_required
@require_safe
def lost(request: Request) -> HttpResponse:
    """The whole ranking, as far as this person may see it."""
    wanted = Wanted.in_query(request.GET)
    shown = shown_to(request, wanted)
    counts, ahead = counted(request.user)
    context = {
        "page": shown,
        "lines": list(lines(shown.rows, as_of=request.today)),
        "chips": list(chips(wanted, counts, request.user)),
        "wanted": wanted,
        "summary": summary(counts, ahead=ahead),
        "may_work": request.user.may(Right.WORK),
        "people": User.objects.hands_of(request.user).values_list("pk", "name"),
    }
    return render(request, "desk/lost.html", context | silences(request))


def shown_to(request: Request, wanted: Wanted) -> Page[Loss]:
    """The part of the ranking that is looked at: mostly its beginning."""
    after = request.GET.get("after", "")
    if not after and not wanted.is_narrow:
        return cut(first_ones(request.user), by=RANKED, size=SHOWN)
    among = wanted.among(Loss.objects.visible_to(request.user), user=request.user, as_of=request.today)
    return page(losses_for_plans(among), by=RANKED, after=after, size=SHOWN)


@prepared
def first_ones(user: User) -> LossQuerySet:
    """Those with whom a call brings most, and one more."""
    return losses_for_plans(Loss.objects.visible_to(user).pursued()).ranked()[: SHOWN + 1]


def counted(user: User) -> tuple[Counter[str], int]:
    """How many losses of each kind this person may open, and of how many clients and parts of them the day has not come."""
    found = of_each_kind(user)
    counts: Counter[str] = Counter()
    for kind, _in_effect, n in found:
        counts[kind] += n
    return counts, sum(n for kind, in_effect, n in found if not in_effect and kind != Loss.Kind.DEAL)


@prepared
def of_each_kind(user: User) -> QuerySet[Loss, tuple[str, bool, int]]:
    """Those whose day has not come apart. A million are counted along one index."""
    pursued = Loss.objects.visible_to(user).pursued().order_by()
    return pursued.values_list("kind", "in_effect").annotate(n=Count("*"))


@prepared
def largest_silences(user: User) -> ProposalQuerySet:
    return Proposal.objects.open().visible_to(user).for_cards()[: SILENT_SHOWN + 1]


def lines(losses: list[Loss], *, as_of: date) -> Iterator[Line]:
    learned = Experience.about(losses, as_of=as_of)
    for loss in losses:
        plan = getattr(loss, "plan", None)
        ahead = next(iter(plan.ahead), None) if plan and plan.stage in GOING else None
        standing = loss.standing(as_of=as_of)
        odds = ranking.odds(standing, as_of=as_of, learned=learned)
        called, alone = ranking.frequencies(odds)
        yield Line(
            loss=loss,
            why=" ".join(ranking.why(standing, as_of=as_of, learned=learned)),
            called=called,
            alone=alone,
            basis=ranking.basis(odds),
            may=standing.may_follow_up,
            next=ahead,
            late=bool(ahead and ahead.is_late(as_of=as_of)),
            ahead=loss.lost_on > as_of,
        )


def chips(wanted: Wanted, counts: dict[str, int], user: User) -> Iterator[Chip]:
    """The filters this person can use, those that are on first named as such."""
    kinds = (("client", _("Clients")), ("part", _("Parts")), ("deal", _("Sales")))
    for kind, label in kinds:
        yield Chip(label=label, name="kind", value=kind, on=wanted.kind == kind, count=counts[kind])
    if user.may(Right.LEAD):
        yield Chip(label=_("Mine"), name="whose", value="mine", on=wanted.whose == "mine")
        yield Chip(label=_("In the pool"), name="whose", value="pool", on=wanted.whose == "pool")
    yield Chip(label=_("Reason known"), name="reason", value="known", on=wanted.reason == "known")
    yield Chip(label=_("Nobody asked yet"), name="reason", value="unknown", on=wanted.reason == "unknown")
    yield Chip(label=_("We may follow up"), name="may", value="1", on=bool(wanted.may))
    yield Chip(label=_("Let go"), name="gone", value="1", on=bool(wanted.gone))


def summary(counts: dict[str, int], *, ahead: int) -> str:
    """How many of each kind, as a sentence; nothing if there are none. Whoever leaves later is not lost yet."""
    clients = counts["client"] + counts["part"] - ahead
    words = [
        ngettext("%(n)d client", "%(n)d clients", clients) % {"n": clients} if clients else "",
        ngettext("%(n)d sale", "%(n)d sales", counts["deal"]) % {"n": counts["deal"]} if counts["deal"] else "",
        _("%(n)d about to leave") % {"n": ahead} if ahead else "",
    ]
    return get_text_list([word for word in words if word], _("and"))


def silences(request: Request) -> dict[str, Any]:
    """The largest silences nobody has decided about, for those who work with clients."""
    if not request.user.may(Right.WORK):
        return {"silent": []}
    proposals = largest_silences(request.user)
    return {"silent": proposals[:SILENT_SHOWN], "more_silent": len(proposals) > SILENT_SHOWN, "form": ConfirmForm()}


@login_required
@require_POST
def hand_out(request: Request) -> HttpResponse:
    """Hand several losses to one person: all of them, or none if one is refused."""
    request.user.must(Right.LEAD)
    picked = [row_number(pk) for pk in request.POST.getlist("pick")[:MOST_AT_ONCE]]
    losses = list(Loss.objects.visible_to(request.user).filter(pk__in=picked).select_related("client", "deal").ranked())
    if not losses:
        raise NobodyChosen(_("Tick the lost clients you want to hand out."))
    to = filled(GiveForm(request.POST, by=request.user))["to"]
    DealRound.give(losses, to, by=request.user, at=request.now)
    told = {"n": len(losses), "name": to}
    toast(request, ngettext("%(n)d handed to %(name)s.", "%(n)d handed to %(name)s.", len(losses)) % told)
    return redirect("desk:lost")
