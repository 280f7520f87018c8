"""Making many tables at once, as every new home does."""

from collections.abc import Iterable
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class TablesTogether(Migration):
    """A migration that draws up all models once for tables that follow each other; Django does so again for each of them."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: FBT001, FBT002  # Django's own word
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql=True)
        for makes_tables, run in groupby(self.operations, lambda operation: isinstance(operation, CreateModel)):
            if makes_tables:
                self.make(list(run), project_state, schema_editor)
            else:
                self.part(run).apply(project_state, schema_editor)
        return project_state

    def make(self, tables: list[Operation], state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """What was drawn up is forgotten until all of them are known."""
        state.__dict__.pop("apps", None)
        for table in tables:
            table.state_forwards(self.app_label, state)
        for table in tables:
            table.database_forwards(self.app_label, schema_editor, state, state)

    def part(self, operations: Iterable[Operation]) -> Migration:
        """Of this migration, as Django would do it."""
        kind: type[Migration] = type("Migration", (Migration,), {"operations": list(operations), "atomic": self.atomic})
        return kind(self.name, self.app_label)
