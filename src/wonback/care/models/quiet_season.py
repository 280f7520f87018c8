"""Days on which a client, or all of one size, hear less from us, and why."""

from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care import seasons
from wonback.care.models.promise import WordsWanted
from wonback.care.season_queries import QuietSeasonQuerySet
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

KEPT = Verb("season.kept", gettext_lazy("{actor} keeps a quieter season for {client}: {what} ({why})."))
ENDED = Verb("season.ended", gettext_lazy("{actor} ended a quieter season for {client}: {what}."))

MOST_DAYS = 300


class SeasonImpossible(Refusal):
    """A season has a first and a last day, and leaves most of a year as it is."""

    code = "season_impossible"


class Quiet(NamedTuple):
    """What a season is, before it is of anybody. `until` is the first day after it."""

    since: date
    until: date
    slower: int
    every_year: bool
    why: str


class QuietSeason(models.Model):
    class Pace(models.IntegerChoices):
        SILENT = seasons.SILENT, gettext_lazy("Not at all")
        HALF = seasons.HALF, gettext_lazy("Half as often")
        THIRD = seasons.THIRD, gettext_lazy("A third as often")
        AS_ALWAYS = seasons.AS_ALWAYS, gettext_lazy("As always")

    tier = models.CharField(max_length=1, choices=Client.Tier, blank=True, default="")
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="seasons")
    since = models.DateField()
    until = models.DateField(help_text="exclusive: the first day after it")
    slower = models.PositiveSmallIntegerField(choices=Pace, default=Pace.SILENT)
    every_year = models.BooleanField(default=False)
    why = models.CharField(max_length=200)
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    # A season that ended early stays, so that the days before are understood.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = QuietSeasonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(tier="", client__isnull=False) | (~models.Q(tier="") & models.Q(client=None)),
                name="a_season_is_of_a_tier_or_of_a_client",
            ),
            models.CheckConstraint(
                condition=models.Q(since__lt=models.F("until")), name="a_season_ends_after_it_began"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["tier"], condition=~models.Q(tier="") & models.Q(ended_at=None), name="seasons_of_tiers"
            )
        ]

    def __str__(self) -> str:
        return self.in_words()

    @classmethod
    def keep(cls, client: Client, quiet: Quiet, *, by: User, at: datetime) -> "QuietSeason":
        """Let one client hear less from us in some season, and say why."""
        by.must(Right.WORK)
        cls._must_be_possible(quiet)
        with transaction.atomic():
            kept = cls._create(quiet, by=by, at=at, client=client)
            client.tell(KEPT, by=by, at=at, what=kept.in_words(), why=kept.why.rstrip("."))
        return kept

    @classmethod
    def keep_for_all(cls, tier: str, quiet: Quiet, *, by: User, at: datetime) -> "QuietSeason":
        """Let all clients of one size hear less from us; those with a season of their own go by that."""
        by.must(Right.LEAD)
        cls._must_be_possible(quiet)
        return cls._create(quiet, by=by, at=at, tier=tier)

    @classmethod
    def _create(cls, quiet: Quiet, *, by: User, at: datetime, **whose: Client | str) -> "QuietSeason":
        facts = {**quiet._asdict(), "why": quiet.why.strip()[:200]}
        return cls.objects.create(**facts, kept_by=by, kept_at=at, **whose)

    @staticmethod
    def _must_be_possible(quiet: Quiet) -> None:
        if not quiet.why.strip():
            raise WordsWanted(_("Say in a few words why it is quieter then."))
        if not 0 < (quiet.until - quiet.since).days <= MOST_DAYS:
            raise SeasonImpossible(
                _("Choose a last day after the first, and no more than %(n)d days.") % {"n": MOST_DAYS}
            )

    def end(self, *, by: User, at: datetime) -> None:
        """From now on they hear from us as always."""
        by.must(Right.WORK if self.client_id else Right.LEAD)
        with transaction.atomic():
            if not QuietSeason.objects.standing().filter(pk=self.pk).update(ended_at=at):
                raise AlreadyDone(_("Look again: this season has already been ended."))
            self.ended_at = at
            if self.client:
                self.client.tell(ENDED, by=by, at=at, what=self.in_words())

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    def as_rule(self) -> seasons.Season:
        """What the rule needs to know of it."""
        own = self.client_id is not None
        return seasons.Season(self.since, self.until, self.slower, self.every_year, own, self.why)

    def in_words(self) -> str:
        """When, and how much less."""
        form = "j F" if self.every_year else "j F Y"
        days = {"first": formats.date_format(self.since, form), "last": formats.date_format(self.last_day, form)}
        often = {"often": str(self.get_slower_display()).lower(), **days}
        if self.every_year:
            return _("every year from %(first)s to %(last)s %(often)s") % often
        return _("from %(first)s to %(last)s %(often)s") % often
