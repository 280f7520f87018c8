"""What we write to a colleague who holds something up: one question, two links, no pressure."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Written(NamedTuple):
    subject: str
    text: str


def about_change(what: str, who: str, by: str, *, links: tuple[str, str]) -> Written:
    """Is it made?"""
    question = _("Clients whom we lost wait for a change you answer for: %(what)s.") % {"what": what}
    ready = _("It is made, and this is where one can see it:")
    return _letter(_("Is it made? %(what)s") % {"what": what}, who, by, words=(question, ready), links=links)


def about_plan(client: str, who: str, by: str, *, links: tuple[str, str]) -> Written:
    """Can we execute?"""
    question = _("We want to ask %(client)s for a second chance. Would it go well this time?") % {"client": client}
    ready = _("We are ready:")
    return _letter(
        _("Can we execute for %(client)s?") % {"client": client}, who, by, words=(question, ready), links=links
    )


def _letter(subject: str, who: str, by: str, *, words: tuple[str, str], links: tuple[str, str]) -> Written:
    question, ready = words
    lines = [
        _("Dear %(name)s,") % {"name": who},
        question,
        f"{ready}\n{links[0]}",
        _("I am not certain, and this is why:") + f"\n{links[1]}",
        _(
            "“Not certain” is a good answer: then we wait. Each link works once and shows you a page before anything happens."
        ),
        by,
    ]
    return Written(subject[:200], "\n\n".join(lines) + "\n")
