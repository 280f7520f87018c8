"""Reads settings from the environment, strictly: an unknown or malformed value stops the start."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from wonback.core.kept import kept_secret

KNOWN = {
    "WONBACK_HOME",
    "WONBACK_DEBUG",
    "WONBACK_SECRET_KEY",
    "WONBACK_HOSTS",
    "WONBACK_URL",
    "WONBACK_PROXIES",
    "WONBACK_TIME_ZONE",
    "WONBACK_COUNTRY",
    "WONBACK_CURRENCY",
    "WONBACK_COMPANY",
    "WONBACK_ADDRESS",
    "WONBACK_LOGO",
    "WONBACK_SYNCHRONOUS",
    "WONBACK_ADMIN_EMAIL",
    "WONBACK_SMTP_URL",
    "WONBACK_IMAP_URL",
    "WONBACK_MAIL_FROM",
    "WONBACK_ENGINE",
    "WONBACK_DUPLICATES",
    "WONBACK_DISCOUNT",
    "WONBACK_MARGIN",
    "WONBACK_REPLACEMENT_COST",
}


PICTURES = {".svg", ".png", ".jpg", ".jpeg"}


class Environment:
    """The variables of one process. A secret `X` may also be given as a file named by `X_FILE`."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self.variables = variables
        unknown = {name for name in variables if name.startswith("WONBACK_")} - KNOWN - {f"{n}_FILE" for n in KNOWN}
        if unknown:
            raise ImproperlyConfigured(f"Remove or correct {', '.join(sorted(unknown))}: there is no such setting.")

    def text(self, name: str, default: str = "") -> str:
        if path := self.variables.get(f"{name}_FILE"):
            return secret_in(Path(path), name=name)
        return self.variables.get(name, default)

    def flag(self, name: str, *, default: bool) -> bool:
        return self.choice(name, "true" if default else "false", among=("true", "false")) == "true"

    def choice(self, name: str, default: str, *, among: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in among:
            raise ImproperlyConfigured(f"Set {name} to one of {', '.join(among)}, not {value!r}.")
        return value

    def number(self, name: str, default: float | None, *, most: float = 1e12) -> float | None:
        """A number from 0 up; None where it is not known and nothing usual can stand for it."""
        text = self.text(name)
        if not text:
            return default
        with contextlib.suppress(ValueError):
            if 0 <= float(text) <= most:
                return float(text)
        raise ImproperlyConfigured(f"Set {name} to a number from 0 to {most:g}, not {text!r}.")

    def words(self, name: str, default: str) -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def lines(self, name: str) -> list[str]:
        """Lines of an address, written one after the other with | between them."""
        return [line.strip() for line in self.text(name).split("|") if line.strip()]

    def picture(self, name: str) -> str:
        """The path of a picture that can be put onto a letter; empty where there is none."""
        path = self.text(name)
        if path and not (Path(path).is_file() and Path(path).suffix.lower() in PICTURES):
            raise ImproperlyConfigured(f"Set {name} to an SVG, PNG or JPEG that is there; {path!r} is not.")
        return str(Path(path).resolve()) if path else ""

    def home(self) -> Path:
        """The one folder that holds all state: database, files, keys. Made if it is missing, for its owner alone."""
        default = Path(self.variables.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "wonback"
        home = Path(self.text("WONBACK_HOME") or default).expanduser().resolve()
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"Set WONBACK_HOME to a folder that can be written: {error}.") from error
        return home

    def time_zone(self) -> str:
        name = self.text("WONBACK_TIME_ZONE", "UTC")
        if name not in available_timezones():
            raise ImproperlyConfigured(f"Set WONBACK_TIME_ZONE to a zone such as Europe/Berlin, not {name!r}.")
        return name

    def country(self) -> str:
        """Whose public holidays the company keeps: a land such as DE, or a part of one such as DE-HH; none where none is named."""
        name = self.text("WONBACK_COUNTRY").upper()
        if name and not has_holidays(name):
            raise ImproperlyConfigured(
                f"Set WONBACK_COUNTRY to a land such as DE, or a part of it such as DE-HH, not {name!r}."
            )
        return name

    def mailers(self) -> dict[str, Any]:
        """Where letters go: the given server, or this program's own output while there is none."""
        url = self.text("WONBACK_SMTP_URL")
        return {"default": smtp(url) if url else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}

    def mailbox(self) -> dict[str, Any] | None:
        """Where answers to letters arrive; None while nobody has said."""
        url = self.text("WONBACK_IMAP_URL")
        return imap(url) if url else None

    def secret_key(self, home: Path) -> str:
        """The given key, or one made once and kept in the home folder for its owner alone."""
        return self.text("WONBACK_SECRET_KEY") or kept_secret(home / "secret_key", make=new_secret_key)

    def database(self, home: Path) -> dict[str, Any]:
        url = self.text("DATABASE_URL")
        return postgresql(url) if url else sqlite(home / "wonback.sqlite3", synchronous=self.synchronous())

    def synchronous(self) -> str:
        # FULL: an acknowledged touch survives a power cut. NORMAL is faster and survives a crash of the program only.
        return self.choice("WONBACK_SYNCHRONOUS", "full", among=("full", "normal")).upper()


def new_secret_key() -> str:
    return secrets.token_urlsafe(50)


def secret_in(path: Path, *, name: str) -> str:
    """A secret somebody put into a file."""
    try:
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"Give {name}_FILE the path of a file that can be read: {error}.") from error


def smtp(url: str) -> dict[str, Any]:
    """A mail server from an address such as smtp://user:password@host:587?tls=1, or smtps://… for TLS from the start."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("Give WONBACK_SMTP_URL as smtp://user:password@host:587?tls=1, or leave it out.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": dict(parse_qsl(parts.query)).get("tls") == "1",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }


def has_holidays(country: str) -> bool:
    from holidays import list_supported_countries  # noqa: PLC0415  # it takes half a second, and few need it

    land, _dash, part = country.partition("-")
    parts = list_supported_countries().get(land)
    return parts is not None and (not part or part in parts)


def imap(url: str) -> dict[str, Any]:
    """A mailbox from an address such as imaps://user:password@host/INBOX, or imap://…?tls=1 for TLS after the greeting."""
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ImproperlyConfigured("Give WONBACK_IMAP_URL as imaps://user:password@host:993/INBOX, or leave it out.")
    plain = "starttls" if dict(parse_qsl(parts.query)).get("tls") == "1" else "none"
    return {
        "host": parts.hostname,
        "port": parts.port or (993 if parts.scheme == "imaps" else 143),
        "username": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.strip("/")) or "INBOX",
        "security": "tls" if parts.scheme == "imaps" else plain,
    }


def sqlite(path: Path, *, synchronous: str) -> dict[str, Any]:
    """SQLite in WAL mode, with writers that queue (IMMEDIATE) instead of failing half-way."""
    pragmas = {"journal_mode": "WAL", "synchronous": synchronous, "foreign_keys": "ON"}
    pragmas |= {"cache_size": "-20000", "temp_store": "MEMORY"}
    return {
        "ENGINE": "wonback.core.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {name}={value};" for name, value in pragmas.items()),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """A PostgreSQL database from an address such as postgresql://user:password@host:5432/name?sslmode=require."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "Give DATABASE_URL as postgresql://user:password@host:5432/name, or leave it out for SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket's folder cannot stand where a host does: postgresql://user@/name?host=/run/postgresql.
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Prepared at once are only statements whose values stand beside them: core/answering.py.
        "OPTIONS": {"prepare_threshold": 0, **options},
    }
