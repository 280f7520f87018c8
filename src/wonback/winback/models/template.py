"""What the plans for one reason begin with, as a lead of this company wants it; without one, as it ships."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.losses.models import Reason, WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.milestone import Key
from wonback.winback.patterns import MOST_WORKDAYS, SHIPPED, USUAL, Pattern, Step


class CannotBeDated(Refusal):
    """A milestone of a template lies so many working days after the start."""

    code = "cannot_be_dated"


class PlanTemplate(models.Model):
    reason = models.OneToOneField(Reason, models.CASCADE, related_name="plan_template")
    goal = models.CharField(max_length=300, blank=True, default="")
    # Each: what should be true, after how many working days, and the usual milestone it is, if it is one.
    steps = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return _("Template for %(reason)s") % {"reason": self.reason}

    @property
    def pattern(self) -> Pattern:
        return Pattern(self.goal, tuple(Step(*step) for step in self.steps), tuple(self.changes))

    @classmethod
    def for_reason(cls, reason: Reason) -> Pattern:
        """What a lead wrote for this reason, else what ships for it; else the same of the reason above it."""
        return cls.for_reasons([reason])[reason.pk]

    @classmethod
    def for_reasons(cls, reasons: Iterable[Reason]) -> dict[int, Pattern]:
        """The same for many, in one query."""
        above = {one.pk: [one, *([one.parent] if one.parent else [])] for one in reasons}
        known = {one.pk for line in above.values() for one in line}
        written = {one.reason_id: one.pattern for one in cls.objects.filter(reason__in=known)}
        return {pk: next(_patterns(line, written), USUAL) for pk, line in above.items()}

    @classmethod
    def write(
        cls, reason: Reason, *, goal: str, steps: Sequence[Step], changes: Sequence[str], by: User, at: datetime
    ) -> "PlanTemplate":
        """What plans for this reason begin with from now on. Plans that have begun stay as they are."""
        by.must(Right.LEAD)
        kept = sorted((step for step in steps if str(step.what).strip()), key=lambda step: step.workdays)
        if not kept:
            raise WordsMissing(_("Write at least one milestone: what should be true, and after how many working days."))
        if any(not 0 <= step.workdays <= MOST_WORKDAYS or step.key not in {"", *Key.values} for step in kept):
            raise CannotBeDated(_("Give each milestone from 0 to %(n)d working days.") % {"n": MOST_WORKDAYS})
        facts = {
            "goal": goal.strip(),
            "steps": [[str(step.what).strip(), step.workdays, step.key] for step in kept],
            "changes": [change.strip() for change in changes if change.strip()],
            "edited_by": by,
            "edited_at": at,
        }
        return cls.objects.update_or_create(reason=reason, defaults=facts)[0]

    def forget(self, *, by: User) -> None:
        """As it ships again."""
        by.must(Right.LEAD)
        self.delete()


def _patterns(line: Iterable[Reason], written: Mapping[int, Pattern]) -> Iterator[Pattern]:
    for reason in line:
        if pattern := written.get(reason.pk) or SHIPPED.get(reason.key):
            yield pattern
