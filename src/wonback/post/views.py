"""The outbox: what was written, what became of it, and what a person can do about it."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.post.models import Letter, Mailbox
from wonback.post.outbox import Outbox
from wonback.team.request import Request
from wonback.web.toast import toast


def letter_of(request: Request, pk: int) -> Letter:
    return get_object_or_404(Letter.objects.visible_to(request.user).for_sending(), pk=pk)


@login_required
@require_safe
def outbox(request: Request) -> HttpResponse:
    """Your letters, and those of the people whose work you see."""
    has_server = "console" not in settings.MAILERS["default"]["BACKEND"]
    told = {"has_server": has_server, "mailbox": Mailbox.last_read(settings.MAILBOX)}
    return render(request, "post/outbox.html", told | {"groups": Outbox(request.user).groups})


@login_required
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Send it after all."""
    letter_of(request, pk).again(at=request.now)
    toast(request, _("It goes out again within a minute."))
    return redirect("post:outbox")


@login_required
@require_POST
def arrived(request: Request, pk: int) -> HttpResponse:
    """It did arrive: somebody asked."""
    letter_of(request, pk).arrived(at=request.now)
    return redirect("post:outbox")


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """Do not send it."""
    letter_of(request, pk).hold(by=request.user, at=request.now)
    toast(request, _("Stopped. It does not go out."))
    return redirect("post:outbox")
