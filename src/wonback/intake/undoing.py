"""Taking an import back, set by set: what it created goes, what it changed returns, what people have touched since stays."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import connection, models

from wonback.clients.models import Alias, Client, Contact, Entry, Spell, Word
from wonback.figures.models import Figure
from wonback.intake import comparing
from wonback.intake.comparing import Model
from wonback.intake.stage import Body
from wonback.intake.writing import CHANGED, CREATED, MODELS, label, mark, stored, update_of
from wonback.interviews.models import Interview
from wonback.losses.models import Loss

# What Wonback writes by itself about a client; it goes with the client and keeps nobody.
DERIVED = {"clients.Word", "losses.Proposal", "intake.Written", "duplicates.Pair"}
# These belong to their client: if the client stays, so do they.
COMPANIONS: tuple[Model, ...] = (Spell, Entry)
CHILDREN_FIRST: tuple[Model, ...] = tuple(reversed(MODELS.values()))


def undo(batch: int) -> dict[str, int]:
    """Take one batch back inside the caller's transaction; return how many rows were reversed and how many stayed, and why."""
    return Undo(batch).carry_out()


class Undo:
    def __init__(self, batch: int) -> None:
        from wonback.intake.models import Written  # noqa: PLC0415  # the model calls this module

        self.written = Written.objects.filter(batch=batch)
        self.Kept = Written.Kept
        self.renamed: set[int] = set()
        # Who is part of whom by now: column → key of the survivor → keys of those who are part of it.
        self.parts: dict[str, dict[int, list[int]]] = {"client_id": defaultdict(list), "contact_id": defaultdict(list)}
        for was, client, contact in Alias.objects.values_list("was", "client", "contact"):
            self.parts["client_id" if client else "contact_id"][client or contact].append(was)

    def carry_out(self) -> dict[str, int]:
        self.written.update(kept="")
        # The night may have asked somebody to hold a talk; while no person has answered, it keeps nothing here.
        Interview.objects.filter(loss__in=self.written.created(label(Loss)).values("key")).forget_unanswered()
        for model in CHILDREN_FIRST:
            self._keep_edited(model)
        # Earlier values first: what only a changed row of this import refers to is then free to go.
        for model in CHILDREN_FIRST:
            self._restore(model)
        for model in CHILDREN_FIRST:
            self._keep_used(model)
        self._keep_companions()
        self._remove_derived()
        for model in CHILDREN_FIRST:
            self._remove(model)
        self._name_again()
        outcome = self._outcome()
        # Nothing is left to remember of what is as if it had never been.
        rows = self.written.filter(kept="")
        rows._raw_delete(rows.db)
        return outcome

    def _keep_edited(self, model: Model) -> None:
        """Rows that no longer are what the import wrote."""
        if model is Entry:
            return
        edited: list[int] = []
        gone: list[int] = []
        merged: list[int] = []
        for chunk in batched(self._marks(model), comparing.AT_ONCE):
            there = comparing.existing(model, (pk for pk, _state in chunk))
            for pk, state in chunk:
                if pk not in there:
                    (merged if self._is_part_of_another(model, pk) else gone).append(pk)
                elif mark(model, there[pk]) != state:
                    (merged if self._has_moved(model, there[pk], state) else edited).append(pk)
        self._keep(model, edited, self.Kept.EDITED)
        self._keep(model, gone, self.Kept.GONE)
        self._keep(model, merged, self.Kept.MERGED)

    def _is_part_of_another(self, model: Model, pk: int) -> bool:
        columns: dict[Model, str] = {Client: "client_id", Contact: "contact_id"}
        name = columns.get(model, "")
        return any(pk in parts for parts in self.parts.get(name, {}).values())

    def _has_moved(self, model: Model, row: Body, state: int) -> bool:
        """Whether a row is as the import wrote it, but that its client or person is part of another by now."""
        moved = ({name: was} for name, parts in self.parts.items() for was in parts.get(row.get(name, 0), ()))
        return any(mark(model, row | back) == state for back in moved)

    def _marks(self, model: Model) -> Iterator[tuple[int, int]]:
        """Each created row with the state in which the import left it, later changes of its own included."""
        changed = set(self.written.filter(model=label(model), action=CHANGED).values_list("key", flat=True))
        for pk, state in (
            self.written.created(label(model)).order_by("key").values_list("key", "mark").iterator(chunk_size=5_000)
        ):
            if pk not in changed:
                yield pk, state

    def _keep(self, model: Model, pks: Iterable[int], why: str) -> None:
        for chunk in batched(pks, comparing.AT_ONCE):
            self.written.filter(model=label(model), action=CREATED, key__in=chunk).update(kept=why)

    def _keep_used(self, model: Model) -> None:
        """Rows that something not of this batch refers to, or something of it that stays."""
        found = sum(self._keep_used_by(model, relation) for relation in referring(model))
        while found and refers_to_itself(model):
            found = sum(self._keep_used_by(model, relation) for relation in referring(model))

    def _keep_used_by(self, model: Model, relation: models.ForeignObjectRel) -> int:
        going = self.written.created(label(model)).values("key")
        theirs: Model = relation.related_model
        name = relation.field.attname
        others = theirs._default_manager.filter(**{f"{name}__in": going})
        others = others.exclude(pk__in=self.written.created(label(theirs)).values("key"))
        using = set(others.values_list(name, flat=True))
        self._keep(model, using, self.Kept.USED)
        return len(using)

    def _keep_companions(self) -> None:
        staying = self.written.filter(model=label(Client), action=CREATED).exclude(kept="").values("key")
        for model in COMPANIONS:
            theirs = model._default_manager.filter(client__in=staying).values("pk")
            self.written.created(label(model)).filter(key__in=theirs).update(kept=self.Kept.USED)

    def _restore(self, model: Model) -> None:
        """Give changed columns their earlier values, the last change first, unless a person changed them since."""
        changed = self.written.filter(model=label(model), action=CHANGED).order_by("-pk")
        for written in changed.iterator():
            there = comparing.existing(model, [written.key]).get(written.key)
            if there is None:
                self._note(written.pk, self.Kept.GONE)
                continue
            back = {name: old for name, (old, new) in written.changes.items() if there[name] == new}
            if len(back) < len(written.changes):
                self._note(written.pk, self.Kept.EDITED)
            self._write_back(model, written.key, back)

    def _write_back(self, model: Model, pk: int, back: Body) -> None:
        if not back:
            return
        with connection.cursor() as cursor:
            cursor.execute(update_of(model, tuple(back)), [*map(stored, back.values()), pk])
        if model is Client and "name" in back:
            self.renamed.add(pk)

    def _note(self, pk: int, why: str) -> None:
        self.written.filter(pk=pk).update(kept=why)

    def _remove_derived(self) -> None:
        going = self.written.created(label(Client)).values("key")
        for relation in referring(Client, derived=True):
            theirs: Model = relation.related_model
            theirs._default_manager.filter(**{f"{relation.field.name}__in": going}).delete()
        Figure.objects.filter(subject="client", subject_id__in=going).delete()

    def _remove(self, model: Model) -> None:
        """Delete in one statement: nothing else refers to these rows any more."""
        going = self.written.created(label(model)).values("key")
        rows = model._default_manager.filter(pk__in=going)
        rows._raw_delete(rows.db)

    def _name_again(self) -> None:
        renamed = Client.objects.filter(pk__in=self.renamed)
        Word.objects.filter(client__in=renamed).delete()
        Word.objects.remember(renamed)

    def _outcome(self) -> dict[str, int]:
        kept = Counter(self.written.exclude(kept="").values_list("kept", flat=True))
        return {"reversed": self.written.filter(kept="").count()} | {why: kept[why] for why in self.Kept.values}


def referring(model: Model, *, derived: bool = False) -> list[models.ForeignObjectRel]:
    """Every foreign key of any model that points at this one."""
    fields = model._meta.get_fields(include_hidden=True)
    keys = [field for field in fields if isinstance(field, models.ManyToOneRel)]
    return [key for key in keys if (key.related_model._meta.label in DERIVED) is derived]


def refers_to_itself(model: Model) -> bool:
    return any(relation.related_model is model for relation in referring(model))


__all__ = ["undo"]
