"""Whatever dialect, letters, order and noise a program writes with: what it wrote is what we read."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wonback.intake import recognition, understanding
from wonback.intake.columns import Format
from wonback.intake.reading import open_table
from wonback.intake.shaping import Shaper
from wonback.intake.stage import Stage

LETTERS = st.sampled_from("abcdefghij ÄÖßéñ&.-'")
NAMES = (
    st.text(LETTERS, min_size=3, max_size=14).map(str.strip).filter(lambda name: len(name) > 2 and name[0].isalpha())
)
AMOUNTS = st.decimals(min_value=0, max_value=99_999, places=2)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))
HEADERS = {"name": "Deal name", "client": "Client", "stage": "Stage", "amount": "Amount", "closed": "Close date"}


@dataclass
class Dialect:
    """How one program writes its tables."""

    mark: str
    encoding: str
    order: list[str]
    day: str
    decimal: str
    above: int
    blank: bool
    quoting: int


DIALECTS = st.builds(
    Dialect,
    mark=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]),
    order=st.permutations(list(HEADERS)),
    day=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y-%m-%d %H:%M"]),
    decimal=st.sampled_from(".,"),
    above=st.integers(0, 3),
    blank=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
DEALS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "client": NAMES,
        "stage": st.sampled_from(["Closed won", "Closed lost", "Offer"]),
        "amount": AMOUNTS,
        "closed": DAYS,
    }
)


def written(deals, dialect):
    """The file this program would write."""
    out = io.StringIO(newline="")
    for number in range(dialect.above):
        out.write(f"Report {number}\r\n")
    writer = csv.writer(out, delimiter=dialect.mark, quoting=dialect.quoting)
    writer.writerow([HEADERS[name] for name in dialect.order])
    for deal in deals:
        if dialect.blank:
            out.write("\r\n")
        texts = deal | {
            "closed": deal["closed"].strftime(dialect.day),
            "amount": str(deal["amount"]).replace(".", dialect.decimal),
        }
        writer.writerow([texts[name] for name in dialect.order])
    return out.getvalue().encode(dialect.encoding)


def read(path):
    """What an import reads: name, client, outcome, amount and day of each deal."""
    table = open_table(path, name=path.name)
    found = recognition.recognise(table.header)
    rows = [cells for _number, cells in table.rows()]
    formats = understanding.formats_of(found.preset.makes, table, found.columns, rows)
    assume(all(form.sure for name, form in formats.items() if name == "Close date"))
    path.with_suffix("").mkdir(exist_ok=True)
    shaper = Shaper(found.preset, Stage.fresh(path.with_suffix("")), 0)
    shaper.prepare(found.columns, {name: Format(**form.as_json()) for name, form in formats.items()})
    for cells in rows:
        shaper.shape(cells)
    shaper.stage.seal()
    parts = [part for staged in shaper.stage.staged("deal") for part in staged.parts]
    shaper.stage.close()
    return Counter(
        (part["name"], part["client_name"], part["outcome"], part["amount"], part["closed"]) for part in parts
    )


class TestAnyProgramsDeals:
    @given(deals=st.lists(DEALS, min_size=1, max_size=8), dialect=DIALECTS)
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
    )
    def test_come_back_as_they_were_written(self, deals, dialect, tmp_path):
        path = tmp_path / "any.csv"
        path.write_bytes(written(deals, dialect))
        outcomes = {"Closed won": "won", "Closed lost": "lost", "Offer": "open"}

        assert read(path) == Counter(
            (deal["name"], deal["client"], outcomes[deal["stage"]], str(deal["amount"]), deal["closed"].isoformat())
            for deal in deals
        )
