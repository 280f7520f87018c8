"""A month that was closed: its statements stand, and never change."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.errors import AlreadyDone, Refusal
from wonback.rewards import statements
from wonback.rewards.models.credit import Credit
from wonback.rewards.models.scheme import Scheme
from wonback.rewards.pay_queries import last_closed
from wonback.rewards.scheme import months_after
from wonback.team.models import User
from wonback.team.policy import Right

AT_ONCE = 500


class NotOver(Refusal):
    """A month is closed when it is over, one after the other, and by a scheme."""

    code = "not_over"


class Closing(models.Model):
    """What turns out later comes as a line in a later month."""

    month = models.DateField(unique=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @classmethod
    def next_month(cls) -> date | None:
        """Which month comes next: after the last closed, or the first for which a scheme holds; None without a scheme."""
        if last := last_closed():
            return months_after(last, 1)
        first = Scheme.objects.in_force().last()
        return first.from_month if first else None

    @classmethod
    def close(cls, month: date, *, by: User, at: datetime) -> "Closing":
        """Write the statements of a month, all of them or none."""
        by.must(Right.ADMINISTER)
        month = month.replace(day=1)
        with transaction.atomic():
            cls._must_be_next(month, as_of=timezone.localdate(at))
            closing, is_new = cls.objects.get_or_create(month=month, defaults={"closed_by": by, "closed_at": at})
            if not is_new:
                raise AlreadyDone(_("Look again: this month is closed."))
            lines = statements.drawn_up(month)
            for line in lines:
                line.closing = closing
            Credit.objects.bulk_create(lines, batch_size=AT_ONCE)
        return closing

    @classmethod
    def _must_be_next(cls, month: date, *, as_of: date) -> None:
        if cls.objects.filter(month=month).exists():
            raise AlreadyDone(_("Look again: this month is closed."))
        if month != cls.next_month():
            raise NotOver(_("Put a scheme in force first, and close one month after the other."))
        if months_after(month, 1) > as_of:
            raise NotOver(_("Wait until the month is over."))
