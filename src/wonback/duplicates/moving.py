"""Putting what hangs on one record under another, remembering every step. Inside one transaction of the caller.

It asks every foreign key of every model, so that a new room needs no line here. Where a rule of a table lets two rows not stand beside each
other, the survivor's stays and takes over what hangs on the other, which is kept aside; `SETTLED` says what the one learns from the other.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from wonback.duplicates import rows
from wonback.duplicates.models.moved import Moved
from wonback.duplicates.rows import Key, Model

if TYPE_CHECKING:
    from wonback.duplicates.models import Merge

# They tell of two clients, or of this very merge, and are seen to by name.
LEFT = {"duplicates.Pair", "duplicates.PersonPair", "duplicates.Moved"}


class Moving:
    """What one merge does, in order."""

    def __init__(self, merge: "Merge") -> None:
        self.merge, self.place = merge, 0

    def join(self, model: Model, *, loser: int, winner: int) -> None:
        """Whatever points at the one points at the other; the one is kept aside."""
        for theirs, key in rows.keys_to(model):
            if theirs._meta.label not in LEFT:
                self._repoint(theirs, key, loser=loser, winner=winner)
        self.lay_aside(model, [loser])

    def _repoint(self, theirs: Model, key: Key, *, loser: int, winner: int) -> None:
        for mine, stays in rows.clashes(theirs, key, loser=loser, winner=winner).items():
            if settle := SETTLED.get(theirs._meta.label):
                self.change(
                    theirs, stays, settle(theirs._base_manager.get(pk=stays), theirs._base_manager.get(pk=mine))
                )
            self.join(theirs, loser=mine, winner=stays)
        if theirs is key.related_model and theirs._base_manager.filter(pk=winner, **{key.attname: loser}).exists():
            # Nobody is their own parent.
            self.change(theirs, winner, {key.attname: None})
        pointing = theirs._base_manager.filter(**{key.attname: loser})
        keys = list(pointing.order_by("pk").values_list("pk", flat=True))
        if keys:
            pointing.update(**{key.attname: winner})
            self.note(Moved.Action.MOVED, theirs, field=key.attname, keys=keys, was=loser, now=winner)

    def lay_aside(self, model: Model, pks: Iterable[int]) -> None:
        """Keep rows here instead of in their table."""
        found = model._base_manager.filter(pk__in=list(pks))
        for row in found.order_by("pk"):
            self.note(Moved.Action.ASIDE, model, keys=[row.pk], row=rows.kept(row))
        found._raw_delete(found.db)

    def change(self, model: Model, pk: int, columns: dict[str, Any]) -> None:
        """Change columns of a row that stays."""
        before = rows.kept(model._base_manager.get(pk=pk))
        model._base_manager.filter(pk=pk).update(**columns)
        self.changed(model, pk, before)

    def changed(self, model: Model, pk: int, before: rows.Kept) -> None:
        """Remember what is different in a row since it was `before`."""
        after = rows.kept(model._base_manager.get(pk=pk))
        different = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if different:
            self.note(Moved.Action.CHANGED, model, keys=[pk], row=different)

    def made(self, row: models.Model) -> None:
        """Remember a row that this merge wrote."""
        self.note(Moved.Action.MADE, type(row), keys=[row.pk])

    def note(self, action: str, model: Model, **facts: Any) -> None:
        self.place += 1
        Moved.objects.create(merge=self.merge, place=self.place, action=action, model=model._meta.label, **facts)


def earliest(*days: Any) -> Any:
    """The earliest of those that are known."""
    return min((day for day in days if day is not None), default=None)


def latest(*days: Any) -> Any:
    return max((day for day in days if day is not None), default=None)


def longer_life(stays: Any, goes: Any) -> dict[str, Any]:
    """Both are with us: they have been since the earlier day we know of."""
    return {"started_on": earliest(stays.started_on, goes.started_on)}


def later_day(stays: Any, goes: Any) -> dict[str, Any]:
    """Put off twice by one person: the later day is meant."""
    return {"until": max(stays.until, goes.until)}


def longer_pause(stays: Any, goes: Any) -> dict[str, Any]:
    """Whoever wants to be left in peace until a day is left until then."""
    return {"paused_until": latest(stays.paused_until, goes.paused_until)}


def both_words(stays: Any, goes: Any) -> dict[str, Any]:
    """One reason in one voice, told twice: nobody's words are lost."""
    told = [text for text in (stays.words, goes.words) if text]
    return {"words": " · ".join(dict.fromkeys(told)), "weight": max(stays.weight, goes.weight)}


SETTLED: dict[str, Callable[[Any, Any], dict[str, Any]]] = {
    "clients.Spell": longer_life,
    "care.Snooze": later_day,
    "care.Cadence": longer_pause,
    "losses.Cause": both_words,
}
