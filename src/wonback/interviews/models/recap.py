"""What we heard, in writing, to the client: sent right after the call, confirmed or corrected by them."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact, Permission
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.interviews import recap as writing
from wonback.interviews import selling
from wonback.interviews.models.interview import Interview
from wonback.losses.models import WordsMissing
from wonback.post import links
from wonback.post.forbidding import forbid
from wonback.post.models import Letter
from wonback.post.tongues import among_us
from wonback.team.models import User

SENT = Verb("recap.sent", gettext_lazy("{actor} wrote to {contact} of {client} what we heard."))
CONFIRMED = Verb("recap.confirmed", gettext_lazy("{client} confirmed what we heard."))
CORRECTED = Verb("recap.corrected", gettext_lazy("{client} corrected what we heard."))

LINK_HERE = "[link]"


class Recap(models.Model):
    class Verdict(models.TextChoices):
        NONE = "", gettext_lazy("No answer yet")
        RIGHT = "right", gettext_lazy("That’s right")
        NOT_QUITE = "not quite", gettext_lazy("Not quite")

    interview = models.OneToOneField("interviews.Interview", models.CASCADE, related_name="recap")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    # What they allowed during the talk; its wording is confirmed, or put right, with the rest.
    permission = models.ForeignKey("clients.Permission", models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    # Client-safe: nothing marked confidential, no sales talk. As sent, it is never changed.
    text = models.TextField()
    drafted_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # Part of the signed link; see Invitation.nonce.
    nonce = models.CharField(max_length=22)
    revoked_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, default=Verdict.NONE, blank=True)
    correction = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sent_at"], condition=models.Q(verdict=""), name="recaps_without_an_answer"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def as_read(self) -> str:
        """The letter as we show it among us; the link in it is theirs alone."""
        return self.text.replace(LINK_HERE, _("(here stands their link)"))

    @classmethod
    def draft(cls, interview: Interview, contact: Contact | None) -> str:
        """The letter as the notes make it; nothing in it was for the interviewer alone."""
        heard, allowed = heard_in(interview), allowed_in(interview)
        with translation.override(contact.reads if contact else settings.LANGUAGE_CODE):
            return writing.draft(
                writing.Call(
                    contact=contact.name if contact else _("Sir or Madam"),
                    interviewer=str(interview.interviewer),
                    company=settings.COMPANY,
                    heard=heard,
                    allowed=allowed.words if allowed else "",
                    link=LINK_HERE,
                )
            )

    @staticmethod
    def hints(interview: Interview, text: str) -> list[str]:
        """What in this letter sells, gently. What the client said themselves sells nothing."""
        return selling.hints(text, heard=heard_in(interview))

    @classmethod
    def send(
        cls, interview: Interview, contact: Contact, *, subject: str, text: str, by: User, at: datetime
    ) -> "Recap":
        """Write to them what we heard, once; the letter carries the link under which they confirm or correct it."""
        interview.must_be_held_by(by)
        if not text.strip():
            raise WordsMissing(_("Write what you heard."))
        if interview.stage != interview.Stage.HELD:
            raise AlreadyDone(_("End the call first: a recap says what was heard in it."))
        facts = {"contact": contact, "subject": subject, "text": text, "sent_by": by, "drafted_at": at}
        facts["permission"] = allowed_in(interview)
        with transaction.atomic():
            recap, is_new = cls.objects.get_or_create(
                interview=interview, defaults=facts | {"nonce": links.new_nonce(), "sent_at": at}
            )
            if not is_new:
                raise AlreadyDone(_("Look again: the recap has been sent."))
            recap.post(by=by, at=at)
            interview.loss.client.tell(SENT, by=by, at=at, contact=contact.name)
        return recap

    def post(self, *, by: User, at: datetime) -> None:
        """Hand the letter to the outbox."""
        if self.contact is None:
            raise AlreadyDone(_("Look again: the person it was for is gone."))
        here = links.address("strangers:recap", "recap", self.pk, self.nonce)
        text = self.text.replace(LINK_HERE, here) if LINK_HERE in self.text else f"{self.text}\n\n{here}"
        client, to = self.interview.loss.client, self.contact
        Letter.write(
            key=f"recap:{self.pk}", at=at, client=client, contact=to, sender=by, subject=self.subject, text=text
        )

    def answer(self, verdict: str, *, correction: str = "", allowed: str = "", at: datetime) -> None:
        """The client says whether we heard right. What they correct is kept here, and told to no timeline."""
        if verdict == self.Verdict.NOT_QUITE and not (correction.strip() or allowed.strip()):
            raise WordsMissing(_("Write what we got wrong; one sentence is enough."))
        unanswered = Recap.objects.filter(pk=self.pk, verdict=self.Verdict.NONE, revoked_at=None)
        with transaction.atomic():
            if not unanswered.update(verdict=verdict, correction=correction.strip(), answered_at=at):
                raise AlreadyDone(_("We have your answer already. Reply to our letter if you want to add something."))
            self.refresh_from_db()
            verb = CONFIRMED if verdict == self.Verdict.RIGHT else CORRECTED
            self.interview.loss.client.tell(verb, by=None, at=at)
            self._settle_permission(allowed.strip(), at=at)

    def _settle_permission(self, words: str, *, at: datetime) -> None:
        """The wording of what they allowed: confirmed with a “that’s right”, or put right in their own words."""
        who = {"name": self.contact.name if self.contact else self.interview.loss.client.name}
        with among_us():
            confirmed = _("Confirmed under the recap by %(name)s") % who
            corrected = _("Put right under the recap by %(name)s") % who
        if self.permission is None:
            return
        if words and words != self.permission.words:
            self.permission.put_right(words, corrected, at=at)
        elif self.verdict == self.Verdict.RIGHT:
            self.permission.confirm(confirmed, at=at)

    def forbid(self, words: str, *, at: datetime) -> None:
        """They want no more contact with us, about anything."""
        if self.contact is None:
            raise AlreadyDone(_("Reply to our letter: a person reads it."))
        with among_us():
            proof = _("Written on the page of the recap by %(name)s") % {"name": self.contact.name}
        forbid(self.contact, words.strip() or _("Please do not contact us."), proof=proof, at=at)

    def revoke(self, *, by: User, at: datetime) -> None:
        """Take the link back: it opens nothing from now on."""
        self.interview.must_be_held_by(by)
        self.revoked_at, self.nonce = at, links.new_nonce()
        self.save(update_fields=["revoked_at", "nonce"])


def heard_in(interview: Interview) -> list[str]:
    """What they said on the phone and may stand in a letter to them.

    What somebody else there wrote in the short form is theirs, and in no letter to a colleague.
    """
    return list(interview.answers.for_the_client().filter(form=None).in_order().values_list("text", flat=True))


def allowed_in(interview: Interview) -> Permission | None:
    """What they allowed in this talk, or since it was proposed."""
    since = interview.begun_at or interview.opened_at
    if since is None:
        return None
    said = Permission.objects.filter(client=interview.loss.client_id, given_at__gte=since, answer="allowed")
    return said.order_by("-given_at", "-pk").first()


def readers(interview: Interview) -> models.QuerySet[Contact]:
    """Whom the letter can go to, those who decide first."""
    return interview.loss.client.contacts.filter(left_on=None).exclude(email="").order_by("role", "pk")


def drafted(interview: Interview) -> dict[str, Any]:
    """The letter to whoever was on the phone, in their language."""
    people = readers(interview)
    to = interview.contact if interview.contact in people else people.first()
    with translation.override(to.reads if to else None):
        return {"contact": to, "subject": writing.subject(), "text": Recap.draft(interview, to)}
