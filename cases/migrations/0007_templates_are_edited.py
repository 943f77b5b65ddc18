from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_indexes_that_find_beginnings")]

    operations = [
        migrations.AddField(
            model_name="checklisttemplate", name="revision", field=models.PositiveIntegerField(default=0)
        ),
    ]
