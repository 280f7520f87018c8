"""Staying close to a client who came back: checks that grow rarer, promises with the client’s own verdict, for twelve months."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Promise, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Contact, Permission
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.post import links, tongues
from wonback.post.models import DoNotContact, Letter
from wonback.team.models import Holiday, User
from wonback.team.policy import Right
from wonback.winback.care_queries import AftercareQuerySet, CheckQuerySet
from wonback.winback.taper import EXECUTIVE, months_after, taper

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

BEGUN = Verb("aftercare.begun", gettext_lazy("We stay close to {client} until {until}."))
ENDED = Verb("aftercare.ended", gettext_lazy("Twelve months with {client} have passed; their usual rhythm goes on."))
CUT_SHORT = Verb(
    "aftercare.cut_short", gettext_lazy("We do not stay close to {client} any more: they have left again.")
)
ASKED = Verb("aftercare.asked", gettext_lazy("{actor} asked {contact} of {client} how we keep our promises."))
JUDGED = Verb("promise.judged", gettext_lazy("{client} says of our promise “{what}”: {verdict}."))

MONTHS = 12


class NothingToJudge(Refusal):
    """A verdict is about a promise."""

    code = "nothing_to_judge"


class Aftercare(models.Model):
    plan = models.OneToOneField("winback.Plan", models.CASCADE, related_name="aftercare")
    begun_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    # Part of the link under which the client judges our promises.
    nonce = models.CharField(max_length=22)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AftercareQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "aftercare"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(ended_on=None), name="running_aftercare")
        ]

    def __str__(self) -> str:
        return _("Staying close to %(client)s") % {"client": self.plan.loss.client}

    def get_absolute_url(self) -> str:
        return reverse("winback:close_to", args=[self.pk])

    @classmethod
    def begin(cls, plan: "Plan", *, on: date, at: datetime) -> "Aftercare":
        """Lay out the checks of twelve months; where a rung taken earlier has begun them, they go on."""
        facts = {"begun_on": on, "until": months_after(on, MONTHS)}
        with transaction.atomic():
            aftercare, is_new = cls.objects.get_or_create(plan=plan, defaults=facts | {"nonce": links.new_nonce()})
            # Who took a rung long ago and comes back whole now is stayed close to once more.
            again = not is_new and cls.objects.filter(pk=aftercare.pk, ended_on__isnull=False).update(
                **facts, ended_on=None
            )
            if is_new or again:
                aftercare.refresh_from_db()
                checks = [
                    Check(aftercare=aftercare, kind=one.kind, due_by=one.due_by)
                    for one in taper(on, closed=Holiday.days())
                ]
                Check.objects.bulk_create(checks)
                plan.loss.client.tell(BEGUN, by=None, at=at, until=aftercare.until.isoformat())
        return aftercare

    def end(self, *, on: date, at: datetime) -> bool:
        """Twelve months have passed. False if it had ended before."""
        return self._end(ENDED, on=on, at=at)

    def cut_short(self, *, on: date, at: datetime) -> bool:
        """They have left again. False if it had ended before."""
        return self._end(CUT_SHORT, on=on, at=at)

    def _end(self, verb: Verb, *, on: date, at: datetime) -> bool:
        with transaction.atomic():
            if not Aftercare.objects.running().filter(pk=self.pk).update(ended_on=on):
                return False
            self.ended_on = on
            self.plan.loss.client.tell(verb, by=None, at=at)
        return True

    @property
    def promises(self) -> "models.QuerySet[Promise]":
        """The ledger: what we still owe them, and what we promised since they came back."""
        ours = Promise.objects.filter(client=self.plan.loss.client_id)
        return ours.filter(Q(kept_at=None) | Q(made_on__gte=self.begun_on)).order_by("due_by", "pk")

    def ask(self, contact: Contact, *, by: User, at: datetime) -> Letter:
        """Ask somebody there how we keep our promises: one link, no sign-in, three colours."""
        by.must(Right.WORK)
        client = self.plan.loss.client
        if not self.promises.exists():
            raise NothingToJudge(_("Write down what we promised first: they judge our promises."))
        day = timezone.localdate(at)
        with transaction.atomic(), translation.override(contact.reads):
            letter = Letter.write(
                key=f"ledger:{self.pk}:{day}",
                at=at,
                client=client,
                contact=contact,
                sender=by,
                subject=_("Do we keep our promises?"),
                text=self._words(contact, by),
                unasked=True,
            )
            self.asked_at, self.asked_by = at, by
            self.save(update_fields=["asked_at", "asked_by"])
            client.tell(ASKED, by=by, at=at, contact=contact.name)
        return letter

    @property
    def reader(self) -> Contact | None:
        """To whom the newest link went: the page speaks their language."""
        last = Letter.objects.about(f"ledger:{self.pk}:").select_related("contact").order_by("-pk").first()
        return last.contact if last else None

    def _words(self, contact: Contact, sender: User) -> str:
        told = _(
            "Dear %(contact)s,\n\nwhen you gave us a second chance, we promised you a few things. Do we keep them? "
            "You can say so with one click for each, without signing in:\n%(link)s\n\n"
            "Whatever you say goes to the person who promised, today.\n\nKind regards\n%(sender)s\n%(company)s"
        )
        link = links.address("ledger:ledger", "ledger", self.pk, self.nonce)
        return told % {"contact": contact.name, "link": link, "sender": sender.name, "company": settings.COMPANY}

    def judge(self, verdicts: Mapping[int, str], *, words: str = "", at: datetime) -> int:
        """The client says of our promises whether we keep them; return of how many. A promise without a verdict stays."""
        known = {promise.pk: promise for promise in self.promises}
        said = {pk: colour for pk, colour in verdicts.items() if pk in known and colour in Verdict.Colour.values}
        if not said:
            raise NothingToJudge(_("Choose one of the three for at least one promise."))
        with transaction.atomic(), tongues.among_us():
            for pk, colour in said.items():
                verdict = self.verdicts.create(promise=known[pk], colour=colour, words=words.strip()[:500], at=at)
                told = {"what": known[pk].what.rstrip("."), "verdict": str(verdict.get_colour_display()).lower()}
                self.plan.loss.client.tell(JUDGED, by=None, at=at, **told)
        return len(said)


class Check(models.Model):
    class Kind(models.TextChoices):
        WEEKLY = "weekly", gettext_lazy("Weekly check")
        FORTNIGHTLY = "fortnightly", gettext_lazy("Fortnightly check")
        MONTHLY = "monthly", gettext_lazy("Monthly check")
        EXECUTIVE = "executive", gettext_lazy("Visit of a lead")

    aftercare = models.ForeignKey(Aftercare, models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=11, choices=Kind)
    due_by = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_by", "aftercare"], condition=Q(done_at=None), name="checks_ahead")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.due_by}"

    def do(self, line: str, *, by: User, at: datetime, channel: str = "call") -> Touch:
        """Look how it goes, and write it down. The one visit of a lead is a lead’s."""
        by.must(Right.LEAD if self.kind == EXECUTIVE else Right.WORK)
        channel = "visit" if self.kind == EXECUTIVE else channel
        self._must_be_welcome(channel, as_of=timezone.localdate(at))
        with transaction.atomic():
            if not Check.objects.ahead().filter(pk=self.pk).update(done_at=at, done_by=by):
                raise AlreadyDone(_("Look again: this check was done."))
            self.done_at, self.done_by = at, by
            client = self.aftercare.plan.loss.client
            return Touch.log(client, Note(channel=channel, line=line), by=by, at=at)

    def _must_be_welcome(self, channel: str, *, as_of: date) -> None:
        """A client who asked us, as a company, not to contact them is left alone, however glad we were that they came back."""
        answers = Permission.objects.filter(client=self.aftercare.plan.loss.client_id, contact=None)
        if no := answers.refusing(channel=channel, scope="call", as_of=as_of).first():
            raise DoNotContact(no.as_refusal(as_of=as_of))


class Verdict(models.Model):
    """What the client says of one promise. The newest counts; the older ones stay."""

    class Colour(models.TextChoices):
        GREEN = "green", gettext_lazy("Kept")
        AMBER = "amber", gettext_lazy("Partly")
        RED = "red", gettext_lazy("Not kept")

    aftercare = models.ForeignKey(Aftercare, models.CASCADE, related_name="verdicts")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="verdicts")
    colour = models.CharField(max_length=5, choices=Colour)
    words = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["promise", "-at"], name="newest_verdict")]

    def __str__(self) -> str:
        return f"{self.promise}: {self.get_colour_display()}"
