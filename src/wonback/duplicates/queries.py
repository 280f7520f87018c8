"""Questions about pairs and merges."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from wonback.clients.models import Client
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.duplicates.models import Merge, Pair, PersonPair  # noqa: F401  # the querysets’ subjects
    from wonback.duplicates.models.twice import Twice  # as above


class TwiceQuerySet[Row: Twice](models.QuerySet[Row]):
    def open(self) -> Self:
        """Those about which nobody has said anything."""
        return self.filter(apart_at=None)

    def apart(self) -> Self:
        return self.filter(apart_at__isnull=False)


class PairQuerySet(TwiceQuerySet["Pair"]):
    def visible_to(self, user: User) -> Self:
        """Pairs of which both are in this person's book: of a client of somebody else they learn nothing here."""
        book = Client.objects.in_book_of(user).values("pk")
        return self.filter(one__in=book, other__in=book)

    def identical(self) -> Self:
        """Those that differ in nothing, belong to the same person, and stand alike."""
        same_owner = Q(one__owner=models.F("other__owner")) | Q(one__owner=None) | Q(other__owner=None)
        return self.open().filter(same_owner, identical=True, one__standing=models.F("other__standing"))

    def for_cards(self) -> Self:
        return self.select_related("one__owner", "other__owner", "apart_by")


class PersonPairQuerySet(TwiceQuerySet["PersonPair"]):
    def visible_to(self, user: User) -> Self:
        """Pairs of people at one client in this person's book."""
        book = Client.objects.in_book_of(user).values("pk")
        return self.filter(one__client__in=book, other__client=models.F("one__client"))

    def for_cards(self) -> Self:
        return self.select_related("one__client__owner", "other__client", "apart_by")


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: User) -> Self:
        """Merges of clients in this person's book."""
        return self.filter(survivor__in=Client.objects.in_book_of(user).values("pk"))

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def for_cards(self) -> Self:
        return self.select_related("survivor", "by", "taken_back_by")
