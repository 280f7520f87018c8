"""Losses for programs: the same verbs as on the pages."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.care.models import Competitor
from wonback.clients.models import Client, Contact, Deal
from wonback.losses import excuses
from wonback.losses.confidence import may_read
from wonback.losses.models import Experience, Grounds, Loss, Proposal, Reason, Story
from wonback.losses.shapes import (
    ConfirmIn,
    HearIn,
    LetGoIn,
    LossIn,
    LossOut,
    LossPage,
    MergeIn,
    NameIn,
    OwnIn,
    ProposalOut,
    ProposalPage,
    ReasonEdit,
    ReasonIn,
    ReasonOut,
    Wanted,
)
from wonback.losses.shares import shares
from wonback.losses.telling import told
from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["losses"])


def one(loss: Loss, request: Request) -> dict[str, Any]:
    """A loss as this person may read it."""
    interview = getattr(loss, "interview", None)
    kept = (
        "noticed_on",
        "in_effect",
        "ownership",
        "owned_at",
        "let_go_at",
        "let_go_why",
        "review_on",
        "recovered_on",
        "besides",
    )
    return (
        told(loss, as_of=request.today)
        | {name: getattr(loss, name) for name in kept}
        | {
            "competitor": loss.competitor.name if loss.competitor else None,
            "asked_at": interview and interview.asked_at,
            "declined": bool(interview and interview.declined),
            "causes": list(causes_of(loss, request)),
        }
    )


def causes_of(loss: Loss, request: Request) -> Iterator[dict[str, Any]]:
    """All voices, each reason with its weight and its share among those of its voice."""
    causes = loss.causes.select_related("reason", "colleague", "decider").order_by("pk")
    reads = may_read(request.user, loss)
    for voice, spoken in groupby(sorted(causes, key=lambda cause: cause.voice), key=lambda cause: cause.voice):
        said = list(spoken)
        for cause, share in zip(said, shares([one.weight for one in said]), strict=True):
            yield {
                **{name: getattr(cause, name) for name in ("weight", "side", "condition", "holds")},
                "voice": voice,
                "share": share,
                "reason": cause.reason.name,
                **{
                    name: getattr(cause, name) if cause.is_open(to_reader=reads) else ""
                    for name in ("words", "evidence")
                },
            }


def found(request: Request, pk: int) -> Loss:
    losses = Loss.objects.for_cards().select_related("interview")
    return get_object_or_404(losses.visible_to(request.user), pk=pk)


@router.get("/losses", response=or_problem(LossPage), operation_id="list_losses")
def losses(request: Request, wanted: Query[Wanted]) -> dict[str, Any]:
    """The lost list, the most worthwhile first."""
    as_of = wanted.as_of or request.today
    among = Loss.objects.visible_to(request.user).pursued().of_clients_called(wanted.q)
    among = among.filter(kind=wanted.kind) if wanted.kind else among
    among = among.filter(holder=request.user) if wanted.mine else among
    among = among.in_pool() if wanted.pool else among
    among = among.may_follow_up(as_of=as_of) if wanted.may_follow_up else among
    shown = page(among.for_cards(), by=("-rank", "pk"), after=wanted.after, size=wanted.limit)
    learned = Experience.about(shown.rows, as_of=as_of)
    return {"rows": [told(loss, as_of=as_of, learned=learned) for loss in shown.rows], "next": shown.next}


@router.post("/losses", response=or_problem(LossOut), operation_id="record_loss")
def record(request: Request, told: LossIn) -> dict[str, Any]:
    """Record a loss with its reason."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=told.client)
    deal = get_object_or_404(Deal.objects.filter(client=client), pk=told.deal) if told.deal else None
    rival = Competitor.called(told.competitor) if told.competitor.strip() else None
    plain = told.dict(exclude={"client", "deal", "competitor"})
    loss = Loss.record(client, Story(deal=deal, competitor=rival, **plain), by=request.user, at=request.now)
    return one(loss, request)


@router.get("/losses/{pk}", response=or_problem(LossOut), operation_id="read_loss")
def loss(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """One loss."""
    return one(found(request, pk), request)


@router.post("/losses/{pk}/own", response=or_problem(LossOut), operation_id="own_loss")
def own(request: Request, pk: Path[Pk], told: OwnIn) -> dict[str, Any]:
    """Take responsibility in writing."""
    loss = found(request, pk)
    loss.own(told.words, by=request.user, at=request.now)
    return one(loss, request)


@router.post("/losses/{pk}/own/hints", response=or_problem(list[str]), operation_id="hint_at_excuses")
def own_hints(request: Request, pk: Path[Pk], told: OwnIn) -> list[str]:
    """What in these words sounds like an excuse. Nothing is written down."""
    found(request, pk)
    return excuses.hints(told.words)


@router.post("/losses/{pk}/hear", response=or_problem(LossOut), operation_id="hear_cause")
def hear(request: Request, pk: Path[Pk], told: HearIn) -> dict[str, Any]:
    """Note a reason in one voice; `confirmed` is what drives plans and numbers."""
    loss = found(request, pk)
    plain: dict[str, Any] = told.dict(include={"voice", "words", "weight"})
    loss.hear(Reason.chosen(told.reason), **plain, grounds=grounds(loss, told), by=request.user, at=request.now)
    return one(loss, request)


def grounds(loss: Loss, told: HearIn) -> Grounds:
    """What a program says it stands on, with the persons it names."""
    facts = told.stands_on.dict() if told.stands_on else {}
    if pk := facts.get("colleague"):
        facts["colleague"] = get_object_or_404(User, pk=pk, is_active=True)
    if pk := facts.get("decider"):
        facts["decider"] = get_object_or_404(Contact, pk=pk, client=loss.client_id)
    return Grounds(side=told.side, evidence=told.evidence, **facts)


@router.post("/losses/{pk}/let-go", response=or_problem(LossOut), operation_id="let_loss_go")
def let_go(request: Request, pk: Path[Pk], told: LetGoIn) -> dict[str, Any]:
    """Stop pursuing them, with a reason and a day to look again, or never."""
    loss = found(request, pk)
    loss.let_go(told.why, review_on=told.review_on, by=request.user, at=request.now)
    return one(loss, request)


@router.post("/losses/{pk}/take-up", response=or_problem(LossOut), operation_id="take_loss_up")
def take_up(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Pursue them again."""
    loss = found(request, pk)
    loss.take_up(by=request.user, at=request.now)
    return one(loss, request)


@router.get("/silent-clients", response=or_problem(ProposalPage), operation_id="list_silent_clients")
def silent(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Clients who seem to have left without a word. Nobody is recorded before a person says so."""
    request.user.must(Right.WORK)
    open_ones = Proposal.objects.filter(settled_at=None).visible_to(request.user).for_cards()
    shown = page(open_ones, by=("-worth", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


def proposal_of(request: Request, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related("client"), pk=pk)


@router.post("/silent-clients/{pk}/confirm", response=or_problem(LossOut), operation_id="confirm_silent_client")
def confirm(request: Request, pk: Path[Pk], told: ConfirmIn) -> dict[str, Any]:
    """Yes, they have left: record the loss."""
    proposal = proposal_of(request, pk)
    return one(proposal.confirm(by=request.user, at=request.now, reason=told.reason), request)


@router.post("/silent-clients/{pk}/dismiss", response=or_problem(ProposalOut), operation_id="dismiss_silent_client")
def dismiss(request: Request, pk: Path[Pk], told: Why) -> Proposal:
    """No, they are still ours, and how we know."""
    proposal = proposal_of(request, pk)
    proposal.dismiss(by=request.user, at=request.now, why=told.why)
    return proposal


@router.get("/reasons", response=or_problem(list[ReasonOut]), operation_id="list_reasons")
def reasons(request: Request) -> Any:
    """The tree of reasons, retired ones included."""
    return Reason.objects.select_related("parent", "same_as").order_by("pk")


@router.post("/reasons", response=or_problem(ReasonOut), operation_id="add_reason")
def add_reason(request: Request, told: ReasonIn) -> Reason:
    """Put another reason into the tree."""
    parent = get_object_or_404(Reason, key=told.parent) if told.parent else None
    return Reason.add(told.name, parent=parent, by=request.user, **told.dict(exclude={"name", "parent"}))


@router.post("/reasons/{pk}/rename", response=or_problem(ReasonOut), operation_id="rename_reason")
def rename(request: Request, pk: Path[Pk], told: NameIn) -> Reason:
    """Call a reason something else."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.rename(told.name, by=request.user)
    return reason


@router.post("/reasons/{pk}/retire", response=or_problem(ReasonOut), operation_id="retire_reason")
def retire(request: Request, pk: Path[Pk]) -> Reason:
    """Offer a reason no more; nothing recorded with it is touched."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.retire(by=request.user, at=request.now)
    return reason


@router.post("/reasons/{pk}/bring-back", response=or_problem(ReasonOut), operation_id="bring_reason_back")
def bring_back(request: Request, pk: Path[Pk]) -> Reason:
    """Offer a retired reason again."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.bring_back(by=request.user)
    return reason


@router.post("/reasons/{pk}/edit", response=or_problem(ReasonOut), operation_id="edit_reason")
def edit_reason(request: Request, pk: Path[Pk], told: ReasonEdit) -> Reason:
    """Say anew what a reason is called, whose side it is on, whether it can change and whether we control it."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.edit(**told.dict(), by=request.user, at=request.now)
    return reason


@router.post("/reasons/{pk}/merge", response=or_problem(ReasonOut), operation_id="merge_reason")
def merge_reason(request: Request, pk: Path[Pk], told: MergeIn) -> Reason:
    """Let everything recorded with it count as another one."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.merge(get_object_or_404(Reason, key=told.into), by=request.user, at=request.now)
    return reason


@router.post("/reasons/{pk}/take-apart", response=or_problem(ReasonOut), operation_id="take_reason_apart")
def take_reason_apart(request: Request, pk: Path[Pk]) -> Reason:
    """Let a merged reason count for itself again."""
    reason = get_object_or_404(Reason, pk=pk)
    reason.take_apart(by=request.user, at=request.now)
    return reason
