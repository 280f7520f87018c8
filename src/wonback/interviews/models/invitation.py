"""The interviewer's own letter to one person at the client: not a sales call, when it suits you. It stops at any answer."""

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "contact"], name="one_invitation_a_person")]
        indexes = [
            models.Index(fields=["next_letter_on"], condition=models.Q(ended_at=None), name="invitations_to_remind_of"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.interview}"
