"""What of an import is to be taken back: all of it, one file, one kind of records, or single ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wonback.intake.errors import NoSuchPart
from wonback.intake.targets import LABELS

if TYPE_CHECKING:
    from wonback.intake.models import Batch

# What cannot be without what it hangs on, and goes with it.
GO_WITH: dict[str, tuple[str, ...]] = {
    "client": ("client", "spell", "entry", "told"),
    "contact": ("contact", "permission", "move", "door"),
    "deal": ("deal", "loss", "cause", "told"),
    "loss": ("loss", "cause", "told"),
    "touch": ("touch", "spoken"),
}
MOST_KEYS = 1_000


@dataclass(frozen=True)
class Part:
    """All of it if nothing is said; else a file by its place, or a kind, or of a kind the records with these keys."""

    sheet: int | None = None
    kind: str = ""
    keys: tuple[int, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.sheet is None and not self.kind

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds whose rows go; nothing if those of all kinds do."""
        return GO_WITH.get(self.kind, (self.kind,)) if self.kind else ()

    def as_json(self) -> dict[str, Any]:
        said = {"sheet": self.sheet, "kind": self.kind, "keys": list(self.keys)}
        return {name: value for name, value in said.items() if value not in (None, "", [])}

    def must_be_of(self, batch: "Batch") -> None:
        """Refuse what the import has not."""
        if self.sheet is not None and not batch.sheets.filter(place=self.sheet).exists():
            raise NoSuchPart(_("Choose one of the files of this import."))
        if self.kind and not batch.made.filter(kind=self.kind).exists():
            raise NoSuchPart(_("Choose a kind of which this import brought something that is still here."))
        if len(self.keys) > MOST_KEYS:
            raise NoSuchPart(_("Choose at most %(most)d records at once.") % {"most": MOST_KEYS})

    def in_words(self, batch: "Batch") -> str:
        """What a person calls it."""
        if self.sheet is not None:
            return batch.sheets.get(place=self.sheet).short_name
        if not self.kind:
            return ""
        label = str(LABELS.get(self.kind, self.kind))
        return _("%(n)d of the %(kind)s") % {"n": len(self.keys), "kind": label} if self.keys else label


WHOLE = Part()


def named(batch: "Batch", *, file: str = "", kind: str = "", keys: tuple[int, ...] = ()) -> Part:
    """A part as a person or a program names it."""
    if file and kind:
        raise NoSuchPart(_("Name a file or a kind, not both."))
    if keys and not kind:
        raise NoSuchPart(_("Name the kind of the records you choose."))
    if not file:
        return Part(kind=kind, keys=tuple(sorted(set(keys))))
    found = [sheet.place for sheet in batch.sheets.order_by("place") if file in {sheet.name, sheet.short_name}]
    if not found:
        names = ", ".join(sheet.short_name for sheet in batch.sheets.order_by("place"))
        raise NoSuchPart(_("Name one of the files of this import: %(names)s.") % {"names": names})
    return Part(sheet=found[0])
