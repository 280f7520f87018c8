"""How much there is in which table, as PostgreSQL plans by it."""

from django.db import connection, models


def take_stock(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL how much there is now in these tables, or in all. It would see by itself in a minute, and until then plan as for empty ones."""
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(one._meta.db_table) for one in tables)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")
