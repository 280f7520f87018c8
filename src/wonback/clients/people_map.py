"""Where everybody at a client stands on the map: who reports to whom, and who decides, speaks for us, uses or blocks.

A rule without a database: the same people give the same picture, however they are asked for.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

WIDTH, HEIGHT = 216, 76
GAP_X, GAP_Y, MARGIN = 20, 36, 8
PER_ROW = 4
# So many signs fit on a line; what is longer goes on, and then ends with an ellipsis.
LINE, LINES, SMALL_LINE = 26, 2, 31
WEIGHT = {"decider": 0, "blocker": 1, "champion": 2, "user": 3, "": 4}


@dataclass(frozen=True, slots=True)
class Person:
    """One person there. `spoken_to`: within 12 months, really."""

    pk: int
    name: str
    title: str = ""
    role: str = ""
    stance: int | None = None
    reports_to: int | None = None
    spoken_to: bool = False
    # Role and stance as people read them.
    says: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where one person stands, with their name in lines that fit."""

    person: Person
    x: int
    y: int
    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def foot(self) -> int:
        return self.y + HEIGHT

    @property
    def text_x(self) -> int:
        return self.x + 14

    @property
    def written(self) -> list[tuple[int, str]]:
        """The lines of the name, with where each stands."""
        return [(self.y + 22 + 17 * n, line) for n, line in enumerate(self.lines)]

    @property
    def title(self) -> str:
        """What they do there, where their name leaves room for it."""
        title = self.person.title
        if len(self.lines) > 1 or not title:
            return ""
        return title if len(title) <= SMALL_LINE else f"{title[: SMALL_LINE - 1]}…"

    @property
    def title_y(self) -> int:
        return self.y + 39

    @property
    def below(self) -> int:
        """Where what they do stands."""
        return self.y + HEIGHT - 12

    @property
    def dot(self) -> tuple[int, int]:
        return self.x + WIDTH - 14, self.y + 16


@dataclass(frozen=True, slots=True)
class Line:
    """From somebody down to one who reports to them."""

    path: str


@dataclass(frozen=True, slots=True)
class PeopleMap:
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0


def drawn(people: Iterable[Person]) -> PeopleMap:
    """The map: first those of whom we know who reports to whom, row by row downwards; then the others, by their weight."""
    known = {one.pk: one for one in sorted(people, key=lambda one: (WEIGHT[one.role], one.name.casefold(), one.pk))}
    rows = [part for row in (*levels(known), others(known)) for part in batched(row, PER_ROW, strict=False)]
    boxes = {one.pk: box(one, row=n, place=place) for n, row in enumerate(rows) for place, one in enumerate(row)}
    lines = [
        Line(elbow(boxes[one.reports_to], boxes[one.pk]))
        for one in known.values()
        if one.reports_to in boxes and one.pk in boxes
    ]
    longest = max((len(row) for row in rows), default=0)
    width = 2 * MARGIN + max(0, longest * (WIDTH + GAP_X) - GAP_X)
    height = 2 * MARGIN + max(0, len(rows) * (HEIGHT + GAP_Y) - GAP_Y)
    return PeopleMap(list(boxes.values()), lines, width, height)


def chief_of(one: Person, known: dict[int, Person]) -> Person | None:
    return known.get(one.reports_to) if one.reports_to and one.reports_to != one.pk else None


def depth(one: Person, known: dict[int, Person]) -> int:
    """How many stand above them; a ring, which nobody should have written, ends where it began."""
    seen, above = {one.pk}, 0
    while (chief := chief_of(one, known)) and chief.pk not in seen:
        seen.add(chief.pk)
        one, above = chief, above + 1
    return above


def levels(known: dict[int, Person]) -> list[list[Person]]:
    """Those who report to somebody, or are reported to: the uppermost first, everybody near whom they report to."""
    chiefs = {chief.pk for one in known.values() if (chief := chief_of(one, known))}
    tied = [one for one in known.values() if one.pk in chiefs or chief_of(one, known)]
    found: list[list[Person]] = []
    place: dict[int, int] = {}
    for level in range(max((depth(one, known) for one in tied), default=-1) + 1):
        row = [one for one in tied if depth(one, known) == level]
        row.sort(key=lambda one: place.get(one.reports_to or 0, 0))
        place |= {one.pk: n for n, one in enumerate(row)}
        found.append(row)
    return found


def others(known: dict[int, Person]) -> list[Person]:
    """Of whom nobody knows to whom they report; those who decide first."""
    tied = {one.pk for row in levels(known) for one in row}
    return [one for one in known.values() if one.pk not in tied]


def box(one: Person, *, row: int, place: int) -> Box:
    x, y = MARGIN + place * (WIDTH + GAP_X), MARGIN + row * (HEIGHT + GAP_Y)
    return Box(one, x, y, fitted(one.name))


def fitted(name: str) -> tuple[str, ...]:
    """A name in at most two lines.

    >>> fitted("Ida Holm"), fitted("Maximiliane Freifrau von Hohenstein-Wittgensteinfels zu Berleburg")
    (('Ida Holm',), ('Maximiliane Freifrau von', 'Hohenstein-…'))
    """
    return tuple(textwrap.wrap(name, LINE, max_lines=LINES, placeholder="…")) or ("?",)


def elbow(above: Box, below: Box) -> str:
    """A line with two corners, from the foot of one to the head of the other."""
    half = above.foot + GAP_Y // 2 if below.y > above.y else above.foot
    return f"M{above.middle} {above.foot}V{half}H{below.middle}V{below.y}"
