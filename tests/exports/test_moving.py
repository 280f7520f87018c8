"""A whole export moves into an empty house, which is then the same house."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO, StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.cast import add_client
from tests.contracts.confiding import WORDS, levels_in
from tests.intake.files import ACCOUNTS
from wonback.clients.models import Client
from wonback.core.sealing import KEY, WrongKey
from wonback.exports import moving_in, moving_out
from wonback.exports.errors import NotEmpty, NotMovable
from wonback.exports.formats import FORMATS
from wonback.exports.manifest import NAME, read
from wonback.exports.models import Export
from wonback.exports.tables import SEALED, STAYING, tables
from wonback.intake.models import Batch
from wonback.interviews.models import Answer, IsItMe, Recap
from wonback.losses.models import Loss
from wonback.post.models import Letter
from wonback.team.models import Token, User
from wonback.winback.models import Change


@pytest.fixture
def house(northwind_told, ready_plan, contoso, change, rosa, noon):
    """Much has happened here, some of it in confidence; a file is kept, and a client is gone."""
    contoso.contracts.create(currency="EUR", more={"Seats": "5", "=1+1": "Müller; “both”\n"})
    Loss.objects.update(more={"Refund": "4.03"})
    change.evidence_file.save("contract.pdf", ContentFile(b"%PDF-1.7 signed"))
    add_client("=1+1", by=rosa, at=noon)
    Token.issue(rosa, name="A script", scope="write", at=noon)
    add_client("Gone", by=rosa, at=noon).delete()
    return northwind_told


@pytest.fixture
def taken(house, tmp_path, noon):
    """Everything, in a folder."""
    moving_out.everything(tmp_path / "taken", "csv", at=noon)
    return tmp_path / "taken"


def text_of(folder):
    """All that somebody reads who opens every file."""
    texts = [path.read_text() for path in folder.rglob("*") if path.suffix in {".csv", ".json"}]
    manifest = read(folder)
    for table in manifest.tables:
        for part in table.parts:
            texts += [str(row) for row in FORMATS[manifest.form].read(folder / part.name, table.columns)]
    return "".join(texts)


class TestMovingIn:
    @pytest.mark.parametrize("form", FORMATS)
    def test_makes_the_same_house(self, form, house, everything, empty_house, tmp_path, noon):
        before = everything()
        moving_out.everything(tmp_path / "taken", form, at=noon)
        empty_house()
        shutil.rmtree(moving_in.settings.HOME / "files", ignore_errors=True)

        moving_in.move_in(tmp_path / "taken")

        assert everything() == before
        assert all(before[label] for label in ("interviews.Answer", "post.Letter", "winback.Plan"))
        assert Change.objects.exclude(evidence_file="").get().evidence_file.read() == b"%PDF-1.7 signed"

    def test_gives_no_number_out_again(self, house, rosa, noon, taken, empty_house):
        newest = Client.objects.order_by("-pk").values_list("pk", flat=True)[0]
        empty_house()
        moving_in.move_in(taken)

        assert add_client("New", by=User.objects.get(pk=rosa.pk), at=noon).pk == newest + 2

    def test_from_a_zip_by_the_command_that_brings_files_in(self, house, everything, empty_house, tmp_path):
        before = everything()
        call_command("export", str(tmp_path / "all.zip"), form="parquet", stdout=StringIO())
        empty_house()
        said = StringIO()

        call_command("import", str(tmp_path / "all.zip"), stdout=said)

        assert everything() == before
        assert "Moved in:" in said.getvalue()
        assert {path.name for path in tmp_path.iterdir()} == {"all.zip", "house"}

    def test_lets_one_admin_in_with_a_new_password(self, house, adam, taken, empty_house, home):
        empty_house()
        moving_in.move_in(taken)
        email, password = moving_in.let_an_admin_in()

        assert User.objects.get(email=email).check_password(password)
        assert password in (home / moving_in.FIRST_SIGN_IN).read_text()
        assert not User.objects.get(name="Rosa Lindqvist").has_usable_password()

    @pytest.mark.program
    def test_from_sqlite_into_whichever_database_this_is(self, home_in_order, everything, empty_house, tmp_path, noon):
        """A house in SQLite, another process; here it is PostgreSQL too when the suite runs on it."""
        (tmp_path / "accounts.csv").write_text(ACCOUNTS)
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))
        }
        program = [sys.executable, "-m", "wonback", "--home", str(home_in_order)]
        for rest in (["import", str(tmp_path / "accounts.csv"), "--yes"], ["export", str(tmp_path / "taken")]):
            subprocess.run([*program, *rest], env=variables, capture_output=True, timeout=120, check=True)
        empty_house()

        told = moving_in.move_in(tmp_path / "taken", key=home_in_order / KEY)

        found = everything()
        assert {table.model: table.rows for table in told.tables} == {label: len(rows) for label, rows in found.items()}
        assert len(found["clients.Client"]) == 2
        assert found["intake.Sheet"][0]["columns"][0]["samples"]
        batch = Batch.objects.get()
        batch.undo(by=None, at=noon)
        assert (batch.outcome["edited"], Client.objects.count()) == (0, 0)

    def test_brings_imports_that_can_be_taken_back_but_for_what_a_person_changed(self, empty_house, tmp_path, noon):
        batch = Batch.drop([("accounts.csv", BytesIO(ACCOUNTS.encode()))], by=None, at=noon)
        batch.examine(at=noon)
        batch.commit(by=None, at=noon)
        changed = Client.objects.order_by("pk")[0]
        Client.objects.filter(pk=changed.pk).update(phone="1")
        moving_out.everything(tmp_path / "taken", "csv", at=noon)
        empty_house()
        moving_in.move_in(tmp_path / "taken")

        batch = Batch.objects.get()
        batch.undo(by=None, at=noon)

        assert batch.outcome["edited"] == 1
        assert Client.objects.get() == changed


class TestItIsRefused:
    def test_where_somebody_lives_already(self, taken):
        with pytest.raises(NotEmpty, match="Choose an empty --home"):
            moving_in.move_in(taken)

    @pytest.mark.parametrize(
        ("harm", "sentence"),
        [
            (lambda told: told | {"version": 2}, "Update Wonback first"),
            (lambda told: told | {"wonback": "2099.1.0"}, "written by 2099.1.0, which is newer"),
            (lambda told: told | {"made_by": "Somebody"}, "Give the folder or the ZIP"),
            (lambda told: told | {"tables": [{"model": "x"}]}, "“wonback.json” is damaged"),
            (lambda told: {"made_by": "Wonback", "version": 1}, "“wonback.json” is damaged"),
            (lambda told: [told], "Give the folder or the ZIP"),
        ],
    )
    def test_if_it_is_foreign_newer_or_damaged(self, harm, sentence, taken, empty_house):
        told = json.loads((taken / NAME).read_text())
        (taken / NAME).write_text(json.dumps(harm(told)))
        empty_house()

        with pytest.raises(NotMovable, match=sentence):
            moving_in.move_in(taken)

    def test_if_a_file_is_not_as_it_was_written(self, taken, empty_house, everything):
        path = taken / "tables" / "clients.client.csv"
        path.write_text(path.read_text().replace("Contoso", "Contosi"))
        empty_house()

        with pytest.raises(NotMovable, match=r"“tables/clients\.client\.csv” is not as it was written"):
            moving_in.move_in(taken)
        assert everything()["clients.Client"] == []

    def test_if_it_points_outside_itself(self, taken, empty_house, tmp_path):
        (tmp_path / "secret").write_text("x")
        told = json.loads((taken / NAME).read_text())
        told["files"] = [{"name": "../secret", "digest": "0", "size": 1}]
        (taken / NAME).write_text(json.dumps(told))
        empty_house()

        with pytest.raises(NotMovable, match="not as it was written"):
            moving_in.move_in(taken)

    def test_without_the_key_of_the_house_it_comes_from(self, taken, empty_house, home):
        (home / KEY).unlink()
        empty_house()

        with pytest.raises(WrongKey, match="Add --key"):
            moving_in.move_in(taken)

    def test_but_may_leave_out_what_was_sealed(self, taken, empty_house, home, everything):
        (home / KEY).unlink()
        empty_house()
        moving_in.move_in(taken, without_sealed=True)

        assert levels_in(str(everything())) == "ar"
        assert set(Letter.objects.values_list("text", flat=True)) == {""}

    def test_where_something_is_in_the_way(self, house, tmp_path):
        (tmp_path / "there").mkdir()
        (tmp_path / "there" / "note.txt").touch()

        with pytest.raises(CommandError, match="Choose a folder that is not there yet"):
            call_command("export", str(tmp_path / "there"))


class TestWhatNeverLeaves:
    @pytest.mark.parametrize("form", FORMATS)
    def test_passwords_tokens_keys_of_links_and_words_in_confidence(
        self, form, house, rosa, settings, tmp_path, noon, home
    ):
        assert levels_in(str(list(Answer.objects.values()) + list(IsItMe.objects.values()))) == "auim"
        nonces = list(Recap.objects.values_list("nonce", flat=True))
        moving_out.everything(tmp_path / "taken", form, at=noon)
        text = text_of(tmp_path / "taken")

        # What was said aloud, and what our own rep says, leaves readable.
        assert levels_in(text) == "ar"
        secret = [rosa.password, Token.objects.get().digest, settings.SECRET_KEY, (home / KEY).read_text(), *nonces]
        assert nonces[0]
        assert [one for one in secret if one in text] == []
        assert "Dear Dana" not in text

    def test_is_known_of_every_table(self):
        """A new model is taken along; one that holds keys has to be named."""
        known = {table.label for table in tables()} | set(STAYING)
        ours = [model for model in apps.get_models() if model.__module__.startswith("wonback.")]
        suspicious = ("secret", "token", "password", "digest", "nonce", "credential")
        held = {
            f"{table.label}.{one.attname}"
            for table in tables()
            for one in table.fields
            if any(word in one.attname for word in suspicious)
        }

        assert {model._meta.label for model in ours} <= known
        assert held == set()
        assert set(SEALED) <= known

    def test_a_zip_is_for_its_owner_alone(self, house, adam, noon):
        export = Export.ask("csv", by=adam, at=noon)
        export.make()

        with zipfile.ZipFile(export.fetched()) as archive:
            text = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
        assert levels_in(text) == "ar"
        assert set(WORDS) > {"a", "r"}
