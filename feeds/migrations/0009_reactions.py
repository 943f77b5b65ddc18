"""Reactions: who reacted to which post with which emoji, and the counts that each post keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0008_mentions_and_hashtags"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="reacted",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("emoji", models.CharField(max_length=24)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to="feeds.post",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("post"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="feeds_reaction_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("post", "person", "emoji"), name="feeds_reaction_once")
                ],
            },
        ),
    ]
