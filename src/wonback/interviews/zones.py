"""Time zones: which there are, and where somebody probably is."""

import re
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

COUNTRY = re.compile(r"[A-Za-z]{2,3}-([A-Z]{2})\b")


@cache
def zones() -> dict[str, tuple[str, ...]]:
    """The zones of each country, its largest first, as the zone database lists them."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (files("tzdata") / "zoneinfo/zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _place, name, *_remark = line.split("\t")
            found[country] = (*found.get(country, ()), name)
    return found


@cache
def names() -> list[str]:
    return sorted({name for several in zones().values() for name in several} | {"UTC"})


def guessed(languages: str, *, otherwise: ZoneInfo) -> ZoneInfo:
    """Where the reader of a page probably is, by the languages their browser asks for.

    >>> guessed("de-AT,de;q=0.9", otherwise=ZoneInfo("UTC")).key, guessed("de", otherwise=ZoneInfo("UTC")).key
    ('Europe/Vienna', 'UTC')
    """
    country = COUNTRY.search(languages)
    known = zones().get(country[1]) if country else None
    return ZoneInfo(known[0]) if known else otherwise
