"""Who was part of many losses, read in two queries however many losses and people there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import FilteredRelation, Q
from django.utils.functional import cached_property

from wonback.clients.models.client import HANDED_OVER, MERGED
from wonback.losses.neutrality import Candidate, Involved, objections
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.reporting import above

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
        return above(person, self.boss_of)

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
        return cls(Chart.drawn(), *gather([loss.pk for loss in losses]))

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
                conflicts=self.conflicts.get(loss.pk, {}),
            )
        return self._known[loss.pk]

    def objections(self, loss: "Loss", person: User) -> list[str]:
        """Why this person may not ask about that loss; nothing if they are neutral."""
        return objections(self.chart.candidate(person), self.involved(loss))

    def neutral(self, loss: "Loss", people: Iterable[User]) -> list[User]:
        return [person for person in people if not self.objections(loss, person)]


def gather(losses: Collection[int]) -> tuple[dict[int, Part], dict[int, dict[int, str]]]:
    """The people of each loss, and who has a stake in its client, in one query.

    A row for each hand-out, each loss of the same client, each stake and each hand-over: the sets make one of them.
    """
    parts: dict[int, Part] = defaultdict(Part)
    stakes: dict[int, dict[int, str]] = defaultdict(dict)
    rows = apps.get_model("losses.Loss").objects.filter(pk__in=losses)
    handed = FilteredRelation(
        "client__timeline", condition=Q(client__timeline__verb__in=[HANDED_OVER.name, MERGED.name])
    )
    owning = ("client__owner", "owner_then", "client__losses__owner_then")
    working = ("holder", "plan__owner", "hand_outs__to")
    staked = ("client__conflicts__person", "client__conflicts__why")
    told = rows.annotate(handed=handed).values_list("pk", *owning, "deal__owner", *working, *staked, "handed__facts")
    for loss, owner, then, before, seller, holder, planner, given, person, why, facts in told:
        part = parts[loss]
        part.owners.update({owner, then, before, int((facts or {}).get("was", 0)) or None} - {None})
        part.sellers.update({seller} - {None})
        part.workers.update({holder, planner, given} - {None})
        if person:
            stakes[loss][person] = why
    return parts, stakes
