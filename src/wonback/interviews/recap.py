"""What we write to the client after the call: what we heard, and what they allowed us. No selling, nothing said in confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the recap is made of. `heard` are the client's answers as noted, in the order of the guide."""

    contact: str
    interviewer: str
    company: str
    heard: Sequence[str]
    allowed: str = ""
    link: str = "[link]"


def subject() -> str:
    return _("Thank you: what I heard today")


def draft(call: Call) -> str:
    """The letter, for the interviewer to read and change.

    >>> print(draft(Call(contact="Ana", interviewer="Vera", company="Northbeam", heard=["You were late."])))  # doctest: +ELLIPSIS
    Dear Ana,
    ...
      – You were late.
    ...
    """
    heard = "\n".join(f"  – {line.strip()}" for line in call.heard if line.strip())
    told = _(
        "Dear %(contact)s,\n\n"
        "Thank you for your time and for speaking plainly. This is what I heard:\n\n%(heard)s\n\n"
        "I will pass it on to the people who can change it. Nobody will call you to explain.\n\n"
        "%(allowed)s"
        "Did I get it right? You can say so, or correct me, here:\n%(link)s\n\n"
        "Kind regards\n%(interviewer)s\n%(company)s"
    )
    allowed = (
        _("About hearing from us again you said: “%(words)s”.\n\n") % {"words": call.allowed.rstrip(" .")}
        if call.allowed
        else ""
    )
    names = {"contact": call.contact, "interviewer": call.interviewer, "company": call.company}
    return told % (names | {"heard": heard, "allowed": allowed, "link": call.link})
