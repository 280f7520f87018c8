import pytest
from django.db import connection

from tests.intake.files import MAVEN
from wonback.clients.models import Client
from wonback.intake import steps


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans by its indexes alone")
def test_postgresql_knows_how_much_there_is_after_a_large_import(brought, monkeypatch):
    monkeypatch.setattr(steps, "A_LOT", 2)
    brought(**MAVEN)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Client._meta.db_table])
        assert cursor.fetchone()[0] == 2
