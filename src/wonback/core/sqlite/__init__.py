"""Django's SQLite backend over a current SQLite library. See docs/decisions/sqlite-and-postgresql.md."""
