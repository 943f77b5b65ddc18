from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_welcome"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="week_start",
            field=models.CharField(
                blank=True,
                choices=[("", "Language"), ("monday", "Monday"), ("sunday", "Sunday"), ("saturday", "Saturday")],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("week_start__in", ["", "monday", "sunday", "saturday"])),
                name="people_person_week_start_known",
            ),
        ),
    ]
