"""A home folder of its own, and a house in which something of every kind happened."""

import pytest
from django.apps import apps

from wonback.exports.tables import STAYING, tables


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "house"
    settings.HOME.mkdir()
    settings.CURRENCY = "EUR"
    return settings.HOME


@pytest.fixture
def everything(db):
    """Every row of every table that is taken along, as Python has it; what never leaves is not compared."""

    def rows():
        found = {}
        for table in tables():
            names = [one.attname for one in table.fields]
            found[table.label] = [dict(zip(names, row, strict=True)) for row in values_of(table, names)]
        return found

    return rows


def values_of(table, names):
    return list(table.model._default_manager.order_by("pk").values_list(*names))


@pytest.fixture
def empty_house(db):
    """What a new house holds: what ships with it, and nobody."""

    def emptied():
        for model in (*(table.model for table in tables()), *map(apps.get_model, STAYING)):
            rows = model._default_manager.all()
            rows._raw_delete(rows.db)

    return emptied
