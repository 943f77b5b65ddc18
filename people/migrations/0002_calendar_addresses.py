import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "id",
                    esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=esn.core.clock.now)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="calendaraddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("person",),
                name="people_calendaraddress_one_living",
            ),
        ),
    ]
