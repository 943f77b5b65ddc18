import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_muting"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("guest", "Guest"),
                            ("contact", "Contact"),
                            ("system", "System"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("language", models.CharField(max_length=5)),
                ("group_id", esn.core.ids.IdField(blank=True)),
                ("group_role", models.CharField(blank=True, max_length=10)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sending", models.PositiveIntegerField(default=1)),
                ("sent_at", models.DateTimeField(default=esn.core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.partner",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
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
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        fields=["by"],
                        name="people_invitation_sender",
                    ),
                    models.Index(fields=["-sent_at", "-id"], name="people_invitation_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        name="people_invitation_one_to_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group_id", ""), ("kind", "guest"), ("partner__isnull", False)),
                            models.Q(("kind", "member"), ("partner", None)),
                            _connector="OR",
                        ),
                        name="people_invitation_guests_have_a_partner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("used_at", None)),
                            models.Q(("person__isnull", False), ("used_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="people_invitation_used_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at", None), ("revoked_at", None), _connector="OR"),
                        name="people_invitation_ends_once",
                    ),
                ],
            },
        ),
    ]
