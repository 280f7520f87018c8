"""A client's own lost client or problem: where we might help."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.losses.models.story import WordsMissing
from wonback.losses.queries import TheirLossQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

NOTED = Verb("their_loss.noted", gettext_lazy("{actor} heard what {client} lost: {what}."))
HELPED = Verb("their_loss.helped", gettext_lazy("{actor} helped {client} with what they lost: {what}."))


class TheirLoss(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="their_losses")
    what = models.CharField(max_length=300)
    how_we_help = models.CharField(max_length=300, blank=True, default="")
    heard_on = models.DateField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    helped_at = models.DateTimeField(null=True, blank=True)

    objects = TheirLossQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "their losses"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client", "-heard_on"], name="their_losses_newest_first")
        ]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def note(
        cls,
        client: Client,
        what: str,
        *,
        by: User,
        at: datetime,
        how_we_help: str = "",
        heard_on: date | None = None,
    ) -> "TheirLoss":
        """Write down what they lost themselves, and how we might help."""
        by.must(Right.WORK)
        if not what.strip():
            raise WordsMissing(_("Say what they lost, in one line."))
        facts = {"how_we_help": how_we_help.strip(), "heard_on": heard_on or timezone.localdate(at)}
        with transaction.atomic():
            client.tell(NOTED, by=by, at=at, what=what.strip().rstrip("."))
            return cls.objects.create(client=client, what=what.strip(), noted_by=by, noted_at=at, **facts)

    def help(self, *, by: User, at: datetime) -> None:
        """We helped them with it."""
        by.must(Right.WORK)
        with transaction.atomic():
            if not TheirLoss.objects.filter(pk=self.pk, helped_at=None).update(helped_at=at):
                raise AlreadyDone(_("Look again: we have already helped with this."))
            self.refresh_from_db()
            self.client.tell(HELPED, by=by, at=at, what=self.what.rstrip("."))
