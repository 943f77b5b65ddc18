from typing import Any

from django.db import migrations, models

from esn.core.backfill import fill_sort_names


def sort_names(apps: Any, schema_editor: Any) -> None:
    """The customers and rules that there are get what they are sorted by."""
    fill_sort_names(apps.get_model("cases", "Customer").objects)
    fill_sort_names(apps.get_model("cases", "Rule").objects, "title")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_promises_that_teams_keep")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="rule",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="customer", name="cases_customer_by_name"),
        migrations.RemoveIndex(model_name="rule", name="cases_rule_by_title"),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["sort_name", "id"], name="cases_customer_sorted"),
        ),
        migrations.AddIndex(
            model_name="rule",
            index=models.Index(
                fields=["sort_name", "id"], name="cases_rule_sorted", condition=models.Q(retired_at=None)
            ),
        ),
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]
