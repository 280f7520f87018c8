"""The pitch as a mail, a call sheet and a letter on paper. All three ask the gate."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wonback.care.models import Promise, Touch
from wonback.clients.models import Contact
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast
from wonback.winback import pitching
from wonback.winback.models import Plan
from wonback.winback.paper import as_pdf
from wonback.winback.pitch_forms import LetterForm
from wonback.winback.stages import TALKING
from wonback.winback.views import plan_of

LAST_TOUCHES = 3


def ready_plan_of(request: Request, pk: int) -> Plan:
    """A plan with nothing left undone; else the refusal says what is."""
    plan = plan_of(request, pk)
    plan.must_be_open(as_of=request.today)
    return plan


def people_of(plan: Plan) -> QuerySet[Contact]:
    return plan.loss.client.contacts.filter(left_on=None).by_weight()


@login_required
def compose(request: Request, pk: int) -> HttpResponse:
    """Read the letter, change it, send it."""
    plan = ready_plan_of(request, pk)
    people = people_of(plan).exclude(email="")
    if request.method == "POST":
        told = filled(LetterForm(request.POST, people=people))
        letter = plan.pitch.post(**told, by=request.user, at=request.now)
        toast(request, _("It goes out in half a minute."), undo=reverse("post:hold", args=[letter.pk]))
        return redirect(plan)
    to = people.first()
    text = pitching.mail(plan, to, sender=request.user) if to else ""
    initial = {"contact": to, "subject": pitching.subject(plan), "text": text}
    form = LetterForm(people=people, initial=initial, auto_id="letter_%s")
    is_open = plan.stage in TALKING
    context = {"plan": plan, "loss": plan.loss, "form": form, "to": to, "is_open": is_open}
    return render(request, "winback/compose.html", context | {"people": people_of(plan)})


@login_required
@require_safe
def call_sheet(request: Request, pk: int) -> HttpResponse:
    """All one needs to say it on the phone, on one page that prints."""
    plan = ready_plan_of(request, pk)
    client = plan.loss.client
    context = {
        "plan": plan,
        "loss": plan.loss,
        "sections": list(pitching.sections(plan)),
        "people": people_of(plan),
        "touches": Touch.objects.real().filter(client=client).select_related("by").newest()[:LAST_TOUCHES],
        "promises": Promise.objects.open().filter(client=client).order_by("due_by", "pk"),
        "permissions": client.permissions.all(),
        "rung": plan.offers.open().order_by("worth").first(),
    }
    return render(request, "winback/call_sheet.html", context)


@login_required
@require_safe
def letter(request: Request, pk: int, contact: int) -> HttpResponse:
    """The pitch on paper, with the company’s letterhead."""
    plan = ready_plan_of(request, pk)
    to = get_object_or_404(people_of(plan), pk=contact)
    pdf = as_pdf(pitching.paper(plan, to, sender=request.user, as_of=request.today))
    name = f"{slugify(plan.loss.client.name) or plan.pk}-{request.today}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
