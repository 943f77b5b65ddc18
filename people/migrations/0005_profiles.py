from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import esn.core.ids
from esn.core.backfill import folded


def give_everybody_a_profile(apps: Any, schema_editor: Any) -> None:
    """Staff and guests are found in the directory by their name, and speak the language in which they read the site."""
    person, profile = apps.get_model("people", "Person"), apps.get_model("people", "Profile")
    spoken = apps.get_model("people", "SpokenLanguage")
    known = person.objects.filter(kind__in=["member", "guest"]).values_list("id", "name", "handle", "title", "language")
    profiles, languages = [], []
    for id_, name, handle, title, language in known.iterator():
        words = f" {folded(f'{name} {handle} {title}')}"
        profiles.append(profile(person_id=id_, sort_name=folded(name)[:400], name_words=words, words=words))
        languages.append(spoken(person_id=id_, code=language))
    profile.objects.bulk_create(profiles, batch_size=500)
    spoken.objects.bulk_create(languages, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_signing_in")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="photo",
            field=models.CharField(blank=True, max_length=64, null=True),
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                ("id", esn.core.ids.IdField(default=esn.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="profile",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=120)),
                ("department_key", models.CharField(blank=True, max_length=400)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("about", models.TextField(blank=True, max_length=1000)),
                ("sort_name", models.CharField(blank=True, max_length=400)),
                ("name_words", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sort_name", "person"], name="people_profile_by_name"),
                    models.Index(fields=["department_key"], name="people_profile_department"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manager", None),
                            models.Q(("manager", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="people_profile_nobody_manages_themselves",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="people.skill"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "skill"), name="people_personskill_once")],
            },
        ),
        migrations.CreateModel(
            name="SpokenLanguage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spoken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["code"], name="people_spoken_code")],
                "constraints": [models.UniqueConstraint(fields=("person", "code"), name="people_spoken_once")],
            },
        ),
        migrations.RunPython(give_everybody_a_profile, migrations.RunPython.noop),
    ]
