"""Bringing the home folder up to date with the program: tables, static files, the first person."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

import wonback
from wonback.core.errors import Refusal
from wonback.core.locks import waiting_for
from wonback.team.models import User

FIRST_SIGN_IN = "first-sign-in.txt"
OLDER = _(
    "Open this home once with the program as it was on 27 November 2026 (commit 24e4fb2), then again with this one: "
    "its tables are older than the first release.",
)


def unapplied() -> list[str]:
    """The migrations that this program knows and the database has not seen. Refuses a home that is half way to the first release."""
    if half_way():
        raise Refusal(OLDER)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def half_way() -> bool:
    """Has the database some, but not all, of the steps that were folded into one for the first release?"""
    done = MigrationRecorder(connection).applied_migrations().keys()
    folded = [set(migration.replaces) for migration in MigrationLoader(None).disk_migrations.values()]
    return any(steps & done and not steps <= done for steps in folded)


def migrate() -> int:
    """Bring the tables up to date; return how many migrations that took. Of two processes, one does it."""
    if not unapplied():
        return 0
    with waiting_for(settings.HOME / "migrate.lock"):
        todo = unapplied()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    return len(todo)


def collect_static() -> bool:
    """Copy style sheets and scripts into the home folder, if they are not the ones there."""
    mark = settings.STATIC_ROOT / ".version"
    have = mark.read_text() if mark.exists() else ""
    if have == (want := static_version()):
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(want)
    return True


def static_version() -> str:
    """Changes when a file does: a release changes the number, a developer changes a time."""
    files = [Path(storage.path(name)) for finder in finders.get_finders() for name, storage in finder.list([])]
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    return f"{wonback.version()} {len(files)} {newest}"


def first_person() -> tuple[str, str] | None:
    """Add an admin if nobody is here; return their e-mail and password, which are also kept in the home folder."""
    if User.objects.exists():
        return None
    password = "-".join(secrets.token_hex(2) for _word in range(4))
    User.objects.create_user(settings.ADMIN_EMAIL, "Admin", password, role=User.Role.ADMIN)
    note = settings.HOME / FIRST_SIGN_IN
    note.touch(mode=0o600)
    note.write_text(f"{settings.ADMIN_EMAIL}\n{password}\n")
    return settings.ADMIN_EMAIL, password
