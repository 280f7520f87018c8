"""A neutral person asks the client why they left. The client may decline, and that is an answer too."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.timeline import Verb
from wonback.core.errors import Refusal
from wonback.losses.models.story import WordsMissing
from wonback.losses.queries import InterviewQuerySet
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.losses.models.loss import Loss

ASKED = Verb("loss.asked", gettext_lazy("{actor} asked {client} why they left."))
DECLINED = Verb("loss.declined", gettext_lazy("{client} did not want to tell {actor} why they left."))


class NotNeutral(Refusal):
    """The person who asks why must not have been part of it."""

    code = "not_neutral"


class Interview(models.Model):
    loss = models.OneToOneField("losses.Loss", models.CASCADE, related_name="interview")
    interviewer = models.ForeignKey(User, models.PROTECT, related_name="interviews")
    asked_at = models.DateTimeField()
    declined = models.BooleanField(default=False)
    # Confidential: shown to those whom `InterviewQuerySet.readable_by` lets through, and told to no timeline.
    said = models.TextField(blank=True, default="")

    objects = InterviewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.interviewer} asked {self.loss.client}"

    @classmethod
    def note(cls, loss: "Loss", said: str, *, declined: bool, by: User, at: datetime) -> "Interview":
        """Write down what a neutral person was told, or that the client would rather not say."""
        if objections := loss.objections_to(by):
            raise NotNeutral(*objections)
        if not declined and not said.strip():
            raise WordsMissing(_("Write what the client said, in their words."))
        with transaction.atomic():
            answer = {"interviewer": by, "asked_at": at, "declined": declined, "said": said.strip()}
            interview, _is_new = cls.objects.update_or_create(loss=loss, defaults=answer)
            loss.client.tell(DECLINED if declined else ASKED, by=by, at=at)
        return interview
