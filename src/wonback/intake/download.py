"""Refused rows on their way to a spreadsheet: a cell that would be run as a formula is made text."""

import csv
from collections.abc import Iterator
from pathlib import Path

from wonback.core.formulas import harmless


class Echo:
    """What a CSV writer writes to, so that each line can be sent as it is made."""

    def write(self, line: str) -> str:
        return line


def lines(path: Path) -> Iterator[bytes]:
    """The file of refused rows, line by line, ready to be mended and dropped again."""
    writer = csv.writer(Echo())
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, cells in enumerate(csv.reader(file)):
            line: str = writer.writerow([harmless(cell) for cell in cells])
            yield line.encode("utf-8-sig" if number == 0 else "utf-8")
