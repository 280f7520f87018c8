"""Why a client has the health they have, in one sentence a sign, with the day and where to look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.care.models import Competitor, Concern, Promise
from wonback.care.signs import SIGNS, Sign
from wonback.clients.models import Contact

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign of one client as it was kept: how many points it takes away, since when, and what it rests on."""

    sign: Sign
    points: float
    on: date | None
    pk: int | None
    n: float | None
    what: str

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Reason":
        on = date.fromisoformat(kept["on"]) if kept.get("on") else None
        return cls(Sign(kept["sign"]), kept["points"], on, kept.get("pk"), kept.get("n"), kept.get("what", ""))

    @property
    def name(self) -> str:
        return str(SIGNS[self.sign].name)

    @property
    def written(self) -> str:
        """How many of a hundred it takes away."""
        return str(max(1, round(self.points)))

    @property
    def sentence(self) -> str:
        """What is known, with its day."""
        n = round(self.n or 0)
        day = formats.date_format(self.on, "j F Y") if self.on else _("an unknown day")
        told = {"n": n, "day": day, "what": (self.what or _("somebody")).rstrip(".")}
        return str(sentences(n)[self.sign] % told)


def sentences(n: int) -> dict[Sign, str]:
    return {
        Sign.SILENCE: _("Last bought on %(day)s, %(n)d days ago: longer than is usual for them."),
        Sign.WAITING: ngettext(
            "Nobody has spoken to them for %(n)d day, since %(day)s.",
            "Nobody has spoken to them for %(n)d days, since %(day)s.",
            n,
        ),
        Sign.CONCERN: _("Unhappy since %(day)s, and not settled: “%(what)s”."),
        Sign.PROMISE: _("Promised by %(day)s and not kept in time: %(what)s."),
        Sign.LEFT: _("%(what)s, who had weight there, left on %(day)s."),
        Sign.STANCE: _("%(what)s decides, and is against us.") if n < -1 else _("%(what)s decides, and is cool."),
        Sign.THREAD: ngettext(
            "In 12 months we have really spoken to %(n)d person there.",
            "In 12 months we have really spoken to %(n)d people there.",
            n,
        ),
        Sign.RIVAL: _("%(what)s was seen near them on %(day)s."),
        Sign.PAYMENT: ngettext(
            "A payment was %(n)d day late on %(day)s.", "A payment was %(n)d days late on %(day)s.", n
        ),
        Sign.USAGE: _("They use less than they did: %(n)d on %(day)s."),
        Sign.TICKETS: _("More tickets are open than usual: %(n)d on %(day)s."),
    }


# Where the sign is on the page of a client.
PLACES = {
    Sign.CONCERN: "open",
    Sign.PROMISE: "open",
    Sign.RIVAL: "open",
    Sign.WAITING: "story",
    Sign.THREAD: "people",
    Sign.STANCE: "people",
}


def address_of(reason: Reason, client: int) -> str:
    """Where somebody looks who wants to see it."""
    if reason.sign is Sign.LEFT and reason.pk:
        return reverse("clients:contact", args=[reason.pk])
    if reason.sign is Sign.SILENCE:
        return f"{reverse('metrics:metric', args=['silence'])}?of=client-{client}"
    if reason.sign in {Sign.PAYMENT, Sign.USAGE, Sign.TICKETS}:
        return f"{reverse('care:health', args=[client])}#readings"
    return f"{reverse('desk:client', args=[client])}#{PLACES.get(reason.sign, '')}"


@dataclass(frozen=True, slots=True)
class Words:
    """What concerns, promises, people and competitors are called, for reasons that name them: one query a kind."""

    concerns: dict[int, str]
    promises: dict[int, str]
    people: dict[int, str]
    rivals: dict[int, str]

    @classmethod
    def of(cls, wanted: Mapping[Sign, Iterable[int]]) -> "Words":
        people = {*wanted.get(Sign.LEFT, ()), *wanted.get(Sign.STANCE, ())}
        return cls(
            named(Concern, "what", wanted.get(Sign.CONCERN, ())),
            named(Promise, "what", wanted.get(Sign.PROMISE, ())),
            named(Contact, "name", people),
            named(Competitor, "name", wanted.get(Sign.RIVAL, ())),
        )

    def for_(self, sign: Sign, pk: int | None) -> str:
        of = {
            Sign.CONCERN: self.concerns,
            Sign.PROMISE: self.promises,
            Sign.LEFT: self.people,
            Sign.STANCE: self.people,
            Sign.RIVAL: self.rivals,
        }
        unknown = _("A competitor") if sign is Sign.RIVAL else ""
        return of.get(sign, {}).get(pk or 0, unknown)


def named(model: Any, column: str, pks: Iterable[int]) -> dict[int, str]:
    wanted, found = sorted(set(pks)), dict[int, str]()
    for start in range(0, len(wanted), BATCH):
        found |= dict(model.objects.filter(pk__in=wanted[start : start + BATCH]).values_list("pk", column))
    return found
