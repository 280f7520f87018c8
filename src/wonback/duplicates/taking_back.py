"""Taking a merge back, the last step first: what still is as the merge left it returns; what a person changed since stays."""

from collections import Counter
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models

from wonback.duplicates import rows
from wonback.duplicates.models.moved import Moved

if TYPE_CHECKING:
    from wonback.duplicates.models import Merge

REVERSED, EDITED, GONE = "reversed", "edited", "gone"
# What Wonback writes by itself: it returns with the rest and is not counted.
DERIVED = {
    "clients.Word",
    "figures.Figure",
    "duplicates.Pair",
    "duplicates.PersonPair",
    "clients.Alias",
    "losses.Proposal",
}


class TakingBack:
    def __init__(self, merge: "Merge") -> None:
        self.merge = merge
        self.counts: Counter[str] = Counter()

    def carry_out(self) -> dict[str, int]:
        """Return how many rows were reversed, how many stayed because a person changed them, and how many could not return."""
        steps = {
            Moved.Action.MADE: self._unmake,
            Moved.Action.CHANGED: self._change_back,
            Moved.Action.ASIDE: self._put_back,
            Moved.Action.MOVED: self._move_back,
        }
        for moved in self.merge.moved.order_by("-place"):
            steps[Moved.Action(moved.action)](moved, apps.get_model(moved.model))
        return {what: self.counts[what] for what in (REVERSED, EDITED, GONE)}

    def _count(self, moved: Moved, what: str, many: int = 1) -> None:
        if moved.model not in DERIVED:
            self.counts[what] += many

    def _unmake(self, moved: Moved, model: type[models.Model]) -> None:
        found = model._base_manager.filter(pk__in=moved.keys)
        self._count(moved, REVERSED, found.count())
        found._raw_delete(found.db)

    def _change_back(self, moved: Moved, model: type[models.Model]) -> None:
        row = model._base_manager.filter(pk=moved.keys[0]).first()
        if row is None:
            return self._count(moved, GONE)
        now = rows.kept(row)
        back = {name: before for name, (before, after) in moved.row.items() if now[name] == after}
        if back:
            fresh = rows.revived(model, now | back)
            model._base_manager.filter(pk=row.pk).update(**{name: getattr(fresh, name) for name in back})
        return self._count(moved, REVERSED if len(back) == len(moved.row) else EDITED)

    def _put_back(self, moved: Moved, model: type[models.Model]) -> None:
        row = rows.revived(model, moved.row)
        if rows.why_not(row):
            return self._count(moved, GONE)
        row.save_base(raw=True, force_insert=True)
        return self._count(moved, REVERSED)

    def _move_back(self, moved: Moved, model: type[models.Model]) -> None:
        there = dict(model._base_manager.filter(pk__in=moved.keys).values_list("pk", moved.field))
        back = [pk for pk, points_at in there.items() if points_at == moved.now]
        model._base_manager.filter(pk__in=back).update(**{moved.field: moved.was})
        self._count(moved, REVERSED, len(back))
        self._count(moved, EDITED, len(there) - len(back))
        self._count(moved, GONE, len(moved.keys) - len(there))
