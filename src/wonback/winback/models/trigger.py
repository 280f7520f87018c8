"""A reason to talk again now: a door that opened. One door a cause, however often it is noticed."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.losses.models import Loss, WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.door_queries import TriggerQuerySet
from wonback.winback.models.fact import Fact
from wonback.winback.models.plan import Plan

TAKEN = Verb("door.taken", gettext_lazy("{actor} goes through a door that opened at {client}: {what}."))
WOKE = Verb("door.woke", gettext_lazy("A door opened at {client}, and the plan is awake again: {what}."))
PUT_ASIDE = Verb("door.put_aside", gettext_lazy("{actor} leaves a door at {client} for now: {why}."))


class Trigger(models.Model):
    class Kind(models.TextChoices):
        CAUSE_VOID = "cause_void", gettext_lazy("The reason is gone")
        DECIDER_GONE = "decider_gone", gettext_lazy("Who decided has left")
        BLOCKER_GONE = "blocker_gone", gettext_lazy("Who was against us has left")
        ADVOCATE_GONE = "advocate_gone", gettext_lazy("Who spoke for us has left")
        ADVOCATE_MOVED = "advocate_moved", gettext_lazy("Who spoke for us works here now")
        WINDOW = "window", gettext_lazy("They choose anew")
        RIVAL_CONTRACT = "rival_contract", gettext_lazy("Their contract elsewhere ends")
        NEXT_YEAR = "next_year", gettext_lazy("“Next year” is now")
        PERMISSION = "permission", gettext_lazy("From today we may follow up")

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="doors")
    # None: at somebody whom we have not lost.
    loss = models.ForeignKey(Loss, models.CASCADE, null=True, blank=True, related_name="doors")
    kind = models.CharField(max_length=14, choices=Kind)
    # Which row opened it: “cause:17”. The same one never opens two.
    mark = models.CharField(max_length=40)
    # The day it opened, or will be at its widest, such as the end of a contract.
    opens_on = models.DateField()
    noticed_at = models.DateTimeField()
    fact = models.ForeignKey(Fact, models.CASCADE, null=True, blank=True, related_name="doors")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="doors")
    taken_at = models.DateTimeField(null=True, blank=True)
    # Nobody: it woke a plan that was resting.
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_aside_at = models.DateTimeField(null=True, blank=True)
    put_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=200, blank=True, default="", db_default="")

    objects = TriggerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["client", "kind", "mark"], name="one_door_a_cause"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["kind", "fact", "-opens_on"],
                condition=models.Q(taken_at=None, put_aside_at=None),
                name="doors_open_by_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.what}"

    def get_absolute_url(self) -> str:
        return f"{reverse('winback:doors')}#door-{self.pk}"

    @property
    def what(self) -> str:
        """Why now, as a sentence."""
        day, name = date_format(self.opens_on, "j F Y"), self.contact or ""
        told = {
            self.Kind.CAUSE_VOID: _("What kept them away is gone: %(what)s."),
            self.Kind.DECIDER_GONE: _("%(name)s, who decided, has left. Whoever follows has not decided against us."),
            self.Kind.BLOCKER_GONE: _("%(name)s, who was against us, has left. The door is open."),
            self.Kind.ADVOCATE_GONE: _(
                "%(name)s, who spoke for us, has left. Introduce yourself to whoever follows, by %(by)s."
            ),
            self.Kind.ADVOCATE_MOVED: _("%(name)s, who spoke for us elsewhere, works here now. Say hello."),
            self.Kind.WINDOW: _("They choose anew on %(day)s."),
            self.Kind.RIVAL_CONTRACT: _("Their contract elsewhere ends on %(day)s."),
            self.Kind.NEXT_YEAR: _("They wanted to hear from us again from %(day)s."),
            self.Kind.PERMISSION: _("From %(day)s they allow us to follow up."),
        }[self.Kind(self.kind)]
        fact = str(self.fact).rstrip(".") if self.fact else ""
        return told % {"what": fact, "name": name, "day": day, "by": date_format(self.due_by, "j F")}

    @property
    def due_by(self) -> date:
        """By when somebody should have acted: a successor within seven days, all else within a month."""
        return self.opens_on + timedelta(days=7 if self.kind == self.Kind.ADVOCATE_GONE else 30)

    @property
    def asks_for_a_plan(self) -> bool:
        """Somebody who spoke for us wants a word, not a plan."""
        return self.kind not in {self.Kind.ADVOCATE_GONE, self.Kind.ADVOCATE_MOVED}

    def take(self, *, by: User, at: datetime) -> Plan | None:
        """Go through: wake the plan that rests, open the one there is, or begin one. None where nobody is lost."""
        by.must(Right.WORK)
        with transaction.atomic():
            self._settle(taken_at=at, taken_by=by)
            self.client.tell(TAKEN, by=by, at=at, what=self.what.rstrip("."))
            return self._plan(self.loss, by=by, at=at) if self.loss and self.asks_for_a_plan else None

    def _plan(self, loss: Loss, *, by: User, at: datetime) -> Plan:
        plan = Plan.objects.filter(loss=loss).select_related("loss__client").first()
        if plan is None:
            return Plan.start(loss, owner=loss.holder or by, by=by, at=at, goal=self.what[:300])
        if plan.stage == Plan.Stage.RESTING:
            plan.wake(by=by, at=at)
        return plan

    def wake(self, plan: Plan, *, at: datetime) -> None:
        """The plan that rested goes on, because of this."""
        with transaction.atomic():
            self._settle(taken_at=at)
            plan.wake(by=None, at=at)
            self.client.tell(WOKE, by=None, at=at, what=self.what.rstrip("."))

    def put_aside(self, why: str, *, by: User, at: datetime) -> None:
        """Not a reason to talk, or not now."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsMissing(_("Say why this is no reason to talk to them."))
        with transaction.atomic():
            self._settle(put_aside_at=at, put_aside_by=by, why=why.strip())
            self.client.tell(PUT_ASIDE, by=by, at=at, why=why.strip().rstrip("."))

    def _settle(self, **facts: object) -> None:
        """Write it only if nobody else did so since."""
        if not Trigger.objects.open().filter(pk=self.pk).update(**facts):
            raise AlreadyDone(_("Look again: somebody has seen to this already."))
        self.refresh_from_db(fields=list(facts))
