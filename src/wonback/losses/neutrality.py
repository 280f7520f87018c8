"""Who may ask a lost client why they left. It is hard to tell a person to their face how they let you down."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person who might ask: themselves, whom they report to, and whether interviewing is part of their role."""

    pk: int
    reports_to: int | None
    may_interview: bool


@dataclass(frozen=True, kw_only=True)
class Involved:
    """The people who were part of it: owners now and then, and whoever works to win the client back."""

    people: frozenset[int] = field(default_factory=frozenset)


def objections(candidate: Candidate, involved: Involved) -> list[str]:
    """Why this person is not neutral, in whole sentences; nothing if they are."""
    rules = [
        (candidate.may_interview, _("Ask somebody whose role includes interviews.")),
        (candidate.pk not in involved.people, _("Ask somebody who never owned this client or the sale.")),
        (candidate.reports_to not in involved.people, _("Ask somebody who does not report to the owner.")),
    ]
    return [objection for fine, objection in rules if not fine]
