"""How the asking goes: how many talk, how soon, where we ask, and what they say. Each number with its n; below five, none."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.interviews.models import Interview
from wonback.losses.models import Cause, Loss
from wonback.team.models import User

YEAR = timedelta(days=365)
# Fewer say more about a person than about us.
FEWEST = 5
MOST_REASONS = 9


@dataclass(frozen=True)
class Share:
    """How many of how many. Percent is unknown below five."""

    name: str
    count: int
    n: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.count / self.n) if self.n >= FEWEST else None


@dataclass(frozen=True)
class Programme:
    """One year of asking, of the losses this person may open. The pool is what we lost; nobody is named."""

    user: User
    as_of: date

    @property
    def losses(self) -> list[tuple[int, str, str, date, date | None]]:
        """Of each loss: number, size and industry of the client, when it was known, and when it was asked about."""
        recent = Loss.objects.visible_to(self.user).filter(lost_on__gt=self.as_of - YEAR, lost_on__lte=self.as_of)
        columns = ("pk", "client__tier", "client__industry", "noticed_on", "lost_on", "interview__asked_at")
        return [
            (pk, tier, industry, noticed or lost_on, timezone.localdate(asked) if asked else None)
            for pk, tier, industry, noticed, lost_on, asked in recent.values_list(*columns)
        ]

    @property
    def acceptance(self) -> Share:
        """Of those we invited, or who answered anyway: how many told us why."""
        talks = Interview.objects.visible_to(self.user).filter(loss__lost_on__gt=self.as_of - YEAR)
        over = talks.filter(stage__in=["held", "written", "declined"])
        return Share("", over.exclude(stage="declined").count(), over.count())

    def days(self, losses: Iterable[tuple[int, str, str, date, date | None]]) -> tuple[int | None, int]:
        """Half of the talks came within so many days; with n."""
        taken = [max(0, (asked - known).days) for _pk, _tier, _industry, known, asked in losses if asked]
        return (int(median(taken)) if len(taken) >= FEWEST else None), len(taken)

    def coverage(self, losses: Iterable[tuple[int, str, str, date, date | None]]) -> list[Share]:
        """Of the losses of each size and of each industry: how many we asked about. Industries below five are left out."""
        lost: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for _pk, tier, industry, _known, asked_on in losses:
            for name in filter(None, (tier and _("Tier %(tier)s") % {"tier": tier}, industry)):
                lost[name] += 1
                asked[name] += asked_on is not None
        return [Share(name, asked[name], n) for name, n in lost.most_common() if n >= FEWEST]

    def reasons(self, losses: Iterable[tuple[int, str, str, date, date | None]]) -> list[Share]:
        """The confirmed reasons, the most frequent first; none below five confirmed losses."""
        mine = {pk for pk, *_rest in losses}
        said = Cause.objects.filter(voice="confirmed", loss__lost_on__gt=self.as_of - YEAR)
        rows = said.values_list("loss", "reason__name", "reason__same_as__name")
        found = {(loss, same or name) for loss, name, same in rows if loss in mine}
        n = len({loss for loss, _name in found})
        counts = Counter(name for _loss, name in found)
        return [Share(name, count, n) for name, count in counts.most_common(MOST_REASONS)] if n >= FEWEST else []

    def told(self) -> dict[str, object]:
        """All of it, in five queries."""
        losses = self.losses
        middle, n = self.days(losses)
        return {
            "acceptance": self.acceptance,
            "days": middle,
            "days_n": n,
            "coverage": self.coverage(losses),
            "reasons": self.reasons(losses),
            "lost": len(losses),
        }
