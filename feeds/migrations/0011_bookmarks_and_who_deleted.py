"""Posts that one wants to find again, and who deleted a post."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0010_scheduled_posts"),
        ("groups", "0009_quiet_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="deleted_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="feeds.post"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("audience"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="feeds_bookmark_newest",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("audience", "post"), name="feeds_bookmark_once")],
            },
        ),
    ]
