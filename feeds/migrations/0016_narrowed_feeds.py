"""Indexes for narrowed feeds: questions and announcements of an audience, and what somebody began in it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0015_first_pages"),
        ("groups", "0009_quiet_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.F("audience"),
                models.F("kind"),
                models.OrderBy(models.F("bumped_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    models.Q(("kind", "question"), ("kind", "announcement"), _connector="OR"), ("root", None)
                ),
                name="feeds_post_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.F("author"),
                models.F("audience"),
                models.OrderBy(models.F("bumped_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("root", None)),
                name="feeds_post_begun",
            ),
        ),
    ]
