"""Which export a file is, by its column names, and what each column means. No database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from wonback.intake import targets
from wonback.intake.errors import Unmappable
from wonback.intake.presets import BY_NAME, GENERIC, PRESETS, Preset

# The most expensive mistake an import can make: hundreds of rows that share one colleague's name or e-mail.
OURS_ONLY = re.compile(
    r"\b((co )?owner|assistant\w*|asst|reports? ?to(id)?|created by|modified by|createdbyid|lastmodifiedbyid|ownerid|creator|sales ?reps?|salesperson|sales agent"
    r"|account (manager|executive)|assigned( to| user)?|assigned\w*|responsible|besitzer|inhaber|zuständig\w*|verantwortlich\w*|betreuer\w*"
    r"|vertriebler|propriétaire|propietario)\b"
)
# What a record hangs on, and what it is called besides: none of it is who the record is.
SOMEBODY_ELSE = re.compile(
    rf"{OURS_ONLY.pattern}|\b(parent|parentid|associated|subsidiary of|account site|masterrecordid|übergeordnet\w*)\b"
)
# Names of something else: of a sale, never of the client who did not buy it.
OF_A_SALE = re.compile(r"\b(deal|opportunity)( ?-)? ?(name|title)?$")
MATCHED, REMEMBERED, GUESSED, CHOSEN, LEFT_OUT = "matched", "remembered", "guessed", "chosen", "left out"
# Instead of a target: not even to be kept as it is.
SKIP, SKIPPED = "-", "skipped"
# Columns of their own in which companies write who got a sale instead of us.
RIVAL = re.compile(
    r"(\w+ - )?(x studio |x |c)?((main|primary|winning|chosen|key|top|lost to) ?)?competitors?( ?\(s\))?( ?name)?( c| id)?"
    r"|(\w+ - )?(x studio |x )?lost to( competitors?)?( c)?|(haupt)?(wettbewerber|konkurrent|mitbewerber)(in)?|verloren an|concurrent|perdu contre|competidor|perdido (ante|contra)"
)
OURS = frozenset({"why refused", "line in file"})
ENOUGH_ALIKE = 90


@dataclass(frozen=True)
class Column:
    """One column and what we take it for. `target` is empty if it is left out."""

    header: str
    target: str
    certainty: str


@dataclass(frozen=True)
class Recognised:
    preset: Preset
    score: float
    columns: list[Column]


def plain(header: str) -> str:
    """A header as it is compared: `*Sales_Agent ` is `sales agent`."""
    return " ".join(header.casefold().replace("_", " ").replace("*", " ").replace("\ufeff", " ").split())


@cache
def columns_of(name: str) -> dict[str, str]:
    """The columns of a preset by plain header."""
    return {plain(header): target for header, target in BY_NAME[name].columns.items()}


@cache
def every_header() -> frozenset[str]:
    return frozenset(header for name in BY_NAME for header in columns_of(name))


def familiarity(cells: Iterable[str]) -> int:
    """How many of these cells are names of columns we know."""
    return len({plain(cell) for cell in cells} & every_header())


def recognise(header: Sequence[str], *, as_preset: str = "") -> Recognised:
    """The preset that explains these columns best, with a score from 0 to 1."""
    if as_preset:
        return mapped(BY_NAME[as_preset], header)
    names = {plain(name) for name in header}
    known = [preset for preset in PRESETS if meets(preset, names)]
    if known:
        return mapped(max(known, key=lambda preset: (score(preset, names), len(preset.needs))), header)
    return max((mapped(preset, header) for preset in GENERIC.values()), key=worth)


@cache
def needs_of(name: str) -> tuple[frozenset[str], ...]:
    """What a preset needs, each as the plain headers of which one is enough."""
    return tuple(frozenset(map(plain, need.split("|"))) for need in BY_NAME[name].needs)


def meets(preset: Preset, names: set[str]) -> bool:
    if any(plain(header) in names for header in preset.never):
        return False
    return all(need & names for need in needs_of(preset.name))


def score(preset: Preset, names: set[str]) -> float:
    """The share of the file's columns that the preset knows, and of the preset's needs that the file has."""
    known, needs = names & set(columns_of(preset.name)), needs_of(preset.name)
    met = sum(bool(need & names) for need in needs) / len(needs) if needs else 0.5
    return round(0.6 * met + 0.4 * len(known) / max(len(names), 1), 2)


def worth(found: Recognised) -> tuple[bool, int, float]:
    """How well a generic preset fits: complete first, then by how much it asks for and explains."""
    kind = found.preset.makes
    used = {column.target for column in found.columns if column.target}
    sure = sum(bool(column.target) for column in found.columns)
    lacking = targets.lacking(kind, used)
    is_whole = not lacking and not (kind == "leaving" and tells_who_stayed(found.columns))
    return is_whole, len(targets.NEEDS[kind]) - len(lacking) + sure, found.score


def tells_who_stayed(columns: Iterable[Column]) -> bool:
    """Whether a column says of each row whether they left: then it is a list of clients, not of those who left."""
    clients = columns_of(GENERIC["client"].name)
    return any(clients.get(plain(column.header)) in {"status", "is_lost"} for column in columns)


def mapped(preset: Preset, header: Sequence[str]) -> Recognised:
    """What each column means if the file is this export."""
    columns = [column_for(preset, name) for name in header]
    return Recognised(preset, score(preset, {plain(name) for name in header}), without_doubles(preset, columns))


def column_for(preset: Preset, header: str) -> Column:
    name = plain(header)
    if name in OURS:
        return Column(header, "", LEFT_OUT)
    if target := columns_of(preset.name).get(name):
        return Column(header, target, MATCHED)
    target = guess(preset.makes, name)
    return Column(header, target, GUESSED if target else LEFT_OUT)


def guess(kind: str, name: str) -> str:
    """What a column we do not know may be, by what we know of similar names; nothing if it is about somebody else."""
    if RIVAL.fullmatch(name):
        return "competitor" if "competitor" in targets.TARGETS[kind] else ""
    # “Contract” is no mistyped “contact”: what is a word of another list means that.
    if SOMEBODY_ELSE.search(name) or name in every_header():
        return ""
    aliases = columns_of(GENERIC[kind].name)
    if "reason" in name and re.search(r"\b(lost|loss|churn)", name):
        theirs = "client_reason" if "churn" in name else "reason"
        return next((target for target in (theirs, "reason") if target in targets.TARGETS[kind]), "")
    found = process.extractOne(name, aliases.keys(), scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE)
    return aliases[found[0]] if found else ""


def without_doubles(preset: Preset, columns: list[Column]) -> list[Column]:
    """A guess gives way to a column that is sure to mean the same."""
    sure = {column.target for column in columns if column.certainty == MATCHED}
    kept = []
    for column in columns:
        double = column.certainty == GUESSED and column.target in sure
        kept.append(Column(column.header, "", LEFT_OUT) if double else column)
        if column.certainty == GUESSED:
            sure.add(column.target)
    return kept


def is_mixed_up(header: str, target: str) -> bool:
    """Whether this column would make somebody else a client, or a sale's name a client's."""
    name = plain(header)
    if target in targets.BELONGS:
        return bool(OURS_ONLY.search(name) or OF_A_SALE.search(name))
    return target in targets.IDENTITY and bool(SOMEBODY_ELSE.search(name))


def refuse_mixed_up(header: str, target: str, *, kind: str = "") -> None:
    """Keep a column about somebody else from becoming a record's identity. A list of our own people is about them."""
    if kind == "person":
        return
    if is_mixed_up(header, target) or (kind == "client" and target == "name" and OF_A_SALE.search(plain(header))):
        raise Unmappable(
            _("Choose another column: “%(header)s” tells about somebody else, not who this is.") % {"header": header}
        )
