"""One person's day by mail, and its lines: each is answered once, by a link that needs no sign-in."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.cadence import Cadence
from wonback.care.models.promise import Promise
from wonback.care.models.snooze import Snooze
from wonback.care.models.touch import Note, Touch
from wonback.care.queries import ReminderQuerySet
from wonback.clients.models import Client
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone, Refusal
from wonback.post import links
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.queries import PromiseQuerySet

# A mail of Friday may still be answered on Sunday; after that “tomorrow” means another day than it says.
DAYS_OPEN = 3


class LinkExpired(Refusal):
    """A link of a morning mail works for three days."""

    code = "link_expired"


class NoLongerTheirs(Refusal):
    """Somebody else looks after this client by now."""

    code = "no_longer_theirs"


class Morning(models.Model):
    """That this person's day was looked at, on which day, and how many lines were sent; none: no mail."""

    user = models.ForeignKey(User, models.CASCADE, related_name="mornings")
    day = models.DateField()
    written_at = models.DateTimeField()
    lines = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_morning_mail_a_person_and_day")]

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"


class Reminder(models.Model):
    """One line of a morning mail. A client is named once in it."""

    class Answer(models.TextChoices):
        NONE = "", gettext_lazy("Not answered")
        DONE = "done", gettext_lazy("Done")
        TOMORROW = "tomorrow", gettext_lazy("Tomorrow")
        SKIP = "skip", gettext_lazy("Skip")

    morning = models.ForeignKey(Morning, models.CASCADE, related_name="reminders")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    why_now = models.CharField(max_length=600)
    # Part of its links; see `post.links`.
    nonce = models.CharField(max_length=22, default=links.new_nonce)
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["morning", "client"], name="one_line_a_client_and_morning")]

    def __str__(self) -> str:
        return f"{self.client} for {self.morning}"

    @property
    def user(self) -> User:
        return self.morning.user

    @property
    def promises(self) -> "PromiseQuerySet":
        """What this person owes them by the day of the mail."""
        return Promise.objects.due(as_of=self.morning.day).filter(client=self.client_id, owner=self.morning.user_id)

    def must_be_open(self, *, at: datetime) -> None:
        """Refuse a link that is too old, or about a client whom they look after no more."""
        if timezone.localdate(at) > self.morning.day + timedelta(days=DAYS_OPEN):
            day = {"day": formats.date_format(self.morning.day, "l, j F")}
            raise LinkExpired(_("Open Today instead: this link was for %(day)s and has expired.") % day)
        if not Client.objects.visible_to(self.user).filter(pk=self.client_id).exists():
            raise NoLongerTheirs(_("Leave %(client)s to whoever looks after them now.") % {"client": self.client})

    def done(self, note: Note, *, kept: Collection[int] = (), at: datetime) -> Touch:
        """They were in touch, and kept what they had promised."""
        with transaction.atomic():
            self._answer(self.Answer.DONE, at=at)
            touch = Touch.log(self.client, note, by=self.user, at=at)
            for promise in self.promises.filter(pk__in=kept):
                promise.keep(by=self.user, at=at)
        return touch

    def tomorrow(self, why: str, *, at: datetime) -> Snooze:
        """The next working day will do."""
        with transaction.atomic():
            self._answer(self.Answer.TOMORROW, at=at)
            until = add_workdays(timezone.localdate(at), 1)
            return Snooze.put_off(self.client, by=self.user, at=at, until=until, why=why)

    def skip(self, why: str, *, at: datetime) -> Snooze:
        """Nothing this time: until the next turn of their rhythm."""
        with transaction.atomic():
            self._answer(self.Answer.SKIP, at=at)
            until = timezone.localdate(at) + timedelta(days=Cadence.objects.of(self.client).ideal_days)
            return Snooze.put_off(self.client, by=self.user, at=at, until=until, why=why)

    def _answer(self, answer: str, *, at: datetime) -> None:
        """All three links of a line are spent by the first that is used."""
        self.must_be_open(at=at)
        if not Reminder.objects.filter(pk=self.pk, answer="").update(answer=answer, answered_at=at):
            raise AlreadyDone(_("You have answered already. There is nothing left to do here."))
        self.answer, self.answered_at = answer, at
