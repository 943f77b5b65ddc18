"""Where a search has more followers than are asked in one round: whose turn was last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_kept_searches")]

    operations = [
        migrations.AddField(model_name="keptsearch", name="asked_up_to", field=models.BigIntegerField(default=0)),
    ]
