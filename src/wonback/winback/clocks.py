"""The clock that stays locked: whether we may ask for a second chance."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.losses.clocks import Clock


def ask(*, undone: int, asking: bool) -> Clock:
    """Locked until nothing we owe the client is left undone."""
    name = _("Ask")
    if asking:
        return Clock(name=name, words=_("we are talking"), state="open")
    if undone:
        words = ngettext("locked: %(n)d thing to do first", "locked: %(n)d things to do first", undone) % {"n": undone}
        return Clock(name=name, words=words, state="locked")
    return Clock(name=name, words=_("ready when you are"), state="open")
