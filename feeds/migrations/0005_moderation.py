"""Reports with their acts, notices and appeals; posts that wait, are hidden or closed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0004_pins_and_announcements"),
        ("groups", "0004_sanctions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="hidden_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="locked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("hide", "Hide"),
                            ("restore", "Restore"),
                            ("lock", "Lock"),
                            ("unlock", "Unlock"),
                            ("move", "Move"),
                            ("split", "Split"),
                            ("warn", "Warn"),
                            ("mute", "Mute"),
                            ("remove", "Remove"),
                            ("ban", "Ban"),
                            ("lift", "Lift"),
                            ("decline", "Decline"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="feeds.post"
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.sanction",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HeldPost",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("body", models.TextField(blank=True)),
                ("why", models.CharField(max_length=10)),
                ("word", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("published", "Published"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feeds.post"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="feeds.post",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="file",
            name="held",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="files", to="feeds.heldpost"
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="feeds.act",
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "subject_kind",
                    models.CharField(choices=[("post", "Post"), ("person", "Person"), ("note", "Note")], max_length=10),
                ),
                ("subject_id", esn.core.ids.IdField()),
                ("context", models.CharField(blank=True, max_length=32)),
                ("weight", models.PositiveIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("acted", "Acted"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("filed_at", models.DateTimeField(default=esn.core.clock.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=20)),
                ("text", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                ("said", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("files", models.JSONField(blank=True, default=list)),
                (
                    "reporter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="complaints", to="feeds.report"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="act",
            name="report",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="feeds.report"
            ),
        ),
        migrations.CreateModel(
            name="ReportNote",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="feeds.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("upheld", "Upheld"), ("undone", "Undone")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeal", to="feeds.act"
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.audience",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("audience"),
                        models.F("at"),
                        models.F("id"),
                        condition=models.Q(("state", "open")),
                        name="feeds_appeal_queue",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="heldpost",
            index=models.Index(
                models.F("audience"),
                models.F("at"),
                models.F("id"),
                condition=models.Q(("state", "waiting")),
                name="feeds_held_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="heldpost",
            index=models.Index(
                models.F("author"),
                models.F("at"),
                models.F("id"),
                condition=models.Q(("state", "waiting")),
                name="feeds_held_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("audience"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="feeds_notice_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(models.F("audience"), condition=models.Q(("read_at", None)), name="feeds_notice_unread"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("audience"),
                models.OrderBy(models.F("weight"), descending=True),
                models.F("filed_at"),
                models.F("id"),
                condition=models.Q(("state", "open")),
                name="feeds_report_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("audience"),
                models.OrderBy(models.F("decided_at"), descending=True),
                models.F("id"),
                name="feeds_report_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(models.F("about"), name="feeds_report_about"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("subject_kind", "subject_id"),
                name="feeds_report_one_open_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(fields=("report", "reporter"), name="feeds_complaint_once"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                models.F("person"),
                models.OrderBy(models.F("at"), descending=True),
                models.F("id"),
                name="feeds_act_person",
            ),
        ),
    ]
