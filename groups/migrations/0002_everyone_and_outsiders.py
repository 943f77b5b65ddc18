"""The audience of all members, and the rule that outsiders only sit on partner and customer sides."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME = "groups_outsiders_stay_on_their_sides"
WRONG = """
    (SELECT kind FROM people_person WHERE id = NEW.person_id) IN ('guest', 'contact')
    AND (SELECT kind FROM groups_audience WHERE id = NEW.audience_id) NOT IN ('partner', 'customer', 'person')
"""


def make_everyone(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """One row that every site has."""
    apps.get_model("groups", "Audience").objects.get_or_create(
        id="0" * 31 + "1", defaults={"kind": "everyone", "open_to_members": True}
    )


def make_triggers(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A check across two tables is a trigger on both databases."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {WRONG} THEN "
            f"RAISE EXCEPTION '{NAME}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON groups_membership FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
        return
    for moment in ("INSERT", "UPDATE"):
        editor.execute(
            f"CREATE TRIGGER {NAME}_{moment.lower()} BEFORE {moment} ON groups_membership WHEN {WRONG} "
            f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
        )


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_first"), ("people", "0001_first")]

    operations = [
        migrations.RunPython(make_everyone, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
    ]
