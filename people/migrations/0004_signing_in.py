import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_hours_and_absences"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="email_verified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="has_second_factor",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="sessions_round",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40, unique=True)),
                ("address", models.CharField(max_length=45)),
                ("browser", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField(default=esn.core.clock.now)),
                ("last_seen_at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="browser_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
