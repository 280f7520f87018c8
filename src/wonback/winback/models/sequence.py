"""A row of human steps towards one person: begun, taken step by step, and ended by an answer, a refusal or a lost gate."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact, Entry
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.losses.models import WordsMissing
from wonback.team.models import Holiday, User
from wonback.team.policy import Right
from wonback.winback.models.offer import NotOpen
from wonback.winback.sequences import TEMPLATES, laid_out
from wonback.winback.stages import TALKING
from wonback.winback.step_queries import SequenceQuerySet

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

BEGUN = Verb("sequence.begun", gettext_lazy("{actor} laid out steps towards {contact} of {client}: {name}."))
ENDED = Verb("sequence.ended", gettext_lazy("The steps towards {contact} of {client} ended: {why}."))
CONCLUDED = Verb(
    "sequence.concluded", gettext_lazy("{actor} noted what the steps towards {contact} of {client} led to: {outcome}.")
)


class NoSuchTemplate(Refusal):
    """Steps are laid out from a template."""

    code = "no_such_template"


class NotThere(Refusal):
    """Steps lead to a person who works for this client."""

    code = "not_there"


class Sequence(models.Model):
    class Exit(models.TextChoices):
        REPLY = "reply", gettext_lazy("they answered")
        MEETING = "meeting", gettext_lazy("we spoke")
        REFUSAL = "refusal", gettext_lazy("they asked us not to contact them")
        LEFT = "left", gettext_lazy("they do not work there any more")
        GATE = "gate", gettext_lazy("we may not ask any more")
        RESTED = "rested", gettext_lazy("the conversation ended")
        TAKEN = "taken", gettext_lazy("every step was taken")
        STOPPED = "stopped", gettext_lazy("somebody stopped it")

    class Outcome(models.TextChoices):
        RENEWED = "renewed", gettext_lazy("A renewed relationship")
        NOT_COMPATIBLE = "not_compatible", gettext_lazy("Not compatible any more")
        COLD = "cold", gettext_lazy("A cold shoulder")

    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="sequences")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="sequences")
    template = models.CharField(max_length=20)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(max_length=7, choices=Exit, blank=True, default="")
    why = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True, default="")

    objects = SequenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(ended_at=None), name="one_running_sequence_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, exit="") | (models.Q(ended_at__isnull=False) & ~models.Q(exit="")),
                name="a_sequence_ends_by_something",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan"], condition=models.Q(ended_at=None), name="running_sequences")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.contact}"

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url() + "#steps"

    @property
    def name(self) -> str:
        return str(TEMPLATES[self.template].name) if self.template in TEMPLATES else self.template

    @classmethod
    def begin(cls, plan: "Plan", contact: Contact, template: str, *, by: User, at: datetime) -> "Sequence":
        """Lay out the steps of a template towards one person, from today on. The conversation must be open."""
        by.must(Right.WORK)
        today = timezone.localdate(at)
        if template not in TEMPLATES:
            raise NoSuchTemplate(_("Choose one of the templates."))
        if contact.client_id != plan.loss.client_id or contact.left_on:
            raise NotThere(_("Choose somebody who works for this client."))
        must_be_open(plan, at=at)
        with transaction.atomic():
            Contact.objects.select_for_update().get(pk=contact.pk)
            if cls.objects.running().filter(contact=contact).exists():
                raise AlreadyDone(_("Look again: steps towards %(name)s are under way.") % {"name": contact})
            sequence = cls.objects.create(plan=plan, contact=contact, template=template, begun_by=by, begun_at=at)
            steps = laid_out(TEMPLATES[template].steps, begins_on=today, closed=Holiday.days())
            for step in steps:
                sequence.steps.create(kind=step.kind, what=step.what, due_by=step.due_by)
            sequence._tell(BEGUN, by=by, at=at, name=sequence.name)
        return sequence

    def finish(self, exit: str, *, at: datetime, by: User | None = None, why: str = "") -> bool:  # noqa: A002  # it is what it is called
        """No step of it is due any more. False if it had ended before."""
        if not Sequence.objects.end([self.pk], exit, at=at, by=by, why=why):
            return False
        self.refresh_from_db(fields=["ended_at", "exit", "why"])
        return True

    def ending(self, exit: str, *, by: User | None, at: datetime, why: str) -> Entry:  # noqa: A002  # as above
        """What the timeline says of it, to be written with that of others."""
        told = why.strip().rstrip(".") or str(self.Exit(exit).label)
        return self.plan.loss.client.telling(ENDED, by=by, at=at, contact=self.contact.name, why=told)

    def finish_if_taken(self, *, at: datetime) -> None:
        if not self.steps.filter(taken_at=None).exists():
            self.finish(self.Exit.TAKEN, at=at)

    def stop(self, why: str, *, by: User, at: datetime) -> None:
        """Somebody thinks better of it."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsMissing(_("Say why the steps stop."))
        if not self.finish(self.Exit.STOPPED, by=by, at=at, why=why):
            raise AlreadyDone(_("Look again: these steps have ended."))

    def answer(self, *, by: User, at: datetime) -> None:
        """They answered in some way of their own. From here on people talk."""
        by.must(Right.WORK)
        if not self.finish(self.Exit.REPLY, by=by, at=at):
            raise AlreadyDone(_("Look again: these steps have ended."))

    def conclude(self, outcome: str, *, by: User, at: datetime) -> None:
        """What it led to: a renewed relationship, not compatible, or a cold shoulder. Steps still ahead end with it."""
        by.must(Right.WORK)
        with transaction.atomic():
            self.finish(self.Exit.REPLY if outcome != self.Outcome.COLD else self.Exit.STOPPED, by=by, at=at)
            if not Sequence.objects.filter(pk=self.pk, outcome="").update(outcome=outcome):
                raise AlreadyDone(_("Look again: what these steps led to is on file."))
            self.outcome = outcome
            self._tell(CONCLUDED, by=by, at=at, outcome=str(self.Outcome(outcome).label).lower())

    def _tell(self, verb: Verb, *, by: User | None, at: datetime, **facts: str) -> None:
        self.plan.loss.client.tell(verb, by=by, at=at, contact=self.contact.name, **facts)


def must_be_open(plan: "Plan", *, at: datetime) -> None:
    """Steps and letters ask, and asking needs an open conversation in which nothing was taken back."""
    today = timezone.localdate(at)
    if plan.stage not in TALKING:
        raise NotOpen(_("Open the conversation first: these steps are part of it."), *plan.undone(as_of=today))
    plan.must_be_open(as_of=today)
