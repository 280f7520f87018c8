"""The shelf as a page: what is on it, who got it, and one verb a view."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wonback.care.forms import PieceForm
from wonback.care.models import Piece
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast

SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: Request) -> HttpResponse:
    """What there is to give, the newest first; and a form to put more there."""
    if request.method == "POST":
        piece = Piece.put(PieceForm.worth_of(filled(PieceForm(request.POST))), by=request.user, at=request.now)
        toast(request, _("On the shelf: %(what)s.") % {"what": piece.title.rstrip(".")})
        return redirect("care:shelf")
    pieces = Piece.objects.on_the_shelf().counted()[:SHOWN]
    told = {"pieces": pieces, "form": PieceForm(auto_id="piece_%s"), "may_work": request.user.may(Right.WORK)}
    return render(request, "care/shelf.html", told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Put it right."""
    piece = get_object_or_404(Piece.objects.on_the_shelf().select_related("put_by"), pk=pk)
    if request.method == "POST":
        told = filled(PieceForm(request.POST))
        piece.edit(PieceForm.worth_of(told), seen=told["seen"], by=request.user)
        return redirect("care:shelf")
    return render(request, "care/piece.html", {"piece": piece, "form": PieceForm.of(piece)})


@login_required
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    """Nobody gives it any more."""
    piece = get_object_or_404(Piece.objects.on_the_shelf().select_related("put_by"), pk=pk)
    piece.retire(by=request.user, at=request.now)
    return redirect("care:shelf")
