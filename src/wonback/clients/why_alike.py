"""Why two clients, or two people at one, seem to be one, in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FOR = {
    "name": gettext_lazy("the same name"),
    "names": gettext_lazy("names alike %(told)s"),
    "letter": gettext_lazy("one letter apart"),
    "words": gettext_lazy("one name stands in the other"),
    "domain": gettext_lazy("same domain %(told)s"),
    "domains": gettext_lazy("domains alike: %(told)s"),
    "phone": gettext_lazy("same telephone"),
    "within": gettext_lazy("one name stands in the other"),
    "nearly": gettext_lazy("names alike %(told)s"),
    "mail": gettext_lazy("same address %(told)s"),
    "mailbox": gettext_lazy("addresses alike: %(told)s"),
    "person": gettext_lazy("the same person there, %(told)s"),
    "town": gettext_lazy("both in %(told)s"),
    "splink": gettext_lazy("splink: %(told)s"),
}
AGAINST = {
    "form": gettext_lazy("legal forms differ: %(told)s"),
    "other_domain": gettext_lazy("domains differ: %(told)s"),
    "other_phone": gettext_lazy("telephones differ"),
    "other_country": gettext_lazy("countries differ"),
    "other_town": gettext_lazy("towns differ"),
}


def why(signs: Iterable[Sequence[str]]) -> str:
    """One line: what speaks for it, then what speaks against.

    >>> why([["domain", "acme.com"], ["names", "0.94"], ["other_town", ""]])
    'same domain acme.com; names alike 0.94; but: towns differ'
    """
    known = [(kind, {"told": told}) for kind, told in signs]
    good = [str(FOR[kind]) % told for kind, told in known if kind in FOR]
    bad = [str(AGAINST[kind]) % told for kind, told in known if kind in AGAINST]
    return "; ".join([*good, *([_("but: %(what)s") % {"what": ", ".join(bad)}] if bad else [])])
