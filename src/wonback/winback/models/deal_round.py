"""A deal round: a lead hands out the lost list, all of it at once or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.losses.models import Loss
from wonback.post import links
from wonback.post.models import Letter
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import deal_round_mail as mail
from wonback.winback.models.hand_out import HandOut

type Hands = Mapping[User, Sequence[Loss]]


class NobodyChosen(Refusal):
    """Nothing was put into anybody's hands."""

    code = "nobody_chosen"


class DealRound(models.Model):
    # The page that dealt it: pressed twice, it deals once.
    key = models.CharField(max_length=40, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return _("Deal round of %(name)s") % {"name": self.by}

    @classmethod
    def deal(cls, hands: Hands, *, key: str, by: User, at: datetime) -> "DealRound":
        """Hand out all of it, or none if one is refused; write to each rep once. The same key again deals nothing more."""
        by.must(Right.LEAD)
        if not any(hands.values()):
            raise NobodyChosen(_("Put at least one lost client into somebody’s hands."))
        with transaction.atomic():
            # Pressed twice at the same moment, the second waits here for the first.
            dealt, is_new = cls.objects.get_or_create(key=key, defaults={"by": by, "at": at})
            if is_new:
                for to, losses in sorted(hands.items(), key=lambda one: one[0].pk):
                    dealt._hand(to, losses)
        return dealt

    @classmethod
    def give(cls, losses: Sequence[Loss], to: User, *, by: User, at: datetime) -> "DealRound":
        """Hand these to one person: a round of one hand."""
        return cls.deal({to: losses}, key=links.new_nonce(), by=by, at=at)

    def _hand(self, to: User, losses: Sequence[Loss]) -> None:
        given = [HandOut.give(loss, to, by=self.by, at=self.at, deal_round=self) for loss in losses]
        if given and to != self.by and to.email:
            Letter.among_us(
                key=f"deal-round:{self.pk}:{to.pk}",
                at=self.at,
                to=to.email,
                colleague=to.name,
                sender=self.by,
                subject=mail.subject(given),
                text=mail.text(given),
            )
