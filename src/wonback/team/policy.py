"""The roles, on one screen. What a role may *see* is in each app's `queries.py`; this is what it may *do*."""

from enum import StrEnum


class Right(StrEnum):
    WORK = "work"  # touch clients, record losses, start plans
    INTERVIEW = "interview"  # ask a lost client why, as a neutral person
    LEAD = "lead"  # hand out, sign readiness, let go, see the whole team
    IMPORT = "import"  # bring files in and undo them
    ADMINISTER = "administer"  # people, teams, settings, everything else


ROLES: dict[str, frozenset[Right]] = {
    "rep": frozenset({Right.WORK}),
    "interviewer": frozenset({Right.INTERVIEW}),
    "lead": frozenset({Right.WORK, Right.INTERVIEW, Right.LEAD, Right.IMPORT}),
    "admin": frozenset(Right),
}
WORKERS = [role for role, rights in ROLES.items() if Right.WORK in rights]
