"""A home folder of its own for every test, and a way to bring text in as if it were a file."""

import io
from datetime import UTC, datetime

import pytest
from django.apps import apps

from wonback.intake.models import Batch

DOMAIN = {"team", "clients", "care", "losses", "winback", "figures"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.CURRENCY = "EUR"
    return tmp_path


@pytest.fixture
def at():
    return datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def drop(db, at):
    """Drop files, given as name=content; return the batch, not yet read."""

    def dropped(by=None, preset="", **files):
        named = [(name.replace("_", "."), body) for name, body in files.items()]
        found = [(name, io.BytesIO(body if isinstance(body, bytes) else body.encode())) for name, body in named]
        return Batch.drop(found, by=by, at=at, chosen={"preset": preset})

    return dropped


@pytest.fixture
def examined(drop, at):
    def read(by=None, preset="", **files):
        batch = drop(by=by, preset=preset, **files)
        batch.examine(at=at)
        return batch

    return read


@pytest.fixture
def brought(examined, at):
    def brought_in(by=None, preset="", **files):
        batch = examined(by=by, preset=preset, **files)
        batch.commit(by=by, at=at)
        return batch

    return brought_in


@pytest.fixture
def rows_of_the_domain(db):
    """Every row of every table an import may write, to compare before and after."""

    def rows():
        models = [model for model in apps.get_models() if model._meta.app_label in DOMAIN]
        return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}

    return rows
