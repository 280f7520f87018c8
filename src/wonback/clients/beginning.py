"""A look-up that finds words by how they begin and walks an index for it, on both databases."""

from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    TextLookup = Lookup[str]
else:
    TextLookup = Lookup

LAST = "\U0010ffff"


@CharField.register_lookup
class Begins(TextLookup):
    """`word__begins="mul"`. Asks for folded words, which hold no sign that LIKE would read as a pattern."""

    lookup_name = "begins"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        # SQLite walks no index for LIKE, but does for a range of its plain byte order.
        side, given = self.process_lhs(compiler, connection)
        return f"({side} >= %s AND {side} < %s)", (*given, self.rhs, *given, f"{self.rhs}{LAST}")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        # PostgreSQL may sort as a language does, where no range says "begins with".
        side, given = self.process_lhs(compiler, connection)
        pattern = self.rhs.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{side} LIKE %s", (*given, f"{pattern}%")
