"""A client company, past or present."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.models.entry import Entry
from wonback.clients.models.word import Word
from wonback.clients.names import name_key
from wonback.clients.queries import ClientQuerySet
from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.core.writing import parts_of, reconciled
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.clients.models.spell import Spell

ADDED = Verb("client.added", gettext_lazy("{actor} added {client}."))
CORRECTED = Verb("client.corrected", gettext_lazy("{actor} corrected what we know of {client}: {what}."))
HANDED_OVER = Verb("client.handed_over", gettext_lazy("{actor} handed {client} over to {to}."))
MERGED = Verb("client.merged", gettext_lazy("{actor} put {other} and {client} together: they are one company."))
PARTED = Verb("client.parted", gettext_lazy("{actor} took {client} and {other} apart again: they are two companies."))
# What can be put right, as it is called.
FACTS = {
    "name": gettext_lazy("Name"),
    "tier": gettext_lazy("Size"),
    "industry": gettext_lazy("Industry"),
    "employees": gettext_lazy("People who work there"),
    "country": gettext_lazy("Country"),
    "town": gettext_lazy("Town"),
    "domain": gettext_lazy("Their address on the web"),
    "phone": gettext_lazy("Telephone"),
}


class NotAnOwner(Refusal):
    """A client belongs to somebody who is here and works with clients."""

    code = "not_an_owner"


class NameMissing(Refusal):
    """Whom nobody can name, nobody can find again."""

    code = "name_missing"


class Client(BroughtIn):
    class Standing(models.TextChoices):
        PROSPECT = "prospect", gettext_lazy("Not yet a client")
        ACTIVE = "active", gettext_lazy("Client")
        LOST = "lost", gettext_lazy("Lost")

    class Tier(models.TextChoices):
        A = "A", gettext_lazy("A: large")
        B = "B", gettext_lazy("B: middle")
        C = "C", gettext_lazy("C: small")

    name = models.CharField(max_length=200)
    # Computed from the name, so that imports find a client in one indexed look-up.
    name_key = models.CharField(max_length=200, db_index=True, editable=False)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="clients")
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.ACTIVE)
    tier = models.CharField(max_length=1, choices=Tier, default=Tier.C)
    industry = models.CharField(max_length=120, blank=True, default="")
    employees = models.PositiveIntegerField(null=True, blank=True)
    country = models.CharField(max_length=80, blank=True, default="")
    # Whom we visit on one trip.
    town = models.CharField(max_length=120, blank=True, default="", db_default="")
    domain = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries")
    more = models.JSONField(default=dict, blank=True)
    # Written by `care` with every real touch, so that today's list is one walk along an index.
    last_touch_on = models.DateField(null=True, blank=True)
    touch_by = models.DateField(null=True, blank=True)
    # The last day inside their maximum, whatever is planned.
    touch_latest_by = models.DateField(null=True, blank=True)

    # Known to clients that were fetched `with_spell()`.
    began_on: date | None
    ended_on: date | None

    objects = ClientQuerySet.as_manager()

    class Meta(BroughtIn.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "standing", "touch_by", "id"], name="clients_due_by_owner"),
            models.Index(
                fields=["owner", "standing", "tier", "id"],
                condition=models.Q(touch_by=None),
                name="clients_never_touched",
            ),
            models.Index(fields=["owner", "name", "id"], name="clients_by_owner_and_name"),
            models.Index(fields=["name", "id"], name="clients_by_name"),
            # For those who see every book. An index that begins with the standing would draw queries away from the
            # owner's, who has far fewer: without statistics, SQLite takes one equality to be as good as another.
            models.Index(fields=["touch_by", "id"], condition=models.Q(standing="active"), name="clients_due"),
            # Whoever counts all of a size reads nothing else.
            models.Index(
                fields=["tier", "touch_by", "touch_latest_by"],
                condition=models.Q(standing="active"),
                name="clients_by_tier_and_day",
            ),
            models.Index(
                fields=["touch_latest_by", "id"],
                condition=models.Q(standing="active"),
                name="clients_beyond_their_maximum",
            ),
            models.Index(fields=["name", "id"], condition=models.Q(standing="lost"), name="clients_lost_by_name"),
            models.Index(fields=["name", "id"], condition=models.Q(standing="prospect"), name="prospects_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("desk:client", args=[self.pk])

    @classmethod
    def add(cls, *, by: User, at: datetime, since: date | None, **facts: Any) -> "Client":
        """Write down a new client, whose first spell began `since` (None: unknown)."""
        by.must(Right.WORK)
        cls._must_be_named(facts.get("name", ""))
        with transaction.atomic():
            client = cls.objects.create(**facts)
            client.remember_name()
            client.spells.create(started_on=since)
            client.tell(ADDED, by=by, at=at)
        return client

    @staticmethod
    def _must_be_named(name: str) -> None:
        if not name.strip():
            raise NameMissing(_("Give the client a name."))

    @property
    def spell(self) -> "Spell | None":
        """The life they are in, or the last one they had."""
        return self.spells.order_by("pk").last()

    def hand_over(self, to: User, *, by: User, at: datetime) -> None:
        """Give this client another owner."""
        by.must(Right.LEAD)
        self._must_be_able_to_own(to)
        # Not in the sentence: kept so that nobody who owned them once is asked to be neutral about them.
        was = {"was": str(self.owner_id)} if self.owner_id else {}
        with transaction.atomic():
            self.owner = to
            self.save(update_fields=["owner"])
            self.tell(HANDED_OVER, by=by, at=at, to=to.name, **was)

    @classmethod
    def hand_all_over(cls, of: User, to: User, *, by: User, at: datetime) -> int:
        """Give all clients of one person another owner. Return how many."""
        by.must(Right.LEAD)
        cls._must_be_able_to_own(to)
        was = {"was": str(of.pk)}
        with transaction.atomic():
            theirs = list(cls.objects.select_for_update().filter(owner=of).values_list("pk", flat=True))
            cls.objects.filter(owner=of).update(owner=to)
            cls.tell_all(theirs, HANDED_OVER, by=by, at=at, to=to.name, **was)
        return len(theirs)

    @staticmethod
    def _must_be_able_to_own(to: User) -> None:
        if not (to.is_active and to.may(Right.WORK)):
            raise NotAnOwner(_("Choose somebody who is here and works with clients: %(name)s does not.") % {"name": to})

    def correct(self, *, by: User, at: datetime, seen: str = "", **facts: Any) -> None:
        """Put right what we know about them. What stays the same is not told. `seen`: the mark of what somebody changed."""
        by.must(Right.WORK)
        with transaction.atomic():
            theirs = parts_of(Client.objects.select_for_update().get(pk=self.pk), facts)
            told = reconciled(facts, theirs=theirs, names=FACTS, seen=seen, choices={"tier": dict(self.Tier.choices)})
            new = {name: value for name, value in told.items() if theirs[name] != value}
            if not new:
                return
            self._must_be_named(new.get("name", self.name))
            for name, value in new.items():
                setattr(self, name, value)
            self.save(update_fields=[*new, *(["name_key"] if "name" in new else [])])
            if "name" in new:
                self.words.all().delete()
                self.remember_name()
            labels = [name.replace("_", " ") for name in new]
            self.tell(CORRECTED, by=by, at=at, what=", ".join(labels))

    def leave(self, *, on: date) -> None:
        """End the current spell; called by the loss that tells the story."""
        self.standing = self.Standing.LOST
        self.save(update_fields=["standing"])
        self.spells.filter(ended_on=None).update(ended_on=on)

    def come_back(self, *, on: date) -> None:
        """Begin another spell; called by the plan that tells the story."""
        self.standing = self.Standing.ACTIVE
        self.save(update_fields=["standing"])
        self.spells.create(started_on=on)

    def remember_name(self) -> None:
        """Let the search find this client by any word of its name."""
        Word.objects.remember(Client.objects.filter(pk=self.pk))

    def tell(self, verb: Verb, *, by: User | None, at: datetime, **facts: str) -> Entry:
        """Add one sentence to this client's timeline. `by` is None for Wonback itself."""
        return self.timeline.create(verb=verb.name, actor=by, at=at, facts=facts)

    def telling(self, verb: Verb, *, by: User | None, at: datetime, **facts: str) -> Entry:
        """The same sentence, not yet on the timeline: whoever has many to tell writes them at once."""
        return Entry(client_id=self.pk, verb=verb.name, actor=by, at=at, facts=facts)

    @classmethod
    def tell_all(cls, clients: Iterable[int], verb: Verb, *, by: User | None, at: datetime, **facts: str) -> None:
        """Add the same sentence to the timelines of many clients at once, named by their numbers."""
        Entry.objects.bulk_create(
            [Entry(client_id=client, verb=verb.name, actor=by, at=at, facts=facts) for client in clients]
        )
