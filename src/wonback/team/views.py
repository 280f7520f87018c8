"""Who works here, as what, and who reports to whom: it decides who sees what, and who may ask whose lost clients why. For admins."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.team.forms import EmployedForm, ReportingForm
from wonback.team.inviting import has_mail, invite
from wonback.team.models import AuditEntry, Team, User
from wonback.team.policy import Right
from wonback.team.reporting import tree
from wonback.team.request import Request
from wonback.team.second_factor import SecondFactor
from wonback.web.forms import filled, row_number
from wonback.web.paging import page
from wonback.web.toast import toast

AUDIT_SHOWN = 5


def person_or_404(request: Request, pk: int) -> User:
    request.user.must(Right.ADMINISTER)
    return get_object_or_404(User.objects.select_related("team", "reports_to"), pk=pk)


@login_required
@require_safe
def chart(request: Request) -> HttpResponse:
    """Everybody below whom they report to, and who has left."""
    request.user.must(Right.ADMINISTER)
    known = User.objects.select_related("team", "reports_to").order_by("name", "pk")
    people = {one.pk: one for one in known if one.is_active}
    boss_of = {pk: one.reports_to_id for pk, one in people.items()}
    leading = set(boss_of.values())
    lines = [
        {"person": people[pk], "depth": depth, "leads": pk in leading} for pk, depth in tree(list(people), boss_of)
    ]
    gone = [one for one in known if not one.is_active]
    return render(request, "team/chart.html", {"lines": lines, "gone": gone})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    """Somebody begins to work here."""
    request.user.must(Right.ADMINISTER)
    if request.method != "POST":
        return render(request, "team/add.html", {"form": EmployedForm(), "teams": Team.names()})
    told = filled(EmployedForm(request.POST))
    told.pop("seen")
    person = User.add(**told, by=request.user, at=request.now)
    toast(request, _("%(name)s is here. Invite them, so that they can sign in.") % {"name": person})
    return redirect("team:person", person.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    """To whom this person reports, and what they are paid on; beside it all else about them."""
    about = person_or_404(request, pk)
    if request.method == "POST":
        told = filled(ReportingForm(request.POST, about=about))
        about.place(
            told["reports_to"], is_paid=told["paid_on_team"], seen=told["seen"], by=request.user, at=request.now
        )
        toast(request, _("Kept. Who may ask whom follows from it at once."))
        return redirect("team:chart")
    return shown(request, about)


def shown(request: Request, about: User, *, address: str = "") -> HttpResponse:
    """All about a person. `address`: where they choose a password, if it is to be given to them by hand."""
    employed = EmployedForm(initial={**about.employed, "seen": about.employed_seen})
    placed = {"reports_to": about.reports_to, "paid_on_team": about.paid_on_team, "seen": about.reporting_seen}
    return render(
        request,
        "team/person.html",
        {
            "about": about,
            "employed": employed,
            "teams": Team.names(),
            "form": ReportingForm(initial=placed, about=about),
            "reports": about.reports.filter(is_active=True).order_by("name", "pk"),
            "address": address,
            "has_mail": has_mail(),
            "factor": SecondFactor(about),
            "audit": about.audit.told().order_by("-at", "-pk")[:AUDIT_SHOWN],
        },
    )


@login_required
@require_POST
def employ(request: Request, pk: int) -> HttpResponse:
    """Put right their name, address, role or team."""
    about = person_or_404(request, pk)
    about.employ(**filled(EmployedForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Kept."))
    return redirect("team:person", pk)


@login_required
@require_POST
def send_invitation(request: Request, pk: int) -> HttpResponse:
    """The link with which they choose a password: by mail, or on this page where no mail goes out."""
    about = person_or_404(request, pk)
    address = invite(about, by=request.user, at=request.now)
    if not has_mail():
        return shown(request, about, address=address)
    toast(request, _("An invitation is on its way to %(email)s.") % {"email": about.email})
    return redirect("team:person", pk)


@login_required
@require_POST
def bring_back(request: Request, pk: int) -> HttpResponse:
    """They work here again."""
    about = person_or_404(request, pk)
    about.return_to_work(by=request.user, at=request.now)
    toast(request, _("%(name)s works here again.") % {"name": about})
    return redirect("team:person", pk)


@login_required
@require_POST
def forget_second_factor(request: Request, pk: int) -> HttpResponse:
    """They have lost their phone and their codes on paper."""
    about = person_or_404(request, pk)
    SecondFactor(about).forget(by=request.user, at=request.now)
    toast(request, _("%(name)s signs in with their password alone until they set up another.") % {"name": about})
    return redirect("team:person", pk)


@login_required
@require_safe
def audit(request: Request) -> HttpResponse:
    """What was done about everybody, or about one of them, the newest first."""
    request.user.must(Right.ADMINISTER)
    asked = request.GET.get("about", "")
    about = get_object_or_404(User, pk=row_number(asked)) if asked else None
    found = AuditEntry.objects.visible_to(request.user).told()
    shown = page(found.filter(about=about) if about else found, by=("-at", "-pk"), after=request.GET.get("after", ""))
    return render(request, "team/audit.html", {"page": shown, "about": about})
