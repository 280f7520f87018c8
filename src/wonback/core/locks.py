"""One at a time: a lock that the operating system gives back when its holder dies."""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal

LOOK_EVERY_SECONDS = 0.1
# When it is worth to ask again for what was refused as busy.
AGAIN_SECONDS = 30
SERVING = "serve.lock"
# PostgreSQL's lock_not_available and deadlock_detected; SQLite's code for a writer that did not make way is 5 in its last byte.
NOT_GRANTED, SQLITE_BUSY = {"55P03", "40P01"}, 5


class Busy(Refusal):
    """Another process is doing this now."""

    code = "busy"


def waited_in_vain(error: Exception) -> Busy | None:
    """The refusal that stands for this error, if a statement waited for somebody who writes until its patience was over."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    is_sqlites = getattr(cause, "sqlite_errorcode", 0) & 0xFF == SQLITE_BUSY
    if not is_sqlites and getattr(cause, "sqlstate", "") not in NOT_GRANTED:
        return None
    return Busy(
        _("Send it again in a minute: something long is being written just now, and nothing of yours was saved.")
    )


@contextlib.contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Hold the lock; wait for whoever holds it now."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def alone(path: Path, *, otherwise: "str | Promise", patience_seconds: float = 0) -> Iterator[None]:
    """Hold the lock, or refuse with the sentence `otherwise` if somebody keeps holding it."""
    with path.open("w") as file:
        until = time.monotonic() + patience_seconds
        while not taken(file):
            if time.monotonic() >= until:
                raise Busy(otherwise)
            time.sleep(LOOK_EVERY_SECONDS)
        yield


def taken(file: TextIOWrapper) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_served() -> bool:
    """Whether a `wonback serve` holds this home: people may be at work in it."""
    path = settings.HOME / SERVING
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
