"""The one letter a rep gets in a deal round: whom they are asked to bring back, each with two links."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.core.money import Money
from wonback.post import links

if TYPE_CHECKING:
    from wonback.winback.models import HandOut

# Kinds of links: one that takes on opens nothing that gives back.
ACCEPT = "hand-out-accept"
GIVE_BACK = "hand-out-give-back"


def subject(given: "Sequence[HandOut]") -> str:
    n = len(given)
    words = ngettext("%(by)s asks you to bring %(n)d client back", "%(by)s asks you to bring %(n)d clients back", n)
    return words % {"by": given[0].by, "n": n}


def text(given: "Sequence[HandOut]") -> str:
    """Plain text, short enough to be read on a phone."""
    first = given[0]
    moment = timezone.localtime(first.answer_by)
    head = _("Take each on or give it back until %(when)s. Nothing happens before you have pressed a button.") % {
        "when": formats.date_format(moment, "l, j F, H:i")
    }
    return "\n\n".join([_("Hello %(name)s,") % {"name": first.to}, head, *map(about, given), str(first.by)])


def about(given: "HandOut") -> str:
    """One client: who, what it was worth and why they left, and the two links."""
    loss = given.loss
    lines = [
        f"{loss.client}: {worth_of(given)}, {loss.reason}",
        f"  {settings.WONBACK_URL}{loss.get_absolute_url()}",
        f"  {_('Take it on:')} {links.address('handed:accept', ACCEPT, given.pk, given.nonce)}",
        f"  {_('Give it back:')} {links.address('handed:give_back', GIVE_BACK, given.pk, given.nonce)}",
    ]
    return "\n".join(lines)


def worth_of(given: "HandOut") -> str:
    loss = given.loss
    return _("worth unknown") if loss.worth is None else str(Money(loss.worth, loss.currency))
