"""Who can vouch for us credibly: somebody like those who want to hear it. No database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

INDUSTRY, USE, SIZE, COUNTRY = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Like:
    """What one client is compared by; empty is unknown, and unknown is like nothing."""

    industry: str = ""
    tier: str = ""
    country: str = ""
    products: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How near they are, in points, and what they have in common, in words."""

    points: int
    reasons: tuple[str, ...]


def fit(sought: Like, found: Like) -> Fit:
    """How credible `found` is to `sought`.

    >>> fit(Like("Logistics", "B"), Like("logistics", "A")).points
    4
    """
    used = sorted(sought.products & found.products)
    alike = (
        (INDUSTRY, same(sought.industry, found.industry), _("The same trade: %(what)s") % {"what": found.industry}),
        (USE, bool(used), _("They use it too: %(what)s") % {"what": ", ".join(used[:3])}),
        (SIZE, same(sought.tier, found.tier), _("As large as they are: size %(what)s") % {"what": found.tier}),
        (COUNTRY, same(sought.country, found.country), _("The same country: %(what)s") % {"what": found.country}),
    )
    return Fit(sum(points for points, is_so, _words in alike if is_so), tuple(w for _p, is_so, w in alike if is_so))


def same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
