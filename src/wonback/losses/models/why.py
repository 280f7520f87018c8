"""Five whys: from what happened down to what we can change."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.losses.models.story import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models.loss import Loss

WRITTEN = Verb("why.written", gettext_lazy("{actor} asked once more why we lost {client}: “{because}”."))
STRUCK = Verb("why.struck", gettext_lazy("{actor} struck a why, and what was built on it: “{because}”."))
# What people come to in one sitting; after that it is philosophy.
DEEPEST = 7
# From here on somebody can be asked to change it.
CHANGEABLE = 3


class DeepEnough(Refusal):
    """At some depth a why becomes something to do."""

    code = "deep_enough"


class Why(models.Model):
    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="whys")
    # 1 is nearest to what happened.
    depth = models.PositiveSmallIntegerField()
    because = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "depth"], name="one_why_a_depth"),
            models.CheckConstraint(condition=models.Q(depth__gte=1, depth__lte=DEEPEST), name="a_why_is_1_to_7_deep"),
        ]

    def __str__(self) -> str:
        return self.because

    @classmethod
    def write(cls, loss: "Loss", because: str, *, by: User, at: datetime) -> "Why":
        """Answer the next why, one step deeper than the last. Whoever may ask the client may ask it too."""
        by.must(Right.INTERVIEW if by.may(Right.INTERVIEW) else Right.WORK)
        if not because.strip():
            raise WordsMissing(_("Write why, in one sentence that begins with “because”."))
        depth = loss.whys.count() + 1
        if depth > DEEPEST:
            raise DeepEnough(_("Name what we change: seven times why is deep enough."))
        with transaction.atomic():
            told = because.strip()
            loss.client.tell(WRITTEN, by=by, at=at, because=told.rstrip("."))
            return cls.objects.create(loss=loss, depth=depth, because=told, written_by=by, written_at=at)

    def strike(self, *, by: User, at: datetime) -> None:
        """Take it back, and with it what was built on it: an answer to a question nobody asks any more."""
        by.must(Right.WORK)
        with transaction.atomic():
            self.loss.whys.filter(depth__gte=self.depth).delete()
            self.loss.client.tell(STRUCK, by=by, at=at, because=self.because.rstrip("."))

    @property
    def as_change(self) -> str:
        """What the form of a change begins with."""
        return self.because[:200]

    @property
    def is_changeable(self) -> bool:
        return self.depth >= CHANGEABLE
