"""Questions about quieter seasons: which hold for whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.care.seasons import Season, Seasons
from wonback.clients.queries import of_visible_client
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models import QuietSeason  # noqa: F401  # the queryset's subject
    from wonback.clients.models import Client


@dataclass(frozen=True, slots=True)
class Almanac:
    """All seasons that hold, by whom they are for."""

    of_tiers: dict[str, list[Season]] = field(default_factory=lambda: defaultdict(list))
    of_clients: dict[int, list[Season]] = field(default_factory=lambda: defaultdict(list))

    def of(self, client: "Client") -> Seasons:
        """Those of one client: of their tier, and their own."""
        return self.at(client.pk, client.tier)

    def at(self, pk: int, tier: str) -> Seasons:
        return (*self.of_tiers.get(tier, ()), *self.of_clients.get(pk, ()))


class QuietSeasonQuerySet(models.QuerySet["QuietSeason"]):
    def standing(self) -> Self:
        """Seasons that nobody has ended."""
        return self.filter(ended_at=None)

    def that_hold_for(self, client: "Client") -> Self:
        """Those of their tier, and their own."""
        whose = models.Q(client=client) | models.Q(client=None, tier=client.tier)
        return self.standing().filter(whose).order_by("since", "pk")

    def of_tiers(self) -> Self:
        return self.standing().exclude(tier="").select_related("kept_by").order_by("tier", "since", "pk")

    def almanac(self) -> Almanac:
        """All that hold, in one query, for whoever looks at many clients."""
        found = Almanac()
        for one in self.standing().order_by("since", "pk"):
            whose = found.of_clients[one.client_id] if one.client_id else found.of_tiers[one.tier]
            whose.append(one.as_rule())
        return found

    def visible_to(self, user: User) -> Self:
        """Those of tiers, which are everybody's, and of the clients this person may open."""
        return self.filter(models.Q(client=None) | of_visible_client(user))
