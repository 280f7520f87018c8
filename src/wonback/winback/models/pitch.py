"""What we will say when we may ask: what failed, what changed, what proves it, why now, and what the incumbent cannot do."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.verbs import Verb
from wonback.losses.models import WordsMissing
from wonback.post.models import Letter
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.sequence import NotThere, must_be_open
from wonback.winback.models.step import Step

POSTED = Verb("pitch.posted", gettext_lazy("{actor} wrote to {contact} of {client} what we changed."))

# Those without which there is nothing to say; not everybody went to somebody else.
PARTS = ("failure", "change", "proof", "why_now")
NAMES = {
    "failure": gettext_lazy("What failed"),
    "change": gettext_lazy("What changed"),
    "proof": gettext_lazy("What proves it"),
    "why_now": gettext_lazy("Why it will succeed this time"),
    "incumbent": gettext_lazy("What the incumbent cannot do"),
}
ALL_PARTS = tuple(NAMES)
TIME_TO_UNDO = timedelta(seconds=30)


class Pitch(models.Model):
    plan = models.OneToOneField("winback.Plan", models.CASCADE, related_name="pitch")
    failure = models.TextField(blank=True, default="")
    change = models.TextField(blank=True, default="")
    proof = models.TextField(blank=True, default="")
    why_now = models.TextField(blank=True, default="")
    incumbent = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"Pitch of {self.plan}"

    @property
    def is_written(self) -> bool:
        return all(getattr(self, part).strip() for part in PARTS)

    def post(self, contact: Contact, *, subject: str, text: str, by: User, at: datetime) -> Letter:
        """Send it by mail, in thirty seconds. The conversation must be open, they must allow it, and it must be their turn."""
        by.must(Right.WORK)
        if not (subject.strip() and text.strip()):
            raise WordsMissing(_("Write a subject and a letter."))
        client = self.plan.loss.client
        if contact.client_id != client.pk:
            raise NotThere(_("Choose somebody who works for this client."))
        must_be_open(self.plan, at=at)
        prefix = f"pitch:{self.plan_id}:{contact.pk}:"
        with transaction.atomic():
            letter = Letter.write(
                key=f"{prefix}{Letter.objects.about(prefix).count() + 1}",
                at=at,
                client=client,
                contact=contact,
                sender=by,
                subject=subject.strip(),
                text=text,
                scope="offer",
                unasked=True,
                not_before=at + TIME_TO_UNDO,
            )
            client.tell(POSTED, by=by, at=at, contact=contact.name)
            Step.take_by_letter(self.plan, letter, by=by)
        return letter
