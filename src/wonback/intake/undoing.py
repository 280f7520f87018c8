"""Taking an import back, set by set: what it created goes, what it changed returns, what people have touched since stays."""

from collections import Counter
from collections.abc import Callable
from itertools import batched
from typing import TYPE_CHECKING

from django.db import connection, models

from wonback.clients.models import Client, Contact, Entry, Spell, Word
from wonback.figures.models import Figure
from wonback.intake import comparing
from wonback.intake.comparing import Model
from wonback.intake.going import Going, execute
from wonback.intake.models.made import Made
from wonback.intake.models.written import Written
from wonback.intake.parts import Part
from wonback.intake.ready import stored
from wonback.intake.stage import Body
from wonback.intake.writing import CHANGED, CREATED, MODELS, UNWATCHED, label, update_of
from wonback.interviews.models import Interview

if TYPE_CHECKING:
    from wonback.intake.models import Batch

# What Wonback writes by itself about a client; it goes with the client and keeps nobody.
DERIVED = {
    "clients.Word",
    "losses.Proposal",
    "intake.Written",
    "intake.Made",
    "duplicates.Pair",
    "duplicates.PersonPair",
}
# These belong to their client: if the client stays, so do they.
COMPANIONS: tuple[Model, ...] = (Spell, Entry)
# On what a part of a record hangs: the column, and of which kind it is.
HANGS_ON = {
    "spell": ("client_id", "client"),
    "entry": ("client_id", "client"),
    "told": ("client_id", "client"),
    "spoken": ("client_id", "client"),
    "permission": ("contact_id", "contact"),
    "move": ("arrived_id", "contact"),
    "door": ("contact_id", "contact"),
    "loss": ("deal_id", "deal"),
    "cause": ("loss_id", "loss"),
}
# The columns by which a row points at somebody who may be part of another by now.
MOVED = (("client_id",), ("contact_id",), ("client_id", "contact_id"))
CHILDREN_FIRST: tuple[str, ...] = tuple(reversed(MODELS))
Kept = Written.Kept


def undo(batch: "Batch", part: Part) -> tuple[dict[str, int], bool]:
    """Take a part of a batch back inside the caller's transaction.

    Return how many rows were reversed and how many stayed, and why; and whether anything is left to be taken back another time.
    """
    return Undo(batch, part).carry_out()


class Undo:
    def __init__(self, batch: "Batch", part: Part) -> None:
        self.part, self.batch = part, batch.pk
        self.beat: Callable[[int], None] = batch.progress.beat
        self.made = chosen(batch.made.all(), part)
        self.changed = self._changed(batch)
        self.going = {
            kind: Going(kind, MODELS[kind]) for kind in CHILDREN_FIRST if self.made.filter(kind=kind).exists()
        }
        self.renamed: set[int] = set()
        batch.progress.begin(3 * sum(self.made.values_list("count", flat=True)) + self.changed.count())

    def _changed(self, batch: "Batch") -> "models.QuerySet[Written]":
        found = batch.written.filter(action=CHANGED)
        if self.part.sheet is not None:
            found = found.filter(sheet=self.part.sheet)
        if self.part.kind:
            found = found.filter(model__in=[label(MODELS[kind]) for kind in self.part.kinds])
        return found.filter(key__in=self.part.keys) if self.part.keys else found

    def carry_out(self) -> tuple[dict[str, int], bool]:
        lock_out([going.model for going in self.going.values()])
        for going in self.going.values():
            self._take(going)
        if self.part.keys:
            self._narrow()
        self._forget_unanswered()
        self._keep_edited()
        # Earlier values first: what only a changed row of this import refers to is then free to go.
        reversed_changes = self._restore()
        for going in self.going.values():
            self._keep_used(going)
        self._keep_companions()
        self._remove_derived()
        outcome = Counter({"reversed": reversed_changes})
        for going in self.going.values():
            outcome["reversed"] += going.remove()
            self.beat(0)
        self._name_again()
        outcome += self._remember_staying()
        for going in self.going.values():
            going.end()
        return {why: outcome[why] for why in ("reversed", *Kept.values)}, self._is_left()

    def _take(self, going: Going) -> None:
        """Its rows, with the state in which the import left them."""
        going.begin()
        columns = list(dict.fromkeys(self.made.filter(kind=going.kind).values_list("columns", flat=True)))
        for made in self.made.filter(kind=going.kind).order_by("first", "pk").iterator(chunk_size=50):
            place = columns.index(made.columns)
            going.take((key, mark, place) for key, mark in zip(made.keys, made.marks, strict=True))
            self.beat(made.count)
        going.settle()
        if going.model in {Client, Contact}:
            going.keep_parts(Kept.MERGED)
        going.keep_gone(Kept.GONE)

    def _narrow(self) -> None:
        """Single records, and of this import what cannot be without them."""
        first = self.going[self.part.kind]
        first.drop(f"id NOT IN ({', '.join(map(str, self.part.keys))})")
        for kind in self.part.kinds[1:]:
            if kind not in self.going:
                continue
            column, of = HANGS_ON[kind]
            self.going[kind].only_of(self.going.get(of), column)

    def _forget_unanswered(self) -> None:
        """The night may have asked somebody to hold a talk; while no person has answered, it keeps nothing here."""
        if going := self.going.get("loss"):
            asked = Interview.objects.values_list("loss", flat=True).order_by("loss")
            for some in batched(asked.iterator(), comparing.AT_ONCE):
                Interview.objects.filter(loss__in=going.among(some)).forget_unanswered()

    def _keep_edited(self) -> None:
        """Rows that no longer are what the import wrote."""
        for going in self.going.values():
            if going.model not in UNWATCHED:
                columns = dict.fromkeys(self.made.filter(kind=going.kind).values_list("columns", flat=True))
                for place, names in enumerate(columns):
                    self._keep_edited_of(going, names.split(","), place)
            self.beat(0)

    def _keep_edited_of(self, going: Going, names: list[str], place: int) -> None:
        there = {field.column for field in going.model._meta.concrete_fields}
        if set(names) <= there:
            going.keep_edited(Kept.EDITED, columns=names, place=place)
            for moved in MOVED:
                if set(moved) <= set(names):
                    going.keep_moved(Kept.MERGED, moved, columns=names, place=place, instead_of=Kept.EDITED)
        else:
            # A column that is no more: nobody can tell whether a person changed these rows.
            going.keep(Kept.EDITED, f"place = {place}")

    def _keep_used(self, going: Going) -> None:
        """Rows that something not of this batch refers to, or something of it that stays."""
        relations = referring(going.model)
        found = sum(self._keep_used_by(going, relation) for relation in relations)
        while found and any(relation.related_model is going.model for relation in relations):
            found = sum(self._keep_used_by(going, relation) for relation in relations)

    def _keep_used_by(self, going: Going, relation: models.ForeignObjectRel) -> int:
        theirs: Model = relation.related_model
        beside = [other for other in self.going.values() if other.model is theirs]
        return going.keep_used(Kept.USED, by=theirs, column=str(relation.field.column), beside=beside)

    def _keep_companions(self) -> None:
        clients, losses = self.going.get("client"), self.going.get("loss")
        for going in self.going.values():
            if clients and going.model in COMPANIONS:
                going.keep_with(Kept.USED, column="client_id", of=f"SELECT id FROM {clients.name} WHERE why <> ''")  # noqa: S608  # our own name
            if losses and going.kind == "told":
                theirs = (
                    f"SELECT t.client_id FROM {losses.table} t JOIN {losses.name} l ON l.id = t.id WHERE l.why <> ''"  # noqa: S608  # names of our own
                )
                going.keep_with(Kept.USED, column="client_id", of=theirs)

    def _restore(self) -> int:
        """Give changed columns their earlier values, the last change first, unless a person changed them since."""
        self.changed.update(kept="")
        for model in dict.fromkeys(MODELS.values()):
            found = self.changed.filter(model=label(model)).order_by("-pk")
            for some in batched(list(found.values_list("pk", flat=True)), comparing.AT_ONCE):
                self._restore_some(model, list(found.filter(pk__in=some)))
                self.beat(len(some))
        outcome = self.changed.filter(kept="")
        count = outcome.count()
        outcome._raw_delete(outcome.db)
        return count

    def _restore_some(self, model: Model, changes: "list[Written]") -> None:
        there = comparing.existing(model, {written.key for written in changes})
        for written in changes:
            row = there.get(written.key)
            back = {name: old for name, (old, new) in written.changes.items() if row and row[name] == new}
            if row is None or len(back) < len(written.changes):
                Written.objects.filter(pk=written.pk).update(kept=Kept.EDITED if row else Kept.GONE)
            if row and back:
                row.update(back)
                self._write_back(model, written.key, back)

    def _write_back(self, model: Model, pk: int, back: Body) -> None:
        execute(update_of(model, tuple(back)), [*map(stored, back.values()), pk])
        if model is Client and "name" in back:
            self.renamed.add(pk)

    def _remove_derived(self) -> None:
        for kind in ("client", "contact"):
            if going := self.going.get(kind):
                for relation in referring(going.model, derived=True):
                    going.remove_from(relation.related_model, str(relation.field.column))
        if going := self.going.get("client"):
            going.remove_from(Figure, "subject_id", where="t.subject = 'client' AND ")

    def _name_again(self) -> None:
        for some in batched(sorted(self.renamed), comparing.AT_ONCE):
            Word.objects.filter(client__in=some).delete()
            Word.objects.remember(Client.objects.filter(pk__in=some))

    def _remember_staying(self) -> Counter[str]:
        """What stays, and why: of a whole import for good, of a part until somebody takes back the rest."""
        kept = Counter(self.changed.exclude(kept="").values_list("kept", flat=True))
        for going in self.going.values():
            kept.update(dict(going.reasons()))
            if self.part.is_whole:
                rows = (self._staying(going, key, why) for key, why in going.staying())
                for some in batched(rows, comparing.AT_ONCE):
                    Written.objects.bulk_create(some)
            else:
                self._keep_made(going)
        if self.part.is_whole:
            self.made._raw_delete(self.made.db)
        return kept

    def _staying(self, going: Going, key: int, why: str) -> Written:
        return Written(batch_id=self.batch, model=label(going.model), key=key, action=CREATED, kept=why)

    def _keep_made(self, going: Going) -> None:
        """Of each thousand those that are not gone."""
        for made in self.made.filter(kind=going.kind).iterator(chunk_size=50):
            gone = going.gone_between(made.first, made.last)
            left = [pair for pair in zip(made.keys, made.marks, strict=True) if pair[0] not in gone]
            if len(left) < made.count:
                made.shrink(left)

    def _is_left(self) -> bool:
        """Whether there is something to take back another time."""
        made = Made.objects.filter(batch=self.batch)
        changed = Written.objects.filter(batch=self.batch, action=CHANGED, kept="")
        return not self.part.is_whole and (made.exists() or changed.exists())


def chosen(made: "models.QuerySet[Made]", part: Part) -> "models.QuerySet[Made]":
    """The packs in which the rows of a part are."""
    if part.sheet is not None:
        return made.filter(sheet=part.sheet)
    return made.filter(kind__in=part.kinds) if part.kind else made


def lock_out(tables: list[Model]) -> None:
    """Let nobody change these rows meanwhile; reading goes on. SQLite has one writer anyway."""
    if connection.vendor == "postgresql" and tables:
        names = sorted({connection.ops.quote_name(model._meta.db_table) for model in tables})
        execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")


def referring(model: Model, *, derived: bool = False) -> list[models.ForeignObjectRel]:
    """Every foreign key of any model that points at this one."""
    fields = model._meta.get_fields(include_hidden=True)
    keys = [field for field in fields if isinstance(field, models.ManyToOneRel)]
    return [key for key in keys if (key.related_model._meta.label in DERIVED) is derived]


__all__ = ["undo"]
