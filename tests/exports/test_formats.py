"""What goes into a file comes out of it, whatever it is."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.core.formulas import harmed, harmless
from wonback.exports import workbook
from wonback.exports.cells import Column
from wonback.exports.formats import FORMATS, csv_lines

COLUMNS = [
    Column("name"),
    Column("email", empty=True),
    Column("mark", "whole", empty=True),
    Column("rank", "number", empty=True),
    Column("worth", "amount", empty=True, digits=15, places=2),
    Column("reached", "yes", empty=True),
    Column("on", "day", empty=True),
    Column("at", "moment", empty=True),
    Column("begins", "time", empty=True),
    Column("facts", "json"),
    Column("key", "key", empty=True),
]
FULL = (
    "Müller & Söhne",
    "a@b.example",
    -(2**62) - 1,
    0.1 + 0.2,
    Decimal("9999999999999.99"),
    True,
    date(2026, 11, 23),
    datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC),
    time(9, 30),
    {"was": 7, "words": ["=1+1", None]},
    UUID("0b9f1e7c-8a52-4a39-9f04-6a5d9d0c5f11"),
)
BARE = ("", None, None, None, None, None, None, None, None, {}, None)
ODD = [
    ("=HYPERLINK(1)", "", 2**53, -0.0, Decimal("-0.01"), False, date(1899, 12, 31), None, None, []),
    ("'=1", "'", 0, 1e300, Decimal(0), None, date(9999, 12, 31), None, time(23, 59, 59, 999999), "sealed:not"),
    ("  two\nlines\t", "''", 7, 1e-300, Decimal("123456789.10"), None, None, None, None, None),
    ("x" * 70_000, "🙂" * 20_000, 1, None, None, None, None, None, None, {"é": 1}),
    ("+49 30 1234", "-5", None, None, None, None, None, None, None, {}),
    ("_x0041_ \x01 \r", None, None, None, None, None, None, None, None, {}),
]


@pytest.mark.parametrize("form", FORMATS)
class TestEachFormat:
    def test_gives_back_what_it_got(self, form, tmp_path):
        rows = [FULL, BARE, *((*row[:9], row[9] or {}, None) for row in ODD)]
        (path,) = FORMATS[form].write(tmp_path / f"table.{form}", COLUMNS, iter(rows))

        assert [tuple(row) for row in FORMATS[form].read(path, COLUMNS)] == rows

    def test_knows_a_table_without_rows(self, form, tmp_path):
        (path,) = FORMATS[form].write(tmp_path / f"table.{form}", COLUMNS, iter([]))

        assert list(FORMATS[form].read(path, COLUMNS)) == []

    @settings(max_examples=25)
    @given(
        rows=st.lists(
            st.tuples(
                st.text(st.characters(exclude_characters="\x00", codec="utf-8")),
                st.none() | st.text("'=+-@ab\t\r\n", max_size=4),
                st.none() | st.integers(-(2**63), 2**63 - 1),
                st.none() | st.decimals(-(10**12), 10**12, places=2),
            ),
            max_size=5,
        )
    )
    def test_whatever_a_row_says(self, form, rows, tmp_path_factory):
        columns = [COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[4]]
        (path,) = FORMATS[form].write(tmp_path_factory.mktemp("any") / f"table.{form}", columns, iter(rows))

        assert [tuple(row) for row in FORMATS[form].read(path, columns)] == rows


class TestAWorkbook:
    def test_is_several_where_there_are_many_rows(self, tmp_path, monkeypatch):
        monkeypatch.setattr(workbook, "MOST_ROWS", 3)
        paths = workbook.write(tmp_path / "t.xlsx", [Column("n", "whole")], ([n] for n in range(7)))

        assert [path.name for path in paths] == ["t.xlsx", "t-2.xlsx", "t-3.xlsx"]
        assert [row[0] for path in paths for row in workbook.read_rows(path, [Column("n", "whole")])] == list(range(7))


class TestFormulas:
    @given(text=st.text("'=+-@1. \tabc", max_size=6))
    def test_are_made_text_and_given_back(self, text):
        assert harmed(harmless(text)) == text

    def test_run_in_no_line_of_a_file(self):
        names = ["=1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1"]  # noqa: RUF001  # a full-width form
        lines = list(csv_lines([Column("name")], [[name] for name in names]))[1:]

        assert [line for line in lines if not line.lstrip('"').startswith("'")] == []
