"""Changing a table that triggers speak of: SQLite makes such a table anew, and must leave its triggers as they are."""

from typing import Any

from django.db.backends.sqlite3 import schema


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Django's editor, which would stumble over triggers of other tables and forget those of the table itself."""

    def _remake_table(self, model: Any, *args: Any, **changes: Any) -> None:
        with self.connection.cursor() as cursor:
            named = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
            cursor.execute(named, [model._meta.db_table])
            triggers = [row[0] for row in cursor.fetchall()]
        # While the table is away for a moment, triggers of other tables name what is not there: only the old way of
        # renaming lets them be, as SQLite advises for this procedure (lang_altertable.html, section 7).
        self.execute("PRAGMA legacy_alter_table = ON")
        try:
            super()._remake_table(model, *args, **changes)  # type: ignore[misc]  # the stubs leave out what is private
        finally:
            self.execute("PRAGMA legacy_alter_table = OFF")
        for trigger in triggers:
            self.execute(trigger, None)
