"""The interviewer's own letter to one person at the client: not a sales call, when it suits you. It stops at any answer."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.interviews import booking, inviting
from wonback.interviews.appointment import appointment
from wonback.interviews.models.form import Form
from wonback.interviews.models.hours import free_slots, zone_of
from wonback.interviews.models.interview import DECLINED, REPLIED, Interview, NotTheirClient
from wonback.interviews.queries import InvitationQuerySet
from wonback.losses.models import WordsMissing
from wonback.post import links
from wonback.post.forbidding import forbid
from wonback.post.models import Approach, DoNotContact, Letter
from wonback.post.tongues import among_us
from wonback.team.models import User

INVITED = Verb("interview.invited", gettext_lazy("{actor} invited {contact} of {client} to a talk."))

MAY_INVITE = {Interview.Stage.ACCEPTED, Interview.Stage.INVITED}


class Invitation(models.Model):
    class End(models.TextChoices):
        """Why no further reminder goes out."""

        REPLIED = "replied", gettext_lazy("They replied")
        BOOKED = "booked", gettext_lazy("They booked a time")
        REFUSED = "refused", gettext_lazy("They would rather not")
        ANSWERED = "answered", gettext_lazy("They answered in writing")
        TAKEN_BACK = "taken back", gettext_lazy("Taken back")

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="invitations")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, related_name="invitations")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    # Part of the signed link. A new one makes every link sent before worthless.
    nonce = models.CharField(max_length=22)
    # How many letters have gone out: the invitation, the reminders of day 3 and 8, the form of day 12.
    letters = models.PositiveSmallIntegerField(default=1)
    next_letter_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=End, blank=True, default="")
    # Where they said they are when they booked; empty: where the interviewer is.
    time_zone = models.CharField(max_length=40, blank=True, default="")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "contact"], name="one_invitation_a_person")]
        indexes = [
            models.Index(fields=["next_letter_on"], condition=models.Q(ended_at=None), name="invitations_to_remind_of"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.interview}"

    @classmethod
    def draft(cls, interview: Interview, contact: Contact, *, at: datetime) -> inviting.Draft:
        """The letter as we would write it, with three times that are free; the link is put in when it is sent."""
        person = interview.interviewer
        free = free_slots(person, now=at) if person else []
        zone = zone_of(person) if person else ZoneInfo(settings.TIME_ZONE)
        with translation.override(contact.reads):
            return inviting.invitation(occasion(interview, contact, zone, booking.proposed(free, zone=zone)))

    @classmethod
    def send(
        cls, interview: Interview, contact: Contact, draft: inviting.Draft, *, by: User, at: datetime
    ) -> "Invitation":
        """Write to one person at the client in the interviewer’s own name, and plan the reminders."""
        if by.pk != interview.interviewer_id or interview.stage not in MAY_INVITE:
            raise AlreadyDone(_("Accept this talk first: its interviewer sends the invitation."))
        if contact.client_id != interview.loss.client_id:
            raise NotTheirClient(_("Choose somebody who works for this client."))
        if not draft.subject.strip() or not draft.text.strip():
            raise WordsMissing(_("Write a subject and a letter."))
        plan = inviting.next_letter_on(sent_on=timezone.localdate(at), letters=1)
        sent = {"sent_by": by, "sent_at": at, "nonce": links.new_nonce(), "next_letter_on": plan, "time_zone": ""}
        with transaction.atomic():
            interview.advance(MAY_INVITE, Interview.Stage.INVITED, contact=contact)
            if cls.objects.filter(interview=interview, contact=contact).exists():
                raise AlreadyDone(_("Write to somebody else there: %(name)s was invited already.") % {"name": contact})
            invitation = cls.objects.create(interview=interview, contact=contact, **sent)
            invitation._write(0, inviting.Draft(draft.subject, with_link(draft.text, invitation.link)), at=at)
            interview.loss.client.tell(INVITED, by=by, at=at, contact=contact.name)
        return invitation

    @property
    def link(self) -> str:
        """Where they choose a time, move it, cancel, or say no."""
        return links.address("strangers:booking", "invitation", self.pk, self.nonce)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone) if self.time_zone else zone_of(self.interview.interviewer or self.sent_by)

    def remind(self, *, as_of: date, at: datetime) -> bool:
        """Send the next letter, once; stop for good where they may not be written to any more."""
        number, sent_on = self.letters, timezone.localdate(self.sent_at)
        if objection := Letter.objection_to(self.contact, self.sent_by, scope="", at=at):
            self.finish(self.End.REFUSED if isinstance(objection, DoNotContact) else self.End.TAKEN_BACK, at=at)
            return False
        if Approach.objection(self.contact, on=timezone.localdate(at)):
            # Somebody else of us wrote; tomorrow night asks again.
            return False
        if number == inviting.FORM and self.interview.forms.filter(contact=self.contact).exists():
            # They have the five questions already, sent by hand.
            Invitation.objects.filter(pk=self.pk).update(next_letter_on=None)
            return False
        with transaction.atomic():
            # Whoever counts it first writes it. A crash takes back both.
            due = Invitation.objects.due(as_of=as_of).filter(pk=self.pk, letters=number)
            coming = inviting.next_letter_on(sent_on=sent_on, letters=number + 1)
            if not due.update(letters=number + 1, next_letter_on=coming):
                return False
            self.refresh_from_db()
            self._write(number, self._reminder(number, at=at), at=at)
        return True

    def _reminder(self, number: int, *, at: datetime) -> inviting.Draft:
        """In their language; the last one brings five questions instead of a talk."""
        link = self.link
        if number == inviting.FORM:
            form, _is_new = Form.hand(self.interview, self.contact, by=self.sent_by, at=at)
            link = form.link
        with translation.override(self.contact.reads):
            return inviting.reminder(self._occasion(), number=number, link=link)

    def _write(self, number: int, draft: inviting.Draft, *, at: datetime) -> None:
        self._letter(f"invitation:{self.pk}:{number}", draft, at=at, unasked=True)

    def _letter(
        self, key: str, draft: inviting.Draft, *, at: datetime, calendar: str = "", unasked: bool = False
    ) -> None:
        """To this person, in the name of whoever invited them."""
        Letter.write(
            key=key,
            at=at,
            client=self.interview.loss.client,
            contact=self.contact,
            sender=self.sent_by,
            subject=draft.subject,
            text=draft.text,
            calendar=calendar,
            unasked=unasked,
        )

    def _occasion(self) -> inviting.Occasion:
        return occasion(self.interview, self.contact, self.zone, ())

    def finish(self, end: str, *, at: datetime) -> None:
        """No further letter goes out, not even one that waits in the outbox."""
        Invitation.objects.running().filter(pk=self.pk).update(ended_at=at, end=end, next_letter_on=None)
        Letter.stop(f"invitation:{self.pk}:", why=str(self.End(end).label), at=at)
        self.refresh_from_db()

    def replied(self, *, by: User | None, at: datetime) -> None:
        """They answered in some way of their own. From here on people write, not Wonback."""
        if self.ended_at:
            raise AlreadyDone(_("Look again: they have already answered."))
        with transaction.atomic():
            self.finish(self.End.REPLIED, at=at)
            self.interview.loss.client.tell(REPLIED, by=by, at=at, contact=self.contact.name)

    def book(self, start: datetime, *, zone: str, at: datetime) -> None:
        """They chose a time, or another one, and where they are."""
        with transaction.atomic():
            self.interview.book(start, contact=self.contact, at=at)
            self.interview.hush(self.End.BOOKED, at=at)
            self.time_zone = zone
            self.save(update_fields=["time_zone"])
            with translation.override(self.contact.reads):
                draft = inviting.confirmation(self._occasion(), start=start, link=self.link)
            self._appoint(draft, start=start, at=at)

    def cancel(self, *, by: User | None, at: datetime) -> None:
        """No talk at that time; the link stays good for another."""
        start = self.interview.starts_at
        with transaction.atomic():
            self.interview.cancel(by=by, at=at)
            if start:
                with translation.override(self.contact.reads):
                    draft = inviting.cancellation(self._occasion(), start=start, link=self.link)
                self._appoint(draft, start=start, at=at, is_off=True)

    def _appoint(self, draft: inviting.Draft, *, start: datetime, at: datetime, is_off: bool = False) -> None:
        """Tell them by letter, with the entry for their calendar; a letter it replaces is held back."""
        prefix = f"booking:{self.interview_id}:"
        Letter.stop(prefix, why=_("Replaced by a later one"), at=at)
        number, person = Letter.objects.about(prefix).count(), self.sent_by
        entry = appointment(
            self.interview_id, number, start=start, person=person, title=draft.subject, is_off=is_off, at=at
        )
        self._letter(f"{prefix}{number}", draft, at=at, calendar=entry)

    def refuse(self, *, forbids: bool, at: datetime, words: str = "") -> None:
        """They would rather not: this talk, or any contact. Both are answers."""
        with transaction.atomic():
            if self.interview.stage in {Interview.Stage.INVITED, Interview.Stage.BOOKED}:
                no = {"asked_at": at, "declined": True, "starts_at": None, "ends_at": None}
                self.interview.advance({self.interview.stage}, Interview.Stage.DECLINED, **no)
                self.interview.hush(self.End.REFUSED, at=at)
                Letter.stop(f"booking:{self.interview_id}:", why=_("They would rather not"), at=at)
                self.interview.loss.client.tell(DECLINED, by=self.sent_by, at=at)
            if forbids:
                with among_us():
                    proof = _("Written on the booking page by %(name)s") % {"name": self.contact.name}
                forbid(self.contact, words.strip() or _("Please do not contact us."), proof=proof, at=at)


def occasion(interview: Interview, contact: Contact, zone: ZoneInfo, slots: Sequence[datetime]) -> inviting.Occasion:
    return inviting.Occasion(
        contact=contact.name,
        interviewer=str(interview.interviewer),
        company=settings.COMPANY,
        kind=interview.loss.kind,
        ahead=not interview.loss.in_effect,
        zone=zone,
        slots=slots,
    )


def with_link(text: str, link: str) -> str:
    """The letter with the link where the interviewer left room for it, or at its end."""
    return text.replace(inviting.LINK_HERE, link) if inviting.LINK_HERE in text else f"{text.rstrip()}\n\n{link}"
