"""Why a client is on today's list, in one or two short sentences."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from wonback.care.call_list import Duty, Waiting


def now(one: "Waiting", *, as_of: date) -> str:
    """The strongest reason first; never more than two sentences."""
    promises = [promised(duty, as_of=as_of) for duty in one.promises]
    concerns = [unhappy(duty, as_of=as_of) for duty in one.concerns]
    rivals = [defended(duty, as_of=as_of) for duty in one.defences]
    leaving = [may_leave(duty, as_of=as_of) for duty in one.risks]
    wanted = [wants_more(duty, as_of=as_of) for duty in one.expansions]
    silent = [silence(one), rhythm(one)] if one.is_late else []
    renewals = [renewing(duty, as_of=as_of) for duty in one.renewals]
    every = list(filter(None, [*promises, *concerns, *rivals, *leaving, *wanted, *renewals, planned(one), *silent]))
    return " ".join([*every[:1], refusal(one)] if one.refused else every[:2])


def refusal(one: "Waiting") -> str:
    """What is owed is owed, whatever they asked us not to do."""
    if one.refused == "call":
        return _("They asked us not to call: write to them.")
    return _("They asked us to leave them alone: settle it without them, or with your lead.")


def planned(one: "Waiting") -> str:
    """What stands in the calendar for today."""
    said = {"call": _("Planned for today."), "visit": _("You planned to visit them today.")}
    return str(said.get(one.planned, ""))


def promised(duty: "Duty", *, as_of: date) -> str:
    return _("Promised: %(what)s, %(when)s.") % {
        "what": duty.what.rstrip("."),
        "when": by_when(duty.due_by, as_of=as_of),
    }


def renewing(duty: "Duty", *, as_of: date) -> str:
    """What their contract asks for."""
    when = by_when(duty.due_by, as_of=as_of)
    return _("Their contract: %(what)s, %(when)s.") % {"what": duty.what.rstrip("."), "when": when}


def unhappy(duty: "Duty", *, as_of: date) -> str:
    when = by_when(duty.due_by, as_of=as_of)
    return _("Unhappy: “%(what)s”. Your answer: %(when)s.") % {"what": duty.what.rstrip("."), "when": when}


def defended(duty: "Duty", *, as_of: date) -> str:
    when = by_when(duty.due_by, as_of=as_of)
    return _("A competitor was seen. %(what)s, %(when)s.") % {"what": duty.what.rstrip(".?"), "when": when}


def may_leave(duty: "Duty", *, as_of: date) -> str:
    """What we will do so that they stay; or that there is no plan yet."""
    when = by_when(duty.due_by, as_of=as_of)
    if not duty.what:
        return _("They may leave, and there is no plan. Yours: %(when)s.") % {"when": when}
    return _("They may leave. %(what)s, %(when)s.") % {"what": duty.what.rstrip("."), "when": when}


def wants_more(duty: "Duty", *, as_of: date) -> str:
    when = by_when(duty.due_by, as_of=as_of)
    return _("They want more. %(what)s, %(when)s.") % {"what": duty.what.rstrip("."), "when": when}


def by_when(due_by: date, *, as_of: date) -> str:
    """A deadline as people say it: by today, by tomorrow, by 14 December, 8 days late."""
    away = (due_by - as_of).days
    if away < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -away) % {"n": -away}
    if away <= 1:
        return _("by tomorrow") if away else _("by today")
    return _("by %(day)s") % {"day": formats.date_format(due_by, "j F")}


def silence(one: "Waiting") -> str:
    """How long nobody has spoken to them. A client of nobody is not "yours"."""
    if one.silent_days is None:
        return never(one.client_days)
    if one.silent_days == 0:
        return _("You have spoken today.") if one.mine else _("Somebody has spoken to them today.")
    if one.mine:
        words = ngettext("You have not spoken for %(n)d day.", "You have not spoken for %(n)d days.", one.silent_days)
    else:
        words = ngettext(
            "Nobody has spoken to them for %(n)d day.", "Nobody has spoken to them for %(n)d days.", one.silent_days
        )
    return words % {"n": one.silent_days}


def never(client_days: int | None) -> str:
    if client_days is None:
        return _("Nobody has spoken to them yet.")
    words = ngettext(
        "Nobody has spoken to them yet, in %(n)d day as a client.",
        "Nobody has spoken to them yet, in %(n)d days as a client.",
        client_days,
    )
    return words % {"n": client_days}


def rhythm(one: "Waiting") -> str:
    """Their own rhythm where we know it, else the one we want to keep."""
    if one.silent_days is None:
        return ""
    if one.buys_every is not None:
        return _("They buy every %(n)d.") % {"n": one.buys_every}
    return _("Every %(n)d is what you want.") % {"n": one.ideal}
