"""A person at a client."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.models.permission import Permission
from wonback.clients.queries import ContactQuerySet
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.core.writing import Choices, parts_of, reconciled
from wonback.team.models import User

MET = Verb("contact.met", gettext_lazy("{actor} wrote down {contact} at {client}."))
KNOWN_BETTER = Verb("contact.corrected", gettext_lazy("{actor} corrected what we know of {contact} at {client}."))
LEFT = Verb("contact.left", gettext_lazy("{contact} left {client}, noted by {actor}."))
STAYED = Verb("contact.stayed", gettext_lazy("{contact} is still at {client} after all, noted by {actor}."))
JOINED = Verb(
    "contact.joined", gettext_lazy("{actor} put {other} and {contact} at {client} together: they are one person.")
)
TWO_AGAIN = Verb(
    "contact.parted", gettext_lazy("{actor} took {contact} and {other} at {client} apart again: they are two people.")
)
# What can be put right, as it is called.
FACTS = {
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("What they do there"),
    "role": gettext_lazy("For us, they are the one who"),
    "stance": gettext_lazy("How they see us"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "language": gettext_lazy("The language of our letters"),
    "reports_to": gettext_lazy("Whom they report to there"),
}


class Ring(Refusal):
    """Nobody reports to themselves, by however many others."""

    code = "reports_in_a_ring"


class Contact(BroughtIn):
    class Role(models.TextChoices):
        DECIDER = "decider", gettext_lazy("Decides")
        CHAMPION = "champion", gettext_lazy("Speaks for us")
        USER = "user", gettext_lazy("Uses what we sell")
        BLOCKER = "blocker", gettext_lazy("Blocks us")

    class Stance(models.IntegerChoices):
        AGAINST = -2, gettext_lazy("Against us")
        COOL = -1, gettext_lazy("Cool")
        NEUTRAL = 0, gettext_lazy("Neutral")
        WARM = 1, gettext_lazy("Warm")
        FRIEND = 2, gettext_lazy("A friend")

    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    # In which our letters to them are written; empty: in the house’s own.
    language = models.CharField(max_length=10, blank=True, default="")
    role = models.CharField(max_length=8, choices=Role, blank=True, default="")
    stance = models.SmallIntegerField(choices=Stance, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # When we learned that they left, for whoever asks what was known on a day.
    left_known_on = models.DateField(null=True, blank=True)
    # What files say of them besides.
    more = models.JSONField(default=dict, blank=True)
    # Whom they report to there, if anybody knows.
    reports_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="reports")

    objects = ContactQuerySet.as_manager()

    class Meta(BroughtIn.Meta):
        indexes = [models.Index(fields=["email"], name="contacts_by_email_beginning", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def meet(cls, *, by: User | None, at: datetime, **facts: object) -> "Contact":
        """Write down a person at a client. `by` is None where the program noticed it."""
        with transaction.atomic():
            # Found again by how it begins, whatever case somebody typed.
            contact = cls.objects.create(**{**facts, "email": str(facts.get("email", "")).lower()})
            contact._bear(by=by, noted_on=timezone.localdate(at), since=None)
            contact.client.tell(MET, by=by, at=at, contact=contact.name)
        return contact

    def correct(
        self, *, by: User, at: datetime, seen: str = "", held_since: date | None = None, **facts: object
    ) -> None:
        """Put right what we know about this person: role, stance, how to reach them, whom they report to.

        `seen`: the mark of what was changed; `held_since`: since when role and stance are so, if anybody knows.
        """
        with transaction.atomic():
            theirs = parts_of(Contact.objects.select_for_update().get(pk=self.pk), facts)
            told = reconciled(facts, theirs=theirs, names=FACTS, seen=seen, choices=self._choices())
            new = {name: value for name, value in told.items() if theirs[name] != value}
            if not new:
                return
            self._must_not_report_in_a_ring(new.get("reports_to"))
            if new.keys() & {"role", "stance"}:
                self._remember_before(theirs)
            for name, value in new.items():
                setattr(self, name, value)
            self.email = self.email.lower()
            self.save(update_fields=list(new))
            if new.keys() & {"role", "stance"}:
                self._bear(by=by, noted_on=timezone.localdate(at), since=held_since)
            self.client.tell(KNOWN_BETTER, by=by, at=at, contact=self.name)

    def _bear(self, *, by: User | None, noted_on: date | None, since: date | None) -> None:
        """Remember how they stand to us from now on; what stood before stays."""
        known = {"role": self.role, "stance": self.stance}
        self.bearings.create(**known, since=since, noted_on=noted_on, noted_by=by)

    def _remember_before(self, theirs: Mapping[str, object]) -> None:
        """Of whom nobody kept bearings yet, what stood there until now is the first."""
        if not self.bearings.exists():
            before = {name: theirs.get(name, getattr(self, name)) for name in ("role", "stance")}
            self.bearings.create(**before, since=self.since)

    def _must_not_report_in_a_ring(self, chief: object) -> None:
        seen = {self.pk}
        while isinstance(chief, Contact):
            if chief.pk in seen or chief.client_id != self.client_id:
                raise Ring(_("Choose somebody there who does not report to them."))
            seen.add(chief.pk)
            chief = chief.reports_to

    def _choices(self) -> Choices:
        stances = {str(stance): label for stance, label in self.Stance.choices}
        return {"role": dict(self.Role.choices), "stance": stances, "language": dict(settings.LANGUAGES)}

    @property
    def reads(self) -> str:
        """The language of our letters to them, and of the pages behind the links in these."""
        return self.language if self.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    def choose_language(self, language: str) -> None:
        """They, or whoever writes to them, said what they read best. It is no news for the timeline."""
        if language in dict(settings.LANGUAGES) and language != self.language:
            self.language = language
            self.save(update_fields=["language"])

    def leave(self, *, on: date, by: User | None, at: datetime) -> None:
        """Note that this person has gone."""
        with transaction.atomic():
            if not Contact.objects.filter(pk=self.pk, left_on=None).update(
                left_on=on, left_known_on=timezone.localdate(at)
            ):
                raise AlreadyDone(_("Look again: somebody has already noted that they left."))
            self.left_on = on
            self.client.tell(LEFT, by=by, at=at, contact=self.name)

    def stay(self, *, by: User, at: datetime) -> None:
        """They had not left: somebody, a mail or a file was wrong."""
        seen_on = timezone.localdate(at)
        with transaction.atomic():
            if not Contact.objects.filter(pk=self.pk, left_on__isnull=False).update(left_on=None, verified_on=seen_on):
                raise AlreadyDone(_("Look again: they stand here as somebody who is there."))
            self.left_on, self.verified_on = None, seen_on
            self.client.tell(STAYED, by=by, at=at, contact=self.name)

    def objection(self, *, channel: str, scope: str = "", as_of: date) -> Permission | None:
        """What they, or their company, said against our reaching them by that channel on that day."""
        return Permission.objects.objection(self, channel=channel, scope=scope, as_of=as_of)

    def may_be_reached(self, *, channel: str, scope: str = "", as_of: date) -> bool:
        """Whether nothing they said forbids it. Everything that writes or calls asks this."""
        return self.left_on is None and self.objection(channel=channel, scope=scope, as_of=as_of) is None
