"""One neutral person asked to do one interview, and what they answered. The trail shows that nobody chose their own judge."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.interviews.models.interview import Interview, NotNeutral
from wonback.interviews.queries import NominationQuerySet
from wonback.losses.models import Conflict, WordsMissing
from wonback.team.models import User

ACCEPTED = Verb("interview.accepted", gettext_lazy("{actor} will ask {client} why they left."))
HANDED_ON = Verb("interview.handed_on", gettext_lazy("{actor} handed the talk with {client} on: {why}."))
EXPIRED = Verb("interview.expired", gettext_lazy("{person} gave no answer in time about the talk with {client}."))


class Nomination(models.Model):
    class Answer(models.TextChoices):
        OPEN = "open", gettext_lazy("No answer yet")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        DECLINED = "declined", gettext_lazy("Handed on")
        EXPIRED = "expired", gettext_lazy("Handed on: no answer in time")

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="nominations")
    person = models.ForeignKey(User, models.CASCADE, related_name="nominations")
    nominated_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")
    # Why this person and nobody else, as it was when they were asked.
    because = models.CharField(max_length=300, blank=True, default="")

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "person"], name="one_nomination_a_person_and_interview"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"

    def accept(self, *, by: User, at: datetime) -> None:
        """I will ask them."""
        if objections := self.interview.loss.objections_to(by):
            raise NotNeutral(*objections)
        with transaction.atomic():
            self._answer(self.Answer.ACCEPTED, among={self.Answer.OPEN}, by=by, at=at)
            self.interview.advance({Interview.Stage.PROPOSED}, Interview.Stage.ACCEPTED, answer_by=None)
            self.interview.loss.client.tell(ACCEPTED, by=by, at=at)

    def hand_on(self, why: str, *, by: User, at: datetime, is_conflict: bool = False) -> None:
        """Somebody else should ask, and why. A conflict is remembered; the next neutral person is asked at once."""
        if not why.strip():
            raise WordsMissing(_("Say why somebody else should ask them."))
        interview = self.interview
        with transaction.atomic():
            self._answer(
                self.Answer.DECLINED,
                among={self.Answer.OPEN, self.Answer.ACCEPTED},
                by=by,
                at=at,
                why=why.strip()[:200],
            )
            if is_conflict:
                Conflict.declare(by, interview.loss.client, why, by=by, at=at)
            interview.loss.client.tell(HANDED_ON, by=by, at=at, why=self.why.rstrip("."))
            interview.propose(at=at)

    def expire(self, *, at: datetime) -> None:
        """Two working days without an answer: the next neutral person is asked."""
        with transaction.atomic():
            self._answer(self.Answer.EXPIRED, among={self.Answer.OPEN}, by=self.person, at=at)
            self.interview.loss.client.tell(EXPIRED, by=None, at=at, person=self.person.name)
            self.interview.propose(at=at)

    def _answer(self, answer: str, *, among: set[str], by: User, at: datetime, why: str = "") -> None:
        """Write the answer only if it is still this person’s to give."""
        mine = Nomination.objects.filter(pk=self.pk, person=by, answer__in=among)
        still_theirs = mine.filter(
            interview__interviewer=by, interview__stage__in=[Interview.Stage.PROPOSED, Interview.Stage.ACCEPTED]
        )
        if not still_theirs.update(answer=answer, answered_at=at, why=why):
            raise AlreadyDone(_("Look again: this talk is no longer yours to answer."))
        self.refresh_from_db()
