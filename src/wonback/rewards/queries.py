"""Questions about praise: who reads it, who may take it back, what is new for whom."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from wonback.clients.queries import of_visible_client
from wonback.core.days import start_of, workday_before
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.rewards.models import Praise  # noqa: F401  # the queryset's subject


class PraiseQuerySet(models.QuerySet["Praise"]):
    def standing(self) -> Self:
        """What nobody took back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, user: User) -> Self:
        """Everybody who works here reads all of it. `names_client`: whether this person may also read which client it was."""
        whom = Coalesce("defence__client_id", "plan__loss__client_id")
        opens = of_visible_client(user, path="whom")
        return self.standing().annotate(whom=whom).annotate(names_client=opens)

    def retractable_by(self, user: User) -> Self:
        """What this person gave, and what was said of them."""
        return self.standing().filter(Q(given_by=user) | Q(person=user))

    def for_feed(self) -> Self:
        """All that a line of the feed shows."""
        related = ("person", "given_by", "defence__client", "defence__competitor", "plan__loss__client")
        return self.select_related(*related).prefetch_related("cheers__person").fetch_mode(models.FETCH_RAISE)

    def new_for(self, user: User, *, as_of: date) -> Self:
        """What was said of them since the last working day began; asked only where something was."""
        since = start_of(workday_before(as_of))
        lately = user.praised_at is not None and user.praised_at >= since
        return self.said_of(user, since=since) if lately else self.none()

    def said_of(self, user: User, *, since: datetime, until: datetime | None = None) -> Self:
        """What was said of this person from a moment on, and before another; the newest first."""
        found = self.standing().filter(person=user, given_at__gte=since).select_related("given_by")
        return (found.filter(given_at__lt=until) if until else found).order_by("-given_at", "-pk")
