"""The words inside documents, for search."""

import django.db.models.deletion
from django.db import migrations, models

import esn.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0018_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileWords",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="feeds.file",
                    ),
                ),
                ("words", models.TextField()),
                ("read_at", models.DateTimeField(default=esn.core.clock.now)),
            ],
        ),
    ]
