"""A gripe that is simmering. It stays until somebody has dealt with it."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.clients.timeline import Verb
from wonback.team.models import User

RAISED = Verb("concern.raised", gettext_lazy("{client} is unhappy, noted by {actor}: “{what}”."))
SETTLED = Verb("concern.settled", gettext_lazy("{actor} settled a concern of {client}: “{what}”."))


class Concern(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="concerns")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="concerns")
    raised_on = models.DateField()
    due_by = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["client", "settled_at"], name="open_concerns_by_client")]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def raise_(cls, client: Client, what: str, *, by: User, at: datetime, due_by: date) -> "Concern":
        """Write down what the client is unhappy about, and who sees to it."""
        with transaction.atomic():
            owner = client.owner or by
            concern = cls.objects.create(client=client, what=what, owner=owner, raised_on=at.date(), due_by=due_by)
            client.tell(RAISED, by=by, at=at, what=what)
        return concern

    def settle(self, *, by: User, at: datetime) -> None:
        """Close the matter."""
        with transaction.atomic():
            self.settled_at = at
            self.save(update_fields=["settled_at"])
            self.client.tell(SETTLED, by=by, at=at, what=self.what)
