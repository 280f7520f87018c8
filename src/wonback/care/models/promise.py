"""What we said we would do, and by when. A promise is open, kept or broken; it never just disappears."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.queries import PromiseQuerySet
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

MADE = Verb("promise.made", gettext_lazy("{actor} promised {client}: {what}, by {due_by}."))
BROKEN = Verb("promise.broken", gettext_lazy("We did not keep our promise to {client} by {due_by}: {what}."))
KEPT = Verb("promise.kept", gettext_lazy("{actor} kept a promise to {client}: {what}."))


class WordsWanted(Refusal):
    """A promise or a concern is made of words."""

    code = "words_wanted"


class DayWanted(Refusal):
    """A promise without a day is none."""

    code = "day_wanted"


class Promise(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="promises")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="promises")
    made_on = models.DateField()
    due_by = models.DateField()
    kept_at = models.DateTimeField(null=True, blank=True)
    broken_on = models.DateField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "kept_at", "due_by"], name="open_promises_by_owner"),
            models.Index(fields=["client", "kept_at"], name="open_promises_by_client"),
        ]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def make(
        cls, client: Client, what: str, *, by: User, at: datetime, due_by: date, owner: User | None = None
    ) -> "Promise":
        """Write down what we promised the client; whoever writes it down keeps it, unless another owner is named."""
        by.must(Right.WORK)
        today = timezone.localdate(at)
        if not what.strip():
            raise WordsWanted(_("Say what you promised."))
        if due_by < today:
            raise DayWanted(_("Promise it for today or a later day."))
        with transaction.atomic():
            facts = {"owner": owner or by, "made_on": today, "due_by": due_by}
            promise = cls.objects.create(client=client, what=what.strip(), **facts)
            client.tell(MADE, by=by, at=at, what=promise.what, due_by=due_by.isoformat())
        return promise

    def keep(self, *, by: User, at: datetime) -> None:
        """We did what we said."""
        with transaction.atomic():
            if not Promise.objects.filter(pk=self.pk, kept_at=None).update(kept_at=at):
                raise AlreadyDone(_("Look again: this promise has already been kept."))
            self.kept_at = at
            self.client.tell(KEPT, by=by, at=at, what=self.what)

    def break_(self, *, on: date, at: datetime) -> None:
        """Its day has passed. It is still owed, and the story says so."""
        with transaction.atomic():
            if Promise.objects.open().filter(pk=self.pk, broken_on=None).update(broken_on=on):
                self.broken_on = on
                self.client.tell(BROKEN, by=None, at=at, what=self.what, due_by=self.due_by.isoformat())
