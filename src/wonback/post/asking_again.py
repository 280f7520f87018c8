"""Permissions that run out: whom to ask, in whose name, and when not to."""

from datetime import date, datetime

from wonback.clients.models import Contact, Permission
from wonback.core.days import is_workday
from wonback.post.models import DoNotContact, Extension, Letter, NoAddress
from wonback.team.models import User

DAYS_BEFORE = 14


def ask_those_that_run_out(*, as_of: date, at: datetime) -> int:
    """One letter for each permission that ends within two weeks, ever. Return how many were written."""
    if not is_workday(as_of):
        return 0
    found = Permission.objects.running_out(as_of=as_of, days=DAYS_BEFORE)
    related = found.select_related("client__owner", "contact__client", "noted_by").order_by("until", "pk")
    return sum(ask_about(one, at=at) for one in related)


def ask_about(permission: Permission, *, at: datetime) -> bool:
    """Whether they were asked now. Where nobody may write, or it is too soon after another letter, it waits."""
    contact, sender = reader_of(permission), writer_of(permission)
    if contact is None or sender is None:
        return False
    if Letter.objects.lately_to(contact, at=at).exists():
        return False
    try:
        return Extension.ask(permission, contact, by=sender, at=at) is not None
    except (DoNotContact, NoAddress):
        return False


def reader_of(permission: Permission) -> Contact | None:
    """Who said it; of a company as a whole, whoever decides there."""
    if permission.contact:
        return permission.contact
    return permission.client.contacts.filter(left_on=None).exclude(email="").by_weight().first()


def writer_of(permission: Permission) -> User | None:
    """Who noted it, else who looks after the client: whoever of them is still here."""
    known = (permission.noted_by, permission.client.owner)
    return next((one for one in known if one and one.is_active and one.email), None)
