import csv
import gzip
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.files import CASES, REFUSED
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.intake import files
from wonback.intake.models import Batch
from wonback.intake.reading import open_table


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
class TestEveryExport:
    def test_gives_what_the_table_says(self, case, examined):
        batch = examined(list_csv=case.body)
        sheet = batch.sheets.get()

        assert sheet.preset == case.preset
        assert {kind: found["new"] for kind, found in sheet.counts.items() if found["new"]} == case.new
        refused = [row["reason"] for row in sheet.first_refused]
        assert len(refused) == len(case.reasons)
        assert all(words in reason for words, reason in zip(case.reasons, refused, strict=True))
        assert [words for words in case.told if words not in " ".join(sheet.notes)] == []

    def test_comes_in_and_changes_nothing_the_second_time(self, case, brought):
        first, second = brought(list_csv=case.body), brought(list_csv=case.body)

        assert first.totals().keys() >= case.new.keys()
        assert {
            (kind, action) for kind, found in second.totals().items() for action in ("new", "updated") if found[action]
        } == set()

    def test_goes_again_without_a_trace(self, case, brought, rows_of_the_domain, at):
        before = rows_of_the_domain()
        batch = brought(list_csv=case.body)
        assert rows_of_the_domain() != before

        batch.undo(by=None, at=at)

        assert rows_of_the_domain() == before


@pytest.mark.parametrize("name", REFUSED)
class TestWhatIsNoTable:
    def test_is_refused_in_one_sentence(self, name, examined):
        body, sentence = REFUSED[name]

        with pytest.raises(Refusal) as refusal:
            examined(list_csv=body)

        assert str(refusal.value).startswith(sentence)
        assert str(refusal.value).endswith(".")


class TestLimits:
    def test_a_file_beyond_two_gigabytes_is_refused(self, drop, monkeypatch):
        monkeypatch.setattr(files, "MOST_BYTES", 1000)

        with pytest.raises(Refusal, match="Split “list.csv”: it is larger than 2 GB"):
            drop(list_csv="x" * 1001)
        assert Batch.objects.count() == 0

    def test_a_packed_file_counts_by_its_content(self, drop, monkeypatch):
        monkeypatch.setattr(files, "MOST_BYTES", 10_000)
        with pytest.raises(Refusal, match="Split"):
            drop(list_csv=gzip.compress(b"0" * 20_000))

    def test_a_very_long_name_is_kept_and_cut_on_the_screen(self, db, at):
        name = "quarter " * 60 + ".csv"
        batch = Batch.drop([(name, io.BytesIO(b"Company\nAcme\n"))], by=None, at=at)
        batch.examine(at=at)

        assert len(str(batch)) < 90
        assert batch.state == Batch.State.CHECKED

    @pytest.mark.parametrize("more", [2, 1_000])
    def test_an_open_quotation_mark_swallows_nothing(self, more, examined):
        rest = "".join(f"Client {n},Italy\n" for n in range(more))
        sheet = examined(list_csv=f'Company,Country\nAcme,"France\n{rest}').sheets.get()

        assert sheet.counts["client"]["new"] == more + 1
        assert sheet.notes[0] == "A quotation mark in line 2 is not closed; that line was read as it stands."

    def test_a_quotation_mark_inside_a_cell_is_part_of_it(self, brought):
        brought(list_csv='Company,Country\n12" Pipes,France\n"Ac"me,Italy\n')

        assert list(Client.objects.order_by("pk").values_list("name", flat=True)) == ['12" Pipes', "Acme"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda s: s.strip()
)
MARK = st.sampled_from(",;\t|")
ENCODING = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


class TestAnyCsv:
    @given(
        rows=st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=20), mark=MARK, encoding=ENCODING
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_is_read_as_it_was_written(self, rows, mark, encoding, tmp_path):
        path = tmp_path / "any.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([["Company", "Country", "Phone"], *rows])

        table = open_table(path, name="any.csv")

        assert table.header == ["Company", "Country", "Phone"]
        assert [cells for _line, cells in table.rows()] == [row for row in rows if row != table.header]
