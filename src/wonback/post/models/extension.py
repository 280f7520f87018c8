"""A permission that runs out: we ask once, politely, whether it may go on, and never a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact, Entry, Permission
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.post import links
from wonback.post.forbidding import forbid
from wonback.post.models.draft import Draft
from wonback.post.models.letter import Letter
from wonback.post.queries import ExtensionQuerySet
from wonback.post.tongues import among_us, day_spoken
from wonback.team.models import User

ASKED_AGAIN = Verb("permission.asked_again", gettext_lazy("{actor} asked {contact} of {client} whether we may go on."))
ENDED = Verb("permission.ended", gettext_lazy("{client} let what they allowed end on its day: “{words}”."))


class DayUnclear(Refusal):
    """A permission holds until a day that lies ahead."""

    code = "day_unclear"


@dataclass(frozen=True)
class Question:
    """Whether what somebody allowed may go on: whom we ask, and in whose name."""

    permission: Permission
    contact: Contact
    by: User


class Extension(models.Model):
    class Answer(models.TextChoices):
        NONE = "", gettext_lazy("No answer yet")
        YES = "yes", gettext_lazy("Yes")
        NO = "no", gettext_lazy("No")

    # One a permission, ever.
    permission = models.OneToOneField("clients.Permission", models.CASCADE, related_name="extension")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=22)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.permission.words}: {self.get_answer_display()}"

    @property
    def quoted(self) -> str:
        """Their words, to stand in a sentence of ours."""
        return self.permission.words.rstrip(".")

    @classmethod
    def ask(cls, permission: Permission, contact: Contact, *, by: User, at: datetime) -> "Extension | None":
        """Write to them once. Nothing where that has been done before."""
        [came] = cls.ask_all([Question(permission, contact, by)], at=at)
        if isinstance(came, Refusal):
            raise came
        return came

    @classmethod
    def ask_all(cls, questions: Sequence[Question], *, at: datetime) -> "list[Extension | Refusal | None]":
        """Write to many, to each once. Of each what came of it: nothing as above, or why they may not be written to."""
        with transaction.atomic():
            begun = cls._begin(questions, at=at)
            letters = Letter.write_all({f"extension:{one.pk}": one._draft() for one in begun}, at=at)
            came: dict[int, Extension | Refusal] = {
                one.permission_id: letter if isinstance(letter, Refusal) else one
                for one, letter in zip(begun, letters, strict=True)
            }
            asked = [one for one in begun if came[one.permission_id] is one]
            cls.objects.filter(pk__in=[one.pk for one in begun if came[one.permission_id] is not one]).delete()
            Entry.objects.bulk_create(one._telling() for one in asked)
        return [came.get(question.permission.pk) for question in questions]

    @classmethod
    def _begin(cls, questions: Sequence[Question], *, at: datetime) -> "list[Extension]":
        """A row for each that has none. Whoever else asks at this moment leaves it to us, or we to them."""
        rows = {
            one.permission.pk: Extension(
                permission=one.permission, contact=one.contact, nonce=links.new_nonce(), asked_by=one.by, asked_at=at
            )
            for one in questions
        }
        Extension.objects.bulk_create(rows.values(), ignore_conflicts=True)
        for pk, permission, nonce in cls.objects.filter(permission__in=rows).values_list("pk", "permission", "nonce"):
            rows[permission].pk = pk if rows[permission].nonce == nonce else None
        return [one for one in rows.values() if one.pk]

    def _telling(self) -> Entry:
        return self.permission.client.telling(
            ASKED_AGAIN, by=self.asked_by, at=self.asked_at, contact=self.contact.name
        )

    def _draft(self) -> Draft:
        with translation.override(self.contact.reads):
            subject, text = self._letter()
        return {
            "client": self.permission.client,
            "contact": self.contact,
            "sender": self.asked_by,
            "subject": subject,
            "text": text,
        }

    def _letter(self) -> tuple[str, str]:
        """In the language that is spoken now."""
        said, until = self.permission, self.permission.until
        told = {
            "contact": self.contact.name,
            "sender": str(self.asked_by),
            "company": settings.COMPANY,
            "words": self.quoted,
            "day": day_spoken(timezone.localdate(said.given_at)),
            "until": day_spoken(until) if until else "",
            "link": links.address("strangers:extension", "extension", self.pk, self.nonce),
        }
        text = _(
            "Dear %(contact)s,\n\n"
            "On %(day)s you told us about hearing from us: “%(words)s”. That holds until %(until)s.\n\n"
            "May it go on? You can say yes and until when, or no, here:\n%(link)s\n\n"
            "You need not do anything: then it ends on that day. We ask this once.\n\n"
            "Kind regards\n%(sender)s\n%(company)s"
        )
        return _("May we stay in touch?"), text % told

    def allow(self, until: date | None, *, at: datetime) -> Permission:
        """Yes, until a day; without one, until they say otherwise."""
        if until is not None and until <= timezone.localdate(at):
            raise DayUnclear(_("Choose a day that lies ahead."))
        old = self.permission
        terms = {name: getattr(old, name) for name in ("client", "contact", "scope", "channel")}
        with among_us():
            proof = _("Said yes again by the link of our letter, %(name)s") % {"name": self.contact.name}
        with transaction.atomic():
            self._answer(self.Answer.YES, until=until, at=at)
            return Permission.note(
                by=None, at=at, answer="allowed", until=until, words=old.words, proof=proof[:200], **terms
            )

    def decline(self, *, at: datetime) -> None:
        """No: it ends on its day, as they had said."""
        with transaction.atomic():
            self._answer(self.Answer.NO, until=None, at=at)
            self.permission.client.tell(ENDED, by=None, at=at, words=self.permission.words)

    def forbid(self, words: str, *, at: datetime) -> None:
        """No, and no more contact about anything."""
        with among_us():
            proof = _("Written on the page about a permission by %(name)s") % {"name": self.contact.name}
        with transaction.atomic():
            open_ones = Extension.objects.filter(pk=self.pk, answer=self.Answer.NONE)
            open_ones.update(answer=self.Answer.NO, answered_at=at)
            forbid(self.contact, words.strip() or _("Please do not contact us."), proof=proof, at=at)

    def _answer(self, answer: str, *, until: date | None, at: datetime) -> None:
        unanswered = Extension.objects.filter(pk=self.pk, answer=self.Answer.NONE)
        if not unanswered.update(answer=answer, until=until, answered_at=at):
            raise AlreadyDone(_("We have your answer already. Reply to our letter if you want to change it."))
        self.refresh_from_db()
