"""The short form for those who will not talk: five questions, one a page, by a link that works once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.interviews import inviting, landing, writing
from wonback.interviews.models.guide import Question
from wonback.interviews.models.interview import DECLINED, REPLIED, Interview, NotTheirClient
from wonback.interviews.queries import FormQuerySet
from wonback.losses.models import WordsMissing
from wonback.post import forbidding, links
from wonback.post.frequency import QUIET
from wonback.post.models import Letter
from wonback.post.tongues import among_us
from wonback.team.models import User

SENT = Verb("form.sent", gettext_lazy("{actor} sent {contact} of {client} five questions in writing."))
REMINDED = Verb("form.reminded", gettext_lazy("{actor} reminded {contact} of {client} of the five questions."))
ANSWERED = Verb("form.answered", gettext_lazy("{contact} of {client} answered in writing why they left."))

DAYS_OPEN = 60
# Who has begun, or has never looked, is reminded by hand; twice is all.
MOST_REMINDERS = 2
# No reminder follows any letter of ours, whoever wrote it, within a week.
MAY_ASK = {Interview.Stage.ACCEPTED, Interview.Stage.INVITED}


class LinkUsed(Refusal):
    """A form is sent once, and its link is good for a while only."""

    code = "link_used"


class TooSoon(Refusal):
    """Nobody gets two letters of ours in one week because somebody pressed a button."""

    code = "too_soon"


class Form(models.Model):
    class Standing(models.TextChoices):
        """Where it stands. What they have written so far is theirs until they send it."""

        ANSWERED = "answered", gettext_lazy("Answered")
        REFUSED = "refused", gettext_lazy("They would rather not")
        REPLIED = "replied", gettext_lazy("They replied")
        TAKEN_BACK = "taken back", gettext_lazy("Taken back")
        OVER = "over", gettext_lazy("The link has run out")
        BEGUN = "begun", gettext_lazy("Begun")
        OPENED = "opened", gettext_lazy("Opened")
        SENT = "sent", gettext_lazy("Not opened yet")

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="forms")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, related_name="forms")
    nonce = models.CharField(max_length=22)
    # In which its letter was written.
    language = models.CharField(max_length=10)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    # The number of pages answered, so that they go on where they stopped.
    pages = models.PositiveSmallIntegerField(default=0)
    # What they wrote on each page, by question. Nobody here reads it before they send it; then it is emptied.
    kept = models.JSONField(default=dict, blank=True)
    # Who may read what they write, as they said when they began; a page may say otherwise.
    confidence = models.CharField(max_length=12, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    # They answered in some way of their own.
    replied_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "contact"], name="one_form_a_person"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-sent_at", "-id"], name="forms_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.pages}"

    @property
    def link(self) -> str:
        return links.address("strangers:form", "form", self.pk, self.nonce)

    @classmethod
    def hand(cls, interview: Interview, contact: Contact, *, by: User, at: datetime) -> tuple["Form", bool]:
        """The form of this person, and whether it is new."""
        facts = {"nonce": links.new_nonce(), "language": contact.reads, "sent_by": by, "sent_at": at}
        return cls.objects.get_or_create(interview=interview, contact=contact, defaults=facts)

    @classmethod
    def send(cls, interview: Interview, contact: Contact, *, by: User, at: datetime) -> "Form":
        """Ask one person there in writing, at once, in the interviewer’s own name and in their language."""
        if by.pk != interview.interviewer_id or interview.stage not in MAY_ASK:
            raise AlreadyDone(_("Accept this talk first: its interviewer sends the five questions."))
        if contact.client_id != interview.loss.client_id:
            raise NotTheirClient(_("Choose somebody who works for this client."))
        with transaction.atomic():
            interview.advance(MAY_ASK, Interview.Stage.INVITED, contact=contact)
            form, is_new = cls.hand(interview, contact, by=by, at=at)
            if not is_new:
                raise AlreadyDone(_("Write to somebody else there: %(name)s has the questions.") % {"name": contact})
            form.write(inviting.questions, at=at)
            interview.loss.client.tell(SENT, by=by, at=at, contact=contact.name)
        return form

    def write(self, letter: Callable[..., inviting.Draft], *, at: datetime) -> None:
        """Put a letter with the link into the outbox, in their language."""
        occasion = inviting.Occasion(
            contact=self.contact.name,
            interviewer=str(self.interview.interviewer),
            company=settings.COMPANY,
            kind=self.interview.loss.kind,
            ahead=not self.interview.loss.in_effect,
            zone=ZoneInfo(settings.TIME_ZONE),
        )
        with translation.override(self.contact.reads):
            draft = letter(occasion, link=self.link)
        sender = self.sent_by or self.interview.interviewer
        if sender is None:
            raise AlreadyDone(_("Look again: nobody holds this talk any more."))
        Letter.write(
            key=f"form:{self.pk}:{self.reminders}",
            at=at,
            client=self.interview.loss.client,
            contact=self.contact,
            sender=sender,
            subject=draft.subject,
            text=draft.text,
        )

    def remind(self, *, by: User, at: datetime) -> None:
        """Ask once more. Refused where they answered, asked us not to, or heard from any of us this week."""
        if why := self.stands_against_reminder(at=at):
            raise why
        with transaction.atomic():
            # Of two who press together, one is told to wait.
            due = Form.objects.open().filter(pk=self.pk, reminders=self.reminders)
            if not due.update(reminders=self.reminders + 1, reminded_at=at):
                raise TooSoon(_("Look again: somebody has just reminded %(name)s.") % {"name": self.contact})
            self.refresh_from_db(fields=["reminders", "reminded_at"])
            self.write(inviting.questions_again, at=at)
            self.interview.loss.client.tell(REMINDED, by=by, at=at, contact=self.contact.name)

    def stands_against_reminder(self, *, at: datetime) -> Refusal | None:
        """Why they are left alone for now, or for good. Their permission is asked first."""
        name, standing = {"name": self.contact.name}, self.standing(as_of=timezone.localdate(at))
        sender = self.sent_by or self.interview.interviewer
        if sender and (objection := Letter.objection_to(self.contact, sender, scope="", at=at)):
            return objection
        if standing not in {self.Standing.SENT, self.Standing.OPENED, self.Standing.BEGUN}:
            return AlreadyDone(_("Leave %(name)s alone: this is over for them.") % name)
        if self.interview.stage != Interview.Stage.INVITED:
            return AlreadyDone(_("Leave %(name)s alone: somebody there has answered.") % name)
        if self.reminders >= MOST_REMINDERS:
            return TooSoon(_("Leave %(name)s alone: they were reminded twice, and that is enough.") % name)
        if latest := Letter.objects.lately_to(self.contact, at=at).order_by("-written_at").first():
            day = date_format(timezone.localdate(latest.written_at + QUIET), "j F")
            return TooSoon(
                _("Wait until %(day)s: %(name)s has had a letter of ours within %(days)d days.")
                % (name | {"day": day, "days": QUIET.days})
            )
        return None

    def replied(self, *, by: User, at: datetime) -> None:
        """They answered in some way of their own: no reminder goes out."""
        with transaction.atomic():
            if not Form.objects.open().filter(pk=self.pk, replied_at=None).update(replied_at=at):
                raise AlreadyDone(_("Look again: they have already answered."))
            self.replied_at = at
            Letter.stop(f"form:{self.pk}:", why=_("They replied"), at=at)
            self.interview.loss.client.tell(REPLIED, by=by, at=at, contact=self.contact.name)

    def revoke(self, *, by: User, at: datetime) -> None:
        """Take the link back: it opens nothing from now on, and what was written under it is gone."""
        self.interview.must_be_held_by(by)
        gone = {"revoked_at": at, "nonce": links.new_nonce(), "kept": {}, "pages": 0}
        if not Form.objects.open().filter(pk=self.pk).update(**gone):
            raise AlreadyDone(_("Look again: there is nothing left to take back."))
        Letter.stop(f"form:{self.pk}:", why=str(self.Standing.TAKEN_BACK.label), at=at)
        self.refresh_from_db()

    def standing(self, *, as_of: date) -> str:
        ends = (
            (self.finished_at, self.Standing.ANSWERED),
            (self.refused_at, self.Standing.REFUSED),
            (self.revoked_at, self.Standing.TAKEN_BACK),
            (self.replied_at, self.Standing.REPLIED),
            (self.is_over(as_of=as_of), self.Standing.OVER),
            (self.pages, self.Standing.BEGUN),
            (self.opened_at, self.Standing.OPENED),
        )
        return next((standing for happened, standing in ends if happened), self.Standing.SENT)

    def is_over(self, *, as_of: date) -> bool:
        """Whether its link has run out."""
        return bool(self.sent_at and as_of >= timezone.localdate(self.sent_at) + timedelta(days=DAYS_OPEN))

    def leaves(self) -> list[writing.Leaf]:
        """Its pages: each question in their language, with what they wrote on it so far."""
        return [
            writing.Leaf(
                key=question.key,
                text=question.in_language(self.contact.language),
                said=writing.Said.of(self.kept.get(question.key, {}), otherwise=self.confidence),
                is_last_word=question.key == writing.AGAIN,
                is_done=question.key in self.kept,
            )
            for question in Question.objects.in_writing()
        ]

    def look(self, *, at: datetime) -> None:
        """Somebody opened the link for the first time."""
        Form.objects.filter(pk=self.pk, opened_at=None).update(opened_at=at)

    def begin(self, confidence: str, *, at: datetime) -> None:
        """They said who may read what they will write."""
        self._keep(confidence=confidence, at=at)

    def keep(self, key: str, said: writing.Said, *, at: datetime) -> None:
        """What stands on one page. It is kept for them, so that they can go back, leave and return."""
        kept = self.kept | {key: said.as_kept()}
        self._keep(kept=kept, pages=len(kept), at=at)

    def _keep(self, *, at: datetime, **facts: object) -> None:
        self.must_be_open(at=at)
        if not Form.objects.open().filter(pk=self.pk).update(**facts):
            raise LinkUsed(_("Your answers were sent already. Reply to our letter if you want to add something."))
        for name, value in facts.items():
            setattr(self, name, value)

    def must_be_open(self, *, at: datetime) -> None:
        if self.is_over(as_of=timezone.localdate(at)):
            raise LinkUsed(_("Reply to our letter instead: this link was good for two months, and they are over."))

    def finish(self, *, at: datetime) -> None:
        """They send it: once. The answers become those of the interview, and every reminder stops."""
        self.must_be_open(at=at)
        if not any(leaf.said.says_something for leaf in self.leaves()):
            raise WordsMissing(_("Answer one question at least, or tell us that you would rather not."))
        with transaction.atomic():
            if not Form.objects.open().filter(pk=self.pk).update(finished_at=at, kept={}):
                raise LinkUsed(_("Your answers were sent already. Reply to our letter if you want to add something."))
            self.finished_at = at
            landing.land(self.leaves(), of=self, at=at)
            self.interview.answered_in_writing(self.contact, at=at)
            Letter.stop(f"form:{self.pk}:", why=str(self.Standing.ANSWERED.label), at=at)
            self.interview.loss.client.tell(ANSWERED, by=None, at=at, contact=self.contact.name)
        self.kept = {}

    def refuse(self, *, forbids: bool, at: datetime, words: str = "") -> None:
        """They would rather not: these questions, or any contact. It can be said at any time, also after they answered."""
        with transaction.atomic():
            if Form.objects.open().filter(pk=self.pk).update(refused_at=at, kept={}):
                self.refused_at, self.kept = at, {}
                Letter.stop(f"form:{self.pk}:", why=str(self.Standing.REFUSED.label), at=at)
                if self.interview.was_refused(at=at):
                    self.interview.loss.client.tell(DECLINED, by=self.sent_by, at=at)
            if forbids:
                with among_us():
                    proof = _("Written in the short form by %(name)s") % {"name": self.contact.name}
                forbidding.forbid(self.contact, words.strip() or _("Please do not contact us."), proof=proof, at=at)
