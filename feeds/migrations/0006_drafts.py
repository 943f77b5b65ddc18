"""What somebody is writing, kept on the server; files that are named by it stay as long."""

import django.db.models.deletion
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0005_moderation"),
        ("groups", "0008_compliance_readings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=48)),
                ("body", models.TextField(blank=True)),
                ("extra", models.JSONField(blank=True, default=dict)),
                ("other", models.TextField(blank=True)),
                ("other_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="file",
            name="draft",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="files", to="feeds.draft"
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                models.F("audience"),
                models.OrderBy(models.F("updated_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="feeds_draft_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("audience", "place"), name="feeds_draft_one_in_a_place"),
        ),
    ]
