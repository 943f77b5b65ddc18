"""A reply has the audience of its root, held by the database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "feeds_replies_share_their_roots_audience"
WRONG = """
    NEW.root_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM feeds_post r WHERE r.id = NEW.root_id AND r.audience_id = NEW.audience_id AND r.root_id IS NULL
    )
"""


def make_triggers(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A check across two rows is a trigger on both databases."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {WRONG} THEN "
            f"RAISE EXCEPTION '{NAME}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE OF root_id, audience_id ON feeds_post "
            f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    for moment in ("INSERT", "UPDATE OF root_id, audience_id"):
        editor.execute(
            f"CREATE TRIGGER {NAME}_{moment.split()[0].lower()} BEFORE {moment} ON feeds_post WHEN {WRONG} "
            f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("feeds", "0001_first")]

    operations = [migrations.RunPython(make_triggers, migrations.RunPython.noop)]
