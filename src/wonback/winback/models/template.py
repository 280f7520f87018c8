"""What the plans for one reason begin with, as a lead of this company wants it; without one, as it ships."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.writing import mark, reconciled
from wonback.losses.models import Reason, WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.milestone import Key
from wonback.winback.patterns import MOST_WORKDAYS, SHIPPED, USUAL, Pattern, Step

NAMES = {
    "goal": gettext_lazy("A good end"),
    "steps": gettext_lazy("Milestones, after so many working days"),
    "changes": gettext_lazy("Changes to think of"),
}


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
    def write(cls, reason: Reason, pattern: Pattern, *, by: User, at: datetime, seen: str = "") -> "PlanTemplate":
        """What plans for this reason begin with from now on. Plans that have begun stay as they are.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.LEAD)
        kept = sorted((step for step in pattern.steps if str(step.what).strip()), key=lambda step: step.workdays)
        if not kept:
            raise WordsMissing(_("Write at least one milestone: what should be true, and after how many working days."))
        if any(not 0 <= step.workdays <= MOST_WORKDAYS or step.key not in {"", *Key.values} for step in kept):
            raise CannotBeDated(_("Give each milestone from 0 to %(n)d working days.") % {"n": MOST_WORKDAYS})
        with transaction.atomic():
            Reason.objects.select_for_update(of=("self",)).get(pk=reason.pk)
            now, wanted = cls.for_reason(reason), Pattern(pattern.goal, tuple(kept), pattern.changes)
            told = reconciled(parts(wanted), theirs=parts(now), names=NAMES, seen=seen)
            written = {name: _columns(wanted if name in told else now)[name] for name in NAMES}
            facts = written | {"edited_by": by, "edited_at": at}
            return cls.objects.update_or_create(reason=reason, defaults=facts)[0]

    def forget(self, *, by: User, seen: str = "") -> None:
        """As it ships again; not what somebody else has written meanwhile. `seen` as in `write`."""
        by.must(Right.LEAD)
        with transaction.atomic():
            now = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if seen and seen != mark(parts(now.pattern)):
                raise AlreadyDone(_("Look again: somebody wrote this template anew meanwhile."))
            self.delete()


def parts(pattern: Pattern) -> dict[str, str | list[str]]:
    """A pattern as people read it, part by part."""
    steps = [f"{step.workdays}: {step.what}{f' ({Key(step.key).label})' if step.key else ''}" for step in pattern.steps]
    return {"goal": str(pattern.goal), "steps": steps, "changes": "\n".join(map(str, pattern.changes))}


def _columns(pattern: Pattern) -> dict[str, Any]:
    return {
        "goal": str(pattern.goal).strip(),
        "steps": [[str(step.what).strip(), step.workdays, step.key] for step in pattern.steps],
        "changes": [change for one in pattern.changes if (change := str(one).strip())],
    }


def _patterns(line: Iterable[Reason], written: Mapping[int, Pattern]) -> Iterator[Pattern]:
    for reason in line:
        if pattern := written.get(reason.pk) or SHIPPED.get(reason.key):
            yield pattern
