"""A client, a part of one or a sale that went elsewhere. Here the work begins."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor, give_up
from wonback.clients.models import Client, Deal, Permission
from wonback.clients.models.deal import Known
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.core.writing import reconciled
from wonback.losses import clocks, ranking
from wonback.losses.confidence import must_hear
from wonback.losses.involvement import Involvement
from wonback.losses.models.cause import Cause, Voice
from wonback.losses.models.condition import Grounds
from wonback.losses.models.experience import Experience
from wonback.losses.models.reason import Reason
from wonback.losses.models.story import Story, WordsMissing
from wonback.losses.queries import LossQuerySet
from wonback.losses.returning import Odds, Table
from wonback.team.models import User
from wonback.team.policy import Right

RECORDED = Verb("loss.recorded", gettext_lazy("{actor} recorded that we lost {what}: {reason}."))
FORESEEN = Verb("loss.foreseen", gettext_lazy("{actor} recorded that we lose {what} on {day}: {reason}."))
OWNED = Verb("loss.owned", gettext_lazy("{actor} owned the loss: “{words}”."))
HEARD = Verb("loss.heard", gettext_lazy("{actor} noted why {client} left."))
CONFIRMED = Verb("loss.confirmed", gettext_lazy("{actor} confirmed why {client} left: {reason}."))
LET_GO = Verb("loss.let_go", gettext_lazy("{actor} let {client} go: {why}."))
TAKEN_UP = Verb("loss.taken_up", gettext_lazy("{actor} took {client} up again."))

PURSUED = models.Q(let_go_at=None, recovered_on=None)


class Loss(models.Model):
    class Kind(models.TextChoices):
        CLIENT = "client", gettext_lazy("Client")
        PART = "part", gettext_lazy("Part of a client")
        DEAL = "deal", gettext_lazy("Sale")

    client = models.ForeignKey(Client, models.CASCADE, related_name="losses")
    kind = models.CharField(max_length=6, choices=Kind)
    deal = models.OneToOneField(Deal, models.CASCADE, null=True, blank=True, related_name="loss")
    noticed_on = models.DateField(null=True, blank=True)
    # The first day without them. It may lie ahead: `in_effect` is False until the night of that day.
    lost_on = models.DateField()
    in_effect = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # A year's revenue for a client or a part; the amount of the sale for a deal.
    worth = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    worth_known = models.CharField(max_length=9, choices=Known, default=Known.UNKNOWN)
    currency = models.CharField(max_length=3)
    # The best voice we have: the confirmed one, else the client's, else the rep's. Required on every path.
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="losses")
    voice = models.CharField(max_length=9, choices=Voice, default=Voice.REP)
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
    # Won back: the loss stays on file and leaves the list.
    recovered_on = models.DateField(null=True, blank=True)
    # Written at recording, at import and every night by `losses.ranking`, so that the list is one walk along an index.
    rank = models.FloatField(default=0)
    # Which record of which file it was.
    source = models.CharField(max_length=40, blank=True, default="", db_default="")
    external_id = models.CharField(max_length=120, blank=True, default="", db_default="")
    # What the file says of it besides; of a sale that stands at the deal.
    more = models.JSONField(default=dict, blank=True)

    objects = LossQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "losses"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(worth_known=Known.UNKNOWN, worth=None)
                | (~models.Q(worth_known=Known.UNKNOWN) & models.Q(worth__isnull=False)),
                name="an_unknown_worth_is_no_number",
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_loss_per_source_and_id",
            ),
        ]
        # The columns after `id` let a walk skip what is filtered out without opening the row; `losses_by_kind` is for counting.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-rank", "id", "holder", "kind", "reason", "client"], condition=PURSUED, name="losses_by_rank"
            ),
            models.Index(
                fields=["holder", "-rank", "id", "kind", "reason", "client", "let_go_at", "recovered_on", "in_effect"],
                condition=PURSUED,
                name="losses_by_holder_and_rank",
            ),
            models.Index(
                fields=["kind", "in_effect", "let_go_at", "recovered_on"], condition=PURSUED, name="losses_by_kind"
            ),
            models.Index(
                fields=["-rank", "id"], condition=models.Q(let_go_at__isnull=False), name="losses_let_go_by_rank"
            ),
            models.Index(fields=["lost_on", "kind", "holder", "reason", "currency", "worth"], name="losses_by_day"),
            models.Index(fields=["client", "-lost_on"], name="losses_newest_first"),
            models.Index(fields=["lost_on"], condition=models.Q(in_effect=False), name="losses_that_lie_ahead"),
            models.Index(fields=["review_on"], condition=models.Q(review_on__isnull=False), name="losses_to_review"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("desk:loss", args=[self.pk])

    @property
    def what(self) -> str:
        """What went: the client, a part of it, or the sale by name."""
        words = {self.Kind.DEAL: _("the sale %(deal)s"), self.Kind.PART: _("a part of %(client)s")}
        return words.get(self.Kind(self.kind), "%(client)s") % {"deal": self.deal, "client": self.client}

    @property
    def besides(self) -> dict[str, str]:
        """What the file it came from says of it, or of the sale, that has no place of its own."""
        return {**(self.deal.more if self.deal else {}), **self.more}

    @classmethod
    def record(cls, client: Client, story: Story, *, by: User, at: datetime) -> "Loss":
        """Write down a loss with its reason, end the client's spell if all of it went, and rank it."""
        by.must(Right.WORK)
        reason, today = Reason.chosen(story.reason), timezone.localdate(at)
        with transaction.atomic():
            cls._must_be_new(client, story)
            facts = story.columns(client) | {"reason": reason, "in_effect": story.lost_on <= today}
            loss = cls.objects.create(client=client, **facts, recorded_by=by, recorded_at=at)
            loss.causes.create(reason=reason, voice=Voice.REP, words=story.words, noted_by=by, noted_at=at)
            told = {"what": loss.what, "reason": reason.name, "day": story.lost_on.isoformat()}
            client.tell(RECORDED if loss.in_effect else FORESEEN, by=by, at=at, **told)
            loss._take_effect()
            if loss.kind == cls.Kind.CLIENT:
                give_up(client, reason.name, by=by, at=at)
            loss.put_in_rank(as_of=today)
        return loss

    @classmethod
    def _must_be_new(cls, client: Client, story: Story) -> None:
        """Refuse to write the same loss twice."""
        if story.deal and cls.objects.filter(deal=story.deal).exists():
            raise AlreadyDone(_("Open the loss on file: this sale has already been recorded."))
        gone = client.standing == Client.Standing.LOST or client.losses.filter(in_effect=False).exists()
        if story.kind == cls.Kind.CLIENT and gone and client.losses.filter(kind=story.kind, recovered_on=None).exists():
            known_as = _("Open the loss on file: %(client)s has already been recorded as lost.")
            raise AlreadyDone(known_as % {"client": client})

    def _take_effect(self) -> None:
        if self.in_effect and self.kind == self.Kind.CLIENT:
            self.client.leave(on=self.lost_on)

    def take_effect(self) -> None:
        """The day has come: from now on they are no longer a client. The night says so."""
        with transaction.atomic():
            if Loss.objects.filter(pk=self.pk, in_effect=False, recovered_on=None).update(in_effect=True):
                self.in_effect = True
                self._take_effect()

    def own(self, words: str, *, by: User, at: datetime, seen: str = "") -> None:
        """Take responsibility in writing, without excuses. `seen`: the mark of what somebody wrote anew."""
        by.must(Right.WORK)
        if not words.strip():
            raise WordsMissing(_("Write what we did or failed to do, in our own words."))
        with transaction.atomic():
            now = {"words": Loss.objects.select_for_update().get(pk=self.pk).ownership}
            reconciled({"words": words}, theirs=now, names={"words": _("Our part in it")}, seen=seen)
            self.ownership, self.owned_by, self.owned_at = words.strip(), by, at
            self.save(update_fields=["ownership", "owned_by", "owned_at"])
            self.client.tell(OWNED, by=by, at=at, words=self.ownership.rstrip("."))

    def hear(
        self,
        reason: Reason,
        *,
        voice: str,
        by: User,
        at: datetime,
        words: str = "",
        weight: int = 100,
        grounds: Grounds | None = None,
    ) -> Cause:
        """Note a reason in one voice. What the client says and what is confirmed, only those may note who may ask."""
        by.must(Right.WORK) if voice == Voice.REP else must_hear(by, self)
        told = {"words": words.strip(), "weight": weight, "noted_by": by, "noted_at": at}
        with transaction.atomic():
            self.causes.leave_unseen(reason, voice, words, seen=grounds.seen if grounds else "")
            told |= grounds.columns(confirmed=voice == Voice.CONFIRMED) if grounds else {}
            cause = Cause.objects.update_or_create(loss=self, reason=reason, voice=voice, defaults=told)[0]
            verb, named = (CONFIRMED, {"reason": reason.name}) if voice == Voice.CONFIRMED else (HEARD, {})
            self._listen_to_the_best_voice(as_of=timezone.localdate(at))
            self.client.tell(verb, by=by, at=at, **named)
        return cause

    def _listen_to_the_best_voice(self, *, as_of: date) -> None:
        """Confirmed before client before rep; of one voice the weightiest."""
        best = self.causes.loudest()
        self.reason, self.voice = best.reason.counts_as, best.voice
        self.save(update_fields=["reason", "voice"])
        self.put_in_rank(as_of=as_of)

    def objections_to(self, person: User) -> list[str]:
        """Why this person may not ask the client; nothing if they are neutral."""
        return Involvement.of([self]).objections(self, person)

    def let_go(self, why: str, *, by: User, at: datetime, review_on: date | None = None) -> None:
        """Stop pursuing them, with honour: a reason, and a day to look again, or never."""
        by.must(Right.LEAD)
        if not why.strip():
            raise WordsMissing(_("Say why we let them go."))
        facts = {"let_go_at": at, "let_go_why": why.strip(), "review_on": review_on}
        with transaction.atomic():
            if not Loss.objects.filter(pk=self.pk, let_go_at=None).update(**facts):
                raise AlreadyDone(_("Look again: this loss has already been let go."))
            self.refresh_from_db()
            self.client.tell(LET_GO, by=by, at=at, why=self.let_go_why.rstrip("."))

    def take_up(self, *, by: User | None, at: datetime) -> None:
        """Pursue them again. `by` is None when the day to look again has come."""
        by.must(Right.LEAD) if by else None
        facts = {"let_go_at": None, "let_go_why": "", "review_on": None}
        with transaction.atomic():
            if not Loss.objects.filter(pk=self.pk, let_go_at__isnull=False).update(**facts):
                raise AlreadyDone(_("Look again: this loss is on the list already."))
            self.refresh_from_db()
            self.client.tell(TAKEN_UP, by=by, at=at)

    def is_owned(self) -> bool:
        return bool(self.ownership)

    @property
    def asked_at(self) -> datetime | None:
        """When the client was asked why, whatever they answered."""
        return self.interview.asked_at if hasattr(self, "interview") else None

    def is_interviewed(self) -> bool:
        return self.asked_at is not None

    def listen_clock(self, *, as_of: date) -> clocks.Clock:
        """How long the client has waited to be asked why."""
        since = self.noticed_on or min(self.lost_on, timezone.localdate(self.recorded_at))
        return clocks.listen(since=since, asked_on=self.asked_at and timezone.localdate(self.asked_at), as_of=as_of)

    def may_follow_up(self, *, as_of: date) -> bool | None:
        """Whether the client allowed us to follow up; None while nobody has asked. One refusal binds everybody."""
        answers = [answer for answer in self.client.permissions.all() if not answer.is_silent(as_of=as_of)]
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
            reason=self.reason.key,
        )

    def why_ranked(self, *, as_of: date, learned: Table | None = None) -> list[str]:
        """The reasons for its place on the lost list, in sentences. `learned` spares a query for each of many."""
        return ranking.why(self.standing(as_of=as_of), as_of=as_of, learned=self._learned(learned, as_of=as_of))

    def odds(self, *, as_of: date, learned: Table | None = None) -> Odds:
        """How many like them come back if we call, and if we do not."""
        return ranking.odds(self.standing(as_of=as_of), as_of=as_of, learned=self._learned(learned, as_of=as_of))

    def _learned(self, learned: Table | None = None, *, as_of: date) -> Table:
        return Experience.about([self], as_of=as_of) if learned is None else learned

    def put_in_rank(self, *, as_of: date) -> None:
        self.rank = ranking.score(self.standing(as_of=as_of), as_of=as_of, learned=self._learned(as_of=as_of))
        self.save(update_fields=["rank"])
