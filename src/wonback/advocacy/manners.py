"""When one does not ask a client for a favour, and why. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# A client speaks for us twice within any thirteen weeks, not more, however many people there agreed to.
# Counted back from the day, not by the calendar: two calls in September and two in October are four to whoever gives them.
MOST_CALLS, QUARTER = 2, timedelta(days=91)
# Whom they know who might need us, one asks them twice a year at most.
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a client and the person there, on one day."""

    client: str
    person: str
    is_client: bool = True
    is_there: bool = True
    refuses: bool = False
    is_at_risk: bool = False
    is_unhappy: bool = False
    # The day of the newest but one call: with another they would have been asked too often.
    last_but_one: date | None = None
    # When they were last asked whom they know.
    asked_on: date | None = None

    def free_from(self, *, as_of: date) -> date | None:
        """The day from which they may be asked for a call again; None: today."""
        if self.last_but_one is None or self.last_but_one + QUARTER <= as_of:
            return None
        return self.last_but_one + QUARTER

    def spoils(self) -> Iterator[str]:
        """What keeps us from asking them for anything; each begins with the thing to do."""
        names = {"client": self.client, "person": self.person}
        if not self.is_client:
            yield _("Ask somebody else: %(client)s is not with us now.") % names
        if not self.is_there:
            yield _("Ask who follows them: %(person)s has left %(client)s.") % names
        if self.refuses:
            yield _("Leave them alone: %(client)s asked us not to contact them.") % names
        if self.is_at_risk:
            yield _("See that they stay first: %(client)s is at risk.") % names
        if self.is_unhappy:
            yield _("Settle it first: %(client)s is unhappy about something.") % names

    def against_asking_whom_they_know(self, *, as_of: date) -> list[str]:
        """Why they are not asked today whom they know who might need us."""
        found = list(self.spoils())
        if self.asked_on and self.asked_on + HALF_A_YEAR > as_of:
            told = {"client": self.client, "day": date_format(self.asked_on + HALF_A_YEAR)}
            found.append(_("Ask %(client)s from %(day)s on: they were asked within half a year.") % told)
        return found

    def against(self, *, calls: bool, as_of: date) -> list[str]:
        """Why they are not asked today; `calls`: whether it would take their time."""
        found = list(self.spoils())
        if calls and (day := self.free_from(as_of=as_of)):
            told = {"client": self.client, "day": date_format(day)}
            found.append(_("Ask %(client)s from %(day)s on: two calls within thirteen weeks are enough.") % told)
        return found
