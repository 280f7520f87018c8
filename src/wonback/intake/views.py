"""The drop zone, the history, and the page of one import from dry run to undo."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wonback.intake import download, mapping, panels, tus
from wonback.intake.models import Batch
from wonback.intake.parts import WHOLE, Part
from wonback.intake.records import CALLED
from wonback.intake.records import records as some_records
from wonback.intake.targets import LABELS
from wonback.intake.tasks import work_on
from wonback.intake.values import counted
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
@require_POST
def await_files(request: Request) -> HttpResponse:
    """Begin an import whose files come in pieces; tell where."""
    if not request.user.may(Right.IMPORT):
        raise Http404
    batch = Batch.await_files(by=request.user, at=request.now)
    files, read, stop = (reverse(f"intake:{name}", args=[batch.pk]) for name in ("arrivals", "check", "stop"))
    return JsonResponse({"page": batch.get_absolute_url(), "files": files, "read": read, "stop": stop}, status=201)


@login_required
@require_http_methods(["POST", "OPTIONS"])
def arrivals(request: Request, pk: int) -> HttpResponse:
    """Expect a file (tus: creation)."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    if request.method == "OPTIONS":
        return tus.abilities()
    return tus.create(request, found, at=reverse("intake:arrivals", args=[pk]))


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def arrival(request: Request, pk: int, place: int) -> HttpResponse:
    """Tell how much of a file is here, take the next piece, or give it up."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk, state=Batch.State.ARRIVING)
    file = get_object_or_404(found.arrivals, place=place)
    if request.method == "HEAD":
        return tus.tell(file)
    return tus.give_up(file) if request.method == "DELETE" else tus.take(request, file)


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
        "tells_news": panels.tells_news(found),
        "totals": panels.count_lines(found.totals()),
        "parts": panels.parts_left(found),
        "taken": panels.taken(found),
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
    """Take it back, or the part that was chosen."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    return set_to_work(found, Batch.State.UNDOING, request, part=panels.part(request.POST))


@login_required
@require_GET
def records(request: Request, pk: int, kind: str) -> HttpResponse:
    """Single records of one kind, to take back those that are chosen."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    if kind not in CALLED:
        raise Http404
    words, after = request.GET.get("q", "").strip(), counted(request.GET.get("after", "")) or 0
    page = some_records(found, kind, words=words, after=after)
    shown = {"batch": found, "kind": kind, "label": LABELS[kind], "page": page, "words": words}
    return render(request, "intake/records.html", shown)


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Give up whatever is being done."""
    found = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    found.stop()
    if found.is_at_work:
        toast(request, _("It stops in a moment. Nothing of this step is written."))
        return redirect(found)
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


def set_to_work(found: Batch, step: Batch.State, request: Request, *, part: Part = WHOLE) -> HttpResponse:
    """Begin a step in the background, and show its page."""
    found.begin(step, by=request.user, at=request.now, part=part)
    work_on.enqueue(batch_id=found.pk)
    return redirect(found)
