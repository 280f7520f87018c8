"""Python without its search for rings of objects, while a million of them are made that form none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects before the youngest are searched, and how often that before older ones are.
SELDOM = (100_000, 50, 100)


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
