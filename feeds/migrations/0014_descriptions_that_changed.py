"""What was said of a picture stays in the history of its post when it is said better."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feeds", "0013_thread_choices")]

    operations = [
        migrations.AddField(
            model_name="postrevision",
            name="described",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
