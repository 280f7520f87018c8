"""One at a time: a lock that the operating system gives back when its holder dies."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from wonback.core.errors import Refusal


class Busy(Refusal):
    """Another process is doing this now."""

    code = "busy"


@contextlib.contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Hold the lock; wait for whoever holds it now."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock, or refuse if somebody holds it now."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(_("Wait until the other one has finished: this is running already.")) from error
        yield
