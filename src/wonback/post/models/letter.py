"""A letter in the outbox. It is written in the transaction that wants it, and sent after; a crash loses none and hides none."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User


class Letter(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        SENDING = "sending", gettext_lazy("On its way")
        SENT = "sent", gettext_lazy("Sent")
        # We stopped between handing it over and hearing that it was taken. Only a person can tell.
        UNCERTAIN = "uncertain", gettext_lazy("Perhaps sent")
        FAILED = "failed", gettext_lazy("Could not be sent")
        STOPPED = "stopped", gettext_lazy("Stopped")

    # What it is, said once: “recap:17”. The same letter is never written twice.
    key = models.CharField(max_length=80, unique=True)
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="letters")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="letters")
    sender = models.ForeignKey(User, models.PROTECT, null=True, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    # An appointment that goes with it, as iCalendar.
    calendar = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=120, unique=True)
    in_reply_to = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    # Time to take it back, or the reader's morning.
    not_before = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], condition=models.Q(state="waiting"), name="letters_to_send"),
            models.Index(fields=["taken_at"], condition=models.Q(state="sending"), name="letters_on_their_way"),
            models.Index(fields=["state", "-written_at"], name="letters_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"
