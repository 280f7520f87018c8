"""A client’s no: it binds everybody here, whatever waits in the outbox."""

from datetime import datetime

from django.db import transaction

from wonback.clients.models import Contact, Permission
from wonback.post.models.letter import Letter
from wonback.post.tongues import among_us


def forbid(contact: Contact, words: str, *, proof: str, at: datetime) -> Permission:
    """They wrote that we should leave them alone. It holds for their company as a whole, and for every sender of ours."""
    client = contact.client
    # What it sets off is written down for people here.
    with among_us(), transaction.atomic():
        no = Permission.note(by=None, at=at, client=client, answer="refused", words=words, proof=proof)
        Letter.stop(Letter.objects.filter(client=client, colleague=""), why=words, at=at)
    return no
