"""The tables of an index in PostgreSQL; on SQLite they stay empty."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import esn.core.clock
import search.models


def search_by_terms(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """An index on the terms, which lie beside the other columns and are not pressed: each search reads them."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX search_document_terms ON search_indexeddocument USING gin (terms) WITH (fastupdate = off)"
        )
        editor.execute("ALTER TABLE search_indexeddocument ALTER COLUMN terms SET STORAGE EXTERNAL")
        editor.execute("ALTER TABLE search_indexeddocument SET (toast_tuple_target = 4080)")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_turns_of_followers"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexBuild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signature", models.CharField(max_length=32)),
                ("current", models.BooleanField(default=False)),
                ("xid", models.BigIntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("written_at", models.DateTimeField(default=esn.core.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("current",), name="search_one_current"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexedCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(max_length=32)),
                ("kind", models.SmallIntegerField()),
                ("face", models.BooleanField()),
                ("documents", models.BigIntegerField()),
                ("words", models.BigIntegerField()),
                (
                    "build",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.indexbuild",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("build", "audience", "kind", "face"), name="search_count_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                ("tie", models.BigIntegerField()),
                ("print", models.BigIntegerField()),
                ("kind", models.SmallIntegerField()),
                ("ident", models.CharField(max_length=32)),
                ("audience", models.CharField(max_length=32)),
                ("author", models.CharField(max_length=32)),
                ("in_group", models.CharField(max_length=32)),
                ("customer", models.CharField(max_length=32)),
                ("of_case", models.CharField(max_length=32)),
                ("thread", models.CharField(max_length=32)),
                ("holder", models.CharField(max_length=32)),
                ("companions", models.CharField(max_length=32)),
                ("at", models.BigIntegerField()),
                ("length", models.IntegerField()),
                ("marks", models.SmallIntegerField()),
                ("status", models.SmallIntegerField()),
                ("side", models.SmallIntegerField()),
                ("lang", models.SmallIntegerField()),
                ("face", models.BooleanField()),
                ("terms", search.models.Terms()),
                (
                    "build",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.indexbuild",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["build", "companions"], name="search_document_companions")],
                "constraints": [models.UniqueConstraint(fields=("build", "hash"), name="search_document_once")],
            },
        ),
        migrations.CreateModel(
            name="IndexedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=80)),
                (
                    "build",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.indexbuild",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("build", "word"), name="search_word_once")],
            },
        ),
        migrations.RunPython(search_by_terms, migrations.RunPython.noop),
    ]
