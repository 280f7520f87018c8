"""What a letter is made of, and why it may not be written: asked of one, or of many in two questions of the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.clients.models import Client, Contact, Permission
from wonback.core.errors import Refusal
from wonback.post.models.approach import Approach
from wonback.team.models import User


class DoNotContact(Refusal):
    """They asked us to leave them alone."""

    code = "do_not_contact"


class NoAddress(Refusal):
    """There is nowhere to write to, or nobody to write from."""

    code = "no_address"


class Draft(TypedDict):
    """What a letter is made of. `scope` (news, call, offer) is left out where we only answer them; `unasked` counts for the cap."""

    client: Client
    contact: Contact
    sender: User
    subject: str
    text: str
    html: NotRequired[str]
    calendar: NotRequired[str]
    in_reply_to: NotRequired[str]
    not_before: NotRequired[datetime | None]
    scope: NotRequired[str]
    unasked: NotRequired[bool]


class Memo(TypedDict):
    """What a letter to one of us is made of. Nobody as sender: Wonback itself."""

    to: str
    colleague: str
    sender: User | None
    subject: str
    text: str
    html: NotRequired[str]
    client: NotRequired[Client | None]
    not_after: NotRequired[datetime | None]


def addressed(draft: Draft, *, at: datetime) -> dict[str, Any]:
    """The columns of a letter that may be written."""
    return {**draft, "to": draft["contact"].email, "not_before": draft.get("not_before") or at}


def objections(drafts: Sequence[Draft], *, at: datetime) -> list[Refusal | None]:
    """Why each of many may not be written, if it may not. An answer to them is stopped by a refusal alone: all are asked at once."""
    answered = [draft["contact"] for draft in drafts if not draft.get("scope")]
    heard = Permission.objects.refusers(answered, channel="mail", as_of=timezone.localdate(at)) if answered else set()
    return [
        objection(draft, at=at)
        if draft.get("scope") or draft.get("unasked") or draft["contact"].pk in heard
        else nowhere(draft["contact"], draft["sender"])
        for draft in drafts
    ]


def objection(draft: Draft, *, at: datetime) -> Refusal | None:
    """The same of one, what its reader said and how often they hear from us included."""
    contact, starts_at = draft["contact"], draft.get("not_before") or at
    if no := objection_to(contact, draft["sender"], scope=draft.get("scope", ""), at=at):
        return no
    return Approach.objection(contact, on=timezone.localdate(starts_at)) if draft.get("unasked") else None


def objection_to(contact: Contact, sender: User, *, scope: str, at: datetime) -> Refusal | None:
    """Why this person may not be written to now, if they may not."""
    if no_way := nowhere(contact, sender):
        return no_way
    day = timezone.localdate(at)
    if no := contact.objection(channel="mail", scope=scope, as_of=day):
        return DoNotContact(no.as_refusal(as_of=day))
    return None


def nowhere(contact: Contact, sender: User) -> Refusal | None:
    """Whether there is an address, and somebody to write from."""
    name = {"name": contact.name}
    if contact.left_on:
        return NoAddress(_("Write to somebody else there: %(name)s has left.") % name)
    if not contact.email:
        return NoAddress(_("Write down the e-mail address of %(name)s first.") % name)
    if not sender.email:
        return NoAddress(_("Give %(name)s an e-mail address: letters go out in their name.") % {"name": sender.name})
    return None
