import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0005_appointments"),
        ("people", "0007_invitations_by_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProvisioningConnection",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=esn.core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "acts_as",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provisioning",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionedPerson",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="provisioned",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("user_name", models.CharField(max_length=254)),
                ("user_name_key", models.CharField(max_length=254, unique=True)),
                ("external_id", models.CharField(blank=True, max_length=254)),
                ("said", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=esn.core.clock.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.provisioningconnection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionedGroup",
            fields=[
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="provisioned",
                        serialize=False,
                        to="groups.group",
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=254)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=esn.core.clock.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.provisioningconnection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProvisionedSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="provisioned_seats",
                        to="groups.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="provisioned_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "person"), name="groups_provisionedseat_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="provisioningconnection",
            index=models.Index(fields=["-made_at", "-id"], name="groups_provisioning_newest"),
        ),
        migrations.AddIndex(
            model_name="provisionedperson",
            index=models.Index(fields=["external_id"], name="groups_provisioned_external"),
        ),
        migrations.AddIndex(
            model_name="provisionedgroup",
            index=models.Index(fields=["external_id"], name="groups_provisioned_team"),
        ),
    ]
