"""What of the house is taken along: every table of ours, but what opens a door; and what of it leaves sealed.

A new model is taken along without a line here. A field called `nonce` never is: it is the key of a link.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, models
from django.db.models import Case, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.core.sealing import Seal, is_sealed
from wonback.exports.cells import Column, as_json
from wonback.intake import moved
from wonback.interviews.queries import PERSON
from wonback.post.links import new_nonce

Model = type[models.Model]
AT_ONCE = 2_000
# Not ours by name, and needed: the addresses people sign in with.
ALSO = ("account.EmailAddress",)
# Of our own tables these stay, and why.
STAYING: dict[str, Promise] = {
    "team.Token": gettext_lazy("keys of programs: make new ones"),
    "post.Feed": gettext_lazy("addresses of calendars: make new ones"),
    "exports.Export": gettext_lazy("what was taken along before"),
}
# Columns that never leave, with what stands there in the new house.
SECRETS: dict[str, dict[str, Callable[[], Any]]] = {
    "team.User": {"password": lambda: make_password(None)},
    "connectors.Connector": {"secret": str},
}
LINK_KEY = "nonce"
# Texts said in confidence, or that hold links. They are sealed in all rows, or but for those where it was allowed otherwise.
ALOUD = Q(confidence="attributable") & ~Q(question__key=PERSON)
SEALED: dict[str, tuple[tuple[str, ...], Q | None]] = {
    "interviews.Answer": (("text",), ALOUD),
    "interviews.Quote": (("words",), ALOUD),
    "interviews.Interview": (("said",), None),
    "interviews.IsItMe": (("answer", "words", "deed", "done"), None),
    "interviews.Recap": (("text", "correction"), None),
    "interviews.Form": (("kept",), None),
    "losses.Cause": (("words", "evidence"), Q(voice="rep")),
    "post.Letter": (("text", "html", "calendar"), None),
    "intake.Sheet": (("columns", "first_rows"), None),
    "intake.Written": (("changes",), ~Q(model="losses.Cause")),
}
# Columns that hold only in the database they stand in, with what is said of the row instead; `moving_in` settles it there.
SAID_OTHERWISE: dict[str, tuple[str, Callable[[Mapping[str, Any]], Any]]] = {
    "intake.Made": ("packed_marks", moved.as_left),
}
KINDS: dict[str, str] = {
    "BigAutoField": "whole",
    "AutoField": "whole",
    "BigIntegerField": "whole",
    "IntegerField": "whole",
    "PositiveBigIntegerField": "whole",
    "PositiveIntegerField": "whole",
    "PositiveSmallIntegerField": "whole",
    "SmallIntegerField": "whole",
    "BooleanField": "yes",
    "DecimalField": "amount",
    "FloatField": "number",
    "DateField": "day",
    "DateTimeField": "moment",
    "TimeField": "time",
    "UUIDField": "key",
    "JSONField": "json",
    "BinaryField": "bytes",
}


@dataclass(frozen=True)
class Table:
    """One table of ours as it is taken along."""

    model: Model
    fields: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def columns(self) -> list[Column]:
        return [column_of(one) for one in self.fields]

    @property
    def sealed(self) -> tuple[str, ...]:
        return SEALED.get(self.label, ((), None))[0]

    @property
    def secrets(self) -> dict[str, Callable[[], Any]]:
        """The columns that stay, with what stands there in the new house."""
        links = {one.attname: new_nonce for one in self.model._meta.concrete_fields if one.attname == LINK_KEY}
        return links | SECRETS.get(self.label, {})

    def count(self) -> int:
        return int(self.model._default_manager.count())

    def rows(self, seal: Seal) -> Iterator[list[Any]]:
        """Every row, one by one, what was said in confidence sealed."""
        names = [one.attname for one in self.fields]
        places = [names.index(name) for name in self.sealed]
        rows = self.model._default_manager.order_by("pk")
        openly = SEALED[self.label][1] if places else None
        if openly is not None:
            rows = rows.annotate(aloud=Case(When(openly, then=Value(value=True)), default=Value(value=False)))
            names.append("aloud")
        for row in rows.values_list(*names).iterator(chunk_size=AT_ONCE):
            kept = list(row[: len(self.fields)])
            close(kept, places, seal, openly=openly is not None and row[-1])
            yield self._said_otherwise(kept)

    def _said_otherwise(self, row: list[Any]) -> list[Any]:
        column, told = SAID_OTHERWISE.get(self.label, ("", None))
        names = [one.attname for one in self.fields]
        if told is not None:
            row[names.index(column)] = told(dict(zip(names, row, strict=True)))
        return row


def close(row: list[Any], places: list[int], seal: Seal, *, openly: bool) -> None:
    """Seal these texts. An empty one is no secret, and one that only looks sealed must not be taken for it."""
    for place in places:
        value = row[place]
        if value not in (None, "", {}, []) and (not openly or is_sealed(value)):
            row[place] = seal.close(value if isinstance(value, str) else as_json(value))


def column_of(one: Any) -> Column:
    """What a field holds, as a file says it."""
    target = one.target_field if one.is_relation else one
    facts = {}
    if target.get_internal_type() == "DecimalField":
        facts = {"digits": target.max_digits, "places": target.decimal_places}
    return Column(one.attname, KINDS.get(target.get_internal_type(), "text"), empty=one.null, **facts)


def tables() -> list[Table]:
    """Every table that is taken along."""
    ours = [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]
    return [table_of(model) for model in sorted(ours, key=lambda model: model._meta.label)]


def is_ours(model: Model) -> bool:
    label = model._meta.label
    owner = model._meta.auto_created or model
    return label in ALSO or (owner.__module__.startswith("wonback.") and label not in STAYING)


def table_of(model: Model) -> Table:
    every = Table(model, list(model._meta.concrete_fields))
    return Table(model, [one for one in every.fields if one.attname not in every.secrets])


def last_key(model: Model) -> int:
    """The highest number ever given to a row of this table; it is not given out again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass), 0)", [table]
            )
        return int(cursor.fetchone()[0])
