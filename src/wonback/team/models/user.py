"""A person who works here: what they may do, to whom they report, how they come and leave."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import FETCH_RAISE, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.verbs import Verb
from wonback.core.writing import Choices, Names, changes_in_words, mark, reconciled
from wonback.team.models.team import Team
from wonback.team.policy import ROLES, Right
from wonback.team.queries import People
from wonback.team.refusals import (
    BadAddress,
    GoesRound,
    LastAdmin,
    NobodysName,
    NoMorning,
    NotAllowed,
    TooMuchWork,
)
from wonback.team.reporting import above

REPORTING = {
    "reports_to": gettext_lazy("Reports to"),
    "paid_on_team": gettext_lazy("Paid on what their people keep or lose"),
}
EMPLOYED = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "role": gettext_lazy("Role"),
    "team": gettext_lazy("Team"),
}
LIMIT = {"limit": gettext_lazy("At most, at once")}
MOST_OPEN_WORK = 99
# A morning mail is read before the first call; whoever begins later is at work already.
MORNING = (time(5), time(11, 30))
USUAL_MORNING = time(7, 30)
ADDED = Verb("person.added", gettext_lazy("{actor} added {about} as {role}."))
CHANGED = Verb("person.changed", gettext_lazy("{actor} changed the entry of {about}. {what}."))
LET_GO = Verb("person.let_go", gettext_lazy("{actor} let {about} go."))
BROUGHT_BACK = Verb("person.brought_back", gettext_lazy("{actor} brought {about} back."))


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
    # When something was last said well of them before everybody: on other days their Today need not ask.
    praised_at = models.DateTimeField(null=True, blank=True, editable=False)
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

    @classmethod
    def add(cls, name: str, *, email: str, role: str, team: str, by: "User", at: datetime) -> "User":
        """Somebody begins to work here. They sign in once they were invited (`team/inviting.py`)."""
        by.must(Right.ADMINISTER)
        person = cls()
        person.set_unusable_password()
        with transaction.atomic():
            person._be_employed(name=name, email=email, role=role, team=team)
            person.tell(ADDED, by=by, at=at, role=str(cls.Role(role).label))
        return person

    def tell(self, verb: Verb, *, by: "User | None", at: datetime, **facts: Any) -> None:
        """Write down what was done about them. `by` nobody: on the server."""
        self.audit.create(verb=verb.name, by=by, at=at, facts=facts)

    def _tell_changes(
        self, new: dict[str, Any], *, theirs: dict[str, Any], names: Names, choices: Choices, by: "User", at: datetime
    ) -> None:
        if what := changes_in_words(new, theirs=theirs, names=names, choices=choices):
            self.tell(CHANGED, by=by, at=at, what=what)

    @property
    def employed(self) -> dict[str, str]:
        """As what they work here."""
        team = self.team.name if self.team else ""
        return {"name": self.name, "email": self.email or "", "role": str(self.role), "team": team}

    @property
    def employed_seen(self) -> str:
        """The mark of as what they work here."""
        return mark(self.employed)

    def employ(self, *, by: "User", at: datetime, seen: str = "", **facts: str) -> None:
        """Put right their name, address, role or team. A team nobody knew yet is a new one. `seen`: the mark of what was changed."""
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            theirs = User.objects.select_for_update().get(pk=self.pk).employed
            roles = {"role": dict(self.Role.choices)}
            told = reconciled(facts, theirs=theirs, names=EMPLOYED, seen=seen, choices=roles)
            self._be_employed(**{**theirs, **told})
            self._tell_changes(self.employed, theirs=theirs, names=EMPLOYED, choices=roles, by=by, at=at)

    def _be_employed(self, *, name: str, email: str, role: str, team: str) -> None:
        if not name.strip():
            raise NobodysName(_("Give the person a name."))
        if role != self.Role.ADMIN or not email.strip():
            self._must_not_be_the_last_admin()
        before, self.email = self.email, self._address(email)
        self.name, self.role, self.team = name.strip(), role, Team.called(team)
        self.save(update_fields=[*EMPLOYED] if self.pk else None)
        if before != self.email:
            # allauth would still send the old one a link for a new password.
            self.emailaddress_set.all().delete()  # type: ignore[attr-defined]  # allauth ships no types

    def _address(self, email: str) -> str | None:
        """As it is kept; nobody else may have it. None: they do not sign in."""
        plain = email.strip().lower()
        if not plain:
            return None
        try:
            validate_email(plain)
        except ValidationError as error:
            raise BadAddress(_("Write the e-mail as name@company.example.")) from error
        if other := User.objects.filter(email__iexact=plain).exclude(pk=self.pk).first():
            told = {"email": plain, "name": other.name}
            if other.is_active:
                raise BadAddress(_("Choose another e-mail: %(email)s is that of %(name)s.") % told)
            raise BadAddress(_("Bring %(name)s back instead: %(email)s is theirs, and they have left.") % told)
        return plain

    def _must_not_be_the_last_admin(self) -> None:
        admins = User.objects.filter(role=self.Role.ADMIN, is_active=True).exclude(email=None)
        if self.pk and admins.filter(pk=self.pk).exists() and not admins.exclude(pk=self.pk).exists():
            raise LastAdmin(_("Make somebody else an admin first: %(name)s is the only one.") % {"name": self.name})

    def leave(self, *, by: "User", at: datetime) -> None:
        """They work here no more: nobody signs in as them, and none of their programs acts. What they did stays told."""
        by.must(Right.ADMINISTER)
        self._must_not_be_the_last_admin()
        if self.pk == by.pk:
            raise NotAllowed(_("Ask another admin to do this: nobody lets themselves go."))
        with transaction.atomic():
            self.is_active = False
            self.save(update_fields=["is_active"])
            self.tokens.filter(revoked_at=None).update(revoked_at=at)
            self.tell(LET_GO, by=by, at=at)

    def return_to_work(self, *, by: "User", at: datetime) -> None:
        """They work here again, in the role and the team they had."""
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            self.is_active = True
            self.save(update_fields=["is_active"])
            self.tell(BROUGHT_BACK, by=by, at=at)

    @property
    def limit_seen(self) -> str:
        """The mark of how many they work on at most."""
        return mark({"limit": self.open_work_limit})

    def limit_work(self, to: int, *, by: "User", at: datetime, seen: str = "") -> None:
        """How many lost clients this person works on at once. A lead says so for their people.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.LEAD)
        if to > MOST_OPEN_WORK:
            raise TooMuchWork(_("Choose %(n)d at most: nobody brings back more at once.") % {"n": MOST_OPEN_WORK})
        with transaction.atomic():
            theirs = {"limit": User.objects.select_for_update().get(pk=self.pk).open_work_limit}
            told = reconciled({"limit": to}, theirs=theirs, names=LIMIT, seen=seen)
            self.open_work_limit = told.get("limit", theirs["limit"])
            self.save(update_fields=["open_work_limit"])
            self._tell_changes(told, theirs=theirs, names=LIMIT, choices={}, by=by, at=at)

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

    def place(self, boss: "User | None", *, is_paid: bool, by: "User", at: datetime, seen: str = "") -> None:
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
            self._tell_changes(new, theirs=theirs, names=REPORTING, choices=choices, by=by, at=at)

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
