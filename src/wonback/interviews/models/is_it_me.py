"""“Is it me?” Would a different person have made a difference? For the lead alone, and never a verdict."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.losses.models import Loss


class IsItMe(models.Model):
    class Answer(models.TextChoices):
        YES = "yes", gettext_lazy("Yes, another person would have helped")
        NO = "no", gettext_lazy("No, it was not the person")
        PERHAPS = "perhaps", gettext_lazy("Perhaps")

    class Deed(models.TextChoices):
        """What the lead did about it."""

        HAND_OVER = "hand over", gettext_lazy("Hand this client over")
        PAIR = "pair", gettext_lazy("Pair them with a colleague")
        COACH = "coach", gettext_lazy("Coach")
        NOTHING = "nothing", gettext_lazy("Nothing needs doing")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="is_it_me")
    # Whom it is about; the client's owner then.
    about = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Raised by the rep themselves, which is good conduct; otherwise the client said it to the interviewer.
    raised_by_rep = models.BooleanField(default=False)
    answer = models.CharField(max_length=7, choices=Answer)
    words = models.TextField(blank=True, default="")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    deed = models.CharField(max_length=9, choices=Deed, blank=True, default="")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # The warm hand-over: what has been done of its list.
    done = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "is it me"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "raised_by_rep"], name="one_is_it_me_a_loss_and_voice"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_answer_display()}"

    @classmethod
    def hear(cls, loss: "Loss", answer: str, words: str, *, by: User, at: datetime) -> None:
        """What the client said of the person; nothing as long as they were not asked. Told to no timeline."""
        about = loss.owner_then or loss.client.owner
        undecided = cls.objects.filter(loss=loss, raised_by_rep=False, deed="")
        if not answer or about is None:
            undecided.delete()
            return
        told = {"answer": answer, "words": words.strip()}
        if not undecided.update(**told) and not cls.objects.filter(loss=loss, raised_by_rep=False).exists():
            cls.objects.create(loss=loss, about=about, noted_by=by, noted_at=at, **told)
