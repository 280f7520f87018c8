"""A client we may lose: noticed by the night or by a person, with a plan and a day, until they are saved or lost."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.defence import Defence
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.care.risk_queries import RiskQuerySet
from wonback.clients.models import Client
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import Holiday, User
from wonback.team.policy import Right

NOTICED = Verb("risk.noticed", gettext_lazy("{client} is at risk: health {health} of 100 (100 is healthy)."))
SEEN = Verb("risk.seen", gettext_lazy("{actor} sees that {client} may leave: {why}."))
PLANNED = Verb("risk.planned", gettext_lazy("{actor} has a plan so that {client} stays: {what}, by {due_by}."))
BEGUN = Verb("risk.begun", gettext_lazy("{actor} has begun to save {client}: {what}."))
SAVED = Verb("risk.saved", gettext_lazy("{client} is saved, says {actor}: {why}."))
LOST = Verb("risk.lost", gettext_lazy("{client} could not be saved: {why}."))
EASED = Verb("risk.eased", gettext_lazy("{client} is no longer at risk: health {health} of 100, without a plan."))

WORKDAYS_FOR_A_PLAN = 3


class StageWrong(Refusal):
    """One thing after the other: a plan, then the saving, then the word that they are saved."""

    code = "stage_wrong"


class Risk(models.Model):
    class Stage(models.TextChoices):
        AT_RISK = "at_risk", gettext_lazy("At risk")
        PLANNED = "planned", gettext_lazy("Plan in place")
        SAVING = "saving", gettext_lazy("Saving")
        SAVED = "saved", gettext_lazy("Saved")
        LOST = "lost", gettext_lazy("Lost")
        EASED = "eased", gettext_lazy("Eased by itself")

    OPEN = (Stage.AT_RISK, Stage.PLANNED, Stage.SAVING)

    client = models.ForeignKey(Client, models.CASCADE, related_name="risks")
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="risks")
    stage = models.CharField(max_length=7, choices=Stage, default=Stage.AT_RISK)
    opened_on = models.DateField()
    # Who saw it; nobody: the night noticed it by the score.
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")
    health_then = models.FloatField(null=True)
    # What we do next, and by when; without a plan, the day by which there should be one.
    plan = models.CharField(max_length=300, blank=True, default="")
    due_by = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True, default="")

    objects = RiskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(stage__in=("at_risk", "planned", "saving")),
                name="one_open_risk_a_client",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["stage", "client"], name="risks_by_stage"),
            models.Index(
                fields=["owner", "due_by"],
                condition=models.Q(stage__in=("at_risk", "planned", "saving")),
                name="open_risks_by_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.get_stage_display()}"

    @classmethod
    def see(cls, client: Client, why: str, *, by: User, at: datetime) -> "Risk":
        """Say that this client may leave, whatever the numbers say."""
        by.must(Right.WORK)
        must_have_words(why, _("Say in one line why they may leave."))
        if client.standing != Client.Standing.ACTIVE:
            raise StageWrong(_("Record a loss or start a plan: only whom we serve can be at risk."))
        today = timezone.localdate(at)
        with transaction.atomic():
            due_by = add_workdays(today, WORKDAYS_FOR_A_PLAN, closed=Holiday.days())
            facts = {"owner": client.owner or by, "opened_on": today, "seen_by": by, "why": why.strip()[:300]}
            risk, is_new = cls.objects.open().get_or_create(client=client, defaults={**facts, "due_by": due_by})
            if not is_new:
                raise AlreadyDone(_("Look again: they are at risk already."))
            risk.note(at=at, by=by, words=risk.why)
            client.tell(SEEN, by=by, at=at, why=risk.why.rstrip("."))
        return risk

    def make_plan(self, what: str, due_by: date, *, by: User, at: datetime) -> None:
        """Say what we do so that they stay, and by when. It may change until they are saved."""
        by.must(Right.WORK)
        must_have_words(what, _("Say what you will do so that they stay."))
        if due_by < timezone.localdate(at):
            raise DayWanted(_("Plan it for today or a later day."))
        stage = self.Stage.SAVING if self.stage == self.Stage.SAVING else self.Stage.PLANNED
        with transaction.atomic():
            self._move(self.OPEN, stage, plan=what.strip()[:300], due_by=due_by)
            self.note(at=at, by=by, words=self.plan)
            told = {"what": self.plan.rstrip("."), "due_by": due_by.isoformat()}
            self.client.tell(PLANNED, by=by, at=at, **told)

    def begin(self, what: str, *, by: User, at: datetime) -> None:
        """The first step is taken; what was it?"""
        by.must(Right.WORK)
        must_have_words(what, _("Say what you have done."))
        if self.stage == self.Stage.AT_RISK:
            raise StageWrong(_("Make a plan first: what you will do, and by when."))
        with transaction.atomic():
            self._move((self.Stage.PLANNED,), self.Stage.SAVING)
            self.note(at=at, by=by, words=what.strip()[:300])
            self.client.tell(BEGUN, by=by, at=at, what=what.strip()[:300].rstrip("."))

    def save_them(self, why: str, *, by: User, at: datetime) -> None:
        """They stay, and how we know."""
        by.must(Right.WORK)
        must_have_words(why, _("Say how you know that they stay."))
        if self.stage == self.Stage.AT_RISK:
            raise StageWrong(_("Make a plan first: what you will do, and by when."))
        with transaction.atomic():
            self._end((self.Stage.PLANNED, self.Stage.SAVING), self.Stage.SAVED, why, at=at)
            self.note(at=at, by=by, words=self.outcome)
            self.client.tell(SAVED, by=by, at=at, why=self.outcome.rstrip("."))

    @classmethod
    def lose_all(cls, client: Client, why: str, *, by: User, at: datetime) -> None:
        """The client is lost, and with them what was still to be saved; called by the loss that tells the story."""
        for risk in cls.objects.open().filter(client=client):
            risk._end(cls.OPEN, cls.Stage.LOST, why, at=at)
            risk.note(at=at, by=by, words=risk.outcome)
            client.tell(LOST, by=by, at=at, why=risk.outcome.rstrip("."))

    def _end(self, before: tuple[str, ...], stage: str, why: str, *, at: datetime) -> None:
        self._move(before, stage, ended_on=timezone.localdate(at), outcome=why.strip()[:300])

    def _move(self, before: tuple[str, ...], stage: str, **facts: object) -> None:
        """From one of these stages only, so that two people do not move it past each other."""
        if not Risk.objects.filter(pk=self.pk, stage__in=before).update(stage=stage, **facts):
            raise AlreadyDone(_("Look again: somebody has moved this on."))
        self.refresh_from_db(fields=["stage", *facts])

    def note(self, *, at: datetime, by: User | None, words: str = "") -> "RiskStage":
        """Remember in which stage it stands since when."""
        return RiskStage.objects.create(risk=self, stage=self.stage, at=at, by=by, words=words)


class RiskStage(models.Model):
    """A risk came into a stage, or got another plan in it: when, by whom, and in which words."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=7, choices=Risk.Stage)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.risk}: {self.get_stage_display()}"


def must_have_words(text: str, asked: str) -> None:
    if not text.strip():
        raise WordsWanted(asked)


def give_up(client: Client, why: str, *, by: User, at: datetime) -> None:
    """The client is lost: whatever was still defended or to be saved has ended."""
    for ended in (Defence, Risk):
        ended.lose_all(client, why, by=by, at=at)
