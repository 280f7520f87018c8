"""The words of the database in use: how another process finds it, and how it says the day of a moment."""

from typing import Any

from django.db import connection


def formatted(sql: str, day: Any) -> str:
    """Replace each `{day:column}`, the day of a moment, by the words of the database in use."""
    head, *rest = sql.split("{day:")
    return head + "".join(day(column) + tail for column, tail in (part.split("}", 1) for part in rest))


def database() -> dict[str, str]:
    """How the other process finds the database."""
    ours = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"extension": "sqlite", "at": str(ours["NAME"])}
    parts = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    options = {"sslmode": ours["OPTIONS"].get("sslmode", "")}
    words = {name: ours[key] for name, key in parts.items()} | options
    return {
        "extension": "postgres",
        "at": " ".join(f"{name}={quoted(value)}" for name, value in words.items() if value),
    }


def quoted(value: str) -> str:
    """A value of a PostgreSQL connection string."""
    return "'" + str(value).replace("\\", r"\\").replace("'", r"\'") + "'"
