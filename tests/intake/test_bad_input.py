"""What people drop by mistake, through the page and through the command: one clear sentence, and the rest of the file is not lost."""

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from wonback.clients.models import Client, Purchase
from wonback.core.errors import Refusal
from wonback.intake import files
from wonback.intake.models import Batch

HEAD = "Client,Date,Amount,Invoice\n"
GOOD = "Acme,2025-01-31,5,R-1\n"


def sales(*rows):
    """A list of purchases with one good row, and these."""
    return (HEAD + GOOD + "".join(f"{row}\n" for row in rows)).encode()


def archive_of(name, body):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


@cache
def workbook_of(size):
    """A workbook of a few kilobytes that unpacks to this many bytes: seconds of work."""
    return archive_of("xl/worksheets/sheet1.xml", b"0" * size)


@dataclass(frozen=True)
class Bad:
    """A file, or how it is made, and what is said about it. If `kept` is 0 the whole file is refused."""

    made: bytes | Callable[[], bytes]
    told: str
    kept: int = 1
    name: str = "list.csv"

    @property
    def body(self):
        return self.made() if callable(self.made) else self.made


BAD = {
    "a picture": Bad(b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "it is a PNG file, not a table.", 0),
    "a PDF": Bad(b"%PDF-1.7\n%\xe2\xe3", "it is a PDF file, not a table.", 0),
    "an empty file": Bad(b"", "“list.csv” is empty.", 0),
    "an archive of other files": Bad(archive_of("list.csv", sales()), "1 row", 1, "list.zip"),
    "nothing but zeros": Bad(b"\x00" * 5_000, "holds no lines.", 0),
    "a bomb in an archive": Bad(gzip.compress(b"0" * (40 << 20)), "has a line longer than 16 MB", 0),
    "a bomb in a workbook": Bad(lambda: workbook_of(600 << 20), "it unpacks to more than 500 MB.", 0, "list.xlsx"),
    "windows letters": Bad("Kunde;Datum;Betrag\nMüller;31.01.2026;1.234,56 €\n".encode("cp1252"), "read as Windows-1252"),
    "one wrong byte in UTF-8": Bad(HEAD.encode() + "Müller,2025-01-31,5,R-1\n".encode() + b"Ros\xe9,2025-01-31,5,R-2\n", "Not all of the file is UTF-8", 2),
    "UTF-16": Bad((HEAD + GOOD).encode("utf-16"), "1 row"),
    "a name of 300 letters": Bad(sales(), "…", name="ä" * 296 + ".csv"),
    "a name that climbs": Bad(sales(), "passwd.csv", name="../../../etc/passwd.csv"),
    "300 columns": Bad((HEAD[:-1] + "".join(f",Extra {n}" for n in range(300)) + "\n" + GOOD[:-1] + ",x" * 300 + "\n").encode(), "1 row"),
    "3,000 columns": Bad((",".join(f"Extra {n}" for n in range(3_000)) + "\n" + "x," * 2_999 + "x\n").encode(), "2000 is the most", 0),
    "a header twice": Bad((HEAD + GOOD + HEAD + GOOD.replace("R-1", "R-2")).encode(), "Line 3 repeats the names of the columns; it was left out.", 2),
    "a column twice": Bad((HEAD[:-1] + ",Amount\n" + GOOD[:-1] + ",7\n").encode(), "Two columns are called “Amount”; the later one is “Amount (2)” here."),
    "a day that is none": Bad(sales("Beta,31/02/2017,5,R-2"), "There is no day 31/02/2017."),
    "an amount that is none": Bad(sales("Beta,2025-01-31,much,R-2"), "“much” is not an amount"),
    "amounts with a comma": Bad("Client;Date;Amount\nAcme;31.01.2025;1.234,56 €\n".encode(), "read with a decimal comma"),
    "a formula for an amount": Bad(sales("Beta,2025-01-31,=cmd|' /C calc'!A0,R-2"), "is a formula"),
    "a formula for a name": Bad(sales("=cmd|' /C calc'!A0,2025-01-31,5,R-2"), "One text looks like a formula; it is kept as it stands", 2),
    "rows too short and too long": Bad(sales("Beta", "Gamma,2025-01-31,5,R-3,and,more"), "It has 6 cells, but there are 4 columns."),
    "zero bytes": Bad(sales("Be\x00ta,2025-01-31,5,R-2"), "2 rows", 2),
    "a cell of 1 MB": Bad(sales(f"{'x' * (1 << 20)},2025-01-31,5,R-2"), "longer than we can keep", 2),
    "a cell of 3 MB": Bad(sales(f"{'x' * (3 << 20)},2025-01-31,5,R-2"), "Client: The cell is longer than 1 MB."),
    "a cell of 3 MB in quotes": Bad(sales(f'"{"x " * (3 << 19)}",2025-01-31,5,R-2'), "Client: The cell is longer than 1 MB."),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
class TestBadInput:
    def test_dropped_on_the_page(self, bad, client, ines):
        client.force_login(ines)
        # Python's own upload keeps only the last part of a name, as browsers do; the whole name is tried below.
        answer = client.post(reverse("intake:drop"), {"files": SimpleUploadedFile(bad.name, bad.body)}, follow=True)
        shown = " ".join(unescape(answer.content.decode()).replace("\u2009", "").split())

        assert bad.told in shown or (
            bad.told.endswith((" row", " rows")) and Batch.objects.get().sheets.get().rows == bad.kept
        )
        assert "Traceback" not in shown
        if bad.kept:
            client.post(reverse("intake:commit", args=[Batch.objects.get().pk]))
        assert Purchase.objects.count() == bad.kept

    def test_given_to_the_command(self, bad, db, tmp_path, capsys):
        path = tmp_path / (bad.name.rsplit("/", 1)[-1] if len(bad.name) < 99 else "…")
        path.write_bytes(bad.body)
        if bad.kept:
            call_command("import", str(path), "--yes")
            assert bad.told in capsys.readouterr().out.replace("\u2009", "")
        else:
            with pytest.raises(Refusal) as refusal:
                call_command("import", str(path), "--yes")
            assert bad.told in str(refusal.value)
            assert Batch.objects.count() == 0
        assert Purchase.objects.count() == bad.kept


class TestFilesThatAreNotThere:
    @pytest.mark.parametrize(("name", "why"), [("gone.csv", "No such file or directory"), (".", "Is a directory")])
    def test_are_named_with_the_reason(self, db, tmp_path, name, why):
        path = str(tmp_path / name)

        with pytest.raises(
            CommandError, match=re.escape(f"Give files that can be read: “{path.rstrip('/.')}")
        ) as refusal:
            call_command("import", path, "--yes")
        assert str(refusal.value).endswith(f"({why}).")
        assert Batch.objects.count() == 0


class TestHardlyAnything:
    def test_a_header_without_rows_is_told_and_holds_up_nobody_else(self, brought):
        batch = brought(a_csv=HEAD, b_csv=sales())

        assert batch.sheets.get(place=0).notes == ["It has column names and no rows."]
        assert Purchase.objects.count() == 1

    def test_letters_of_two_encodings_are_all_read(self, brought):
        brought(list_csv=BAD["one wrong byte in UTF-8"].body)

        assert set(Client.objects.values_list("name", flat=True)) == {"Müller", "Rosé"}

    def test_a_file_beyond_two_gigabytes_is_not_even_copied(self, db, at, tmp_path, home):
        path = tmp_path / "huge.csv"
        with path.open("wb") as file:
            file.truncate(files.MOST_BYTES + 1)

        with path.open("rb") as file, pytest.raises(Refusal, match=r"Split “huge.csv”: it is larger than 2 GB"):
            Batch.drop([("huge.csv", file)], by=None, at=at)
        assert list(home.rglob("*.copy")) == []


class TestNames:
    @pytest.mark.parametrize(
        "name", ["../../../etc/passwd", "ä" * 400, "a/b\\c.csv", "\u202egnp.csv", "nul\x00.csv", ""]
    )
    def test_never_lead_outside_the_folder(self, name, db, at, home):
        batch = Batch.drop([(name, io.BytesIO(sales()))], by=None, at=at)
        batch.examine(at=at)
        batch.commit(by=None, at=at)

        assert Client.objects.count() == 1
        assert all(path.is_relative_to(batch.folder) for path in home.rglob("*.copy"))
        assert str(batch)
