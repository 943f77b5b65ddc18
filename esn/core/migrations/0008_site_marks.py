from django.db import migrations, models

import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_what_the_log_has_forgotten"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteMark",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", esn.core.ids.IdField(blank=True)),
                ("detail", models.JSONField(default=dict)),
            ],
        ),
    ]
