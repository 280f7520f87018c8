"""Two or more clients, or two people at one client, put together: one stays, and everything the others had is theirs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.clients.models import Alias, Client, Contact, Word
from wonback.clients.models.client import MERGED, PARTED
from wonback.clients.models.contact import JOINED, TWO_AGAIN
from wonback.clients.names import name_key
from wonback.core.errors import AlreadyDone, Refusal
from wonback.duplicates import choosing, lives, people, refusals, rows
from wonback.duplicates.choosing import Choices
from wonback.duplicates.models.pair import Pair
from wonback.duplicates.moving import Moving
from wonback.duplicates.queries import MergeQuerySet
from wonback.duplicates.taking_back import TakingBack
from wonback.figures.models import Figure
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.team.policy import Right


class NotTwo(Refusal):
    """It takes two to put together."""

    code = "not_two"


class LaterFirst(Refusal):
    """What was put together last is taken apart first."""

    code = "later_first"


class Held(Refusal):
    """Both hold what can be there only once."""

    code = "held"


class Merge(models.Model):
    survivor = models.ForeignKey(Client, models.CASCADE, related_name="merges")
    # Of two people at this client: the number of the one who stays.
    person = models.BigIntegerField(null=True, blank=True)
    # Who is part of it now: [{"pk": 7, "name": "Acme Ltd"}]; of people with the name of the one who stays: "stays".
    gone = models.JSONField(default=list)
    # field → the number of the client whose value was taken
    choices = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # How many people, and how many open losses, had to stay two.
    people_apart = models.PositiveSmallIntegerField(default=0)
    losses_apart = models.PositiveSmallIntegerField(default=0)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # What taking it back did: {"reversed": 7, "edited": 1, "gone": 0}
    outcome = models.JSONField(default=dict)

    objects = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="merges_newest_first")]

    def __str__(self) -> str:
        return f"{self.stays_as or self.survivor} ({', '.join(self.names)})"

    def get_absolute_url(self) -> str:
        return reverse("duplicates:merges")

    @property
    def names(self) -> list[str]:
        """What those are called that are part of the survivor now."""
        return [one["name"] for one in self.gone]

    @classmethod
    def of(
        cls, survivor: Client, others: Iterable[Client], *, by: User, at: datetime, choices: Choices | None = None
    ) -> "Merge":
        """Put clients together. `choices`: field → the number of the one believed; else the survivor's, if it says anything.

        Asked twice, the second time it is the same merge. A refusal, of whichever of them, binds the survivor.
        """
        by.must(Right.LEAD)
        asked = [survivor.pk, *dict.fromkeys(other.pk for other in others if other.pk != survivor.pk)]
        with transaction.atomic():
            there = {
                client.pk: client for client in Client.objects.select_for_update().filter(pk__in=asked).order_by("pk")
            }
            if before := cls._before(asked, there):
                return before
            clients = [there[pk] for pk in asked]
            chosen = {name: pk for name, pk in (choices or {}).items() if pk in there}
            lives.must_be_decided(clients, chosen)
            gone = [{"pk": client.pk, "name": client.name} for client in clients[1:]]
            merge = cls.objects.create(survivor=clients[0], gone=gone, choices=chosen, by=by, at=at)
            merge._carry_out(clients)
        survivor.refresh_from_db()
        return merge

    @property
    def stays_as(self) -> str:
        """What the person is called who stays, of two people."""
        return str(self.gone[0].get("stays", ""))

    @classmethod
    def of_people(
        cls, stays: Contact, goes: Contact, *, by: User, at: datetime, choices: Choices | None = None
    ) -> "Merge":
        """Put two people at one client together. `choices`: field → the number of the one believed. Asked twice, it is done once."""
        by.must(Right.WORK)
        with transaction.atomic():
            client = Client.objects.select_for_update().get(pk=stays.client_id)
            known = Alias.objects.filter(was=goes.pk, contact=stays).exists()
            if known and (before := cls.objects.standing().filter(survivor=client, person=stays.pk).last()):
                return before
            there = client.contacts.select_for_update().in_bulk([stays.pk, goes.pk])
            if len(there) != 2:
                raise NotTwo(_("Choose two people at one client."))
            stays, goes = there[stays.pk], there[goes.pk]
            if people.is_held(stays, goes):
                raise Held(
                    _("End what runs with one of the two first: both hold something that can be there only once.")
                )
            gone = [{"pk": goes.pk, "name": goes.name, "stays": stays.name}]
            chosen = {name: pk for name, pk in (choices or {}).items() if pk in there}
            merge = cls.objects.create(survivor=client, person=stays.pk, gone=gone, choices=chosen, by=by, at=at)
            believed = {name: getattr(there[pk], name) for name, pk in chosen.items()}
            people.join_person(Moving(merge), stays, goes, believed)
            client.tell(JOINED, by=by, at=at, contact=stays.name, other=goes.name)
        return merge

    @classmethod
    def _before(cls, asked: Sequence[int], there: dict[int, Client]) -> "Merge | None":
        """The merge that did this already, if it did; refused where there are no two to put together."""
        if len(asked) > 1 and len(there) == len(asked):
            return None
        missing = set(asked) - set(there)
        alias = Alias.objects.filter(was__in=missing, client__in=there).order_by("-pk").first() if missing else None
        done = cls.objects.standing().filter(survivor=alias.client_id, person=None) if alias else cls.objects.none()
        for merge in done.order_by("-pk"):
            if missing <= {one["pk"] for one in merge.gone}:
                return merge
        raise NotTwo(_("Choose two clients that are there."))

    def _carry_out(self, clients: list[Client]) -> None:
        survivor, others = clients[0], clients[1:]
        moving, owners = Moving(self), {client.owner_id for client in clients}
        self._put_pairs_aside(moving, clients)
        for other in others:
            moving.lay_aside(Figure, Figure.objects.about("client", [other.pk]).values_list("pk", flat=True))
            moving.join(Client, loser=other.pk, winner=survivor.pk)
        spoken_for = choosing.spoken_for(clients, self.choices)
        self._believe(moving, clients)
        for client in others:
            self._remember(moving, client, spoken_for[client.pk])
        self.people_apart = people.join_people(moving, survivor)
        self.losses_apart = lives.settle(moving, survivor, as_of=timezone.localdate(self.at))
        moving.change(Client, survivor.pk, lives.rhythm(clients, survivor))
        self._rank_again(moving)
        self.save(update_fields=["people_apart", "losses_apart"])
        left = sorted(owner for owner in owners if owner and owner != survivor.owner_id)
        for place, other in enumerate(others):
            # Not in the sentence: whoever looked after one of them is not neutral about any.
            was = {"was": str(left[place])} if place < len(left) else {}
            survivor.tell(MERGED, by=self.by, at=self.at, other=other.name, **was)

    def _believe(self, moving: Moving, clients: list[Client]) -> None:
        """The survivor's row, field by field."""
        survivor = clients[0]
        facts = choosing.believed(clients, self.choices)
        facts["standing"] = lives.standing_of(clients, facts["standing"], self.choices)
        facts["name_key"] = name_key(facts["name"])
        more: dict[str, Any] = {}
        for client in reversed(clients):
            more |= client.more or {}
        # The words of every name have moved here, so the search finds the survivor by each.
        moving.change(Client, survivor.pk, facts | {"more": more})
        survivor.refresh_from_db()

    def _remember(self, moving: Moving, other: Client, fields: list[str]) -> None:
        known_as = {
            "source": other.source,
            "external_id": other.external_id,
            "was": other.pk,
            "name_key": other.name_key,
        }
        moving.made(Alias.objects.create(client=self.survivor, speaks_for=fields, **known_as))

    def _put_pairs_aside(self, moving: Moving, clients: list[Client]) -> None:
        """What was found of those who go is found anew; what a person said of them holds for the survivor."""
        gone, survivor = [client.pk for client in clients[1:]], clients[0].pk
        theirs = Pair.objects.filter(models.Q(one__in=gone) | models.Q(other__in=gone)).order_by("pk")
        said = {
            ({pair.one_id, pair.other_id} - set(gone)).pop(): pair
            for pair in theirs.apart()
            if not {pair.one_id, pair.other_id} <= {*gone}
        }
        moving.lay_aside(Pair, theirs.values_list("pk", flat=True))
        for third, pair in said.items():
            low, high = sorted((third, survivor))
            if third != survivor and not Pair.objects.filter(one=low, other=high, apart_at__isnull=False).exists():
                Pair.objects.filter(one=low, other=high).delete()
                facts = {"found_on": pair.found_on, "apart_at": pair.apart_at, "apart_by": pair.apart_by}
                moving.made(Pair.objects.create(one_id=low, other_id=high, **facts))

    def _rank_again(self, moving: Moving) -> None:
        """What one of them allowed or refused counts for the losses of all."""
        losses = Loss.objects.filter(client=self.survivor)
        before = {loss.pk: rows.kept(loss) for loss in losses}
        losses.pursued().put_in_rank(as_of=timezone.localdate(self.at))
        for pk, columns in before.items():
            moving.changed(Loss, pk, columns)

    def take_back(self, *, by: User, at: datetime) -> None:
        """They were two after all: each is as it was, but for what people changed since."""
        by.must(Right.LEAD if self.person is None else Right.WORK)
        with transaction.atomic():
            Client.objects.select_for_update().get(pk=self.survivor_id)
            self._must_be_last()
            if not Merge.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=at, taken_back_by=by):
                raise AlreadyDone(_("Look again: they have been taken apart already."))
            self.refresh_from_db()
            self.outcome = TakingBack(self).carry_out()
            self.save(update_fields=["outcome"])
            if self.person is not None:
                told = {"contact": self.stays_as, "other": self.names[0]}
                self.survivor.tell(TWO_AGAIN, by=by, at=at, **told)
                return
            back = Client.objects.filter(pk__in=[one["pk"] for one in self.gone])
            Word.objects.remember(Client.objects.filter(pk__in=[self.survivor_id, *back.values_list("pk", flat=True)]))
            refusals.hold_for_each(self.survivor, back, since=self.at)
            for client in back:
                client.tell(PARTED, by=by, at=at, other=self.survivor.name)
                self.survivor.tell(PARTED, by=by, at=at, other=client.name)

    def _must_be_last(self) -> None:
        later = Merge.objects.standing().filter(survivor=self.survivor_id, pk__gt=self.pk).order_by("-pk").first()
        if later:
            raise LaterFirst(_("Take the later one back first: %(merge)s.") % {"merge": later})
