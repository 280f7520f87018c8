"""Pages about the API: one’s own tokens, every kind of refusal, and the list of addresses."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wonback.api.forms import TokenForm
from wonback.api.problems import kinds
from wonback.api.routes import routes
from wonback.api.v1 import api
from wonback.team.models import Token
from wonback.team.request import Request
from wonback.web.toast import toast


@login_required
@never_cache
def tokens(request: Request) -> HttpResponse:
    """One’s own tokens. A new key is shown once, on the answer that made it."""
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, key = Token.issue(request.user, **form.cleaned_data, at=request.now)
        form = TokenForm()
    mine = Token.objects.living().filter(user=request.user).order_by("-created_at", "-pk")
    context = {"form": form, "key": key, "tokens": mine}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Let a token open nothing any more."""
    token = get_object_or_404(Token.objects.living().filter(user=request.user), pk=pk)
    token.revoke(at=request.now)
    toast(request, _("Revoked: “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens:tokens")


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Every kind of no, and what it means."""
    return render(request, "api/problems.html", {"kinds": kinds()})


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """One kind of no."""
    kind = next((kind for kind in kinds() if kind.code == code), None)
    if kind is None:
        raise Http404
    return render(request, "api/problem.html", {"kind": kind})


@login_required
@require_safe
def reference(request: Request) -> HttpResponse:
    """Every address of the API, as a page."""
    return render(request, "api/reference.html", {"rooms": routes(api)})
