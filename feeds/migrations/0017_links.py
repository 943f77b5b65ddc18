"""Pages outside to which posts lead, and what they say of themselves."""

import django.db.models.deletion
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0016_narrowed_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsidePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("description", models.CharField(blank=True, max_length=300)),
                ("site", models.CharField(blank=True, max_length=100)),
                ("host", models.CharField(blank=True, max_length=255)),
                ("picture", models.CharField(blank=True, max_length=64)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("looked_at", models.DateTimeField(default=esn.core.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(models.F("looked_at"), name="feeds_outside_page_age"),
                    models.Index(
                        models.F("picture"),
                        condition=models.Q(("picture", ""), _negated=True),
                        name="feeds_outside_page_picture",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("height", None), ("picture", ""), ("width", None)),
                            models.Q(models.Q(("picture", ""), _negated=True), ("height__gt", 0), ("width__gt", 0)),
                            _connector="OR",
                        ),
                        name="feeds_outside_page_whole_picture",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("url", models.TextField()),
                ("place", models.PositiveSmallIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("taken_off", models.BooleanField(default=False)),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="feeds.post",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="feeds.outsidepage"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("post", "page"), name="feeds_link_once")],
            },
        ),
    ]
