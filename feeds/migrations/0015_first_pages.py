"""The first page of a document is drawn when it is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feeds", "0014_descriptions_that_changed")]

    operations = [
        migrations.AddField("file", "pages", models.PositiveIntegerField(null=True)),
        migrations.AddField("file", "page_width", models.PositiveIntegerField(null=True)),
        migrations.AddField("file", "page_height", models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            "file",
            models.CheckConstraint(
                condition=models.Q(pages=None, page_width=None, page_height=None)
                | models.Q(pages__gt=0, page_width__gt=0, page_height__gt=0),
                name="feeds_file_whole_page",
            ),
        ),
    ]
