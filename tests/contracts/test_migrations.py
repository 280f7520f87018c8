"""The tables are what the models say, and every migration can be taken from nothing."""

import io
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("wonback.")]


@pytest.fixture(autouse=True)
def with_migrations(settings):
    """All other tests have their tables from the models."""
    settings.MIGRATION_MODULES = {}


@pytest.fixture
def migrated(django_db_blocker, tmp_path):
    """A database beside that of the tests, made by every migration one after the other."""
    name = str(tmp_path / "migrated.sqlite3") if connection.vendor == "sqlite" else "migrated"
    test = {**connection.settings_dict["TEST"], "NAME": name}
    connections.databases["migrated"] = {**connection.settings_dict, "NAME": name, "TEST": test}
    with django_db_blocker.unblock():
        beside = connections["migrated"]
        beside.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield beside
        finally:
            beside.creation.destroy_test_db(name, verbosity=0)
            del connections["migrated"]
            del connections.databases["migrated"]


def tables_of(database):
    """Of each table and index what makes it; columns that came later stand elsewhere, and mean the same."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            return {name: sorted(re.split(r"[(), ]+", sql)) for name, sql in cursor.fetchall()}
        look = database.introspection
        return {
            table: sorted(
                map(repr, [*look.get_table_description(cursor, table), *look.get_constraints(cursor, table).items()])
            )
            for table in look.table_names(cursor)
            if table.startswith(tuple(OURS))
        }


@pytest.mark.django_db
def test_migrations_make_the_tables_of_the_models(migrated):
    made, modelled = tables_of(migrated), tables_of(connection)

    made.pop("django_migrations", None)
    assert len(made) > 80
    assert made.keys() == modelled.keys()
    assert {name: made[name] for name in made if made[name] != modelled[name]} == {}


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(f"Run `wonback manage makemigrations`:\n{said.getvalue()}")


def test_every_migration_is_named_after_what_it_does():
    loader = MigrationLoader(None)
    ours = [name for app, name in loader.disk_migrations if app in OURS]

    assert len(ours) >= 5
    assert [name for name in ours if not re.fullmatch(r"\d{4}_[a-z][a-z_0-9]*", name) or "_auto_" in name] == []


def test_no_app_has_two_ends():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_data_migrations_can_be_reversed():
    loader = MigrationLoader(None)
    stuck = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS and not all(operation.reversible for operation in migration.operations)
    ]
    assert stuck == []
