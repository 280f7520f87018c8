"""Questions about planned touches, and what they say about the day a client is due."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from wonback.clients.queries import ClientQuerySet, owned_within_reach
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models import Cadence, PlannedTouch, Touch  # noqa: F401  # the queryset's subjects
    from wonback.clients.models import Client


def of(*people: User) -> models.Q:
    """Whose client it is, speaks to them; whoever a client of nobody was given to."""
    return models.Q(client__owner__in=people) | models.Q(client__owner=None, person__in=people)


class PlannedTouchQuerySet(models.QuerySet["PlannedTouch"]):
    def open(self) -> Self:
        """What no touch has met yet."""
        return self.filter(touch=None)

    def visible_to(self, user: User) -> Self:
        """With one's own clients; a lead's team's and nobody's; an admin's everybody's."""
        reach = owned_within_reach(user, owner="client__owner")
        # Nothing to narrow, or-ed with something, would narrow to that.
        return self.filter(reach | of(user)) if reach else self.all()

    def of(self, *people: User) -> Self:
        """What these people do: with their own clients, and with clients of nobody that were given to them."""
        return self.filter(of(*people))

    def between(self, first: date, until: date) -> Self:
        return self.open().filter(day__gte=first, day__lt=until, client__standing="active")

    def next_day(self, client: "Client") -> date | None:
        """The day that is planned next for this client."""
        return self.open().filter(client=client).order_by("day").values_list("day", flat=True).first()

    def begin(self, client: "Client") -> None:
        """Let the client be due on the day that is planned next."""
        client.touch_by = self.next_day(client) or client.touch_by
        client.save(update_fields=["touch_by"])

    def meet(self, touch: "Touch", cadence: "Cadence") -> None:
        """A real touch meets all that was planned until half of the ideal has passed: nobody is called the day after a talk."""
        until = touch.day + timedelta(days=-(-cadence.ideal_days // 2))
        self.open().filter(client=touch.client, day__lt=until).update(touch=touch)

    def next_of(self, clients: ClientQuerySet) -> int:
        """Let all these clients be due on the day that is planned next, where one is. One statement."""
        mine = apps.get_model("care.PlannedTouch").objects.filter(touch=None, client=OuterRef("pk"))
        return clients.filter(Exists(mine)).update(touch_by=Subquery(mine.order_by("day").values("day")[:1]))
