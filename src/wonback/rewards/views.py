"""The feed everybody reads, and one verb a view."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.rewards.deeds import Deeds
from wonback.rewards.forms import PraiseForm
from wonback.rewards.models import Praise
from wonback.rewards.page import Feed
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
@require_safe
def feed(request: Request) -> HttpResponse:
    """What was praised, the newest first; for a lead also what nobody has praised yet."""
    shown = Feed(request.user, request.today, request.GET.get("after", ""))
    form = PraiseForm(deeds=shown.deeds, auto_id="praise_%s")
    return render(request, "rewards/feed.html", {"feed": shown, "page": shown.page, "form": form})


@login_required
@require_POST
def give(request: Request) -> HttpResponse:
    """Say in one line what somebody did well."""
    request.user.must(Right.LEAD)
    form = PraiseForm(request.POST, deeds=Deeds(request.user, request.today))
    line = filled(form)["line"]
    if form.about is None:
        raise Http404
    praise = Praise.give(form.about, line, by=request.user, at=request.now)
    undo = reverse("praise:take_back", args=[praise.pk])
    toast(request, _("Everybody reads now what %(name)s did.") % {"name": praise.person}, undo=undo)
    return redirect("praise:feed")


@login_required
@require_POST
def join_in(request: Request, pk: int) -> HttpResponse:
    """Say so too."""
    praise = get_object_or_404(Praise.objects.visible_to(request.user), pk=pk)
    praise.join_in(by=request.user, at=request.now)
    return redirect("praise:feed")


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Unsay it."""
    praise = get_object_or_404(Praise.objects.retractable_by(request.user), pk=pk)
    praise.take_back(by=request.user, at=request.now)
    toast(request, _("It is taken back, and stands nowhere any more."))
    return redirect("praise:feed")
