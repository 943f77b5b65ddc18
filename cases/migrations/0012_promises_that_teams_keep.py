from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_answers_and_options")]

    operations = [
        migrations.RemoveIndex(model_name="commitment", name="cases_commitment_of_team"),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("keeper_team__isnull", False)),
                fields=["keeper_team", "state", "start"],
                name="cases_commitment_by_team",
            ),
        ),
    ]
