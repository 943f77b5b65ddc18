import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0002_replies_share_their_roots_audience"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.random_id, primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=255)),
                ("type", models.CharField(max_length=100)),
                ("bytes", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("alt", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="feeds.post",
                    ),
                ),
                (
                    "uploader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("post"),
                        models.F("place"),
                        models.F("id"),
                        condition=models.Q(("post__isnull", False)),
                        name="feeds_file_of_post",
                    ),
                    models.Index(
                        models.F("uploader"),
                        models.F("created_at"),
                        condition=models.Q(("post", None)),
                        name="feeds_file_waiting",
                    ),
                    models.Index(
                        models.F("created_at"), condition=models.Q(("post", None)), name="feeds_file_left_behind"
                    ),
                    models.Index(models.F("sha256"), name="feeds_file_bytes"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("height", None), ("width", None)),
                            models.Q(("height__gt", 0), ("width__gt", 0)),
                            _connector="OR",
                        ),
                        name="feeds_file_whole_size",
                    )
                ],
            },
        ),
    ]
