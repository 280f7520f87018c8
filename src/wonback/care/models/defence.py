"""What we do when a competitor was seen near a client: three steps with an owner and a day each, and how it ended."""

from datetime import date, datetime
from typing import ClassVar, NamedTuple, Unpack

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.promise import WordsWanted
from wonback.care.models.sighting import Competitor, Known, Sighting
from wonback.care.queries import DefenceQuerySet, DefenceStepQuerySet
from wonback.clients.models import Client
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.team.models import Holiday, User
from wonback.team.policy import Right

MOUNTED = Verb("defence.mounted", gettext_lazy("{actor} defends {client} against {competitor}: {steps} steps."))
STEPPED = Verb("defence.step_done", gettext_lazy("{actor} took a step to keep {client}: “{what}” {line}"))
KEPT = Verb("defence.kept", gettext_lazy("{client} stays with us; {competitor} did not get them: {why}."))
LOST = Verb("defence.lost", gettext_lazy("We could not defend {client} against {competitor}: {why}."))


class Play(NamedTuple):
    """One step of a defence, before it has an owner."""

    what: Promise | str
    workdays: int
    is_leads: bool = False


# Ask before you answer; answer before you send somebody higher.
STEPS = (
    Play(gettext_lazy("Call who decides: what do they offer, and what about it tempts you?"), 2),
    Play(gettext_lazy("Answer in writing what matters to them, with proof, and nothing about price first"), 5),
    Play(gettext_lazy("A visit by a lead: hear them out, and agree on what would make them stay"), 10, is_leads=True),
)


class Defence(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "", gettext_lazy("Under way")
        KEPT = "kept", gettext_lazy("Kept")
        LOST = "lost", gettext_lazy("Lost")

    client = models.ForeignKey(Client, models.CASCADE, related_name="defences")
    competitor = models.ForeignKey(Competitor, models.PROTECT, null=True, blank=True, related_name="defences")
    mounted_on = models.DateField()
    outcome = models.CharField(max_length=4, choices=Outcome, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")

    objects = DefenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client", "competitor"],
                condition=models.Q(outcome=""),
                name="one_open_defence_a_client_and_competitor",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(outcome="", competitor=None),
                name="one_open_defence_against_nobody_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["competitor", "outcome"], name="defences_by_competitor"),
        ]

    def __str__(self) -> str:
        return _("%(client)s against %(competitor)s") % {"client": self.client, "competitor": self.against}

    @property
    def against(self) -> str:
        """Whom we defend them against; the name may not be known yet."""
        return str(self.competitor or _("a competitor"))

    @classmethod
    def against_seen(cls, client: Client, rival: str, *, by: User, at: datetime, **known: Unpack[Known]) -> "Defence":
        """Write down that a competitor was seen near a client, and defend them."""
        by.must(Right.WORK)
        with transaction.atomic():
            competitor = Competitor.called(rival) if rival.strip() else None
            return cls.mount(Sighting.note(client, competitor, by=by, at=at, **known), by=by, at=at)

    @classmethod
    def mount(cls, sighting: Sighting, *, by: User, at: datetime) -> "Defence":
        """Lay out three steps for a client near whom a competitor was seen. Seen again meanwhile, it is the same defence."""
        by.must(Right.WORK)
        client, today = sighting.client, timezone.localdate(at)
        with transaction.atomic():
            key = {"client": client, "competitor": sighting.competitor, "outcome": ""}
            defence, is_new = cls.objects.get_or_create(**key, defaults={"mounted_on": today})
            Sighting.objects.filter(pk=sighting.pk).update(defence=defence)
            if is_new:
                defence.steps.bulk_create(defence._laid_out(client.owner or by, today=today))
                client.tell(MOUNTED, by=by, at=at, competitor=defence.against, steps=str(len(STEPS)))
        return defence

    def _laid_out(self, owner: User, *, today: date) -> list["DefenceStep"]:
        lead, closed = owner.reports_to or owner, Holiday.days()
        return [
            DefenceStep(
                defence=self,
                place=place,
                what=str(step.what),
                owner=lead if step.is_leads else owner,
                due_by=add_workdays(today, step.workdays, closed=closed),
            )
            for place, step in enumerate(STEPS, 1)
        ]

    def keep(self, why: str, *, by: User, at: datetime) -> None:
        """They stay with us. What is left of the steps is done with."""
        self._end(self.Outcome.KEPT, KEPT, why, by=by, at=at)

    def lose(self, why: str, *, by: User, at: datetime) -> None:
        """They go to the competitor after all."""
        self._end(self.Outcome.LOST, LOST, why, by=by, at=at)

    @classmethod
    def lose_all(cls, client: Client, why: str, *, by: User, at: datetime) -> None:
        """The client is lost, and with them whatever was still defended."""
        for defence in cls.objects.open().filter(client=client):
            defence.lose(why, by=by, at=at)

    def _end(self, outcome: str, verb: Verb, why: str, *, by: User, at: datetime) -> None:
        by.must(Right.WORK)
        if not why.strip():
            raise WordsWanted(_("Say in one line why it ended so."))
        with transaction.atomic():
            facts = {"outcome": outcome, "ended_at": at, "ended_by": by, "why": why.strip()[:300]}
            if not Defence.objects.open().filter(pk=self.pk).update(**facts):
                raise AlreadyDone(_("Look again: this defence has already ended."))
            self.refresh_from_db(fields=list(facts))
            self.client.tell(verb, by=by, at=at, competitor=self.against, why=self.why.rstrip("."))


class DefenceStep(models.Model):
    defence = models.ForeignKey(Defence, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="defence_steps")
    due_by = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")

    objects = DefenceStepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["defence", "place"], name="one_step_a_place_of_a_defence")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["owner", "due_by"], condition=models.Q(done_at=None), name="open_defence_steps_by_owner"
            )
        ]

    def __str__(self) -> str:
        return self.what

    def do(self, note: str = "", *, by: User, at: datetime) -> None:
        """It is done, and what came of it."""
        by.must(Right.WORK)
        with transaction.atomic():
            facts = {"done_at": at, "done_by": by, "note": note.strip()[:300]}
            if not DefenceStep.objects.open().filter(pk=self.pk).update(**facts):
                raise AlreadyDone(_("Look again: this step is done, or the defence has ended."))
            self.refresh_from_db(fields=list(facts))
            self.defence.client.tell(STEPPED, by=by, at=at, what=self.what.rstrip("."), line=self.note)
