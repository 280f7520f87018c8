"""A neutral person asks the client why they left: proposed, accepted, invited, booked, held. They may decline: an answer too."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Permission
from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.interviews import booking, proposing
from wonback.interviews.allowed import Allowed
from wonback.interviews.models.hours import free_slots
from wonback.interviews.queries import InterviewQuerySet
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.clients.models import Contact
    from wonback.interviews.models.nomination import Nomination
    from wonback.losses.models import Loss

ASKED = Verb("loss.asked", gettext_lazy("{actor} asked {client} why they left."))
DECLINED = Verb("loss.declined", gettext_lazy("{client} did not want to tell {actor} why they left."))


PROPOSED = Verb("interview.proposed", gettext_lazy("{person} was asked to talk with {client}: {because}."))
ASSIGNED = Verb("interview.assigned", gettext_lazy("{actor} asked {person} to talk with {client}."))
NOBODY = Verb("interview.unassigned", gettext_lazy("Nobody asks {client} yet: {because}."))
BOOKED = Verb("interview.booked", gettext_lazy("{contact} of {client} booked a talk with {person} for {day}."))
MOVED = Verb("interview.moved", gettext_lazy("{contact} of {client} moved the talk with {person} to {day}."))
CANCELLED = Verb("interview.cancelled", gettext_lazy("The talk of {client} with {person} was cancelled."))
REPLIED = Verb("interview.replied", gettext_lazy("{contact} of {client} replied to {actor}."))

DAYS_TO_ANSWER = 2
DAYS_WORTH_ASKING = 180


class SlotTaken(Refusal):
    """Somebody was faster, or the time is not one of those on offer."""

    code = "slot_taken"


class NotNeutral(Refusal):
    """The person who asks why must not have been part of it."""

    code = "not_neutral"


class NotTheirClient(Refusal):
    """Only somebody who knows the story can tell it."""

    code = "not_their_client"


class Interview(models.Model):
    class Stage(models.TextChoices):
        """How far it has come. The client's refusal and the short form end it as well as a talk does."""

        UNASSIGNED = "unassigned", gettext_lazy("Nobody asks yet")
        PROPOSED = "proposed", gettext_lazy("Proposed")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        INVITED = "invited", gettext_lazy("Invited")
        BOOKED = "booked", gettext_lazy("Booked")
        LIVE = "live", gettext_lazy("On the phone")
        HELD = "held", gettext_lazy("Held")
        DECLINED = "declined", gettext_lazy("They would rather not say")
        WRITTEN = "written", gettext_lazy("Answered in writing")

    loss = models.OneToOneField("losses.Loss", models.CASCADE, related_name="interview")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.UNASSIGNED)
    # Nobody while no neutral person has been found.
    interviewer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="interviews")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    # By when the proposed person answers; after that the night hands it on.
    answer_by = models.DateField(null=True, blank=True)
    # The booked talk. Its end is exclusive.
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Why nobody asks yet, in a sentence.
    waiting_because = models.CharField(max_length=200, blank=True, default="")
    where = models.CharField(max_length=200, blank=True, default="")
    # The talk itself, as it happened.
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # When the client was asked and answered, whatever the answer: by talk, by form, or by saying no.
    asked_at = models.DateTimeField(null=True, blank=True)
    declined = models.BooleanField(default=False)
    # Confidential: shown to those whom `InterviewQuerySet.readable_by` lets through, and told to no timeline.
    said = models.TextField(blank=True, default="")
    # Who decided there, as they told it.
    decided_by = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    # What the debrief begins with: neutral words about where the stories differ. Read by whoever may open the loss.
    debrief = models.TextField(blank=True, default="")
    # What they allow us, half-typed; a permission when the call has ended.
    allowed = models.JSONField(default=dict, blank=True)
    # Counts the saved versions of the notes, so that a second window cannot overwrite unseen.
    version = models.PositiveIntegerField(default=0)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["interviewer", "starts_at"],
                condition=models.Q(stage="booked"),
                name="nobody_talks_to_two_at_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["interviewer", "stage", "starts_at"], name="interviews_of_a_person"),
            models.Index(fields=["stage", "answer_by"], name="interviews_to_hand_on"),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer} asks {self.loss.client}"

    def get_absolute_url(self) -> str:
        return reverse("desk:loss", args=[self.loss_id])

    @classmethod
    def open(cls, loss: "Loss", *, at: datetime) -> "Interview":
        """Begin to look for somebody neutral who asks about this loss."""
        with transaction.atomic():
            interview, is_new = cls.objects.get_or_create(loss=loss, defaults={"opened_at": at})
            if is_new:
                interview.propose(at=at)
        return interview

    def propose(self, *, at: datetime) -> None:
        """Ask the next neutral person; with nobody left, say so to the leads."""
        choice = proposing.choose(Interview.objects.askers_for(self, as_of=timezone.localdate(at)))
        with transaction.atomic():
            if choice.pk:
                self._nominate(User.objects.get(pk=choice.pk), because=choice.because, at=at)
                told = {"person": str(self.interviewer), "because": choice.because.rstrip(".")}
                self.loss.client.tell(PROPOSED, by=None, at=at, **told)
                return
            is_news = self.waiting_because != choice.because
            nobody = {"interviewer": None, "answer_by": None, "waiting_because": choice.because}
            self.advance(BEFORE_THE_INVITATION, self.Stage.UNASSIGNED, **nobody)
            if is_news:
                self.loss.client.tell(NOBODY, by=None, at=at, because=choice.because.rstrip("."))

    def assign(self, to: User, *, by: User, at: datetime) -> None:
        """A lead chooses by hand. Nobody who was part of it, whoever chooses."""
        by.must(Right.LEAD)
        if objections := self.loss.objections_to(to):
            raise NotNeutral(*objections)
        with transaction.atomic():
            self.nominations.open().exclude(person=to).update(
                answer="declined", answered_at=at, why=_("%(lead)s chose somebody else") % {"lead": by}
            )
            self._nominate(to, because=_("%(lead)s chose them by hand.") % {"lead": by}, at=at)
            self.loss.client.tell(ASSIGNED, by=by, at=at, person=to.name)

    def _nominate(self, person: User, *, because: str, at: datetime) -> None:
        """Move first: of two who propose at the same moment, one is told to look again."""
        answer_by = add_workdays(timezone.localdate(at), DAYS_TO_ANSWER)
        asked = {"interviewer": person, "answer_by": answer_by, "waiting_because": ""}
        self.advance(BEFORE_THE_INVITATION, self.Stage.PROPOSED, **asked)
        facts = {"nominated_at": at, "answer": "open", "answered_at": None, "why": "", "because": because}
        self.nominations.update_or_create(person=person, defaults=facts)

    def advance(self, before: Collection[str], after: str, **facts: object) -> None:
        """Change stage only if nobody else did so since we looked."""
        unchanged = Interview.objects.filter(pk=self.pk, stage=self.stage, interviewer=self.interviewer_id)
        if self.stage not in before or not unchanged.update(stage=after, **facts):
            raise AlreadyDone(_("Look again: this talk has moved on since."))
        for name, value in {"stage": after, **facts}.items():
            setattr(self, name, value)

    def book(self, start: datetime, *, contact: "Contact", at: datetime) -> None:
        """The client chose a time, or another one. Nobody is booked twice at once."""
        verb = MOVED if self.stage == self.Stage.BOOKED else BOOKED
        with transaction.atomic():
            # Two clients who choose the same time at the same moment wait here for one another.
            person = User.objects.select_for_update().get(pk=self.interviewer_id or 0)
            self._must_be_free(person, start, at=at)
            talk = {"starts_at": start, "ends_at": start + booking.TALK, "contact": contact}
            self.advance({self.Stage.ACCEPTED, self.Stage.INVITED, self.Stage.BOOKED}, self.Stage.BOOKED, **talk)
            told = {"contact": contact.name, "person": person.name, "day": timezone.localdate(start).isoformat()}
            self.loss.client.tell(verb, by=None, at=at, **told)

    def nomination_of(self, person: User) -> "Nomination":
        """What this person was asked; refused, with the reasons, to whoever was part of it."""
        if objections := self.loss.objections_to(person):
            raise NotNeutral(*objections)
        found = self.nominations.filter(person=person).first()
        if found is None:
            raise AlreadyDone(_("Ask a lead to choose you: somebody else was asked to hold this talk."))
        return found

    def must_be_held_by(self, person: User) -> None:
        if objections := self.loss.objections_to(person):
            raise NotNeutral(*objections)
        if self.interviewer_id != person.pk:
            raise AlreadyDone(_("Ask a lead to choose you: somebody else holds this talk."))

    def call_off(self, *, by: User, at: datetime) -> None:
        """We cannot at that time: they are told, and may choose another."""
        invitation = self.invitations.for_letters().filter(contact=self.contact_id).first()
        if invitation is None:
            return self.cancel(by=by, at=at)
        return invitation.cancel(by=by, at=at)

    def _must_be_free(self, person: User, start: datetime, *, at: datetime) -> None:
        if not person.is_active or start not in free_slots(person, now=at, apart_from=self.pk):
            raise SlotTaken(_("Choose another time: this one has just been taken."))

    def cancel(self, *, by: User | None, at: datetime) -> None:
        """No talk at that time after all. They can choose another one by the same link."""
        with transaction.atomic():
            self.advance({self.Stage.BOOKED}, self.Stage.INVITED, starts_at=None, ends_at=None)
            self.loss.client.tell(CANCELLED, by=by, at=at, person=str(self.interviewer))

    def begin(self, *, by: User, at: datetime) -> None:
        """They are on the phone."""
        self.must_be_held_by(by)
        self.advance(BEFORE_THE_TALK, self.Stage.LIVE, begun_at=at)

    def end(self, *, by: User, at: datetime) -> None:
        """They have hung up: from now on the client was asked, and the recap is due."""
        self.must_be_held_by(by)
        if not self.answers.filter(form=None).exclude(text="").exists():
            raise WordsMissing(_("Write down at least one thing they said, before you end the call."))
        with transaction.atomic():
            self.advance({self.Stage.LIVE}, self.Stage.HELD, ended_at=at, asked_at=at)
            self.hush("answered", at=at)
            self.loss.client.tell(ASKED, by=by, at=at)
            self._note_what_they_allow(by=by, at=at)

    def _note_what_they_allow(self, *, by: User, at: datetime) -> None:
        """From now on it binds everybody here."""
        if told := Allowed.of(self.allowed):
            proof = _("Said on the phone to %(name)s") % {"name": by.name}
            to = {"client": self.loss.client, "contact": self.contact, "proof": proof}
            Permission.note(by=by, at=at, **told.facts(), **to)
            self.allowed = {}
            self.save(update_fields=["allowed"])

    @classmethod
    def note(cls, loss: "Loss", said: str, *, by: User, at: datetime, declined: bool = False) -> "Interview":
        """Write down what a neutral person was told, or that the client would rather not say."""
        if objections := loss.objections_to(by):
            raise NotNeutral(*objections)
        if not declined and not said.strip():
            raise WordsMissing(_("Write what the client said, in their words."))
        held = cls.objects.filter(loss=loss, stage__in=HEARD).exclude(interviewer=by).exclude(interviewer=None).first()
        if held:
            raise AlreadyDone(_("Ask %(who)s to add it: they held this talk.") % {"who": held.interviewer})
        stage = cls.Stage.DECLINED if declined else cls.Stage.HELD
        with transaction.atomic():
            answer = {"interviewer": by, "stage": stage, "asked_at": at, "declined": declined, "said": said.strip()}
            interview, _is_new = cls.objects.update_or_create(loss=loss, defaults=answer)
            interview.hush("refused" if declined else "answered", at=at)
            loss.client.tell(DECLINED if declined else ASKED, by=by, at=at)
        return interview

    def answered_in_writing(self, contact: "Contact", *, at: datetime) -> None:
        """Somebody there sent the short form. A talk that is booked or going on takes place all the same."""
        written = {"stage": self.Stage.WRITTEN, "asked_at": at, "declined": False, "contact": contact}
        with transaction.atomic():
            if not Interview.objects.filter(pk=self.pk, stage__in=UNHEARD).update(**written):
                Interview.objects.filter(pk=self.pk, asked_at=None).update(asked_at=at)
            self.hush("answered", at=at)
            self.refresh_from_db(fields=["stage", "asked_at", "declined", "contact"])

    def was_refused(self, *, at: datetime) -> bool:
        """Somebody there would rather not. Whether that ends it: where somebody else talks or has answered, it does not."""
        no = {"stage": self.Stage.DECLINED, "asked_at": at, "declined": True}
        if not Interview.objects.filter(pk=self.pk, stage__in=UNHEARD - {self.Stage.DECLINED}).update(**no):
            return False
        self.hush("refused", at=at)
        self.refresh_from_db(fields=["stage", "asked_at", "declined"])
        return True

    def hush(self, end: str, *, at: datetime) -> None:
        """Send no further reminder to anybody there."""
        for invitation in self.invitations.running():
            invitation.finish(end, at=at)


BEFORE_THE_TALK = {Interview.Stage.ACCEPTED, Interview.Stage.INVITED, Interview.Stage.BOOKED}
# What was said is on file, some of it for its interviewer alone: nobody takes such a talk over.
HEARD = {Interview.Stage.LIVE, Interview.Stage.HELD, Interview.Stage.WRITTEN}
# While nobody at the client has heard from us, another person can still take over.
BEFORE_THE_INVITATION = {Interview.Stage.UNASSIGNED, Interview.Stage.PROPOSED, Interview.Stage.ACCEPTED}
# While nobody at the client has told us anything, and no talk is agreed.
UNHEARD = BEFORE_THE_INVITATION | {Interview.Stage.INVITED, Interview.Stage.DECLINED}
