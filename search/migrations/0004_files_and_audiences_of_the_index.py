"""Which post a file of the index came with, and a way to what stands in some audiences."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def estimate_by_few_samples(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each search names many audiences, and each of them is compared with all samples of the statistics."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE search_indexeddocument ALTER COLUMN audience SET STATISTICS 10")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_index_in_postgresql"),
    ]

    operations = [
        migrations.AddField(
            model_name="indexeddocument",
            name="post",
            field=models.CharField(default="", max_length=32),
        ),
        migrations.AddIndex(
            model_name="indexeddocument",
            index=models.Index(
                fields=["build", "audience"],
                name="search_document_audience",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.RunPython(estimate_by_few_samples, migrations.RunPython.noop),
    ]
