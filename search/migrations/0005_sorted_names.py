from typing import Any

from django.db import migrations, models

from esn.core.backfill import fill_sort_names


def sort_names(apps: Any, schema_editor: Any) -> None:
    """The kept searches that there are get what they are sorted by."""
    fill_sort_names(apps.get_model("search", "KeptSearch").objects)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_files_and_audiences_of_the_index")]

    operations = [
        migrations.AddField(
            model_name="keptsearch",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="keptsearch", name="search_kept_of_owner"),
        migrations.AddIndex(
            model_name="keptsearch",
            index=models.Index(fields=["owner", "sort_name", "id"], name="search_kept_sorted"),
        ),
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]
