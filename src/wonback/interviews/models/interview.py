"""A neutral person asks the client why they left: proposed, accepted, invited, booked, held. They may decline: an answer too."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.timeline import Verb
from wonback.core.errors import Refusal
from wonback.interviews.queries import InterviewQuerySet
from wonback.losses.models import WordsMissing
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.losses.models import Loss

ASKED = Verb("loss.asked", gettext_lazy("{actor} asked {client} why they left."))
DECLINED = Verb("loss.declined", gettext_lazy("{client} did not want to tell {actor} why they left."))


class NotNeutral(Refusal):
    """The person who asks why must not have been part of it."""

    code = "not_neutral"


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
    where = models.CharField(max_length=200, blank=True, default="")
    # The talk itself, as it happened.
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # When the client was asked and answered, whatever the answer: by talk, by form, or by saying no.
    asked_at = models.DateTimeField(null=True, blank=True)
    declined = models.BooleanField(default=False)
    # Confidential: shown to those whom `InterviewQuerySet.readable_by` lets through, and told to no timeline.
    said = models.TextField(blank=True, default="")
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
    def note(cls, loss: "Loss", said: str, *, by: User, at: datetime, declined: bool = False) -> "Interview":
        """Write down what a neutral person was told, or that the client would rather not say."""
        if objections := loss.objections_to(by):
            raise NotNeutral(*objections)
        if not declined and not said.strip():
            raise WordsMissing(_("Write what the client said, in their words."))
        stage = cls.Stage.DECLINED if declined else cls.Stage.HELD
        with transaction.atomic():
            answer = {"interviewer": by, "stage": stage, "asked_at": at, "declined": declined, "said": said.strip()}
            interview, _is_new = cls.objects.update_or_create(loss=loss, defaults=answer)
            loss.client.tell(DECLINED if declined else ASKED, by=by, at=at)
        return interview
