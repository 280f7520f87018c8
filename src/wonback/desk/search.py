"""Find a client by the beginning of any word of its name, and a person by the beginning of an e-mail address."""

from dataclasses import dataclass, field
from datetime import date

from wonback.care.models import Cadence
from wonback.clients.models import Client, Contact
from wonback.desk.clients import Row, rows_for
from wonback.team.models import User

MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for some words."""

    text: str
    rows: list[Row] = field(default_factory=list)
    people: list[Contact] = field(default_factory=list)
    there_is_more: bool = False

    def __len__(self) -> int:
        return len(self.rows) + len(self.people)


def search(text: str, user: User, *, as_of: date) -> Found:
    """Up to twenty of each kind, among those this person may open."""
    # PostgreSQL keeps no sign NUL and refuses to look for it.
    text = text.replace("\0", "").strip()[:100]
    if not text:
        return Found("")
    clients = clients_called(text, user)
    return Found(text, rows_for(clients[:MOST], as_of=as_of), people_at(text, user), len(clients) > MOST)


def clients_called(text: str, user: User) -> list[Client]:
    if not any(sign.isalnum() for sign in text):
        return []
    found = Client.objects.visible_to(user).search(text).select_related("owner").order_by("name", "pk")
    return list(Cadence.objects.laid_beside(found)[: MOST + 1])


def people_at(text: str, user: User) -> list[Contact]:
    found = Contact.objects.visible_to(user).filter(email__begins=text.casefold())
    return list(found.select_related("client").order_by("email", "pk")[:MOST])
