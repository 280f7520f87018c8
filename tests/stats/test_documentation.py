"""The page about the library is true: every example on it is run."""

import doctest
from pathlib import Path

import wonback.stats

PAGE = Path(__file__).parents[2] / "docs/develop/statistics.md"


def test_every_example_says_what_happens():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)

    assert tried > 20
    assert failed == 0


def test_every_room_has_its_line():
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    told = {room.strip(" `") for line in lines for room in line.split("|")[1].split(",")}

    assert told | {"shrunk"} == wonback.stats.ROOMS
