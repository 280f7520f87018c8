"""`wonback value`: what a file of purchases says, what it refuses, and what it writes."""

import json

import pyarrow.csv
import pyarrow.parquet
import pytest
from django.core.management import call_command

from tests.metrics.purchase_files import AS_OF, purchases, written
from wonback.core.errors import Refusal
from wonback.metrics.base import files

# No use for a database: once is enough.
pytestmark = pytest.mark.program
COLUMNS = (
    "client frequency recency age silence rhythm state p_purchase_within_horizon expected_purchases expected_spend "
    "value value_low value_high"
).split()


@pytest.fixture
def value(capsys):
    """Run the command on a file; return what it printed."""

    def run(path, *options):
        call_command("value", str(path), *options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "purchases.csv", purchases())


@pytest.fixture
def scores(value, file, tmp_path):
    """One row a client, as a list of dicts."""
    out = tmp_path / "scores.parquet"
    value(file, "--as-of", AS_OF.isoformat(), "--out", str(out))
    return pyarrow.parquet.read_table(out).to_pylist()


class TestScores:
    def test_are_one_row_a_client_in_the_promised_columns(self, scores):
        assert [list(row) for row in scores[:1]] == [COLUMNS]
        assert len({row["client"] for row in scores}) == len(scores) == 400

    def test_count_days_as_the_file_does(self, scores, file):
        days = sorted(line.split(",")[1] for line in file.read_text().splitlines() if line.startswith("C0007"))
        [seven] = [row for row in scores if row["client"] == "C0007"]

        assert seven["frequency"] == len(set(days)) - 1
        assert seven["age"] == seven["recency"] + seven["silence"]

    def test_lie_within_their_bounds(self, scores):
        for row in scores:
            assert row["state"] in {"active", "at risk", "lapsed"}
            assert 0 <= row["p_purchase_within_horizon"] <= 1
            assert 0 <= row["value_low"] <= row["value"] <= row["value_high"]

    def test_expect_more_of_those_who_bought_lately(self, scores):
        lively = [row for row in scores if row["state"] == "active"]
        gone = [row for row in scores if row["state"] == "lapsed"]

        assert lively
        assert gone
        assert min(map(chance, lively)) + max(map(chance, lively)) > 2 * sum(map(chance, gone)) / len(gone)

    def test_may_be_a_file_for_spreadsheets(self, value, file, tmp_path, scores):
        value(file, "--as-of", AS_OF.isoformat(), "--out", str(tmp_path / "scores.csv"))

        assert pyarrow.csv.read_csv(tmp_path / "scores.csv").num_rows == len(scores)


def chance(row):
    return row["p_purchase_within_horizon"]


class TestSummary:
    def test_speaks_to_people(self, value, file):
        told = value(file, "--as-of", AS_OF.isoformat())

        for words in ("400 clients on 2026-06-30", "active", "at risk", "lapsed", "8 times in 10", "Back-test"):
            assert words in told

    def test_speaks_to_programs(self, value, file):
        told = json.loads(value(file, "--as-of", AS_OF.isoformat(), "--json"))

        assert (told["clients"], sum(told["states"].values())) == (400, 400)
        assert told["value"]["low"] <= told["value"]["value"] <= told["value"]["high"]

    def test_counts_and_tells_what_it_left_out(self, value, tmp_path):
        odd = [",2026-01-05,10.00", "C9000,2026-01-06,-12.50", "C9001,2026-01-07,0"]
        told = json.loads(value(written(tmp_path / "p.csv", [*purchases(), *odd]), "--as-of", str(AS_OF), "--json"))

        assert {one["why"]: one["count"] for one in told["left_out"]} == {"no_client": 1, "returned": 1, "free": 1}

    def test_finds_columns_by_the_names_people_give(self, value, tmp_path):
        named = written(tmp_path / "p.csv", purchases(), head="Kunde,Datum,Betrag")
        told = json.loads(value(named, "--as-of", str(AS_OF), "--json"))

        assert told["columns"] == {"client": "Kunde", "date": "Datum", "amount": ["Betrag"]}

    def test_takes_columns_by_name(self, value, tmp_path):
        named = written(tmp_path / "p.csv", purchases(), head="a,b,c")
        told = json.loads(
            value(named, "--as-of", str(AS_OF), "--client", "a", "--date", "b", "--amount", "c", "--json")
        )

        assert told["clients"] == 400


class TestColumnsSetApartByBlanks:
    """As old programs print them: aligned, with no sign between the cells."""

    @pytest.fixture
    def aligned(self, tmp_path):
        lines = [f" {client:>9} {day:>12}  {amount:>10}" for client, day, amount in map(cells_of, purchases())]
        return written(tmp_path / "master.txt", lines, head=" customer_id  date  dollar_value")

    def test_say_the_same_as_a_csv(self, value, aligned, file):
        told, usual = (json.loads(value(path, "--as-of", str(AS_OF), "--json")) for path in (aligned, file))

        assert told["columns"] == {"client": "customer_id", "date": "date", "amount": ["dollar_value"]}
        assert [told[name] for name in ("rows", "left_out", "states")] == [
            usual[name] for name in ("rows", "left_out", "states")
        ]
        assert told["value"] == pytest.approx(usual["value"])

    def test_name_the_row_that_has_a_cell_less_however_late_it_comes(self, value, aligned, monkeypatch):
        monkeypatch.setattr(files, "SAMPLE", 100)
        whole = aligned.read_text()
        aligned.write_text(f"{whole} C0009  2026-01-05\n")

        with pytest.raises(
            Refusal, match=f"row {len(whole.splitlines()) + 1}, column dollar_value: “ C0009  2026-01-05”"
        ):
            value(aligned)

    def test_are_not_seen_in_a_file_with_one_column(self, value, tmp_path):
        with pytest.raises(Refusal, match="Say with --client, --date, --amount"):
            value(written(tmp_path / "p.csv", ["one", "two"], head="our clients"))


def cells_of(line):
    return line.split(",")


class TestFirstRow:
    def test_that_holds_values_is_asked_for_names(self, value, tmp_path):
        first, *lines = purchases()

        with pytest.raises(Refusal, match="names of the columns into row 1; it holds values: C0000, 20"):
            value(written(tmp_path / "p.csv", lines, head=first))

    def test_with_nothing_below_it_is_no_file_of_purchases(self, value, tmp_path):
        with pytest.raises(Refusal, match="nothing below the header"):
            value(written(tmp_path / "p.csv", ["", ""]))

    def test_in_two_bytes_a_letter_is_told_how_to_be_saved(self, value, tmp_path):
        file = tmp_path / "p.csv"
        file.write_text("\n".join(["Customer,Date,Amount", *purchases()]), encoding="utf-16")

        with pytest.raises(Refusal, match="as UTF-8; it is written in UTF-16"):
            value(file)


BAD = {
    "text in the amounts": (["C1,2026-01-05,abc"], "Amount"),
    "two ways to write days": (["C1,05/01/2026,10", "C1,13.02.2026,10"], "Date"),
    "a day that is none": (["C1,2026-02-31,10"], "Date"),
    "a day to come": (["C1,2999-01-05,10"], "2999"),
}


class TestBadInput:
    @pytest.mark.parametrize(("lines", "named"), BAD.values(), ids=BAD.keys())
    def test_is_named_by_row_and_column_and_nothing_is_written(self, lines, named, value, tmp_path):
        good = list(purchases(40))
        file, out = written(tmp_path / "p.csv", [*good, *lines]), tmp_path / "scores.parquet"

        with pytest.raises(Refusal) as refusal:
            value(file, "--out", str(out))

        assert named in str(refusal.value)
        assert f"{len(good) + 2:,}" in str(refusal.value)
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.parametrize("lines", [[], ["C1,2026-01-05,10", "C2,2026-01-05,20"]], ids=["empty", "on one day"])
    def test_tells_in_a_sentence_what_is_missing(self, lines, value, tmp_path):
        with pytest.raises(Refusal, match=r"\.$"):
            value(written(tmp_path / "p.csv", lines))

    def test_of_one_client_with_all_purchases_is_no_base(self, value, tmp_path):
        lines = [f"C1,2026-01-{day:02},{day}" for day in range(1, 29)]

        with pytest.raises(Refusal, match=r"\.$"):
            value(written(tmp_path / "p.csv", lines))
