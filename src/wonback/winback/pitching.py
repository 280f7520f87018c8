"""What a pitch begins with, and how it is said by mail, on the phone and on paper. Nothing said in confidence is read."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wonback.clients.models import Contact
from wonback.losses.models import Cause
from wonback.losses.models.condition import Condition
from wonback.team.models import User
from wonback.winback.paper import Paper, Section

if TYPE_CHECKING:
    from wonback.winback.models import Plan


def begun(plan: "Plan", *, as_of: date) -> dict[str, str]:
    """The parts as what is on file would say them: what we owned, what was confirmed, what changed and what proves it."""
    made = [one for one in plan.changes.all() if one.made_at]
    causes = list(plan.loss.causes.filter(voice="confirmed").select_related("reason").order_by("-weight", "pk"))
    return {
        "failure": plan.loss.ownership or "\n".join(str(cause.reason) for cause in causes),
        "change": "\n".join(str(one) for one in made),
        "proof": "\n".join(one.evidence for one in made),
        "why_now": "\n".join(now for cause in causes if (now := why_now(cause, as_of=as_of))),
        "incumbent": _("What %(rival)s cannot do:") % {"rival": plan.loss.competitor} if plan.loss.competitor else "",
    }


def why_now(cause: Cause, *, as_of: date) -> str:
    """What a day on which a confirmed reason stands says about today. The client's own words stay where they were said."""
    if cause.until is None:
        return ""
    day = {"day": date_format(cause.until, "DATE_FORMAT")}
    if cause.condition == Condition.CONTRACT:
        return _("Your contract elsewhere ends on %(day)s.") % day if cause.until >= as_of else ""
    has_come = cause.condition == Condition.NOT_BEFORE and cause.until <= as_of
    return _("You asked us to wait until %(day)s; we did.") % day if has_come else ""


def sections(plan: "Plan") -> Iterator[Section]:
    """The pitch in its order, each part under its heading; what is empty is left out."""
    heads = {
        "failure": _("What we got wrong"),
        "change": _("What we changed"),
        "proof": _("What you can check"),
        "why_now": _("Why now"),
        "incumbent": _("What you would have that you do not have today"),
    }
    for part, head in heads.items():
        if text := getattr(plan.pitch, part).strip():
            yield Section(head=head, text=text)


def subject(plan: "Plan") -> str:
    return _("What we changed since you left us")


def greeting(contact: Contact) -> str:
    return _("Dear %(name)s,") % {"name": contact.name}


def closing() -> str:
    return _("I would like to ask you for one small thing first, not for everything at once. May I call you?")


def mail(plan: "Plan", contact: Contact, *, sender: User) -> str:
    """The pitch as a mail, to read and change before it goes out."""
    said = "\n\n".join(f"{section.head}\n{section.text}" for section in sections(plan))
    regards = "\n".join([_("Kind regards"), sender.name, settings.COMPANY])
    return "\n\n".join([greeting(contact), said, closing(), regards])


def paper(plan: "Plan", contact: Contact, *, sender: User, as_of: date) -> Paper:
    """The pitch with the company’s letterhead."""
    client = plan.loss.client
    return Paper(
        company=settings.COMPANY,
        address=settings.ADDRESS,
        logo=str(settings.LOGO),
        language=settings.LANGUAGE_CODE.split("-")[0],
        to=[line for line in (contact.name, contact.title, client.name, client.country) if line],
        day=date_format(as_of, "j F Y"),
        subject=subject(plan),
        greeting=greeting(contact),
        parts=list(sections(plan)),
        closing=closing(),
        regards=_("Kind regards"),
        sender=sender.name,
        reach=sender.email or "",
    )
