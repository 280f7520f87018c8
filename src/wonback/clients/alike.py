"""While somebody types a new client: who is there already and may be the same. Finds by index, compares by the rules of `likeness`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from wonback.clients import likeness, why_alike
from wonback.clients.beginning import Begins
from wonback.clients.domains import company_domain
from wonback.clients.likeness import Crowd, Known, Sign
from wonback.clients.names import core, name_key, words

if TYPE_CHECKING:
    from wonback.clients.models import Client
    from wonback.clients.queries import ClientQuerySet

LOOKED_AT, SHOWN = 200, 5
BEGINNING = 4
NEARLY = 0.84


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the client that is being typed, and why."""

    client: "Client"
    score: float
    why: str


def those_alike(clients: "ClientQuerySet", typed: Known) -> list[Alike]:
    """The most likely first; nothing while too little is typed."""
    found = list(candidates(clients, typed).select_related("owner").order_by("pk")[:LOOKED_AT])
    known = [known_of(client) for client in found]
    crowd = Crowd.of([typed, *known])
    near = zip(found, known, likeness.likenesses([typed] * len(known), known), strict=True)
    compared = (weighed(client, typed, one, share, crowd) for client, one, share in near)
    return sorted((one for one in compared if one), key=lambda one: (-one.score, one.client.pk))[:SHOWN]


def candidates(clients: "ClientQuerySet", typed: Known) -> "ClientQuerySet":
    """Clients of that key or domain, or with a word that begins alike."""
    told = Q(pk__in=[])
    if len(core(typed.name).key) >= BEGINNING - 1:
        hits = Q()
        for word in (word for word in words(typed.name) if len(word) >= BEGINNING):
            hits |= Q(**{f"word__{Begins.lookup_name}": word[:BEGINNING]})
        named = apps.get_model("clients.Word").objects.filter(hits).values("client") if hits else []
        told |= Q(name_key=name_key(typed.name)) | Q(pk__in=named)
    if typed.domain:
        told |= Q(domain__in=[typed.domain, f"www.{typed.domain}"])
    return clients.filter(told)


def known_of(client: "Client") -> Known:
    told = {name: getattr(client, name) for name in ("phone", "country", "town")}
    return Known(client.pk, client.name, company_domain(client.domain), **told)


def weighed(client: "Client", typed: Known, one: Known, share: float, crowd: Crowd) -> Alike | None:
    like = likeness.compare(typed, one, share, crowd)
    if like:
        return Alike(client, like.score, why_alike.why([[sign.kind, sign.told] for sign in like.signs]))
    same_numbers = typed.core.numbers == one.core.numbers
    if share >= NEARLY and same_numbers:
        sign = Sign("name", 0.0) if share == 1 else Sign("names", 0.0, f"{share:.2f}")
        return Alike(client, round(share / 2, 4), why_alike.why([[sign.kind, sign.told]]))
    return None
