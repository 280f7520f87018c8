"""A line of today's list put off or passed over, with the reason. It comes back; nothing disappears by being late."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.queries import SnoozeQuerySet
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

PUT_OFF = Verb("touch.put_off", gettext_lazy("{actor} put {client} off until {until}: {why}."))
MOST_DAYS = 180


class SayWhy(Refusal):
    """Putting a client off needs a reason."""

    code = "say_why"


class ChooseADay(Refusal):
    """A client who is put off comes back on a day, and not in a year."""

    code = "choose_a_day"


class Snooze(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="snoozes")
    user = models.ForeignKey(User, models.CASCADE, related_name="snoozes")
    until = models.DateField()
    why = models.CharField(max_length=200)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "user"], name="one_snooze_a_client_and_person")]
        indexes = [models.Index(fields=["user", "until"], name="snoozes_by_person")]

    def __str__(self) -> str:
        return f"{self.client} until {self.until}"

    @classmethod
    def put_off(cls, client: Client, *, by: User, at: datetime, until: date, why: str) -> "Snooze":
        """Take the client off this person's list until that day. The newest decision counts."""
        by.must(Right.WORK)
        why = why.strip().rstrip(".")
        if not why:
            raise SayWhy(_("Say in a few words why this client can wait."))
        if not 0 < (until - timezone.localdate(at)).days <= MOST_DAYS:
            raise ChooseADay(_("Choose a day after today, within half a year."))
        with transaction.atomic():
            later = {"until": until, "why": why[:200]}
            snooze, _new = cls.objects.update_or_create(client=client, user=by, defaults=later)
            client.tell(PUT_OFF, by=by, at=at, until=until.isoformat(), why=why)
        return snooze

    def end(self) -> None:
        """Take the client up again today."""
        self.delete()
