"""The table of the cache that several web processes share; a site with one web process keeps it in memory."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_table(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Made by Django's own command, which does nothing where the settings name no such cache."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_first")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
