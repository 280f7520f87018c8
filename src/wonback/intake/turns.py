"""Long work on SQLite, which has one writer: others come in between, and what is written so far stands whole for itself."""

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.db import connection, transaction

from wonback.core.locks import is_served

# Whoever waits looks again every tenth of a second.
HOLD_SECONDS, LET_IN_SECONDS = 0.4, 0.15


def may_be_taken() -> bool:
    """Where somebody may wait. PostgreSQL has as many writers as people; within a transaction of somebody else there is only that one."""
    return connection.vendor == "sqlite" and not connection.in_atomic_block and is_served()


@dataclass
class Turns:
    """One transaction, or where they may be taken as many as it needs, one after the other."""

    began: float = 0
    block: transaction.Atomic | None = None
    are_taken: bool = False

    def __enter__(self) -> Self:
        self.are_taken = may_be_taken()
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        block, self.block = self.block, None
        if block:
            block.__exit__(kind, error, trace)

    def over(self) -> None:
        """A place where the work may be interrupted: whoever has waited long enough comes in."""
        if self.are_taken and time.monotonic() - self.began >= HOLD_SECONDS:
            self.__exit__(None, None, None)
            time.sleep(LET_IN_SECONDS)
            self._begin()

    def _begin(self) -> None:
        block = transaction.atomic()
        block.__enter__()
        self.block, self.began = block, time.monotonic()
