import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.clock
import esn.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_portal_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="options",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="CustomerAnswer",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "answer",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("refused", "Refused"), ("unsure", "Unsure")], max_length=10
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=esn.core.clock.now)),
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
                    "telling",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.telling",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("telling"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="cases_answer_newest",
                    )
                ],
            },
        ),
    ]
