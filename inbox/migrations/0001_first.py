import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("groups", "0008_compliance_readings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InboxLine",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=12)),
                ("subject_id", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("snoozed", "Snoozed"), ("done", "Done"), ("gone", "Gone")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("codes", models.CharField(max_length=250)),
                ("count", models.PositiveIntegerField(default=0)),
                ("harm", models.PositiveSmallIntegerField(default=4)),
                ("reasons", models.JSONField(default=list)),
                ("since", models.DateTimeField(default=esn.core.clock.now)),
                ("due", models.DateTimeField(null=True)),
                ("customer", models.CharField(blank=True, max_length=32)),
                ("until", models.DateTimeField(null=True)),
                ("until_event", models.CharField(blank=True, max_length=12)),
                ("snoozed_at", models.DateTimeField(null=True)),
                ("read_up_to", models.DateTimeField(null=True)),
                ("done_up_to", models.DateTimeField(null=True)),
                ("before", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=esn.core.clock.now)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="groups.audience"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "state", "harm", "since", "id"], name="inbox_line_waiting"),
                    models.Index(
                        models.F("person"),
                        models.F("state"),
                        models.OrderBy(models.F("changed_at"), descending=True),
                        models.F("id"),
                        name="inbox_line_newest",
                    ),
                    models.Index(fields=["subject_kind", "subject_id"], name="inbox_line_of_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "subject_kind", "subject_id"), name="inbox_line_one_a_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "snoozed"), _negated=True),
                            ("until__isnull", False),
                            models.Q(("until_event", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inbox_line_snoozed_until_something",
                    ),
                ],
            },
        ),
    ]
