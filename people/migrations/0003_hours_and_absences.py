import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_calendar_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="focus_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("start", models.DateTimeField()),
                ("end", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(default=esn.core.clock.now)),
                ("over_at", models.DateTimeField(blank=True, null=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("delegate__isnull", False), ("over_at", None)),
                        fields=["delegate"],
                        name="people_absence_delegate",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over_at", None)), fields=("person",), name="people_absence_one_stands"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="people_absence_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delegate", None),
                            models.Q(("delegate", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_absence_somebody_else_stands_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("start", models.TimeField()),
                ("end", models.TimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "weekday", "start"), name="people_workinghours_start_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="people_workinghours_weekday"),
                ],
            },
        ),
    ]
