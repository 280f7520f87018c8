"""The programs we are joined with: connect, try, look, write back, disconnect. For admins."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from wonback.connectors import writing_back
from wonback.connectors.forms import ConnectForm
from wonback.connectors.models import Connector, Sync
from wonback.connectors.parting import first_gone
from wonback.connectors.running import look_now
from wonback.connectors.sources import SOURCES, TITLES, Source
from wonback.connectors.tasks import tell as tell_in_background
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast

LOOKS_SHOWN, REFUSED_SHOWN = 20, 50


def connector_or_404(request: Request, pk: int) -> Connector:
    found: Connector = get_object_or_404(Connector.objects.visible_to(request.user), pk=pk)
    return found


def source_or_404(request: Request, name: str) -> Source:
    if not request.user.may(Right.ADMINISTER) or name not in SOURCES:
        raise Http404
    return SOURCES[name]


@login_required
@require_safe
def connectors(request: Request) -> HttpResponse:
    """Every program we know, and how it stands."""
    if not request.user.may(Right.ADMINISTER):
        raise Http404
    known = {one.name: one for one in Connector.objects.visible_to(request.user)}
    lines = [(source, known.get(source.name)) for source in SOURCES.values()]
    return render(request, "connectors/connectors.html", {"lines": lines})


@login_required
@never_cache
@sensitive_post_parameters("secret")
def connect(request: Request, name: str) -> HttpResponse:
    """Join one program, or give it another token."""
    source = source_or_404(request, name)
    if request.method == "POST":
        given = filled(ConnectForm(source, request.POST))
        found = Connector.connect(name, given["secret"], base=given.get("base", ""), by=request.user, at=request.now)
        toast(
            request,
            _("Connected. Press “Look now” to see what is there.") if not found.newest else _("The new token is in."),
        )
        return redirect(found)
    known = Connector.objects.filter(name=name).first()
    form = ConnectForm(source)
    if known and source.example:
        form.initial["base"] = known.base
    return render(request, "connectors/connect.html", {"source": source, "form": form, "connector": known})


@login_required
@require_safe
def connector(request: Request, pk: int) -> HttpResponse:
    """One of them: what came, what goes back, what is wrong."""
    found = connector_or_404(request, pk)
    return render(request, "connectors/connector.html", shown(found, request))


def shown(found: Connector, request: Request) -> dict[str, Any]:
    looks = list(found.syncs.newest().select_related("batch", "by").prefetch_related("pulls")[:LOOKS_SHOWN])
    first, many = writing_back.first_due(found, as_of=request.today) if found.is_joined else ([], 0)
    back = {
        "due": first,
        "due_count": many,
        "titles": TITLES.values(),
        "written": found.written_back.filter(state="sent").count(),
    }
    not_there = Exists(found.gone.filter(kind=OuterRef("kind"), external_id=OuterRef("external_id")))
    refused = list(found.written_back.in_trouble().exclude(not_there).select_related("loss__client")[:REFUSED_SHOWN])
    gone = {"gone": first_gone(found), "gone_kinds": found.gone.by_kind()}
    return {"connector": found, "looks": looks, "newest": looks[0] if looks else None, "refused": refused} | back | gone


@login_required
@require_safe
def progress(request: Request, pk: int) -> HttpResponse:
    """How far the look in hand is; when it is done, htmx loads the page anew."""
    found = connector_or_404(request, pk)
    if not request.htmx:
        return redirect(found)
    newest = found.newest
    response = render(request, "connectors/connector.html#work", {"connector": found, "newest": newest})
    if not (newest and newest.is_at_work):
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def try_token(request: Request, pk: int) -> HttpResponse:
    """Whether the token still opens."""
    found = connector_or_404(request, pk)
    found.try_token()
    toast(request, _("%(source)s answers, and takes the token.") % {"source": found})
    return redirect(found)


@login_required
@require_POST
def look(request: Request, pk: int) -> HttpResponse:
    """Look at it now, in the background."""
    found = connector_or_404(request, pk)
    look_now(found, by=request.user, at=request.now)
    return redirect(found)


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Give up the look in hand."""
    found = connector_or_404(request, pk)
    for sync in found.syncs.filter(state__in=Sync.AT_WORK):
        sync.stop(by=request.user)
    return redirect(found)


@login_required
@require_POST
def write_back(request: Request, pk: int) -> HttpResponse:
    """Switch writing back on or off."""
    found = connector_or_404(request, pk)
    if request.POST.get("on") == "yes":
        writing_back.switch_on(found, by=request.user, at=request.now)
        toast(request, _("From now on the five fields go back every night."))
    else:
        writing_back.switch_off(found, by=request.user)
        toast(request, _("Nothing goes back any more."))
    return redirect(found)


@login_required
@require_POST
def tell(request: Request, pk: int) -> HttpResponse:
    """Write back now, in the background."""
    found = connector_or_404(request, pk)
    writing_back.must_be_on(found)
    tell_in_background.enqueue(name=found.name)
    return redirect(found)


@login_required
@require_POST
def disconnect(request: Request, pk: int) -> HttpResponse:
    """Forget the token."""
    found = connector_or_404(request, pk)
    found.disconnect(by=request.user)
    toast(request, _("Disconnected: the token is forgotten. What came from there stays."))
    return redirect("connectors:connectors")
