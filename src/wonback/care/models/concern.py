"""A gripe that is simmering. It stays until somebody has dealt with it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.promise import WordsWanted
from wonback.care.queries import ConcernQuerySet
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models.touch import Touch

RAISED = Verb("concern.raised", gettext_lazy("{client} is unhappy, noted by {actor}: “{what}”."))
SETTLED = Verb("concern.settled", gettext_lazy("{actor} settled a concern of {client}: “{what}”."))


class Concern(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="concerns")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="concerns")
    raised_on = models.DateField()
    due_by = models.DateField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # The touch in which we heard of it; taking that touch back takes this back.
    touch = models.ForeignKey("care.Touch", models.SET_NULL, null=True, blank=True, related_name="concerns")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "settled_at"], name="open_concerns_by_client"),
            models.Index(fields=["owner", "settled_at", "due_by"], name="open_concerns_by_owner"),
        ]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def raise_(
        cls, client: Client, what: str, *, by: User, at: datetime, due_by: date, touch: "Touch | None" = None
    ) -> "Concern":
        """Write down what the client is unhappy about, and who sees to it."""
        if not what.strip():
            raise WordsWanted(_("Say what they are unhappy about."))
        with transaction.atomic():
            facts = {"owner": client.owner or by, "raised_on": timezone.localdate(at), "due_by": due_by, "touch": touch}
            concern = cls.objects.create(client=client, what=what.strip()[:300], **facts)
            client.tell(RAISED, by=by, at=at, what=concern.what)
        return concern

    def settle(self, *, by: User, at: datetime) -> None:
        """Close the matter."""
        with transaction.atomic():
            if not Concern.objects.filter(pk=self.pk, settled_at=None).update(settled_at=at):
                raise AlreadyDone(_("Look again: this concern has already been settled."))
            self.settled_at = at
            self.client.tell(SETTLED, by=by, at=at, what=self.what)
