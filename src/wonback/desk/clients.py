"""The list of clients: a page of it, with the filters a person chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wonback.care.models import Cadence
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet
from wonback.clients.worth import Worth, worth_of
from wonback.core.money import Money
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.web.paging import Page, page

FILTERS = ("book", "due", "beyond", "standing", "tier")


@dataclass(frozen=True, slots=True)
class Row:
    """One client of the list."""

    client: Client
    cadence: Cadence
    worth: Worth
    silent_days: int | None
    is_late: bool

    @property
    def ideal(self) -> int:
        return self.cadence.stretched(self.client)[0]

    @property
    def maximum(self) -> int:
        return self.cadence.stretched(self.client)[1]

    @property
    def a_year(self) -> Money | None:
        return self.worth.a_year

    @property
    def amount(self) -> Decimal | None:
        """The money alone, for a column whose head names the currency."""
        return self.a_year.amount if self.a_year else None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: what it says, where it leads, whether it is on."""

    label: str
    href: str
    on: bool


@dataclass(frozen=True, slots=True)
class ClientList:
    page: Page[Client]
    rows: list[Row]
    chips: list[Chip]

    @property
    def currency(self) -> str:
        """The one currency of all amounts shown, or nothing when they differ."""
        found = {row.a_year.currency for row in self.rows if row.a_year}
        return found.pop() if len(found) == 1 else ""


def client_list(user: User, wanted: Mapping[str, str], *, as_of: date) -> ClientList:
    """One page of the book, by name; those due by their day."""
    chosen = {name: wanted[name] for name in FILTERS if wanted.get(name)}
    found = filtered(Client.objects.in_book_of(user), user, chosen, as_of=as_of)
    by = ("touch_by", "pk") if chosen.keys() & {"due", "beyond"} else ("name", "pk")
    shown = page(Cadence.objects.laid_beside(found.select_related("owner")), by=by, after=wanted.get("after", ""))
    return ClientList(shown, rows_for(shown.rows, as_of=as_of), list(chips_for(user, chosen)))


def filtered(clients: ClientQuerySet, user: User, chosen: Mapping[str, str], *, as_of: date) -> ClientQuerySet:
    if chosen.get("book") == "mine":
        clients = clients.filter(owner=user)
    if chosen.get("book") == "nobody":
        clients = clients.filter(owner=None)
    if "due" in chosen:
        clients = clients.due(as_of=as_of)
    if "beyond" in chosen:
        clients = clients.beyond_their_maximum(as_of=as_of)
    kept = {name: value for name, value in chosen.items() if name in ("standing", "tier")}
    return clients.filter(**kept)


def rows_for(clients: list[Client], *, as_of: date) -> list[Row]:
    """The clients with what they bring and how long they have waited: two queries for all of them."""
    worths = worth_of([client.pk for client in clients], as_of=as_of)
    return [
        Row(
            client=client,
            cadence=Cadence.objects.beside(client),
            worth=worths[client.pk],
            silent_days=max(0, (as_of - client.last_touch_on).days) if client.last_touch_on else None,
            is_late=client.touch_by is not None and client.touch_by < as_of,
        )
        for client in clients
    ]


def chips_for(user: User, chosen: dict[str, str]) -> list[Chip]:
    """Pressed once a filter is on, pressed again it is off."""
    books = [("book", "mine", _("Mine")), ("book", "nobody", _("Nobody's"))] if user.may(Right.LEAD) else []
    offered = [
        *books,
        ("due", "1", _("Due")),
        ("beyond", "1", _("Beyond the most")),
        *(("standing", value, str(label)) for value, label in Client.Standing.choices),
        *(("tier", value, str(label)) for value, label in Client.Tier.choices),
    ]
    return [chip(name, value, label, chosen) for name, value, label in offered]


def chip(name: str, value: str, label: str, chosen: dict[str, str]) -> Chip:
    on = chosen.get(name) == value
    others = {key: kept for key, kept in chosen.items() if key != name}
    return Chip(label, "?" + urlencode(others if on else {**others, name: value}), on)
