"""Taking lists along, and for admins the whole house."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.exports.errors import TooMuch
from wonback.exports.formats import CSV, FORMATS, Format, csv_lines
from wonback.exports.lists import LISTS, Listed, Seen
from wonback.exports.models import DAYS_KEPT, Export
from wonback.exports.tables import STAYING
from wonback.exports.tasks import make
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.web.toast import toast

MOST_WHILE_WAITING = 100_000


@login_required
@require_safe
def exports(request: Request) -> HttpResponse:
    """Every list as a file; for admins the whole house, and what was taken along before."""
    context = {"lists": LISTS.values(), "formats": FORMATS.values(), "may_take_all": request.user.may(Right.ADMINISTER)}
    shown = page(
        Export.objects.visible_to(request.user).select_related("by"),
        by=("-at", "-pk"),
        after=request.GET.get("after", ""),
        size=10,
    )
    told = {"page": shown, "days": DAYS_KEPT, "staying": STAYING.values()}
    return render(request, "exports/exports.html", context | told)


@login_required
@require_safe
def take(request: Request, name: str, form: str) -> HttpResponseBase:
    """One list as a file, as far as this person may see it and as the page had narrowed it."""
    if name not in LISTS or form not in FORMATS:
        raise Http404
    return as_file(LISTS[name], FORMATS[form], Seen(request.user, request.today, request.GET))


def as_file(listed: Listed, form: Format, seen: Seen) -> HttpResponseBase:
    name = f"{listed.name}-{seen.as_of}.{form.name}"
    if form is CSV:
        return streamed(listed, seen, name)
    if listed.count(seen) > MOST_WHILE_WAITING:
        raise TooMuch(
            _("Take it as CSV, or narrow the list first: it has more than %(most)d rows.")
            % {"most": MOST_WHILE_WAITING}
        )
    # Gone with the answer: the folder is removed at once, what is open is read to its end.
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="list-") as folder:
        (path,) = form.write(Path(folder) / name, listed.columns, listed.rows(seen))
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=form.type)


def streamed(listed: Listed, seen: Seen, name: str) -> StreamingHttpResponse:
    """Line by line, however many there are. The mark at the beginning tells a spreadsheet it is UTF-8."""
    lines = (
        line.encode("utf-8-sig" if not number else "utf-8")
        for number, line in enumerate(csv_lines(listed.columns, listed.rows(seen)))
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type=CSV.type, headers=headers)


@login_required
@require_POST
def ask(request: Request) -> HttpResponse:
    """Have the whole house made into a ZIP."""
    export = Export.ask(request.POST.get("form", "csv"), by=request.user, at=request.now)
    make.enqueue(export_id=export.pk)
    return redirect(export)


@login_required
@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    """How far one is, and what it holds."""
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    if request.htmx:
        response = render(request, "exports/export.html#work", {"export": found})
        if not found.is_at_work:
            response["HX-Refresh"] = "true"
        return response
    return render(request, "exports/export.html", {"export": found, "days": DAYS_KEPT, "staying": STAYING.values()})


@login_required
@require_safe
def fetch(request: Request, pk: int) -> FileResponse:
    """The ZIP."""
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        found.fetched().open("rb"), as_attachment=True, filename=f"{found}.zip", content_type="application/zip"
    )


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Give one up."""
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    found.stop(by=request.user)
    return redirect(found)


@login_required
@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Remove one from disk."""
    found = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    found.forget()
    toast(request, _("Removed from disk."))
    return redirect("exports:exports")
