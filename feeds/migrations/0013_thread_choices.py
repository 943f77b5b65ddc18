"""What people chose about threads: to follow one, to leave it, to hear nothing of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0012_urgent_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ThreadChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "choice",
                    models.CharField(
                        choices=[("follow", "Follow"), ("leave", "Leave"), ("mute", "Mute")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="feeds.post"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("root", "person"), name="feeds_thread_choice_once")],
            },
        ),
    ]
