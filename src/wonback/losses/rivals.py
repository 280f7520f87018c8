"""A competitor as our own losses show them: where they were seen, what went to them, what stayed and what came back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wonback.care.models import Competitor, Defence, Sighting
from wonback.clients.models import Client
from wonback.losses.models import Loss
from wonback.team.models import User

SHOWN = 30


def rivals_of(user: User) -> QuerySet[Competitor]:
    """The competitors seen near clients, or named in losses, that this person may open; the costliest first.

    Whoever gave notice and is still here is `leaving`, not lost.
    """
    lost = Q(losses__in=Loss.objects.visible_to(user).values("pk"))
    seen = Q(sightings__client__in=Client.objects.visible_to(user).values("pk"))
    defended = Defence.objects.visible_to(user).filter(competitor=OuterRef("pk"), outcome=Defence.Outcome.KEPT)
    kept: QuerySet[Any] = defended.order_by().values("competitor").annotate(n=Count("pk"))
    counted = Competitor.objects.annotate(
        lost=Count("losses", filter=lost & Q(losses__in_effect=True), distinct=True),
        leaving=Count("losses", filter=lost & Q(losses__in_effect=False), distinct=True),
        back=Count("losses", filter=lost & Q(losses__recovered_on__isnull=False), distinct=True),
        seen=Count("sightings__client", filter=seen, distinct=True),
        defended=Coalesce(Subquery(kept.values("n")[:1]), 0),
        last_seen=Max("sightings__seen_at", filter=seen),
    )
    return counted.filter(Q(lost__gt=0) | Q(leaving__gt=0) | Q(seen__gt=0)).order_by("-lost", "-seen", "name")


@dataclass(frozen=True)
class RivalPage:
    """One competitor, as one person may see them."""

    rival: Competitor
    user: User
    today: date

    @property
    def losses(self) -> QuerySet[Any]:
        return Loss.objects.visible_to(self.user).filter(competitor=self.rival)

    @property
    def sightings(self) -> QuerySet[Sighting]:
        near = Client.objects.visible_to(self.user).values("pk")
        return Sighting.objects.filter(competitor=self.rival, client__in=near)

    @property
    def defences(self) -> QuerySet[Defence]:
        near = Client.objects.visible_to(self.user).values("pk")
        return Defence.objects.filter(competitor=self.rival, client__in=near).select_related("client")

    def still_ours(self) -> QuerySet[Client]:
        """Clients near whom they were seen, and who are still ours."""
        went = Loss.objects.filter(client=OuterRef("pk"), competitor=self.rival, recovered_on=None)
        near = Client.objects.filter(pk__in=self.sightings.values("client"), standing=Client.Standing.ACTIVE)
        return near.exclude(Exists(went)).order_by("name", "pk")

    def reasons(self) -> list[dict[str, Any]]:
        """Why clients went there, the most frequent first, with how many."""
        counted = self.losses.values(name=F("reason__name")).annotate(n=Count("pk"))
        return list(counted.order_by("-n", "name"))

    def context(self) -> dict[str, Any]:
        outcomes = Counter(self.defences.order_by().values_list("outcome", flat=True))
        back = self.losses.filter(recovered_on__isnull=False)
        seen = self.sightings.select_related("client", "by")
        return {
            "rival": self.rival,
            "lost": self.losses.filter(in_effect=True).count(),
            "leaving": self.losses.filter(in_effect=False).count(),
            "all": self.losses.count(),
            "back": back.count(),
            "kept": self.still_ours().count(),
            "outcomes": outcomes,
            "under_way": outcomes[""],
            "near": self.sightings.values("client").distinct().count(),
            "reasons": self.reasons(),
            "losses": self.losses.select_related("client", "deal", "reason").order_by("-lost_on", "-pk")[:SHOWN],
            "still_ours": self.still_ours()[:SHOWN],
            "defences": self.defences.order_by("outcome", "-mounted_on", "-pk")[:SHOWN],
            "sightings": seen.order_by("-seen_at", "-pk")[:SHOWN],
        }
