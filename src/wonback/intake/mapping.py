"""What a person may say of a file before it counts: what it is, what its columns mean, what its words of stages and owners mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.intake import recognition, targets, understanding
from wonback.intake.models import Sheet
from wonback.intake.presets import BY_NAME
from wonback.team.models import User

# Word, tone and group of each way in which a column may be understood.
CERTAINTIES: dict[str, tuple[Promise, str, str]] = {
    "matched": (gettext_lazy("Known"), "green", "known"),
    "remembered": (gettext_lazy("As you said before"), "green", "known"),
    "chosen": (gettext_lazy("Your choice"), "green", "known"),
    "guessed": (gettext_lazy("A guess"), "amber", "guesses"),
    "kept": (gettext_lazy("Kept as it is"), "plain", "rest"),
    "skipped": (gettext_lazy("Left out"), "plain", "rest"),
    "left out": (gettext_lazy("Left out"), "plain", "rest"),
}
LEAVE_OUT = gettext_lazy("Leave it out")
OUTCOMES: dict[str, Promise] = {"open": gettext_lazy("Open"), "won": gettext_lazy("Won"), "lost": gettext_lazy("Lost")}
# More lists to choose from than this make a page slow: then the meaning is typed, with suggestions.
MOST_LISTS = 60
MOST_WORDS = 40
MOST_PEOPLE = 200


@dataclass(frozen=True)
class ColumnLine:
    """One column of a file, as its row on the page."""

    name: str
    header: str
    samples: list[str]
    word: Promise
    tone: str
    target: str
    label: "Promise | str"
    group: str
    is_typed: bool


@dataclass(frozen=True)
class Group:
    """Columns that are understood in one way: those to look at come first."""

    name: str
    label: "Promise | str"
    lines: list[ColumnLine]
    is_open: bool


@dataclass(frozen=True)
class WordLine:
    """One word of a stage or an owner: how often it comes, and what it means."""

    name: str
    word: str
    n: int
    means: str


@dataclass(frozen=True)
class Doubt:
    """A column of days that can be read in two ways, with what its first cell would be."""

    header: str
    example: str
    day_first: str
    month_first: str


@dataclass(frozen=True)
class Asked:
    """All that a person may say of one file."""

    groups: list[Group]
    options: list[tuple[str, "Promise | str"]]
    stages: list[WordLine]
    owners: list[WordLine]
    doubts: list[Doubt]
    currency: str
    first_month: int
    asks_for_currency: bool
    asks_for_year: bool
    keeps_more: bool

    @property
    def tally(self) -> list[tuple[str, "Promise | str", int]]:
        """How many columns are understood in which way: a name for the mark, a word, a number."""
        return [(group.name, group.label, len(group.lines)) for group in self.groups if group.lines]


GROUPS = (
    ("guesses", gettext_lazy("To look at")),
    ("known", gettext_lazy("Known")),
    ("rest", gettext_lazy("Without a place of their own")),
)


def mapping(sheet: Sheet) -> Asked:
    known = targets.TARGETS[BY_NAME[sheet.preset].makes]
    lines = [column_line(sheet, index, column) for index, column in enumerate(sheet.columns)]
    told = sheet.said()
    used = {line.target for line in lines}
    return Asked(
        groups=[
            Group(name, label, found, name != "rest" or len(found) <= 8)
            for name, label in GROUPS
            if (found := [line for line in lines if line.group == name])
        ],
        options=options(sheet),
        stages=word_lines(sheet, "stage"),
        owners=word_lines(sheet, "owner"),
        doubts=list(doubts(sheet)),
        currency=told.currency,
        first_month=told.first_month,
        asks_for_currency="currency" in known and "currency" not in used,
        asks_for_year="period" in used,
        keeps_more=BY_NAME[sheet.preset].makes in targets.KEEPS_MORE,
    )


def options(sheet: Sheet) -> list[tuple[str, "Promise | str"]]:
    """All that a column of this file may mean; where the others are kept, one may also be left out."""
    kind = BY_NAME[sheet.preset].makes
    found: list[tuple[str, Promise | str]] = [(name, target.label) for name, target in targets.TARGETS[kind].items()]
    return [*found, (recognition.SKIP, LEAVE_OUT)] if kind in targets.KEEPS_MORE else found


def column_line(sheet: Sheet, index: int, column: Mapping[str, Any]) -> ColumnLine:
    known = targets.TARGETS[BY_NAME[sheet.preset].makes]
    word, tone, group = CERTAINTIES[column["certainty"]]
    target = column["target"]
    return ColumnLine(
        name=f"{sheet.place}-{index}",
        header=column["header"],
        samples=column["samples"],
        word=word,
        tone=tone,
        target=recognition.SKIP if column["certainty"] == recognition.SKIPPED else target,
        label=known[target].label if target else "",
        group=group,
        is_typed=group == "rest" and len(sheet.columns) > MOST_LISTS,
    )


def word_lines(sheet: Sheet, about: str) -> list[WordLine]:
    return [
        WordLine(f"{about}-{sheet.place}-{place}", found["word"], found["n"], found["means"])
        for place, found in enumerate(sheet.words.get(about, [])[:MOST_WORDS])
    ]


def doubts(sheet: Sheet) -> Iterator[Doubt]:
    """Columns of days that nothing in the file tells apart; also those about which somebody has said it by now."""
    for column in sheet.columns:
        if column["target"] and understanding.is_day(sheet, column["target"]) and not column["format"].get("like"):
            written = column["format"].get("example", "")
            if written and not written.startswith("telling"):
                yield Doubt(column["header"], written, **understanding.both_readings(written))


def order_said(sheet: Sheet) -> str:
    """How the days of this file were said to be written."""
    return next((form for form in sheet.chosen.get("formats", {}).values() if form in {"dmy", "mdy"}), "")


def month_names() -> list[tuple[int, str]]:
    return [(month, date_format(date(2000, month, 1), "F")) for month in range(1, 13)]


def our_people() -> list[tuple[str, str]]:
    """Those an owner of a file may be: how the import finds them, and what they are called."""
    people = User.objects.filter(is_active=True).order_by("name").values_list("email", "name")[:MOST_PEOPLE]
    return [(email or name, name) for email, name in people]


def choices(sheets: Iterable[Sheet], posted: Mapping[str, str]) -> list[tuple[Sheet, dict[str, Any]]]:
    """What a person chose on the page, for each file."""
    return [(sheet, chosen(sheet, posted)) for sheet in sheets]


def chosen(sheet: Sheet, posted: Mapping[str, str]) -> dict[str, Any]:
    preset = posted.get(f"preset-{sheet.place}", "")
    # Another kind of file has other targets: what was chosen for the old kind means nothing.
    is_same = preset in {"", sheet.preset}
    return {
        "preset": preset,
        "columns": columns_chosen(sheet, posted) if is_same else {},
        "formats": formats_chosen(sheet, posted),
        "stages": words_chosen(sheet, "stage", posted),
        "owners": words_chosen(sheet, "owner", posted),
        "currency": posted.get(f"currency-{sheet.place}", ""),
        "first_month": posted.get(f"year-{sheet.place}", ""),
    }


def columns_chosen(sheet: Sheet, posted: Mapping[str, str]) -> dict[str, str]:
    """Header → target. A meaning that was typed is one by its label."""
    known = targets.TARGETS[BY_NAME[sheet.preset].makes]
    labels = {str(label).casefold(): name for name, label in options(sheet)}
    found = {}
    for index, column in enumerate(sheet.columns):
        said = posted.get(f"target-{sheet.place}-{index}")
        if said is not None:
            found[column["header"]] = (
                said if said in {*known, recognition.SKIP} else labels.get(said.strip().casefold(), "")
            )
    return found


def formats_chosen(sheet: Sheet, posted: Mapping[str, str]) -> dict[str, str]:
    """Header → order of its days: one answer holds for every column of the file that leaves a doubt."""
    order = posted.get(f"order-{sheet.place}", "")
    of_file = {doubt.header: order for doubt in doubts(sheet)} if order else {}
    names = {column["header"]: f"order-{sheet.place}-{index}" for index, column in enumerate(sheet.columns)}
    return of_file | {header: posted[name] for header, name in names.items() if posted.get(name)}


def words_chosen(sheet: Sheet, about: str, posted: Mapping[str, str]) -> dict[str, str]:
    """Word → meaning, where a person said another than the one it was taken for."""
    said = ((line, posted.get(line.name)) for line in word_lines(sheet, about))
    return {line.word: means for line, means in said if means is not None and means != line.means}
