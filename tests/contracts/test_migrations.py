"""The tables are what the models say, and every migration can be taken from nothing."""

import io
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("wonback.")]


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
