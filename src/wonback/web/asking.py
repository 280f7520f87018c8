"""What a form asks for again, as a refusal; and the way back to the page a form came from."""

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wonback.web.forms import FillIn


def must_be_filled[Form: BaseForm](form: Form) -> Form:
    """The form, or a refusal that says what it still needs."""
    if form.is_valid():
        return form
    wrong = [(form.fields[name].label if name in form.fields else "", errors) for name, errors in form.errors.items()]
    raise FillIn(*(sentence(str(label or ""), strip_tags(str(error))) for label, errors in wrong for error in errors))


def sentence(label: str, error: str) -> str:
    return _("%(field)s: %(error)s") % {"field": label, "error": error} if label else error


def way_back(request: HttpRequest, *, otherwise: str) -> str:
    """The page that the form named as `next`, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and is_ours else otherwise
