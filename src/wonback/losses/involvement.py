"""Who was part of many losses, read in a handful of queries however many losses and people there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.functional import cached_property

from wonback.clients.models import Entry
from wonback.clients.models.client import HANDED_OVER
from wonback.losses.models.conflict import Conflict
from wonback.losses.neutrality import Candidate, Involved, objections
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models import Loss


@dataclass(frozen=True)
class Chart:
    """Who reports to whom."""

    boss_of: Mapping[int, int | None]

    @classmethod
    def drawn(cls) -> "Chart":
        return cls(dict(User.objects.values_list("pk", "reports_to")))

    def above(self, person: int) -> frozenset[int]:
        """Everybody this person reports to, all the way up. A ring of people who report to each other ends it."""
        found: set[int] = set()
        boss = self.boss_of.get(person)
        while boss is not None and boss not in found:
            found.add(boss)
            boss = self.boss_of.get(boss)
        return frozenset(found)

    def candidate(self, person: User) -> Candidate:
        return Candidate(
            pk=person.pk,
            may_interview=person.is_active and person.may(Right.INTERVIEW),
            above=self.above(person.pk),
            paid_on_team=person.paid_on_team,
        )


@dataclass(frozen=True)
class Part:
    """The people of one loss while they are gathered."""

    owners: set[int] = field(default_factory=set)
    sellers: set[int] = field(default_factory=set)
    workers: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Involvement:
    """Who was part of each of these losses."""

    chart: Chart
    parts: Mapping[int, Part]
    conflicts: Mapping[int, Mapping[int, str]]

    @classmethod
    def of(cls, losses: "Iterable[Loss]") -> "Involvement":
        client_of = {loss.pk: loss.client_id for loss in losses}
        parts: dict[int, Part] = defaultdict(Part)
        gather(parts, client_of)
        return cls(Chart.drawn(), parts, conflicts_at(set(client_of.values())))

    @cached_property
    def _known(self) -> dict[int, Involved]:
        return {}

    def involved(self, loss: "Loss") -> Involved:
        if loss.pk not in self._known:
            part = self.parts[loss.pk]
            responsible = part.owners | part.sellers
            self._known[loss.pk] = Involved(
                owners=frozenset(part.owners),
                sellers=frozenset(part.sellers),
                workers=frozenset(part.workers),
                above=frozenset().union(*(self.chart.above(one) for one in responsible)),
                conflicts=self.conflicts.get(loss.client_id, {}),
            )
        return self._known[loss.pk]

    def objections(self, loss: "Loss", person: User) -> list[str]:
        """Why this person may not ask about that loss; nothing if they are neutral."""
        return objections(self.chart.candidate(person), self.involved(loss))

    def neutral(self, loss: "Loss", people: Iterable[User]) -> list[User]:
        return [person for person in people if not self.objections(loss, person)]


def gather(parts: dict[int, Part], client_of: Mapping[int, int]) -> None:
    """Owners of the client and of the sale, now, then and in between, and whoever was to win them back."""
    rows = apps.get_model("losses.Loss").objects.filter(pk__in=client_of)
    # A row for each hand-out and each loss of the same client; the sets make one of them.
    names = ("client__owner", "owner_then", "client__losses__owner_then", "deal__owner", "holder", "plan__owner")
    former = former_owners(set(client_of.values()))
    for loss, client, then, before, seller, *working in rows.values_list("pk", *names, "hand_outs__to"):
        part = parts[loss]
        part.owners.update({client, then, before, *former.get(client_of[loss], ())} - {None})
        part.sellers.update({seller} - {None})
        part.workers.update(set(working) - {None})


def former_owners(clients: Collection[int]) -> dict[int, set[int]]:
    """Who owned each client before somebody handed it over, as the timeline kept it."""
    told = Entry.objects.filter(client__in=clients, verb=HANDED_OVER.name).values_list("client", "facts")
    found: dict[int, set[int]] = defaultdict(set)
    for client, facts in told:
        if "was" in facts:
            found[client].add(int(facts["was"]))
    return found


def conflicts_at(clients: Collection[int]) -> dict[int, dict[int, str]]:
    """For each client, who cannot be neutral and why."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for client, person, why in Conflict.objects.filter(client__in=clients).values_list("client", "person", "why"):
        found[client][person] = why
    return found
