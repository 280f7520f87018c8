"""What a lead sees of a deal round: the pool on the left, everybody's hands on the right, and what stands against whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.care.models import Touch
from wonback.losses.models import Conflict, Loss
from wonback.losses.queries import LossQuerySet
from wonback.post import links
from wonback.team.models import User
from wonback.winback.deal_round import Card, Deal, Hand, suggest
from wonback.winback.models import CampaignArm, HandOut

# As many as a lead deals at once; the rest of the pool waits for the next round.
SHOWN = 40

type Told = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One client of the pool: in whose hands it is put, what stands against whom, and why it should go there."""

    loss: Loss
    put: int | None
    why: str
    refused: bool
    barred: Mapping[int, str]
    known: Mapping[int, str]

    @property
    def against(self) -> str:
        """What stands against whoever has it on the table now."""
        return self.barred.get(self.put, "") if self.put else ""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One person at the table."""

    person: User
    number: int
    open: int
    worth: Decimal
    late: int
    lines: list[Line]

    @property
    def room(self) -> int:
        return max(0, self.person.open_work_limit - self.open)

    @property
    def left(self) -> int:
        return self.room - len(self.lines)

    @property
    def over(self) -> int:
        return max(0, -self.left)


def pool(user: User, *, as_of: date) -> LossQuerySet:
    """The losses nobody works on, the most worthwhile first; those whom lot leaves alone are not dealt."""
    alone = CampaignArm.objects.waiting(as_of=as_of).values("loss")
    return Loss.objects.visible_to(user).pursued().in_pool().exclude(pk__in=alone).ranked()


@dataclass(frozen=True, kw_only=True)
class Round:
    """A deal round as one lead sees it now. `put`: what they have put where, loss by loss."""

    user: User
    now: datetime
    put: Mapping[int, int]
    key: str = ""

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @cached_property
    def losses(self) -> list[Loss]:
        return list(pool(self.user, as_of=self.today).for_cards()[:SHOWN])

    @cached_property
    def people(self) -> list[User]:
        """The lead first, who may lock one for themselves; then their people."""
        return sorted(User.objects.hands_of(self.user), key=lambda one: one.pk != self.user.pk)

    @cached_property
    def holding(self) -> dict[int, dict[str, Any]]:
        """What each works on already: how many, worth how much, and how many without an answer in time."""
        mine = Q(loss__currency=settings.CURRENCY)
        late = Q(accepted_at=None, answer_by__lte=self.now)
        rows = HandOut.objects.open().filter(to__in=self.people).values("to")
        told = rows.annotate(open=Count("pk"), worth=Sum("loss__worth", filter=mine), late=Count("pk", filter=late))
        return {row["to"]: dict(row) for row in told}

    @cached_property
    def barred(self) -> Told:
        """Who should keep away from which loss, and why."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for pk, person, why in self._another_may_do_better():
            found[pk][person] = why
        for given in self._given_back():
            found[given.loss_id][given.to_id] = _("gave it back: %(why)s") % {"why": given.why.rstrip(".")}
        by_client = defaultdict(list)
        for loss in self.losses:
            by_client[loss.client_id].append(loss.pk)
        for stake in Conflict.objects.filter(person__in=self.people, client__in=by_client):
            for pk in by_client[stake.client_id]:
                found[pk][stake.person_id] = _("has a stake in it: %(why)s") % {"why": stake.why.rstrip(".")}
        return found

    def _given_back(self) -> Iterable[HandOut]:
        given = HandOut.objects.filter(loss__in=self.losses, to__in=self.people, given_back_at__isnull=False)
        return given.order_by("pk")

    def _another_may_do_better(self) -> Iterable[tuple[int, int, str]]:
        """What the client answered to “is it me?”, which leads alone may know."""
        told = apps.get_model("interviews.IsItMe").objects.filter(loss__in=self.losses, answer="yes")
        return [(*one, _("another person may do better here")) for one in told.values_list("loss", "about")]

    @cached_property
    def known(self) -> Told:
        """Who has a history with which client, in words."""
        touches = Touch.objects.filter(client__in=[loss.client_id for loss in self.losses], by__in=self.people)
        rows = touches.values_list("client", "by").annotate(n=Count("pk"), last=Max("at")).order_by("client", "by")
        by_client: dict[int, dict[int, str]] = defaultdict(dict)
        for client, person, n, last in rows:
            by_client[client][person] = in_touch(n, timezone.localdate(last))
        here = {one.pk for one in self.people}
        return {loss.pk: looked_after(loss, here) | by_client[loss.client_id] for loss in self.losses}

    def cards(self) -> list[Card]:
        return [
            Card(
                pk=loss.pk,
                worth=float(loss.worth) if loss.worth is not None and loss.currency == settings.CURRENCY else None,
                known_by=self.known[loss.pk],
                barred=self.barred.get(loss.pk, {}),
                put=self.put.get(loss.pk),
                stays=_("Stays in the pool: they asked us not to contact them.") if self.refuses(loss) else "",
            )
            for loss in self.losses
        ]

    def refuses(self, loss: Loss) -> bool:
        return loss.may_follow_up(as_of=self.today) is False

    def hands(self) -> list[Hand]:
        """Everybody; the lead takes what they choose, and is dealt nothing more."""
        return [
            Hand(
                pk=seat.person.pk,
                name=seat.person.name,
                room=seat.room,
                worth=float(seat.worth),
                dealt_to=seat.person != self.user,
            )
            for seat in self.seats({})
        ]

    def suggested(self) -> dict[int, Deal]:
        """A fair split, loss by loss."""
        return {deal.card: deal for deal in suggest(self.cards(), self.hands())}

    def lines(self, deals: Mapping[int, Deal]) -> list[Line]:
        here = {one.pk for one in self.people}
        return [
            Line(
                loss=loss,
                put=deals[loss.pk].hand if deals else (put if (put := self.put.get(loss.pk)) in here else None),
                why=deals[loss.pk].why if deals else "",
                refused=self.refuses(loss),
                barred=self.barred.get(loss.pk, {}),
                known=self.known[loss.pk],
            )
            for loss in self.losses
        ]

    def seats(self, lines: Mapping[int, list[Line]]) -> list[Seat]:
        nothing = {"open": 0, "worth": None, "late": 0}
        return [
            Seat(
                person=person,
                number=number,
                open=held["open"],
                worth=held["worth"] or Decimal(0),
                late=held["late"],
                lines=lines.get(person.pk, []),
            )
            for number, person in enumerate(self.people, start=1)
            for held in [self.holding.get(person.pk, nothing)]
        ]

    def context(self, *, suggested: bool = False) -> dict[str, Any]:
        lines = self.lines(self.suggested() if suggested else {})
        by_hand: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            if line.put:
                by_hand[line.put].append(line)
        waiting = [line for line in lines if not line.put]
        total = pool(self.user, as_of=self.today).count() if len(lines) == SHOWN else len(lines)
        return {
            "key": self.key or links.new_nonce(),
            "waiting": waiting,
            "seats": self.seats(by_hand),
            "people": self.people,
            "put": len(lines) - len(waiting),
            "shown": len(lines),
            "total": total,
            "suggested": suggested,
        }


def in_touch(n: int, last: date) -> str:
    words = ngettext("knows them from %(n)d touch, on %(day)s", "knows them from %(n)d touches, last on %(day)s", n)
    return words % {"n": n, "day": date_format(last, "j F Y")}


def looked_after(loss: Loss, here: set[int]) -> dict[int, str]:
    """Whoever looked after them when they left."""
    return {loss.owner_then_id: _("looked after them before")} if loss.owner_then_id in here else {}
