"""A campaign: lot decides whom we call and whom we leave alone for a while, so that we learn what calling does."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.losses.models import Experience, Loss, Reason, WordsMissing
from wonback.losses.ranking import odds
from wonback.stats.effect import Arm, assign
from wonback.team.models import Team, User
from wonback.team.policy import Right
from wonback.winback import arms
from wonback.winback.queries import CampaignArmQuerySet, CampaignQuerySet, losses_to_draw

if TYPE_CHECKING:
    from wonback.losses.queries import LossQuerySet

DRAWN = Verb("loss.drawn", gettext_lazy("By lot {client} is among those we call: “{campaign}”."))
WAITS = Verb("loss.waits", gettext_lazy("By lot we leave {client} alone until {until}: “{campaign}”."))
TAKEN_OUT = Verb("loss.taken_out", gettext_lazy("{actor} lets us call {client} in spite of the lot: {why}."))

LEAST_WAITING, MOST_WAITING = 0.05, 0.5
BATCH = 2_000


class BadTerms(Refusal):
    """With these terms a campaign could show nothing."""

    code = "bad_terms"


class Waits(Refusal):
    """By lot this client is left alone for a while."""

    code = "waits"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a campaign is to be: its name, the day of the verdict, and the share that waits."""

    name: str
    ends_on: date
    waiting: float = 0.2

    def must_be_fit(self, *, today: date) -> None:
        if not self.name.strip():
            raise WordsMissing(_("Give the campaign a name that the team will know it by."))
        if self.ends_on < today + arms.SHORTEST:
            raise BadTerms(_("Choose a last day at least four weeks ahead: a call needs that long to work."))
        if not LEAST_WAITING <= self.waiting <= MOST_WAITING:
            raise BadTerms(_("Let between 5 and 50 of 100 wait: with fewer or more nothing can be compared."))


class Campaign(models.Model):
    name = models.CharField(max_length=120)
    # None: the whole company.
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="campaigns")
    begins_on = models.DateField()
    # The day of the verdict, fixed before the first client is drawn. Nobody waits from then on.
    ends_on = models.DateField()
    waiting = models.FloatField()
    # What was expected before the start, and what could be shown with it.
    rate_alone = models.FloatField()
    planned = models.FloatField()
    smallest = models.FloatField(null=True, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Nobody: it reached its end.
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("begins_on")), name="a_campaign_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(waiting__gt=0, waiting__lt=1), name="some_wait_and_some_are_called"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-begins_on", "-id"], name="campaigns_newest_first"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("winback:campaign", args=[self.pk])

    @classmethod
    def start(cls, terms: Terms, *, by: User, at: datetime) -> "Campaign":
        """Begin: fix the day of the verdict and what can be shown by then, and draw who is called and who waits."""
        by.must(Right.LEAD)
        today, team = timezone.localdate(at), cls.team_of(by)
        terms.must_be_fit(today=today)
        with transaction.atomic():
            # Two leads who start at the same moment wait here for one another.
            list(Team.objects.select_for_update())
            cls._must_be_alone(team, as_of=today)
            ahead = cls.prospect(terms, by=by, as_of=today)
            expected = {"rate_alone": ahead.rate, "planned": ahead.planned, "smallest": ahead.smallest}
            told = {"name": terms.name.strip(), "ends_on": terms.ends_on, "waiting": terms.waiting}
            begun = {"team": team, "begins_on": today, "started_by": by, "started_at": at}
            campaign = cls.objects.create(**expected, **told, **begun)
            campaign.enrol(at=at)
        return campaign

    @classmethod
    def team_of(cls, person: User) -> Team | None:
        """Whose losses a person may draw from: an admin the company's, a lead their team's."""
        if person.may(Right.ADMINISTER):
            return None
        if person.team is None:
            raise BadTerms(_("Have an admin put you into a team first: a campaign draws from a team’s losses."))
        return person.team

    @classmethod
    def prospect(cls, terms: Terms, *, by: User, as_of: date) -> arms.Prospect:
        """What such a campaign could show, told before it starts: from how many there are to draw today."""
        by.must(Right.LEAD)
        waiting = losses_to_draw(cls.team_of(by), as_of=as_of)
        learned = Experience.learned()
        alone = [odds(one, as_of=as_of, learned=learned).alone for _pk, _rank, one in waiting.standings(as_of=as_of)]
        if not alone:
            raise BadTerms(_("Wait for more losses: there is nobody to draw whom we have not called or drawn before."))
        rate = arms.rate_within((terms.ends_on - as_of).days, sum(alone) / len(alone))
        return arms.prospect(len(alone), share=terms.waiting, rate=rate)

    @classmethod
    def _must_be_alone(cls, team: Team | None, *, as_of: date) -> None:
        """Two campaigns at once would draw from the same losses."""
        others = cls.objects.running(as_of=as_of)
        if other := (others if team is None else others.of_team(team.pk)).first():
            end = date_format(other.ends_on, "j F Y")
            raise AlreadyDone(_("Wait until %(end)s, or close “%(name)s” first.") % {"end": end, "name": other})

    def is_running(self, *, as_of: date) -> bool:
        return self.closed_at is None and self.begins_on <= as_of < self.ends_on

    @property
    def is_cut_short(self) -> bool:
        """Whether somebody closed it before the day that was fixed."""
        return self.closed_at is not None and timezone.localdate(self.closed_at) < self.ends_on

    def enrol(self, *, at: datetime) -> int:
        """Draw everybody there is to draw; who has an arm keeps it. Return how many are new."""
        if not self.is_running(as_of=(today := timezone.localdate(at))):
            return 0
        with transaction.atomic():
            # The night and a person who begins a plan wait here for one another.
            Campaign.objects.select_for_update().get(pk=self.pk)
            if not (natural := strata_of(losses_to_draw(self.team, as_of=today))):
                return 0
            strata, lots = self._deal(natural)
            for batch in batched(natural, BATCH, strict=False):
                # Numbers alone: of a whole company's losses the records would take longer to read than the lots to write.
                there = list(Loss.objects.filter(pk__in=batch).order_by("pk").values_list("pk", "client"))
                CampaignArm.objects.bulk_create(
                    CampaignArm(
                        campaign=self, loss_id=loss, arm=lots[f"{loss}"], stratum=strata[f"{loss}"], drawn_at=at
                    )
                    for loss, _client in there
                )
                self._tell_all([(client, lots[f"{loss}"]) for loss, client in there], at=at)
        return len(natural)

    def _deal(self, natural: dict[str, str]) -> tuple[dict[str, str], dict[str, Arm]]:
        """The stratum and the arm of each who is new, beside those drawn before."""
        known = {str(loss): (stratum, arm) for loss, stratum, arm in self.draws()}
        strata = arms.strata(natural, known={stratum for stratum, _arm in known.values()})
        already = {key: arm for key, (_stratum, arm) in known.items()}
        of_all = {key: stratum for key, (stratum, _arm) in known.items()} | strata
        return strata, assign(of_all, salt=f"campaign-{self.pk}", waiting=self.waiting, already=already)

    def draws(self) -> list[tuple[int, str, Arm]]:
        """Who was drawn so far: loss, stratum and arm."""
        rows = self.lots.values_list("loss_id", "stratum", "arm")
        return [(loss, stratum, "wait" if arm == arms.WAIT else "contact") for loss, stratum, arm in rows]

    def _tell_all(self, drawn: list[tuple[int, Arm]], *, at: datetime) -> None:
        called = [client for client, arm in drawn if arm == arms.CONTACT]
        left = [client for client, arm in drawn if arm == arms.WAIT]
        Client.tell_all(called, DRAWN, by=None, at=at, campaign=self.name)
        Client.tell_all(left, WAITS, by=None, at=at, campaign=self.name, until=self.ends_on.isoformat())

    def close(self, *, by: User | None, at: datetime) -> None:
        """Draw nobody any more, and let all be called. `by` is None when the day itself ended it."""
        if by:
            by.must(Right.LEAD if self.team_id else Right.ADMINISTER)
        if not Campaign.objects.filter(pk=self.pk, closed_at=None).update(closed_at=at, closed_by=by):
            raise AlreadyDone(_("Look again: this campaign has been closed."))
        self.refresh_from_db()

    def last_day(self, *, as_of: date) -> date:
        """The last day that counts: the one before the verdict, before it was closed, or today."""
        closed = [timezone.localdate(self.closed_at)] if self.closed_at else []
        return min([as_of, self.ends_on - timedelta(days=1), *closed])

    def drawn(self, *, as_of: date) -> list[arms.Drawn]:
        """Who was drawn and who came back, counted, up to that day."""
        return CampaignArm.objects.filter(campaign=self).drawn(until=self.last_day(as_of=as_of))

    def verdict(self, counted: arms.Arms, *, as_of: date) -> arms.Verdict:
        """What may be said on that day."""
        ended = as_of >= self.ends_on and not self.is_cut_short
        return arms.verdict(counted, share=self.waiting, planned=self.planned, ended=ended)


def strata_of(losses: "LossQuerySet") -> dict[str, str]:
    """Each loss, by its number, with the group of alike ones it is in: of one value band and one class of reasons."""
    family = {reason.pk: reason.kind.family for reason in Reason.objects.select_related("parent")}
    rows = losses.order_by("pk").values_list("pk", "worth", "reason_id")
    return {str(pk): f"{arms.band_of(worth)}/{family[reason]}" for pk, worth, reason in rows}


class CampaignArm(models.Model):
    """Into which arm lot put a loss; it stays there, also if a lead lets it be called."""

    class Arm(models.TextChoices):
        CONTACT = arms.CONTACT, gettext_lazy("Called")
        WAIT = arms.WAIT, gettext_lazy("Left alone")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="lots")
    loss = models.OneToOneField(Loss, models.CASCADE, related_name="campaign_arm")
    arm = models.CharField(max_length=7, choices=Arm)
    stratum = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_out_why = models.CharField(max_length=200, blank=True, default="")

    objects = CampaignArmQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "arm"], name="campaign_arms_by_arm"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.loss}, {self.get_arm_display()}"

    @classmethod
    def keeping(cls, loss: Loss, *, as_of: date) -> "CampaignArm | None":
        """The lot that keeps us from calling on that day, if one does."""
        lot: CampaignArm | None = getattr(loss, "campaign_arm", None)
        return lot if lot and lot.waits(as_of=as_of) else None

    def waits(self, *, as_of: date) -> bool:
        left_alone = self.arm == arms.WAIT and self.taken_out_at is None
        return left_alone and self.campaign.is_running(as_of=as_of)

    def take_out(self, why: str, *, by: User, at: datetime) -> None:
        """Let them be called before the end, with the reason. They still count among those left alone."""
        by.must(Right.LEAD)
        if not why.strip():
            raise WordsMissing(_("Say why they cannot wait."))
        waiting = CampaignArm.objects.filter(pk=self.pk).waiting(as_of=timezone.localdate(at))
        with transaction.atomic():
            if not waiting.update(taken_out_at=at, taken_out_by=by, taken_out_why=why.strip()):
                raise AlreadyDone(_("Look again: nothing keeps you from calling them."))
            self.loss.client.tell(TAKEN_OUT, by=by, at=at, why=why.strip().removesuffix("."))
        self.refresh_from_db()


def draw(loss: Loss, *, at: datetime) -> None:
    """Somebody begins to work on a loss: if a campaign is running that has not drawn it yet, lot decides now."""
    running = Campaign.objects.running(as_of=timezone.localdate(at))
    whose = loss.holder or loss.owner_then
    for campaign in running.of_team(whose.team_id if whose else None):
        campaign.enrol(at=at)


def must_not_wait(loss: Loss, *, as_of: date) -> None:
    """Refuse to call whom lot lets wait."""
    # Asked anew: lot may have decided since the page was opened.
    waiting = CampaignArm.objects.filter(loss=loss).waiting(as_of=as_of).select_related("campaign").first()
    if waiting:
        end = date_format(waiting.campaign.ends_on, "j F Y")
        words = _(
            "Wait until %(end)s: by lot we leave them alone in “%(name)s”. A lead can take them out, and say why."
        )
        raise Waits(words % {"end": end, "name": waiting.campaign})
