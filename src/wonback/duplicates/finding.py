"""Who seems to be written down twice, of all clients."""

from collections.abc import Callable
from importlib.util import find_spec

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wonback.clients.known import facts
from wonback.clients.likeness import Likeness
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.duplicates.models import Pair

RULES = {"rules": "wonback.clients.likeness.pairs", "splink": "wonback.clients.splinked.pairs"}


class NotInstalled(Refusal):
    """What was to find them is an extra, and not here."""

    code = "not_installed"


def find() -> list[Likeness]:
    """Pairs that seem to be one, but for those of whom somebody said that they are two, or that one belongs to the other."""
    kin = set(Client.objects.exclude(parent=None).values_list("pk", "parent"))
    settled = {frozenset(pair) for pair in (*Pair.objects.apart().values_list("one", "other"), *kin)}
    return [like for like in rules()(list(facts())) if frozenset((like.one, like.other)) not in settled]


def rules() -> Callable[..., list[Likeness]]:
    """What compares them, as the setting says."""
    if settings.DUPLICATES == "splink" and not find_spec("splink"):
        raise NotInstalled(
            _("Install splink with `pip install 'wonback[splink]'`, or let WONBACK_DUPLICATES be rules.")
        )
    found: Callable[..., list[Likeness]] = import_string(RULES[settings.DUPLICATES])
    return found
