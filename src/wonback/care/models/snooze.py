"""A line of today's list put off or passed over, with the reason. It comes back; nothing disappears by being late."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.care.queries import SnoozeQuerySet
from wonback.clients.models import Client
from wonback.clients.timeline import Verb
from wonback.core.errors import Refusal
from wonback.team.models import User

PUT_OFF = Verb("touch.put_off", gettext_lazy("{actor} put {client} off until {until}: {why}."))


class SayWhy(Refusal):
    """Putting a client off needs a reason."""

    code = "say_why"


class Snooze(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="snoozes")
    user = models.ForeignKey(User, models.CASCADE, related_name="snoozes")
    until = models.DateField()
    why = models.CharField(max_length=200)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "until"], name="snoozes_by_person")]

    def __str__(self) -> str:
        return f"{self.client} until {self.until}"

    @classmethod
    def put_off(cls, client: Client, *, by: User, at: datetime, until: date, why: str) -> "Snooze":
        """Take the client off this person's list until that day."""
        if not why.strip():
            raise SayWhy(gettext_lazy("Say in a few words why this client can wait."))
        with transaction.atomic():
            snooze = cls.objects.create(client=client, user=by, until=until, why=why)
            client.tell(PUT_OFF, by=by, at=at, until=until.isoformat(), why=why)
        return snooze
