"""A client, a part of one or a sale that went elsewhere. Here the work begins."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor
from wonback.clients.models import Client, Deal, Permission
from wonback.clients.models.deal import Known
from wonback.clients.timeline import Verb
from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses import neutrality, ranking
from wonback.losses.models.cause import Cause
from wonback.losses.models.interview import Interview
from wonback.losses.models.reason import Reason
from wonback.losses.queries import LossQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

RECORDED = Verb("loss.recorded", gettext_lazy("{actor} recorded that we lost {what}: {reason}."))
OWNED = Verb("loss.owned", gettext_lazy("{actor} owned the loss: “{words}”."))
ASKED = Verb("loss.asked", gettext_lazy("{actor} asked {client} why they left."))
DECLINED = Verb("loss.declined", gettext_lazy("{client} did not want to tell {actor} why they left."))
LET_GO = Verb("loss.let_go", gettext_lazy("{actor} let {client} go: {why}."))


class ReasonMissing(Refusal):
    """A loss is recorded with a reason, on every path."""

    code = "reason_missing"


class NotNeutral(Refusal):
    """The person who asks why must not have been part of it."""

    code = "not_neutral"


class WordsMissing(Refusal):
    """This step is made of words."""

    code = "words_missing"


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the person who records a loss tells of it. `reason` is a reason's key; `worth` None means unknown."""

    reason: str
    lost_on: date
    kind: str = "client"
    noticed_on: date | None = None
    worth: Decimal | None = None
    worth_known: str = ""
    currency: str = ""
    competitor: Competitor | None = None
    words: str = ""
    deal: Deal | None = None


class Loss(models.Model):
    class Kind(models.TextChoices):
        CLIENT = "client", gettext_lazy("Client")
        PART = "part", gettext_lazy("Part of a client")
        DEAL = "deal", gettext_lazy("Sale")

    client = models.ForeignKey(Client, models.CASCADE, related_name="losses")
    kind = models.CharField(max_length=6, choices=Kind)
    deal = models.OneToOneField(Deal, models.CASCADE, null=True, blank=True, related_name="loss")
    noticed_on = models.DateField(null=True, blank=True)
    lost_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # A year's revenue for a client or a part; the amount of the sale for a deal.
    worth = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    worth_known = models.CharField(max_length=9, choices=Known, default=Known.UNKNOWN)
    currency = models.CharField(max_length=3)
    # The best voice we have: the confirmed one, else the client's, else the rep's. Required on every path.
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="losses")
    competitor = models.ForeignKey(Competitor, models.SET_NULL, null=True, blank=True, related_name="losses")
    owner_then = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Who works on it now; nobody: it is in the pool, for a lead to hand out.
    holder = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="held_losses")
    ownership = models.TextField(blank=True, default="")
    owned_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    owned_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    let_go_why = models.CharField(max_length=200, blank=True, default="")
    review_on = models.DateField(null=True, blank=True)
    # Written at recording, at import and every night by `losses.ranking`, so that the list is one walk along an index.
    rank = models.FloatField(default=0)

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "losses"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(worth_known=Known.UNKNOWN, worth=None)
                | (~models.Q(worth_known=Known.UNKNOWN) & models.Q(worth__isnull=False)),
                name="an_unknown_worth_is_no_number",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-rank", "id"], condition=models.Q(let_go_at=None), name="losses_by_rank"),
            models.Index(
                fields=["holder", "-rank", "id"], condition=models.Q(let_go_at=None), name="losses_by_holder_and_rank"
            ),
            models.Index(fields=["client", "-lost_on"], name="losses_newest_first"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("losses:loss", args=[self.pk])

    @property
    def what(self) -> str:
        """What went: the client, a part of it, or the sale by name."""
        words = {self.Kind.DEAL: _("the sale %(deal)s"), self.Kind.PART: _("a part of %(client)s")}
        return words.get(self.Kind(self.kind), "%(client)s") % {"deal": self.deal, "client": self.client}

    @classmethod
    def record(cls, client: Client, story: Story, *, by: User, at: datetime) -> "Loss":
        """Write down a loss with its reason, end the client's spell if all of it went, and rank it."""
        reason = Reason.objects.filter(key=story.reason, retired_at=None).first()
        if reason is None:
            raise ReasonMissing(_("Choose why we lost them. “Not asked yet” is an answer, and the first thing to change."))
        with transaction.atomic():
            loss = cls.objects.create(client=client, **cls._facts(client, story, reason), recorded_by=by, recorded_at=at)
            loss.causes.create(reason=reason, voice=Cause.Voice.REP, words=story.words, noted_by=by, noted_at=at)
            if story.kind == cls.Kind.CLIENT:
                client.leave(on=story.lost_on)
            loss.client.tell(RECORDED, by=by, at=at, what=loss.what, reason=reason.name)
            loss.put_in_rank(as_of=at.date())
        return loss

    @staticmethod
    def _facts(client: Client, story: Story, reason: Reason) -> dict[str, object]:
        """The columns of a new loss, from what was told and what we know."""
        known = story.worth_known or (Known.UNKNOWN if story.worth is None else Known.KNOWN)
        owner = story.deal.owner if story.deal else client.owner
        told = ("kind", "lost_on", "noticed_on", "worth", "competitor", "deal")
        return {name: getattr(story, name) for name in told} | {
            "reason": reason,
            "worth_known": known,
            "currency": story.currency or settings.CURRENCY,
            "owner_then": owner,
            "holder": owner,
        }

    def own(self, words: str, *, by: User, at: datetime) -> None:
        """Take responsibility in writing, without excuses."""
        if not words.strip():
            raise WordsMissing(_("Write what we did or failed to do, in our own words."))
        with transaction.atomic():
            self.ownership, self.owned_by, self.owned_at = words.strip(), by, at
            self.save(update_fields=["ownership", "owned_by", "owned_at"])
            self.client.tell(OWNED, by=by, at=at, words=self.ownership)

    def ask(self, said: str, *, by: User, at: datetime, declined: bool = False) -> Interview:
        """Note that a neutral person asked the client why; `said` is confidential to those who may read interviews."""
        if objections := self.objections_to(by):
            raise NotNeutral(*objections)
        if not declined and not said.strip():
            raise WordsMissing(_("Write what the client said, in their words."))
        with transaction.atomic():
            answer = {"interviewer": by, "asked_at": at, "declined": declined, "said": said.strip()}
            interview, _new = Interview.objects.update_or_create(loss=self, defaults=answer)
            self.client.tell(DECLINED if declined else ASKED, by=by, at=at)
        return interview

    def objections_to(self, person: User) -> list[str]:
        """Why this person may not ask the client; nothing if they are neutral."""
        people = {self.owner_then_id, self.holder_id, self.client.owner_id, self.deal.owner_id if self.deal else None}
        candidate = neutrality.Candidate(
            pk=person.pk, reports_to=person.reports_to_id, may_interview=person.may(Right.INTERVIEW)
        )
        return neutrality.objections(candidate, neutrality.Involved(people=frozenset(filter(None, people))))

    def let_go(self, why: str, *, by: User, at: datetime, review_on: date | None = None) -> None:
        """Stop pursuing them, with honour: a reason, and a day to look again, or never."""
        by.must(Right.LEAD)
        if not why.strip():
            raise WordsMissing(_("Say why we let them go."))
        with transaction.atomic():
            if not Loss.objects.filter(pk=self.pk, let_go_at=None).update(
                let_go_at=at, let_go_why=why, review_on=review_on
            ):
                raise AlreadyDone(_("Look again: this loss has already been let go."))
            self.refresh_from_db()
            self.client.tell(LET_GO, by=by, at=at, why=why)

    def is_owned(self) -> bool:
        return bool(self.ownership)

    def is_interviewed(self) -> bool:
        return hasattr(self, "interview")

    def may_follow_up(self, *, as_of: date) -> bool | None:
        """Whether the client allowed us to follow up; None while nobody has asked. One refusal binds everybody."""
        answers = list(self.client.permissions.all())
        if any(answer.answer == Permission.Answer.REFUSED for answer in answers):
            return False
        return any(answer.allows(as_of=as_of) for answer in answers) if answers else None

    def standing(self, *, as_of: date) -> ranking.Standing:
        """What the ranking looks at."""
        return ranking.Standing(
            worth=self.worth,
            lost_on=self.lost_on,
            can_change=self.reason.can_change,
            we_control=self.reason.we_control,
            reason_known=self.reason.is_known,
            may_follow_up=self.may_follow_up(as_of=as_of),
        )

    def put_in_rank(self, *, as_of: date) -> None:
        self.rank = ranking.score(self.standing(as_of=as_of), as_of=as_of)
        self.save(update_fields=["rank"])
