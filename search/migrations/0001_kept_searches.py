"""Searches that people keep, with whom they share them, who follows them, and what came since."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("groups", "0009_quiet_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptSearch",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("text", models.CharField(blank=True, max_length=256)),
                ("filters", models.JSONField(blank=True, default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=esn.core.clock.now)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pinned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "alert",
                    models.CharField(
                        choices=[("never", "Never"), ("at_once", "At Once"), ("digest", "Digest")],
                        default="never",
                        max_length=7,
                    ),
                ),
                ("looked_at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="search.keptsearch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.audience"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="search.keptseat",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.group"),
                ),
                (
                    "search",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="search.keptsearch",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="keptsearch",
            index=models.Index(fields=["owner", "name", "id"], name="search_kept_of_owner"),
        ),
        migrations.AddIndex(
            model_name="keptseat",
            index=models.Index(
                condition=models.Q(
                    ("pinned_at__isnull", False), models.Q(("alert", "never"), _negated=True), _connector="OR"
                ),
                fields=["id"],
                name="search_seat_followed",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptseat",
            constraint=models.UniqueConstraint(fields=("search", "person"), name="search_seat_once"),
        ),
        migrations.AddConstraint(
            model_name="keptmatch",
            constraint=models.UniqueConstraint(fields=("seat", "key"), name="search_match_once"),
        ),
        migrations.AddConstraint(
            model_name="keptshare",
            constraint=models.UniqueConstraint(fields=("search", "group"), name="search_share_once"),
        ),
    ]
