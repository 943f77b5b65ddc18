"""Who is muted everywhere says nothing until then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_profiles")]

    operations = [
        migrations.AddField(model_name="person", name="muted_until", field=models.DateTimeField(blank=True, null=True)),
    ]
