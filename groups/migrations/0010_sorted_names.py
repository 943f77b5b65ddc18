from typing import Any

from django.db import migrations, models

from esn.core.backfill import fill_sort_names


def sort_groups(apps: Any, schema_editor: Any) -> None:
    """The groups that there are get what they are sorted by."""
    fill_sort_names(apps.get_model("groups", "Group").objects)


class Migration(migrations.Migration):
    dependencies = [("groups", "0009_quiet_hours")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["sort_name", "id"], name="groups_group_sorted"),
        ),
        migrations.RunPython(sort_groups, migrations.RunPython.noop),
    ]
