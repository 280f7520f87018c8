"""Python's search for rings of objects, kept away from what forms none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings

# New objects before the youngest are searched, and how often that before older ones are.
SELDOM = (100_000, 50, 100)


def settle() -> None:
    """Load all pages. What stands then stays as long as the program does, and no search walks it while somebody waits: 0.2 s each."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


@contextmanager
def calm() -> Iterator[None]:
    """Meanwhile search seldom, and never what was there before: each search walks everything that an import keeps in memory."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
