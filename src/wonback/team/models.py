"""A person who works here, the team they are in, and the tokens with which their programs act for them."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import FETCH_RAISE, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.core.writing import mark, reconciled
from wonback.team.policy import ROLES, Right
from wonback.team.queries import People
from wonback.team.reporting import above

REPORTING = {
    "reports_to": gettext_lazy("Reports to"),
    "paid_on_team": gettext_lazy("Paid on what their people keep or lose"),
}
MOST_OPEN_WORK = 99
# A morning mail is read before the first call; whoever begins later is at work already.
MORNING = (time(5), time(11, 30))
USUAL_MORNING = time(7, 30)


class NotAllowed(Refusal):
    """This is not part of your role."""

    code = "not_allowed"


class TooMuchWork(Refusal):
    """Nobody works on that many lost clients at once."""

    code = "too_much_work"


class NoMorning(Refusal):
    """A morning mail comes in the morning, where its reader is."""

    code = "no_morning"


class GoesRound(Refusal):
    """Nobody reports to themselves, on whatever way round."""

    code = "goes_round"


class Team(models.Model):
    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    class Role(models.TextChoices):
        REP = "rep", gettext_lazy("Rep")
        INTERVIEWER = "interviewer", gettext_lazy("Interviewer")
        LEAD = "lead", gettext_lazy("Lead")
        ADMIN = "admin", gettext_lazy("Admin")

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=11, choices=Role, default=Role.REP)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")
    reports_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")
    minutes_a_day = models.PositiveSmallIntegerField(default=45)
    open_work_limit = models.PositiveSmallIntegerField(default=5)
    interviews_a_month = models.PositiveSmallIntegerField(default=6)
    # As the IANA names it, such as Europe/Berlin; empty: where the company is.
    time_zone = models.CharField(max_length=40, blank=True, default="")
    # When their day comes by mail, where they are; None: never.
    morning_at = models.TimeField(null=True, blank=True, default=USUAL_MORNING)
    # Paid on what their reports keep or lose, and so not neutral about it.
    paid_on_team = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=40, blank=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = People()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]
        # Whose clients a lead answers for is asked at every Today.
        indexes = [models.Index(fields=["id"], condition=Q(is_active=False), name="people_who_left")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    def may(self, right: Right) -> bool:
        return right in ROLES[self.role]

    def as_asked(self) -> tuple[str, tuple[int, int | None]]:
        """What questions about them are shaped by, and the numbers that only fill them: for `core.prepared`."""
        return self.role, (self.pk, self.team_id)

    @classmethod
    def standing_in(cls, shape: str, numbers: Sequence[int | None]) -> "User":
        """Somebody of that role about whom nothing else is known, for writing a question."""
        return cls.from_db(None, ["id", "role", "team_id"], [numbers[0], shape, numbers[1]], fetch_mode=FETCH_RAISE)

    @property
    def limit_seen(self) -> str:
        """The mark of how many they work on at most."""
        return mark({"limit": self.open_work_limit})

    def limit_work(self, to: int, *, by: "User", seen: str = "") -> None:
        """How many lost clients this person works on at once. A lead says so for their people.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.LEAD)
        if to > MOST_OPEN_WORK:
            raise TooMuchWork(_("Choose %(n)d at most: nobody brings back more at once.") % {"n": MOST_OPEN_WORK})
        with transaction.atomic():
            theirs = {"limit": User.objects.select_for_update().get(pk=self.pk).open_work_limit}
            told = reconciled({"limit": to}, theirs=theirs, names={"limit": _("At most, at once")}, seen=seen)
            self.open_work_limit = told.get("limit", theirs["limit"])
            self.save(update_fields=["open_work_limit"])

    @property
    def zone(self) -> ZoneInfo:
        """Where their clock hangs."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    def choose_morning(self, at: time | None, *, zone: str) -> None:
        """Have the day sent by mail at that time of their own clock, on working days; None: never."""
        if zone not in available_timezones():
            raise NoMorning(_("Choose a time zone by its name, such as Europe/Berlin."))
        if at is not None and not MORNING[0] <= at <= MORNING[1]:
            raise NoMorning(_("Choose a time from 05:00 to 11:30: later you are at work already."))
        self.morning_at, self.time_zone = at, zone
        self.save(update_fields=["morning_at", "time_zone"])

    @property
    def reporting(self) -> dict[str, int | bool | None]:
        return {"reports_to": self.reports_to_id, "paid_on_team": self.paid_on_team}

    @property
    def reporting_seen(self) -> str:
        """The mark of whom they report to and what they are paid on."""
        return mark(self.reporting)

    def place(self, boss: "User | None", *, is_paid: bool, by: "User", seen: str = "") -> None:
        """To whom they report, and what they are paid on. `seen`: the mark of what was changed."""
        by.must(Right.ADMINISTER)
        told = {"reports_to": boss.pk if boss else None, "paid_on_team": is_paid}
        bosses = {str(pk): name for pk, name in User.objects.values_list("pk", "name")} | {"": _("Nobody")}
        choices = {"reports_to": bosses, "paid_on_team": {"yes": _("Yes"), "no": _("No")}}
        with transaction.atomic():
            theirs = User.objects.select_for_update().get(pk=self.pk).reporting
            new = reconciled(told, theirs=theirs, names=REPORTING, seen=seen, choices=choices)
            if "reports_to" in new:
                self.report_to(boss, by=by)
            if "paid_on_team" in new:
                self.pay_on_team(is_paid=is_paid, by=by)

    def report_to(self, boss: "User | None", *, by: "User") -> None:
        """From now on this person reports to `boss`, or to nobody. It says who may ask whose lost clients why."""
        by.must(Right.ADMINISTER)
        if boss is not None:
            self._must_be_below(boss)
        self.reports_to = boss
        self.save(update_fields=["reports_to"])

    def _must_be_below(self, boss: "User") -> None:
        if boss.pk == self.pk:
            raise GoesRound(_("Choose somebody else: nobody reports to themselves."))
        if not boss.is_active:
            raise GoesRound(_("Choose somebody who still works here."))
        if self.pk in above(boss.pk, dict(User.objects.values_list("pk", "reports_to"))):
            told = {"boss": boss.name, "name": self.name}
            raise GoesRound(_("Choose somebody else, or move %(boss)s first: they report to %(name)s.") % told)

    def pay_on_team(self, *, is_paid: bool, by: "User") -> None:
        """Whether they are paid on what those below them keep or lose: then they do not ask about it."""
        by.must(Right.ADMINISTER)
        self.paid_on_team = is_paid
        self.save(update_fields=["paid_on_team"])

    def must(self, right: Right) -> None:
        """Refuse what is not part of this person's role."""
        if not self.may(right):
            raise NotAllowed(_("Ask a lead or an admin to do this: it is not part of your role."))


class DayTaken(Refusal):
    """A day is a holiday once."""

    code = "day_taken"


class Holiday(models.Model):
    """A day on which nobody of us works."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def days(cls) -> frozenset[date]:
        """All of them, for whoever counts working days."""
        return frozenset(cls.objects.values_list("on", flat=True))

    @classmethod
    def keep(cls, on: date, name: str, *, by: User) -> "Holiday":
        """Say that the company rests on that day."""
        by.must(Right.LEAD)
        holiday, is_new = cls.objects.get_or_create(on=on, defaults={"name": name.strip()[:80] or _("Holiday")})
        if not is_new:
            raise DayTaken(_("Choose another day: on this one you rest already, for %(name)s.") % {"name": holiday})
        return holiday

    def cancel(self, *, by: User) -> None:
        """We work on that day after all."""
        by.must(Right.LEAD)
        self.delete()


class TokenQuerySet(models.QuerySet["Token"]):
    def living(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)


class Token(models.Model):
    """A key with which one person's program acts for them. Only its digest is kept."""

    class Scope(models.TextChoices):
        READ = "read", gettext_lazy("Read")
        WRITE = "write", gettext_lazy("Read and write")

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @staticmethod
    def digest_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def issue(cls, user: User, *, name: str, scope: str, at: datetime) -> tuple["Token", str]:
        """Make a token; return it with its key, which is shown once and never stored."""
        key = f"wb_{secrets.token_urlsafe(32)}"
        return cls.objects.create(user=user, name=name, scope=scope, digest=cls.digest_of(key), created_at=at), key

    def used(self, *, on: date) -> None:
        """Note the day of use, at most one write a day."""
        if self.last_used_on != on:
            self.last_used_on = on
            self.save(update_fields=["last_used_on"])

    def revoke(self, *, at: datetime) -> None:
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])
