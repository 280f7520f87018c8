"""What we said we would do, and by when. A promise is open, kept or broken; it never just disappears."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.care.queries import PromiseQuerySet
from wonback.clients.models import Client
from wonback.clients.timeline import Verb
from wonback.core.errors import AlreadyDone
from wonback.team.models import User

MADE = Verb("promise.made", gettext_lazy("{actor} promised {client}: {what}, by {due_by}."))
KEPT = Verb("promise.kept", gettext_lazy("{actor} kept a promise to {client}: {what}."))


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
    def make(cls, client: Client, what: str, *, by: User, at: datetime, due_by: date) -> "Promise":
        """Write down what we promised the client."""
        with transaction.atomic():
            promise = cls.objects.create(client=client, what=what, owner=by, made_on=at.date(), due_by=due_by)
            client.tell(MADE, by=by, at=at, what=what, due_by=due_by.isoformat())
        return promise

    def keep(self, *, by: User, at: datetime) -> None:
        """We did what we said."""
        with transaction.atomic():
            if not Promise.objects.filter(pk=self.pk, kept_at=None).update(kept_at=at):
                raise AlreadyDone(gettext_lazy("Look again: this promise has already been kept."))
            self.kept_at = at
            self.client.tell(KEPT, by=by, at=at, what=self.what)
