"""What was said while two were one: once they are two again, a no binds both, and what a person said goes with that person."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, Subquery

from wonback.clients.models import Client, Contact, Permission

TERMS = ("answer", "words", "scope", "channel", "not_before", "until", "proof", "confirmed_at")


def hold_for_each(survivor: Client, back: Iterable[Client], *, since: datetime) -> None:
    """Nobody can tell which of the two companies meant it, so it is noted for each."""
    said = survivor.permissions.filter(given_at__gte=since)
    for refusal in said.filter(contact=None, answer=Permission.Answer.REFUSED).order_by("given_at", "pk"):
        terms = {name: getattr(refusal, name) for name in TERMS}
        for client in back:
            Permission.note(by=refusal.noted_by, at=refusal.given_at, client=client, **terms)
    of_others = said.exclude(contact=None).exclude(contact__client=survivor)
    of_others.update(client=Subquery(Contact.objects.filter(pk=OuterRef("contact")).values("client")))
