from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_rules_exceptions_huddles")]

    operations = [
        migrations.AddField(
            model_name="customernote",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="customernote",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
