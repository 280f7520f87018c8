"""Is everything in order here? One finding for each thing looked at; a wrong one says what to do."""

import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.core.locks import is_served
from wonback.core.sqlite.base import SAFE
from wonback.jobs import upkeep
from wonback.post.models import Letter, Mailbox

POSTGRESQL_SINCE = 15
BYTES_FREE = 500_000_000
HEARTBEAT = timedelta(seconds=60)
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    check: str
    ok: bool
    says: str

    def __str__(self) -> str:
        return f"{'ok   ' if self.ok else 'WRONG'} {self.check}: {self.says}"

    def as_json(self) -> dict[str, str | bool]:
        return asdict(self)


def examine(*, now: datetime) -> Iterator[Finding]:
    """Look at everything. What lies inside the database is looked at only if it answers."""
    yield look_at_home()
    yield look_at_secret_key()
    yield look_at_disk()
    yield look_at_clock(now=now)
    yield look_at_mail()
    database = look_at_database()
    yield database
    if database.ok:
        yield look_at_engine()
        tables = look_at_tables()
        yield tables
        yield look_at_worker(now=now)
        if tables.ok and not upkeep.unapplied():
            yield look_at_letters()
            yield look_at_mailbox()


def look_at_home() -> Finding:
    """Whether others can read anything in it: they cannot enter it, or all that lies in it is closed to them."""
    if any(map(is_open, settings.HOME.iterdir())):
        return private("home", settings.HOME, mode=0o700)
    return Finding("home", ok=True, says=str(settings.HOME))


def look_at_secret_key() -> Finding:
    path = settings.HOME / "secret_key"
    if not path.exists():
        return Finding("secret key", ok=True, says=_("given by WONBACK_SECRET_KEY"))
    return private("secret key", path, mode=0o600)


def private(check: str, path: Path, *, mode: int) -> Finding:
    """Whether only its owner can open it."""
    if is_open(path):
        return Finding(
            check, ok=False, says=_("Run `chmod %(mode)o %(path)s`: others can open it.") % {"mode": mode, "path": path}
        )
    return Finding(check, ok=True, says=str(path))


def is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def look_at_disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    left = {"free": round(free / 1e9, 1), "home": settings.HOME}
    if free < BYTES_FREE:
        return Finding("disk", ok=False, says=_("Make room: %(free)s GB are free where %(home)s lies.") % left)
    if why := unwritable(settings.HOME):
        told = {"home": settings.HOME, "why": why}
        return Finding("disk", ok=False, says=_("Let Wonback write into %(home)s: %(why)s.") % told)
    return Finding("disk", ok=True, says=_("%(free)s GB free") % left)


def unwritable(folder: Path) -> str:
    """Why nothing can be written there; nothing if it can. A disk may be full for us alone, or mounted to be read only."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ours")
    except OSError as error:
        return error.strerror or str(error)
    return ""


def look_at_clock(*, now: datetime) -> Finding:
    """A clock that was set back makes today's calls yesterday's. Files remember later times."""
    newest = max((file.stat().st_mtime for file in settings.HOME.iterdir()), default=0.0)
    written = datetime.fromtimestamp(newest, tz=now.tzinfo)
    times = {
        "now": now.isoformat(" ", "minutes"),
        "zone": settings.TIME_ZONE,
        "written": written.isoformat(" ", "minutes"),
    }
    if written > now + CLOCK_SLACK:
        return Finding(
            "clock",
            ok=False,
            says=_("Set the clock: it says %(now)s, but a file here was written at %(written)s.") % times,
        )
    return Finding("clock", ok=True, says=_("%(now)s, days begin in %(zone)s") % times)


def look_at_mail() -> Finding:
    mailer = mailers["default"]
    if "console" in type(mailer).__module__:
        return Finding("mail", ok=True, says=_("not set up; set WONBACK_SMTP_URL to send letters"))
    try:
        mailer.open()
        mailer.close()
    except (OSError, SMTPException) as error:
        return Finding(
            "mail", ok=False, says=_("Correct WONBACK_SMTP_URL or start the mail server: %(error)s.") % {"error": error}
        )
    return Finding("mail", ok=True, says=_("the server answers"))


def look_at_database() -> Finding:
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as refusal:
        # The library is one that loses what it has acknowledged: our own backend will not open it.
        return Finding("database", ok=False, says=str(refusal))
    except DatabaseError as error:
        mend = _("Start the database or correct DATABASE_URL: %(error)s.")
        return Finding("database", ok=False, says=(damaged() or mend) % {"error": str(error).strip()})
    return Finding("database", ok=True, says=_("%(kind)s answers") % {"kind": connection.display_name})


def damaged() -> str:
    """What to do about a database in a file, which nobody can start."""
    if connection.vendor != "sqlite":
        return ""
    path = str(connection.settings_dict["NAME"]).replace("%", "%%")
    return _("Make %(path)s readable, or put a backup in its place: %%(error)s.") % {"path": path}


def look_at_engine() -> Finding:
    """The library's version, and whether it writes as safely as it can."""
    return look_at_sqlite() if connection.vendor == "sqlite" else look_at_postgresql()


def look_at_sqlite() -> Finding:
    version = connection.get_database_version()
    flaw = " ".join(str(pragma("quick_check(1)")).split())
    journal, foreign_keys, synchronous = (pragma(name) for name in ("journal_mode", "foreign_keys", "synchronous"))
    wanted: list[tuple[bool, str]] = [
        (version >= SAFE, _("Install pysqlite3 0.6.1 or newer: this SQLite can lose what it has acknowledged.")),
        (journal == "wal", _("Move the home folder to a local disk: SQLite cannot keep a write-ahead log here.")),
        (foreign_keys == 1, _("Let Wonback open its database itself: foreign keys are not being checked.")),
        (flaw == "ok", damaged() % {"error": flaw}),
    ]
    said = _("SQLite %(version)s, journal %(journal)s, synchronous %(level)s") % {
        "version": ".".join(map(str, version)),
        "journal": journal,
        "level": {0: "off", 1: "normal", 2: "full", 3: "extra"}[int(synchronous)],
    }
    return verdict("engine", wanted, said)


def look_at_postgresql() -> Finding:
    major = connection.get_database_version()[0]
    wanted = [(major >= POSTGRESQL_SINCE, _("Move to PostgreSQL %(since)d or newer.") % {"since": POSTGRESQL_SINCE})]
    return verdict("engine", wanted, _("PostgreSQL %(major)d") % {"major": major})


def pragma(name: str) -> str | int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        value: str | int = cursor.fetchone()[0]
    return value


def verdict(check: str, wanted: list[tuple[bool, str]], said: str) -> Finding:
    wrong = [advice for met, advice in wanted if not met]
    return Finding(check, ok=not wrong, says=" ".join(wrong) or said)


def look_at_tables() -> Finding:
    if upkeep.half_way():
        return Finding("tables", ok=False, says=str(upkeep.OLDER))
    todo = upkeep.unapplied()
    if not todo:
        return Finding("tables", ok=True, says=_("up to date"))
    if connection.introspection.table_names():
        says = ngettext(
            "Start Wonback once to make %(n)d change to the tables.",
            "Start Wonback once to make %(n)d changes to the tables.",
            len(todo),
        )
        return Finding("tables", ok=False, says=says % {"n": len(todo)})
    if (settings.HOME / "files").exists():
        return Finding("tables", ok=False, says=_("Put a backup of the database here: files are here, but no table."))
    return Finding("tables", ok=True, says=_("none yet; whatever you do first makes them"))


def look_at_worker(*, now: datetime) -> Finding:
    """Whether somebody does the background work. Without a server running, none is expected."""
    beat = settings.HOME / "worker.heartbeat"
    seen = datetime.fromtimestamp(beat.stat().st_mtime, tz=now.tzinfo) if beat.exists() else None
    if seen and now - seen < HEARTBEAT:
        return Finding("worker", ok=True, says=_("at work"))
    if is_served():
        return Finding("worker", ok=False, says=_("Restart Wonback: its worker has not been seen for a minute."))
    return Finding("worker", ok=True, says=_("resting, because nobody serves this home now"))


def look_at_letters() -> Finding:
    """Whether a letter needs a person: it could not be sent, or nobody knows whether it arrived."""
    if found := Letter.objects.troubled().count():
        says = ngettext(
            "Open the outbox: %(n)d letter could not be sent, or may not have arrived.",
            "Open the outbox: %(n)d letters could not be sent, or may not have arrived.",
            found,
        )
        return Finding("letters", ok=False, says=says % {"n": found})
    return Finding("letters", ok=True, says=_("none needs a person"))


def look_at_mailbox() -> Finding:
    """How the worker’s last look went; here nobody signs in."""
    if settings.MAILBOX is None:
        return Finding("mailbox", ok=True, says=_("not set up; set WONBACK_IMAP_URL to have answers read"))
    box = Mailbox.last_read(settings.MAILBOX)
    if box and box.problem:
        return Finding(
            "mailbox",
            ok=False,
            says=_("Correct WONBACK_IMAP_URL or start the mail server. %(problem)s") % {"problem": box.problem},
        )
    return Finding("mailbox", ok=True, says=_("what arrives is read"))
