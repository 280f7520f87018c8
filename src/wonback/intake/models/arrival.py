"""A file on its way to us, which may come in pieces, over days, through a connection that breaks."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.db import models
from django.utils.translation import gettext as _

from wonback.core.locks import alone
from wonback.intake import files
from wonback.intake.errors import NotATable, NotReady, OutOfStep

if TYPE_CHECKING:
    from wonback.intake.models.batch import Batch

CHUNK = 1 << 20


class Arrival(models.Model):
    batch = models.ForeignKey("intake.Batch", models.CASCADE, related_name="arrivals")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="one_arrival_a_place")]

    def __str__(self) -> str:
        return files.shown(self.name)

    @classmethod
    def expect(cls, batch: "Batch", name: str, *, size: int) -> "Arrival":
        """Another file that is to come."""
        if batch.state != batch.State.ARRIVING:
            raise NotReady(_("Begin another import: this one has its files."))
        if not size:
            raise NotATable(_("Choose another file: “%(name)s” is empty.") % {"name": files.shown(name)})
        if size > files.MOST_BYTES:
            raise files.too_large(name)
        if batch.arrivals.count() >= files.AT_MOST:
            raise NotATable(_("Choose between one and %(most)d files.") % {"most": files.AT_MOST})
        batch.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        last = batch.arrivals.aggregate(last=models.Max("place"))["last"]
        return cls.objects.create(
            batch=batch, place=0 if last is None else last + 1, name=files.kept_name(name), size=size
        )

    @property
    def path(self) -> Path:
        return self.batch.folder / f"{self.place}.arriving"

    @property
    def received(self) -> int:
        """How many bytes are here. What is on disk is the truth, whatever broke meanwhile."""
        return self.path.stat().st_size if self.path.exists() else 0

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def percent(self) -> int:
        return min(100, 100 * self.received // self.size)

    def take(self, piece: BinaryIO, *, offset: int) -> int:
        """Add a piece that begins at `offset`; return how many bytes are here now. A piece that breaks off is kept as far as it came."""
        twice = _("Wait for the piece that is being sent: two cannot come at once.")
        with alone(self.path.with_suffix(".lock"), otherwise=twice), self.path.open("ab") as kept:
            if offset != kept.tell():
                raise OutOfStep(_("Send on from byte %(here)d.") % {"here": kept.tell()})
            while kept.tell() < self.size and (chunk := piece.read(min(CHUNK, self.size - kept.tell()))):
                kept.write(chunk)
            return kept.tell()

    def give_up(self) -> None:
        """The file will not come, or has become one of the import's own."""
        self.delete()
        self.clear()

    def clear(self) -> None:
        """Keep nothing of it."""
        for path in (self.path, self.path.with_suffix(".lock")):
            path.unlink(missing_ok=True)
