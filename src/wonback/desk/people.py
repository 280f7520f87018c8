"""The people at one client: a map of who decides, blocks and likes us, and the same as a table with its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.db.models import Count, IntegerField, Max, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wonback.care.models import Touch
from wonback.clients.forms import StandForm
from wonback.clients.models import Bearing, Client, Contact
from wonback.clients.people_map import PeopleMap, Person, drawn
from wonback.core.days import start_of
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request

A_YEAR = timedelta(days=365)
# Held by fewer, a client is gone when one person is.
ENOUGH_THREADS = 2


def threads_of(*, as_of: date) -> Subquery:
    """With how many who are still there we have really spoken within 12 months; nothing where it is not on file with whom we spoke."""
    recent = Touch.objects.real().filter(client=OuterRef("pk"), at__gte=start_of(as_of - A_YEAR), contact__isnull=False)
    still_there = Count("contact", filter=Q(contact__left_on=None), distinct=True)
    return Subquery(
        recent.order_by().values("client").annotate(n=still_there).values("n")[:1], output_field=IntegerField()
    )


def thinly_held(threads: int | None) -> str:
    """What to say of a client who hangs on one person, or on nobody; nothing where they do not, or where nobody knows."""
    if threads is None or threads >= ENOUGH_THREADS:
        return ""
    if threads:
        return _(
            "One thread holds them: we have really spoken to one person there within 12 months. Ask who else should know you."
        )
    return _(
        "No thread holds them: it is not on file that we have spoken to anybody who is there now. Ask who decides."
    )


class Row(NamedTuple):
    """One person as the table shows them."""

    person: Any
    bearings: list[Bearing]
    spoken_on: datetime | None
    spoken_to: bool
    form: StandForm

    @property
    def since(self) -> date | None:
        """Since when they stand as they do, if anybody knows."""
        return self.bearings[0].held_from if self.bearings else None

    @property
    def before(self) -> list[Bearing]:
        return self.bearings[1:]


@dataclass(frozen=True)
class People:
    """Everybody at one client on one day."""

    client: Client
    user: User
    as_of: date

    @cached_property
    def rows(self) -> list[Row]:
        """Three queries, however many there are."""
        told: dict[int, list[Bearing]] = {}
        for one in Bearing.objects.filter(contact__client=self.client).select_related("noted_by").order_by("-pk"):
            told.setdefault(one.contact_id, []).append(one)
        since = start_of(self.as_of - A_YEAR)
        real = Q(touches__reached=True, touches__taken_back_at=None)
        people = (
            self.client.contacts.by_weight()
            .select_related("reports_to")
            .annotate(spoken=Max("touches__at", filter=real))
        )
        everybody: list[Any] = list(people)
        there = [one for one in everybody if one.left_on is None]
        return [
            Row(
                one,
                told.get(one.pk, []),
                one.spoken,
                spoken_to=bool(one.spoken and one.spoken >= since),
                form=StandForm.of(one, there),
            )
            for one in everybody
        ]

    @property
    def there(self) -> list[Row]:
        return [row for row in self.rows if row.person.left_on is None]

    @property
    def gone(self) -> list[Row]:
        return [row for row in self.rows if row.person.left_on]

    @cached_property
    def map(self) -> PeopleMap:
        return drawn(self.on_map())

    def on_map(self) -> Iterator[Person]:
        for row in self.there:
            one = row.person
            known = [one.get_role_display() or _("role unknown"), *self.stance(one)]
            facts: dict[str, Any] = {"role": one.role, "stance": one.stance, "reports_to": one.reports_to_id}
            yield Person(one.pk, one.name, one.title, **facts, spoken_to=row.spoken_to, says=" · ".join(known))

    @staticmethod
    def stance(one: Contact) -> list[str]:
        return [] if one.stance is None else [str(one.get_stance_display())]

    @property
    def threads(self) -> int:
        return sum(row.spoken_to for row in self.there)

    @property
    def thinly_held(self) -> str:
        return thinly_held(self.threads if self.there else None)

    @property
    def decides(self) -> list[Contact]:
        return [row.person for row in self.there if row.person.role == Contact.Role.DECIDER]

    @property
    def may_work(self) -> bool:
        return self.user.may(Right.WORK)


@login_required
@require_safe
def people(request: Request, pk: int) -> HttpResponse:
    """The map of the people there, and the table beside it."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    it = People(client, request.user, request.today)
    return render(request, "desk/people.html", {"it": it, "client": client})
