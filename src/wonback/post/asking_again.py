"""Permissions that run out: whom to ask, in whose name, and when not to."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import batched

from wonback.clients.models import Contact, Permission
from wonback.core.days import is_workday
from wonback.post.models import Extension, Letter
from wonback.post.models.extension import Question
from wonback.team.models import User

DAYS_BEFORE = 14
# So many letters are written in one transaction, in a dozen queries.
AT_ONCE = 200


def ask_those_that_run_out(*, as_of: date, at: datetime) -> int:
    """One letter for each permission that ends within two weeks, ever. Return how many were written."""
    if not is_workday(as_of):
        return 0
    found = Permission.objects.running_out(as_of=as_of, days=DAYS_BEFORE).order_by("until", "pk")
    return sum(ask_about(some, at=at) for some in batched(found.values_list("pk", flat=True), AT_ONCE, strict=False))


def ask_about(permissions: Sequence[int], *, at: datetime) -> int:
    """Ask about these; return how many letters that were. Where nobody may write, or it is too soon after another, it waits."""
    related = Permission.objects.select_related("client__owner", "contact", "noted_by")
    questions = questions_about(list(related.filter(pk__in=permissions).order_by("until", "pk")))
    lately = Letter.objects.lately_to_any([one.contact for one in questions], at=at)
    open_ones, asked = [one for one in questions if one.contact.pk not in lately], 0
    while open_ones:
        # Of two with one address the second is asked only if the first may not be written to.
        first = first_of_each_address(open_ones)
        came = Extension.ask_all(list(first.values()), at=at)
        reached = {address for address, one in zip(first, came, strict=True) if isinstance(one, Extension)}
        tried = {one.permission.pk for one in first.values()}
        asked += len(reached)
        open_ones = [one for one in open_ones if one.permission.pk not in tried and address_of(one) not in reached]
    return asked


def questions_about(permissions: Sequence[Permission]) -> list[Question]:
    """Whom to ask about each, and in whose name; left out where there is nobody."""
    deciders = deciders_of({one.client_id for one in permissions if one.contact is None})
    found = [(one, one.contact or deciders.get(one.client_id), writer_of(one)) for one in permissions]
    return [Question(one, reader, writer) for one, reader, writer in found if reader and writer]


def deciders_of(clients: set[int]) -> dict[int, Contact]:
    """Of a company as a whole: whoever decides there, and can be written to."""
    there = Contact.objects.filter(client__in=clients, left_on=None).exclude(email="").by_weight()
    found: dict[int, Contact] = {}
    for one in there:
        found.setdefault(one.client_id, one)
    return found


def writer_of(permission: Permission) -> User | None:
    """Who noted it, else who looks after the client: whoever of them is still here."""
    known = (permission.noted_by, permission.client.owner)
    return next((one for one in known if one and one.is_active and one.email), None)


def first_of_each_address(questions: Sequence[Question]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for one in questions:
        found.setdefault(address_of(one), one)
    return found


def address_of(question: Question) -> str:
    return question.contact.email.lower()
