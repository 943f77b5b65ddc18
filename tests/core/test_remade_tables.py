"""A table that is made anew keeps its triggers, those of others that speak of it, and its rows."""

import pytest
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class Shelf(models.Model):
    """Something with a trigger."""

    label = models.CharField(max_length=20)

    class Meta:
        app_label = "remade"


class Note(models.Model):
    """Something whose trigger names the other table."""

    text = models.CharField(max_length=20)

    class Meta:
        app_label = "remade"


def triggers() -> dict[str, str]:
    """The triggers of the two tables, by name."""
    with connection.cursor() as run:
        run.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'remade_%%'")
        return dict(run.fetchall())


def made(editor: BaseDatabaseSchemaEditor) -> None:
    """Two tables, each with a trigger that speaks of the first."""
    for model in (Shelf, Note):
        editor.create_model(model)
    editor.execute(
        "CREATE TRIGGER remade_own BEFORE DELETE ON remade_shelf BEGIN SELECT RAISE(ABORT, 'kept for good'); END"
    )
    editor.execute(
        "CREATE TRIGGER remade_other AFTER INSERT ON remade_note BEGIN "
        "INSERT INTO remade_shelf (label) VALUES (NEW.text); END"
    )


@pytest.mark.usefixtures("committed")
def test_triggers_of_a_remade_table_and_of_its_neighbours_still_work() -> None:
    if connection.vendor != "sqlite":
        return  # a table is changed where it stands
    with connection.schema_editor() as editor:
        made(editor)
    try:
        Shelf._default_manager.create(label="before")
        before = triggers()
        wider = models.CharField(max_length=40, default="")
        wider.set_attributes_from_name("label")
        wider.model = Shelf
        with connection.schema_editor() as editor:
            editor.alter_field(Shelf, Shelf._meta.get_field("label"), wider, strict=True)
        assert triggers() == before
        Note._default_manager.create(text="after")
        assert sorted(Shelf._default_manager.values_list("label", flat=True)) == ["after", "before"]
        with pytest.raises(Exception, match="kept for good"), connection.cursor() as run:
            run.execute("DELETE FROM remade_shelf")
        with connection.cursor() as run:
            run.execute("PRAGMA legacy_alter_table")
            assert run.fetchone() == (0,), "later renames are checked again"
    finally:
        with connection.cursor() as run:
            for name in ("note", "shelf"):
                run.execute(f"DROP TABLE IF EXISTS remade_{name}")
