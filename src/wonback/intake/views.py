"""The drop zone, the history, and the page of one import from dry run to undo."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wonback.intake import download, mapping, panels
from wonback.intake.models import Batch
from wonback.intake.tasks import work_on
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.web.toast import toast


@login_required
@require_GET
def batches(request: Request) -> HttpResponse:
    """Drop files, and see what was brought in before."""
    if not request.user.may(Right.IMPORT):
        raise Http404
    history = page(
        Batch.objects.visible_to(request.user).for_cards(),
        by=("-at", "-pk"),
        after=request.GET.get("after", ""),
        size=20,
    )
    return render(request, "intake/batches.html", {"page": history})


@login_required
@require_POST
def drop(request: Request) -> HttpResponse:
    """Take files in and begin to read them."""
    if not request.user.may(Right.IMPORT):
        raise Http404
    files = [(file.name or "", file) for file in request.FILES.getlist("files")]
    batch = Batch.drop(files, by=request.user, at=request.now)  # type: ignore[arg-type]  # an upload reads like a binary file
    return set_to_work(batch, Batch.State.CHECKING, request)


@login_required
@require_GET
def batch(request: Request, pk: int) -> HttpResponse:
    """One import: the dry run, its progress, or what came of it."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    shown = {
        "batch": found,
        "panels": panels.panels(found),
        "kinds": panels.kinds(),
        "people": mapping.our_people(),
        "months": mapping.month_names(),
        "outcomes": mapping.OUTCOMES.items(),
        "losses": found.totals().get("loss", {}).get("new", 0),
        "currency": settings.CURRENCY,
        "takes": panels.minutes(found),
        "totals": panels.count_lines(found.totals()),
    }
    return render(request, "intake/batch.html", shown)


@login_required
@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """How far the step in hand is; when it is done, htmx loads the page anew."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    if not request.htmx:
        return redirect(found)
    response = render(request, "intake/batch.html#work", {"batch": found})
    if not found.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """Read the files again, with the columns as the person says they are."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    for sheet, chosen in mapping.choices(found.sheets.all(), request.POST.dict()):
        sheet.choose(**chosen)
    return set_to_work(found, Batch.State.CHECKING, request)


@login_required
@require_POST
def commit(request: Request, pk: int) -> HttpResponse:
    """Bring it in."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    return set_to_work(found, Batch.State.IMPORTING, request)


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take it back."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    return set_to_work(found, Batch.State.UNDOING, request)


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Give up reading."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    found.stop()
    toast(request, _("Stopped. Nothing was written."))
    return redirect("intake:batches")


@login_required
@require_GET
def refused(request: Request, pk: int, place: int) -> StreamingHttpResponse:
    """The rows that could not be used, with the reason of each."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    sheet = get_object_or_404(found.sheets.filter(refused__gt=0), place=place)
    name = f"refused-{found.pk}-{place}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        download.lines(sheet.refused_path), content_type="text/csv; charset=utf-8", headers=headers
    )


def set_to_work(found: Batch, step: Batch.State, request: Request) -> HttpResponse:
    """Begin a step in the background, and show its page."""
    found.begin(step, by=request.user, at=request.now)
    work_on.enqueue(batch_id=found.pk)
    return redirect(found)
