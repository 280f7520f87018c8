"""A warm hand-over: what has to happen, in which order, and what the old and the new person write to the client. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# Each is ticked by the lead. Changing the owner and the two letters are deeds of their own, and tick themselves.
STEPS = ("told", "read", "promises", "together", "asked")


@dataclass(frozen=True)
class Step:
    key: str
    words: str
    is_done: bool


@dataclass(frozen=True, kw_only=True)
class People:
    """Who hands over to whom, and to whom they write."""

    old: str
    new: str
    contact: str
    client: str
    company: str


def steps(old: str, new: str, done: list[str]) -> list[Step]:
    """The list, the first thing first: nobody hears from a client, or from a list, that they are replaced."""
    names = {"old": old, "new": new}
    words = {
        "told": _("You spoke with %(old)s in person, before anybody else heard of it, and asked what they think."),
        "read": _("%(new)s read the history, and %(old)s told them what no file says."),
        "promises": _("Every open promise has somebody who keeps it."),
        "together": _("%(old)s and %(new)s spoke with the client together."),
        "asked": _("A week later you asked the client, and %(old)s, how it went."),
    }
    return [Step(key, words[key] % names, key in done) for key in STEPS]


def old_letter(people: People) -> str:
    """From whoever looked after them: a thank-you and a name, no reasons.

    >>> people = People(old="Rosa", new="Jonas", contact="Dana", client="Tarn", company="Northbeam")
    >>> print(old_letter(people))  # doctest: +ELLIPSIS
    Dear Dana,
    ...
    Rosa
    Northbeam
    """
    told = _(
        "Dear %(contact)s,\n\n"
        "Thank you for the time we worked together. From now on my colleague %(new)s looks after you. I have told "
        "%(new)s what matters to you and what we owe you, so that you need not begin again.\n\n"
        "If there is something I should have asked, I would be glad to hear it.\n\n"
        "Kind regards\n%(old)s\n%(company)s"
    )
    return told % vars(people)


def new_letter(people: People) -> str:
    """From whoever looks after them now: who I am, what I know, and when I call. Nothing is sold."""
    told = _(
        "Dear %(contact)s,\n\n"
        "I look after %(client)s from now on, in the place of %(old)s, who has told me what you agreed and what is still "
        "open. I have read it all.\n\n"
        "I would like to hear from you what I should do differently. Tell me when it suits you; I will not call before.\n\n"
        "Kind regards\n%(new)s\n%(company)s"
    )
    return told % vars(people)
