"""One broken file through an import, in a transaction that is rolled back."""

import io
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from tests.fuzzing.mutations import broken
from wonback.core.errors import Refusal
from wonback.intake.models import Batch

CORPUS = Path(__file__).parent.parent / "intake" / "corpus"
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Every so many files are also written and taken back.
WRITTEN = 4


class Found(Exception):
    """A file with which an import does not come to an end it knows."""

    def __init__(self, name: str, body: bytes) -> None:
        super().__init__(name)
        self.name, self.body = name, body


def corpus() -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(CORPUS.iterdir()) if path.suffix not in {".py", ""}]


def try_one(dice: random.Random, files: list[tuple[str, bytes]], done: Counter[str]) -> None:
    """Break one file and bring it in; raise Found if anything but a Refusal comes of it."""
    name, whole = dice.choice(files)
    body = broken(whole, dice)
    try:
        with transaction.atomic():
            done[outcome(name, body, is_written=not dice.randrange(WRITTEN))] += 1
            transaction.set_rollback(True)
    # Whatever it is: that is what is looked for, and it is raised again with its file.
    except Exception as error:
        raise Found(name, body) from error


def outcome(name: str, body: bytes, *, is_written: bool) -> str:
    """How the import ended: refused as a whole, read, or also written and taken back."""
    try:
        batch = Batch.drop([(name, io.BytesIO(body))], by=None, at=AT)
        batch.examine(at=AT)
        if not is_written:
            return "read"
        batch.commit(by=None, at=AT)
        batch.undo(by=None, at=AT)
    except Refusal as refusal:
        if not str(refusal).endswith("."):
            raise
        return "refused"
    return "written and taken back"
