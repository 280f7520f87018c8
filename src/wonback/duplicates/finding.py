"""Who seems to be written down twice: of all clients, and of the people at each."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wonback.clients import same_person
from wonback.clients.known import facts
from wonback.clients.likeness import Likeness
from wonback.clients.models import Client, Contact
from wonback.clients.same_person import Likely, Person
from wonback.core.errors import Refusal
from wonback.duplicates.models import Pair, PersonPair

RULES = {"rules": "wonback.clients.likeness.pairs", "splink": "wonback.clients.splinked.pairs"}


class NotInstalled(Refusal):
    """What was to find them is an extra, and not here."""

    code = "not_installed"


def find() -> list[Likeness]:
    """Pairs that seem to be one, but for those of whom somebody said that they are two, or that one belongs to the other."""
    kin = set(Client.objects.exclude(parent=None).values_list("pk", "parent"))
    settled = {frozenset(pair) for pair in (*Pair.objects.apart().values_list("one", "other"), *kin)}
    return [like for like in rules()(list(facts())) if frozenset((like.one, like.other)) not in settled]


def find_people() -> Iterator[Likely]:
    """Pairs of people at one client, but for those of whom somebody said that they are two, and those who have both gone."""
    settled = {frozenset(pair) for pair in PersonPair.objects.apart().values_list("one", "other")}
    gone = frozenset(Contact.objects.exclude(left_on=None).values_list("pk", flat=True))
    facts = Contact.objects.order_by("client", "pk").values_list("client", "pk", "name", "email", "phone")
    for _client, there in groupby(facts.iterator(chunk_size=10_000), key=itemgetter(0)):
        for like in same_person.pairs([Person(pk, name, email, phone) for _same, pk, name, email, phone in there]):
            both = frozenset((like.one, like.other))
            if both not in settled and not both <= gone:
                yield like


def rules() -> Callable[..., list[Likeness]]:
    """What compares them, as the setting says."""
    if settings.DUPLICATES == "splink" and not find_spec("splink"):
        raise NotInstalled(
            _("Install splink with `pip install 'wonback[splink]'`, or let WONBACK_DUPLICATES be rules.")
        )
    found: Callable[..., list[Likeness]] = import_string(RULES[settings.DUPLICATES])
    return found
