"""Questions about many letters."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower

from wonback.clients.models import Contact
from wonback.clients.queries import owned_within_reach
from wonback.core.days import start_of
from wonback.post.frequency import QUIET
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.post.models import Extension, Letter  # noqa: F401  # the queryset’s subject


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """What we asked about permissions that run out."""


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """The letters of those whose work this person sees."""
        return self.filter(owned_within_reach(user, owner="sender"))

    def about(self, prefix: str) -> Self:
        """Letters whose key begins so: “invitation:17:” are all that one invitation sends."""
        return self.filter(key__startswith=prefix)

    def unasked_to(self, contact: Contact, *, within: tuple[date, date]) -> Self:
        """Letters that went, or are to go, to this person unasked about these days; the same address is the same person."""
        near = (start_of(within[0]), start_of(within[1]))
        there = self.filter(models.Q(contact=contact) | models.Q(to=contact.email, contact__isnull=False))
        return there.filter(not_before__range=near, unasked=True, state__in=["waiting", "sending", "sent", "uncertain"])

    def lately_to(self, contact: Contact, *, at: datetime) -> Self:
        """What went, or goes, to this person’s address of late, whoever wrote it."""
        kept = self.exclude(state__in=["stopped", "failed"])
        return kept.filter(to__iexact=contact.email, written_at__gt=at - QUIET) if contact.email else self.none()

    def lately_to_any(self, people: Collection[Contact], *, at: datetime) -> set[int]:
        """The same of many: the numbers of those to whose address something went, or goes, of late."""
        kept = self.exclude(state__in=["stopped", "failed"]).filter(written_at__gt=at - QUIET)
        addressed = Contact.objects.filter(pk__in=[one.pk for one in people]).exclude(email="")
        written = addressed.annotate(address=Lower("email")).filter(address__in=kept.values(written=Lower("to")))
        return set(written.values_list("pk", flat=True))

    def of_each(self, kind: str, keys: Collection[int]) -> Self:
        """Letters that any of many rows sends: their keys begin with “pitch:17:”, “pitch:18:”, …"""
        beginnings = tuple(f"{kind}:{key}:" for key in keys)
        named = self.about(f"{kind}:").values_list("pk", "key")
        return self.filter(pk__in=[pk for pk, key in named if key.startswith(beginnings)])

    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def due(self, *, at: datetime) -> Self:
        """Letters that may go out now, in the order in which their time came."""
        return self.waiting().filter(not_before__lte=at).order_by("not_before", "pk")

    def for_sending(self) -> Self:
        """With all that a letter names."""
        return self.select_related("client", "contact", "sender")

    def left_behind(self, *, before: datetime) -> Self:
        """Letters taken so long ago that whoever took them is gone."""
        return self.filter(state="sending", taken_at__lt=before)

    def troubled(self) -> Self:
        """Letters that a person should look at."""
        return self.filter(state__in=["failed", "uncertain"])
