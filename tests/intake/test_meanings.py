"""Saying what columns mean, to the command and to programs: for lists that no preset knows."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from wonback.clients.models import Client, Purchase
from wonback.core.errors import Refusal
from wonback.intake.models import Batch

LOG = "masterid,date,cds,sales\n17,2025-01-31,2,29.33\n18,2025-02-01,1,9.90\n"
KNOWN = ("--column", "masterid=client_id", "--column", "sales=amount")


@pytest.fixture
def log(db, tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    return str(path)


class TestTheCommand:
    def test_says_how_to_name_columns_it_does_not_know(self, log):
        with pytest.raises(CommandError) as refusal:
            call_command("import", log, "--yes")

        assert str(refusal.value) == (
            "Name the columns of “log.csv” (“masterid”, “date”, “cds”, “sales”): for “Any list of purchases” none is Client: name / Client: id / Client: e-mail. "
            "Add --preset NAME and --column HEADER=MEANING; `wonback import --help` lists them."
        )
        assert Batch.objects.count() == 0

    def test_takes_their_meaning_from_the_person_who_knows(self, log, capsys):
        call_command("import", log, "--yes", "--preset", "generic-purchases", *KNOWN)

        assert Purchase.objects.count() == 2
        told = capsys.readouterr().out
        assert "  read: masterid = Client: id, date = Day, sales = Amount\n  left out: cds\n" in told

    def test_tells_programs_what_each_column_was_taken_for(self, log, capsys):
        call_command("import", log, "--yes", "--json", "--preset", "generic-purchases", *KNOWN)

        columns = json.loads(capsys.readouterr().out)["files"][0]["columns"]
        assert columns[0] == {"header": "masterid", "target": "client_id", "certainty": "chosen"}
        assert columns[2] == {"header": "cds", "target": "", "certainty": "left out"}

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("masterid", "Write --column as HEADER=MEANING, not “masterid”."),
            ("masterid=colour", "Write --column as HEADER=MEANING, not “masterid=colour”."),
            ("mastered=client_id", "Check --column “mastered=client_id”: no file here has such a column."),
            ("owner=name", "Choose another column: “owner” tells about somebody else, not who this is."),
        ],
    )
    def test_refuses_a_slip_of_the_pen_and_writes_nothing(self, log, said, told):
        with pytest.raises(Refusal) as refusal:
            call_command("import", log, "--yes", "--preset", "generic-purchases", *KNOWN, "--column", said)

        assert str(refusal.value).startswith(told)
        assert (Client.objects.count(), Batch.objects.count()) == (0, 0)


class TestTheInterfaceForPrograms:
    @pytest.fixture
    def post(self, client, ines):
        client.force_login(ines)
        return lambda path, body: client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")

    def test_lets_a_program_name_the_columns(self, post, drop, ines):
        batch = drop(by=ines, log_csv=LOG)
        with pytest.raises(Refusal):
            batch.examine(at=batch.at)
        said = {"place": 0, "preset": "generic-purchases", "columns": {"masterid": "client_id", "sales": "amount"}}
        answer = post(f"/imports/{batch.pk}/check", {"files": [said]})

        assert answer.status_code == 200, answer.content
        assert answer.json()["files"][0]["columns"][0]["target"] == "client_id"
        batch.refresh_from_db()
        batch.commit(by=ines, at=batch.at)
        assert Purchase.objects.count() == 2

    def test_knows_no_file_beyond_the_last(self, post, drop, ines):
        batch = drop(by=ines, log_csv=LOG)

        assert post(f"/imports/{batch.pk}/check", {"files": [{"place": 7}]}).status_code == 404


def test_columns_aligned_with_blanks_are_columns(brought):
    brought(
        list_txt=" customer_id  date  amount\n 00001 19970101   11.77\n 00002 19970112    12.00\n 00002 19970112 77.00\n"
    )

    assert sorted(Purchase.objects.values_list("client__external_id", "amount")) == [
        ("00001", Decimal("11.77")), ("00002", 12), ("00002", 77),
    ]  # fmt: skip
