"""What an interviewer writes to a lost client: plain words, no selling, and a way to say no in every letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wonback.core.days import add_workdays, is_workday
from wonback.post.tongues import moment_spoken

# Where the link will stand; the interviewer may move it while editing.
LINK_HERE = "[link]"
# Days after the invitation: two reminders, then the short form.
DAYS = (3, 8, 12)
FORM = len(DAYS)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Who writes to whom, and when they could talk."""

    contact: str
    interviewer: str
    company: str
    zone: ZoneInfo
    # What went: client, part or deal. Who never was a client has not left us.
    kind: str = "client"
    # They gave notice, and are still here.
    ahead: bool = False
    slots: Sequence[datetime] = ()


@dataclass(frozen=True)
class Draft:
    subject: str
    text: str


def next_letter_on(*, sent_on: date, letters: int) -> date | None:
    """The day of the letter after the first `letters`; never on a weekend. None: there is no further one."""
    if letters > len(DAYS):
        return None
    day = sent_on + timedelta(days=DAYS[letters - 1])
    return day if is_workday(day) else add_workdays(day, 1)


def opening(kind: str, *, ahead: bool = False) -> tuple[str, str]:
    """What we want to know: the subject of the letter, and its first sentence."""
    if ahead and kind != "deal":
        return _("May I ask you why you are leaving?"), _("You are leaving us, and I would like to understand why.")
    if kind == "deal":
        return _("May I ask how you decided?"), _("You decided against our offer, and I would like to understand why.")
    if kind == "part":
        return _("May I ask what we missed?"), _(
            "You buy a part of it elsewhere now, and I would like to understand why."
        )
    return _("May I ask you why you left?"), _("You have left us, and I would like to understand why.")


def invitation(it: Occasion) -> Draft:
    """The first letter, for the interviewer to read and change."""
    times = "\n".join(f"  {moment_spoken(slot, it.zone)}" for slot in it.slots)
    proposal = _("Would one of these suit you? The times are those of %(zone)s.\n\n%(times)s\n\n") % {
        "zone": it.zone.key,
        "times": times,
    }
    text = _(
        "Dear %(contact)s,\n\n"
        "%(opening)s My name is %(interviewer)s.\n\n"
        "This is not a sales call. I was not on your account, and nobody who was will be on the phone. "
        "It takes 25 minutes. I will listen.\n\n"
        "%(proposal)s"
        "You can choose a time here, any other one too:\n%(link)s\n\n"
        "If you would rather not, one click there is enough, and I will not ask again.\n\n"
        "Kind regards\n%(interviewer)s\n%(company)s"
    )
    subject, first = opening(it.kind, ahead=it.ahead)
    told = {"proposal": proposal if it.slots else "", "link": LINK_HERE, "opening": first}
    return Draft(subject, text % (told | named(it)))


def reminder(it: Occasion, *, number: int, link: str) -> Draft:
    """The letters after the first: two reminders, and at last five questions in writing."""
    texts = {
        1: _(
            "Dear %(contact)s,\n\n"
            "A few days ago I asked for 25 minutes of your time. It is not a sales call, and I was not on your account: "
            "I only want to understand what we should have done better.\n\n"
            "Any time that suits you:\n%(link)s\n\n"
            "A no is an answer too: one click there.\n\nKind regards\n%(interviewer)s\n%(company)s"
        ),
        2: _(
            "Dear %(contact)s,\n\n"
            "This is the last time I ask for a talk. If 25 minutes are possible, I would be glad to listen:\n%(link)s\n\n"
            "If not, one click there is enough.\n\nKind regards\n%(interviewer)s\n%(company)s"
        ),
        FORM: _(
            "Dear %(contact)s,\n\n"
            "A talk may be too much to ask. Perhaps writing suits you better: five short questions, one a page, "
            "and you may leave out any of them.\n\n%(link)s\n\n"
            "After this you will hear no more from me about it.\n\nKind regards\n%(interviewer)s\n%(company)s"
        ),
    }
    subject = _("Five questions, if you would rather write") if number == FORM else opening(it.kind, ahead=it.ahead)[0]
    return Draft(subject, texts[number] % (named(it) | {"link": link}))


def questions(it: Occasion, *, link: str) -> Draft:
    """Five questions at once, to somebody who would rather write, or whom nobody reaches."""
    text = _(
        "Dear %(contact)s,\n\n"
        "%(opening)s My name is %(interviewer)s. I was not on your account, and this is not a sales letter.\n\n"
        "Five short questions, one a page; three minutes are enough, and you may leave out any of them. "
        "You say who may read your answers.\n\n%(link)s\n\n"
        "If you would rather not, one click there is enough, and I will not ask again.\n\n"
        "Kind regards\n%(interviewer)s\n%(company)s"
    )
    _subject, first = opening(it.kind, ahead=it.ahead)
    return Draft(_("Five questions, if you would rather write"), text % (named(it) | {"link": link, "opening": first}))


def questions_again(it: Occasion, *, link: str) -> Draft:
    """The questions once more."""
    text = _(
        "Dear %(contact)s,\n\n"
        "Some days ago I sent you five short questions. What you have written so far is still there, "
        "and nobody but you can see it.\n\n%(link)s\n\n"
        "A no is an answer too: one click there.\n\nKind regards\n%(interviewer)s\n%(company)s"
    )
    return Draft(_("Five questions: the link once more"), text % (named(it) | {"link": link}))


def confirmation(it: Occasion, *, start: datetime, link: str) -> Draft:
    """They chose a time."""
    text = _(
        "Dear %(contact)s,\n\n"
        "Thank you. We will talk on %(when)s (%(zone)s), for 25 minutes. I will call you.\n\n"
        "Should it not suit you after all, choose another time or cancel here:\n%(link)s\n\n"
        "Kind regards\n%(interviewer)s\n%(company)s"
    )
    told = {"when": moment_spoken(start, it.zone), "zone": it.zone.key, "link": link}
    return Draft(_("Our talk on %(when)s") % told, text % (named(it) | told))


def cancellation(it: Occasion, *, start: datetime, link: str) -> Draft:
    """The talk does not take place."""
    text = _(
        "Dear %(contact)s,\n\n"
        "Our talk on %(when)s (%(zone)s) is cancelled. If another time suits you, choose one here:\n%(link)s\n\n"
        "Kind regards\n%(interviewer)s\n%(company)s"
    )
    told = {"when": moment_spoken(start, it.zone), "zone": it.zone.key, "link": link}
    return Draft(_("Cancelled: our talk on %(when)s") % told, text % (named(it) | told))


def named(it: Occasion) -> dict[str, str]:
    return {"contact": it.contact, "interviewer": it.interviewer, "company": it.company}
