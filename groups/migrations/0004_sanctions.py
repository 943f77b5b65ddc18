"""Mutes and bans, posts of new members that wait, and the audience of those who moderate the site."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import esn.core.clock
import esn.core.ids


def make_site_moderators(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """One row that every site has."""
    apps.get_model("groups", "Audience").objects.get_or_create(
        id="0" * 31 + "2", defaults={"kind": "moderators", "subject_kind": "site"}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0003_governance"),
        ("people", "0006_muting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sanction",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("mute", "Mute"), ("ban", "Ban")], max_length=4)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="group",
            name="approval_days",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="group",
            name="flagged_words",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="membership",
            name="muted_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="audience",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "moderators")),
                fields=("subject_kind", "subject_ref"),
                name="groups_audience_one_of_moderators",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sanctions",
                to="groups.group",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(models.F("person"), models.F("at"), name="groups_sanction_person"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("group__isnull", False)),
                fields=("kind", "group", "person"),
                name="groups_sanction_one_in_a_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("group", None)),
                fields=("kind", "person"),
                name="groups_sanction_one_everywhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__isnull", False), ("kind", "ban")),
                    models.Q(("kind", "mute"), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="groups_sanction_mutes_end_bans_name_a_group",
            ),
        ),
        migrations.RunPython(make_site_moderators, migrations.RunPython.noop),
    ]
