"""Who may ask a lost client why they left. It is hard to tell a person to their face how they let you down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person who might ask: everybody above them, and whether they are paid on what those below them keep or lose."""

    pk: int
    may_interview: bool
    above: frozenset[int] = NOBODY
    paid_on_team: bool = False


@dataclass(frozen=True, kw_only=True)
class Involved:
    """The people who were part of it, each with how."""

    owners: frozenset[int] = NOBODY  # of the client, now or ever
    sellers: frozenset[int] = NOBODY  # of the sale that was lost
    workers: frozenset[int] = NOBODY  # who work, or worked, on winning them back
    above: frozenset[int] = NOBODY  # whom owners and sellers report to, all the way up
    conflicts: Mapping[int, str] = field(
        default_factory=dict
    )  # who said, or of whom is known, that they cannot be neutral

    @property
    def everybody(self) -> frozenset[int]:
        return self.owners | self.sellers | self.workers


def objections(candidate: Candidate, involved: Involved) -> list[str]:
    """Why this person is not neutral, in whole sentences; nothing if they are."""
    pk, conflict = candidate.pk, involved.conflicts.get(candidate.pk)
    rules = [
        (candidate.may_interview, _("Ask somebody whose role includes interviews.")),
        (pk not in involved.owners, _("Ask somebody who never owned this client or the sale.")),
        (pk not in involved.sellers, _("Ask somebody who was not in the sale.")),
        (pk not in involved.workers, _("Ask somebody who does not work on winning them back.")),
        (not candidate.above & involved.everybody, _("Ask somebody who does not report to the owner.")),
        (
            not (candidate.paid_on_team and pk in involved.above),
            _("Ask somebody who is not paid on what the owner keeps or loses."),
        ),
        (conflict is None, _("Ask somebody without a stake in it: “%(why)s”.") % {"why": conflict}),
    ]
    return [objection for fine, objection in rules if not fine]
