"""Secrets that are made once and kept in a file of the home folder, for its owner alone."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, *, make: Callable[[], str]) -> str:
    """What `make` gave at the first call, and the same ever after."""
    if not path.exists():
        own = path.with_suffix(f".{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(make())
        # Linked, not renamed: of two processes that start together the first decides, and nobody reads half a key.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(own)
        own.unlink()
    return path.read_text().strip()
