import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from tests.intake.files import ACCOUNTS, MAVEN
from wonback.clients.models import Client, Purchase
from wonback.intake.models import Batch


def send(browser, **files):
    uploads = [SimpleUploadedFile(name.replace("_", "."), body.encode()) for name, body in files.items()]
    return browser.post(reverse("intake:drop"), {"files": uploads}, follow=True)


class TestThePage:
    def test_leads_from_the_drop_to_the_dry_run_to_the_clients_and_back(self, client, ines):
        client.force_login(ines)
        shown = send(client, accounts_csv=ACCOUNTS, products_csv=MAVEN["products_csv"])
        batch = Batch.objects.get()
        assert "Maven CRM: accounts" in shown.content.decode()
        assert "What would happen" in shown.content.decode()
        assert Client.objects.count() == 0

        client.post(reverse("intake:commit", args=[batch.pk]))
        assert Client.objects.count() == 2
        assert "What came of it" in client.get(batch.get_absolute_url()).content.decode()

        client.post(reverse("intake:undo", args=[batch.pk]))
        assert Client.objects.count() == 0
        assert "rows were taken back" in client.get(batch.get_absolute_url()).content.decode()

    def test_lets_a_person_say_what_a_column_means(self, client, ines):
        client.force_login(ines)
        send(client, list_csv="Company,Where from\nAcme,France\n")
        batch = Batch.objects.get()

        client.post(
            reverse("intake:check", args=[batch.pk]),
            {"preset-0": "generic-clients", "target-0-0": "name", "target-0-1": "country"},
        )
        client.post(reverse("intake:commit", args=[batch.pk]))

        assert Client.objects.get().country == "France"

    def test_lets_a_person_name_the_columns_of_a_file_nobody_knows(self, client, ines):
        client.force_login(ines)
        shown = send(client, log_csv="masterid,when,cds,spent\n4,19970101,2,29.33\n")
        batch = Batch.objects.get()
        assert "Name the columns of “log.csv”" in shown.content.decode()
        assert "What spent means" in shown.content.decode()

        chosen = {"preset-0": "generic-purchases"}
        client.post(reverse("intake:check", args=[batch.pk]), chosen)
        columns = {"target-0-0": "client_id", "target-0-1": "day", "target-0-2": "", "target-0-3": "amount"}
        client.post(reverse("intake:check", args=[batch.pk]), chosen | columns)
        client.post(reverse("intake:commit", args=[batch.pk]))

        assert Purchase.objects.get().bought_on == date(1997, 1, 1)
        assert Purchase.objects.get().client.external_id == "4"

    def test_keeps_an_owner_from_becoming_the_client(self, client, ines):
        client.force_login(ines)
        send(client, list_csv="Company,Account Owner\nAcme,Rosa\n")
        batch = Batch.objects.get()

        answer = client.post(reverse("intake:check", args=[batch.pk]), {"target-0-1": "name"})

        assert answer.status_code == 422
        assert "tells about somebody else" in answer.content.decode()

    def test_says_in_one_sentence_what_cannot_be_read(self, client, ines):
        client.force_login(ines)

        shown = send(client, photo_csv="%PDF-1.7")

        assert "it is a PDF file, not a table." in shown.content.decode()

    def test_hands_out_refused_rows_that_no_spreadsheet_runs(self, client, ines):
        client.force_login(ines)
        send(client, list_csv="Client,Date,Amount\n=1+1,31/02/2017,-5\nAcme,01/02/2017,5\n")

        answer = client.get(reverse("intake:refused", args=[Batch.objects.get().pk, 0]))

        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[1] == "'=1+1,31/02/2017,-5,Date: There is no day 31/02/2017.,2"

    def test_is_not_there_for_those_who_may_not_import(self, client, rosa, examined):
        batch = examined(accounts_csv=ACCOUNTS)
        client.force_login(rosa)

        assert client.get(reverse("intake:batches")).status_code == 404
        assert client.get(batch.get_absolute_url()).status_code == 404
        assert client.post(reverse("intake:commit", args=[batch.pk])).status_code == 404
        assert client.post(reverse("intake:drop")).status_code == 404

    def test_progress_loads_the_page_anew_when_the_work_is_done(self, client, ines, examined):
        batch = examined(accounts_csv=ACCOUNTS, by=ines)
        client.force_login(ines)

        answer = client.get(reverse("intake:progress", args=[batch.pk]), headers={"HX-Request": "true"})

        assert answer.headers["HX-Refresh"] == "true"

    @pytest.mark.parametrize("lines", [1, 20])
    def test_asks_the_database_as_often_for_many_imports_as_for_one(
        self, client, ines, drop, lines, django_assert_max_num_queries
    ):
        for _line in range(lines):
            drop(list_csv="Company\nAcme\n", by=ines)
        client.force_login(ines)

        with django_assert_max_num_queries(12):
            client.get(reverse("intake:batches"))


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS)
    return str(path)


class TestTheCommand:
    def test_brings_in_and_prints_one_object(self, db, accounts, capsys):
        call_command("import", accounts, "--yes", "--json")
        told = json.loads(capsys.readouterr().out)

        assert told["files"][0]["kinds"]["client"] == {"new": 2, "updated": 0, "unchanged": 0, "refused": 0}
        assert Client.objects.count() == 2

        call_command("undo", str(told["batch"]), "--json")
        assert json.loads(capsys.readouterr().out)["state"] == "undone"
        assert Client.objects.count() == 0

    def test_without_yes_shows_the_dry_run_and_writes_nothing(self, db, accounts, capsys):
        call_command("import", accounts)
        out = capsys.readouterr().out

        assert "accounts.csv: Maven CRM: accounts" in out
        assert "Add --yes to bring it in." in out
        assert Client.objects.count() == Batch.objects.count() == 0

    def test_names_a_file_that_is_not_there(self, db):
        with pytest.raises(CommandError, match="Give files that can be read"):
            call_command("import", "/nowhere/list.csv", "--yes")

    def test_lists_what_was_brought_in(self, db, accounts, capsys):
        call_command("import", accounts, "--yes", "--json")
        capsys.readouterr()

        call_command("imports")

        assert "Brought in" in capsys.readouterr().out
