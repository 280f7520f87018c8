"""The days that matter before a contract ends: two commit points, the day of notice, the end. A rule without a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy

# By then the rep says what they expect; by then the lead says what we count on.
REP_DAYS, FINAL_DAYS = 180, 90
# So many days before notice can last be given, somebody should have talked with them.
TALK_DAYS = 30
# From which chance on the automated view expects a renewal, and below which it does not.
RENEWS_FROM, LEAVES_BELOW = 0.8, 0.5


class Due(StrEnum):
    VIEW = "view"
    FINAL = "final"
    TALK = "talk"
    OUTCOME = "outcome"


WORDS = {
    Due.VIEW: gettext_lazy("the rep’s view is missing"),
    Due.FINAL: gettext_lazy("nobody has decided what we count on"),
    Due.TALK: gettext_lazy("talk with them before they may give notice"),
    Due.OUTCOME: gettext_lazy("it has ended: say what came of it"),
}


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What is due for one renewal. `notice_by` is the last day on which notice can be given, if we know it."""

    until: date
    notice_by: date | None = None
    has_view: bool = False
    has_final: bool = False

    @property
    def view_by(self) -> date:
        return self.until - timedelta(days=REP_DAYS)

    @property
    def final_by(self) -> date:
        return self.until - timedelta(days=FINAL_DAYS)

    @property
    def talk_by(self) -> date | None:
        return self.notice_by and self.notice_by - timedelta(days=TALK_DAYS)

    def due(self, *, as_of: date) -> dict[Due, date]:
        """What should have happened by now, with its day.

        >>> Deadlines(date(2027, 3, 1)).due(as_of=date(2026, 11, 23))
        {<Due.VIEW: 'view'>: datetime.date(2026, 9, 2)}
        """
        wanted = {
            Due.VIEW: None if self.has_view else self.view_by,
            Due.FINAL: None if self.has_final else self.final_by,
            Due.TALK: self.talk_by if self.notice_by and as_of <= self.notice_by else None,
            Due.OUTCOME: self.until,
        }
        return {what: day for what, day in wanted.items() if day and day <= as_of}


def hangs_on(what: str, day: date) -> date:
    """The day by which it should have happened, from the day on which it hangs: the end, or that of notice."""
    days = {Due.VIEW: REP_DAYS, Due.FINAL: FINAL_DAYS, Due.TALK: 0, Due.OUTCOME: 0}
    return day - timedelta(days=days[Due(what)])


def expected(chance: float | None) -> str:
    """The automated view in one word, or nothing while nobody can tell.

    >>> expected(0.91), expected(0.6), expected(0.2), expected(None)
    ('renews', 'unsure', 'leaves', '')
    """
    if chance is None:
        return ""
    return "renews" if chance >= RENEWS_FROM else "unsure" if chance >= LEAVES_BELOW else "leaves"
