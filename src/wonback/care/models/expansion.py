"""Room to sell more: what they want, what it is worth, who sees to the next step, and how it ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.care.queries import ExpansionQuerySet
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.care.models.touch import Touch

OPENED = Verb("expansion.opened", gettext_lazy("{client} wants more: {what}. Noted by {actor}."))
MOVED = Verb("expansion.moved", gettext_lazy("{actor} takes it further with {client}: {what}, by {due_by}."))
WON = Verb("expansion.won", gettext_lazy("{client} took more of us: {what}."))
DECLINED = Verb("expansion.declined", gettext_lazy("{client} does not take more for now ({what}): {why}."))

DAYS_TO_FIND_OUT = 7


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What somebody knows of it; of a worth nobody has named nothing is known."""

    what: str
    worth: Decimal | None = None
    next_step: str = ""
    due_by: date | None = None


class Expansion(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "", gettext_lazy("Open")
        WON = "won", gettext_lazy("They took it")
        DECLINED = "declined", gettext_lazy("Not now")

    client = models.ForeignKey(Client, models.CASCADE, related_name="expansions")
    what = models.CharField(max_length=300)
    # A year; None: nobody knows yet.
    worth = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    owner = models.ForeignKey(User, models.PROTECT, related_name="expansions")
    opened_on = models.DateField()
    next_step = models.CharField(max_length=200)
    due_by = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")
    # The touch in which we heard of it; taking that touch back takes this back.
    touch = models.ForeignKey("care.Touch", models.SET_NULL, null=True, blank=True, related_name="expansions")

    objects = ExpansionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client", "outcome"], name="expansions_by_client"),
            models.Index(fields=["owner", "due_by"], condition=models.Q(outcome=""), name="open_expansions_by_owner"),
        ]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def open_(
        cls, client: Client, chance: Chance, *, by: User, at: datetime, touch: "Touch | None" = None
    ) -> "Expansion":
        """Write down what they want more of, with a next step; whoever looks after them sees to it."""
        by.must(Right.WORK)
        today = timezone.localdate(at)
        if not chance.what.strip():
            raise WordsWanted(_("Say what they want more of."))
        due_by = chance.due_by or today + timedelta(days=DAYS_TO_FIND_OUT)
        if due_by < today:
            raise DayWanted(_("Plan the next step for today or a later day."))
        with transaction.atomic():
            facts = {
                "owner": client.owner or by,
                "opened_on": today,
                "worth": chance.worth,
                "currency": settings.CURRENCY if chance.worth is not None else "",
                "next_step": chance.next_step.strip()[:200] or _("Find out what they need, and by when"),
            }
            wanted = cls.objects.create(
                client=client, what=chance.what.strip()[:300], due_by=due_by, touch=touch, **facts
            )
            client.tell(OPENED, by=by, at=at, what=wanted.what.rstrip("."))
        return wanted

    def move(self, next_step: str, due_by: date, *, by: User, at: datetime, worth: Decimal | None = None) -> None:
        """What is next, and by when; and what it is worth, once somebody knows."""
        by.must(Right.WORK)
        if not next_step.strip():
            raise WordsWanted(_("Say what you do next."))
        if due_by < timezone.localdate(at):
            raise DayWanted(_("Plan the next step for today or a later day."))
        with transaction.atomic():
            known = {} if worth is None else {"worth": worth, "currency": settings.CURRENCY}
            self._change(next_step=next_step.strip()[:200], due_by=due_by, **known)
            told = {"what": self.next_step.rstrip("."), "due_by": due_by.isoformat()}
            self.client.tell(MOVED, by=by, at=at, **told)

    def win(self, *, by: User, at: datetime) -> None:
        """They took it."""
        by.must(Right.WORK)
        with transaction.atomic():
            self._change(outcome=self.Outcome.WON, ended_at=at)
            self.client.tell(WON, by=by, at=at, what=self.what.rstrip("."))

    def decline(self, why: str, *, by: User, at: datetime) -> None:
        """They do not take it, and why."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsWanted(_("Say in one line why they do not take it."))
        with transaction.atomic():
            self._change(outcome=self.Outcome.DECLINED, ended_at=at, why=why.strip()[:300])
            self.client.tell(DECLINED, by=by, at=at, what=self.what.rstrip("."), why=self.why.rstrip("."))

    def _change(self, **facts: object) -> None:
        if not Expansion.objects.open().filter(pk=self.pk).update(**facts):
            raise AlreadyDone(_("Look again: this has already ended."))
        self.refresh_from_db(fields=list(facts))
