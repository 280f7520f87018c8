"""Taking lists along, and the page on which an admin takes everything."""

import csv
import io
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.urls import reverse

from tests.cast import add_client
from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.exports import views
from wonback.exports.cells import Column
from wonback.exports.formats import FORMATS
from wonback.exports.lists import LISTS
from wonback.exports.models import Export
from wonback.exports.tasks import forget_exports, recover
from wonback.intake.models import Batch


def content_of(answer):
    return b"".join(answer.streaming_content)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(content_of(answer).decode("utf-8-sig"))))


def took(client, name, form="csv", **asked):
    return client.get(reverse("exports:take", args=[name, form]), asked)


class TestAList:
    def test_holds_what_one_may_see_and_no_more(self, client, contoso, rosa, sam, ines, vera, adam):
        found = {}
        for person in (rosa, sam, ines, vera, adam):
            client.force_login(person)
            found[person.role, person.name.split()[0]] = [
                len(rows_of(took(client, name))) for name in ("clients", "touches")
            ]

        assert found == {
            ("rep", "Rosa"): [1, 1],
            ("rep", "Sam"): [0, 0],
            ("lead", "Ines"): [1, 1],
            ("interviewer", "Vera"): [0, 0],
            ("admin", "Adam"): [1, 1],
        }

    def test_is_narrowed_as_its_page_is(self, client, contoso, northwind_loss, fabrikam_loss, ready_plan, ines):
        client.force_login(ines)

        assert len(rows_of(took(client, "lost"))) == 2
        assert [row["Client"] for row in rows_of(took(client, "lost", q="fabri"))] == ["Fabrikam"]
        assert [row["Name"] for row in rows_of(took(client, "clients", standing="active"))] == ["Contoso"]
        assert rows_of(took(client, "plans", stage="resting")) == []
        assert len(rows_of(took(client, "plans"))) == 1

    def test_comes_in_three_kinds_of_file(self, client, northwind_loss, rosa, tmp_path):
        client.force_login(rosa)
        for form, kind in FORMATS.items():
            path = tmp_path / f"lost.{form}"
            path.write_bytes(content_of(took(client, "lost", form)))
            (row,) = kind.read(path, LISTS["lost"].columns)
            told = dict(zip(LISTS["lost"].paths, row, strict=True))
            assert (told["Client"], told["Worth"], told["Reason"]) == ("Northwind", 48_000, "We failed: delivery")

        assert str(pq.read_schema(tmp_path / "lost.parquet").field("Lost on").type) == "date32[day]"

    def test_runs_in_no_spreadsheet(self, client, rosa, noon):
        add_client("=HYPERLINK(1)", by=rosa, at=noon)
        client.force_login(rosa)

        assert rows_of(took(client, "clients"))[0]["Name"] == "'=HYPERLINK(1)"

    def test_comes_back_in_as_it_went_out(self, client, contoso, rosa, noon, tmp_path):
        """Through the import of any list: also a name that looks like a formula."""
        add_client("=1+1 Ltd", by=rosa, at=noon, country="France")
        client.force_login(rosa)
        body = content_of(took(client, "clients"))

        batch = Batch.drop([("clients.csv", io.BytesIO(body))], by=None, at=noon)
        batch.examine(at=noon)

        assert batch.totals()["client"]["new"] == 0
        assert batch.totals()["client"]["refused"] == 0
        assert batch.sheets.get().preset == "generic-clients"

    def test_of_all_kinds_can_be_had(self, client, adam, northwind_told, ready_plan, django_assert_max_num_queries):
        client.force_login(adam)
        with django_assert_max_num_queries(4 * len(LISTS)):
            columns = {name: content_of(took(client, name)).decode("utf-8-sig").splitlines()[0] for name in LISTS}

        assert [name for name, listed in LISTS.items() if columns[name].split(",") != list(listed.paths)] == []

    def test_asks_the_database_as_often_for_many_rows_as_for_one(
        self, client, rosa, noon, contoso, django_assert_num_queries
    ):
        for day in range(30):
            Touch.log(contoso, Note(line="A call."), by=rosa, at=noon - timedelta(days=day + 8))
        client.force_login(rosa)

        with django_assert_num_queries(3):
            assert len(rows_of(took(client, "touches"))) == 31

    def test_too_long_to_wait_for_is_refused_with_a_way_out(self, client, contoso, fabrikam, rosa, monkeypatch):
        monkeypatch.setattr(views, "MOST_WHILE_WAITING", 1)
        client.force_login(rosa)
        answer = took(client, "clients", "xlsx")

        assert answer.status_code == 422
        assert "Take it as CSV, or narrow the list first" in answer.content.decode()
        assert len(rows_of(took(client, "clients"))) == 2

    def test_nobody_knows_is_not_there(self, client, rosa):
        client.force_login(rosa)

        assert took(client, "secrets").status_code == took(client, "clients", "exe").status_code == 404

    def test_has_columns_that_every_kind_of_file_knows(self):
        assert all(isinstance(column, Column) for listed in LISTS.values() for column in listed.columns)


class TestTheWholeHouse:
    def test_is_made_for_an_admin_and_fetched(self, client, adam, northwind_loss):
        client.force_login(adam)
        shown = client.post(reverse("exports:ask"), {"form": "parquet"}, follow=True)
        export = Export.objects.get()

        assert "Get the ZIP" in shown.content.decode()
        assert export.rows > 50
        assert content_of(client.get(reverse("exports:fetch", args=[export.pk]))).startswith(b"PK")
        client.post(reverse("exports:forget", args=[export.pk]))
        assert not export.path.exists()

    def test_is_nobody_elses(self, client, ines, adam, noon):
        export = Export.ask("csv", by=adam, at=noon)
        client.force_login(ines)

        assert "The whole house" not in client.get(reverse("exports:exports")).content.decode()
        assert client.post(reverse("exports:ask"), {"form": "csv"}).status_code == 422
        assert client.get(export.get_absolute_url()).status_code == 404

    def test_is_stopped_by_a_person(self, adam, contoso, noon, monkeypatch):
        export = Export.ask("csv", by=adam, at=noon)
        beat = Export._beat

        def stopped_meanwhile(self, rows):
            export.refresh_from_db()
            export.stop(by=adam)
            beat(self, rows)

        monkeypatch.setattr(Export, "_beat", stopped_meanwhile)
        Export.objects.get().make()

        export.refresh_from_db()
        assert export.state == Export.State.STOPPED
        assert not export.folder.exists()

    def test_is_made_anew_after_a_crash(self, adam, noon):
        export = Export.ask("csv", by=adam, at=noon)
        Export.objects.update(state="making")
        (export.folder / "made").mkdir(parents=True)

        assert recover() == [f"Making the export “{export}” anew: it was cut off."]
        export.refresh_from_db()
        assert export.state == Export.State.DONE
        assert recover() == []

    def test_is_gone_after_a_week(self, adam, noon, today):
        Export.ask("csv", by=adam, at=noon).make()
        kept = Export.objects.get()

        assert forget_exports(as_of=today + timedelta(days=7)) == 0
        assert forget_exports(as_of=today + timedelta(days=8)) == 1
        assert not kept.path.exists()


@pytest.mark.django_db
def test_programs_take_the_same_along(client, adam, contoso):
    client.force_login(adam)
    names = [one["name"] for one in client.get("/api/v1/lists").json()]
    made = client.post("/api/v1/exports", {"form": "csv"}, content_type="application/json").json()

    assert names == list(LISTS)
    assert rows_of(client.get("/api/v1/lists/clients"))[0]["Name"] == "Contoso"
    assert made["state"] == "done"
    assert content_of(client.get(f"/api/v1/exports/{made['id']}/file")).startswith(b"PK")
    assert client.delete(f"/api/v1/exports/{made['id']}").status_code == 200
