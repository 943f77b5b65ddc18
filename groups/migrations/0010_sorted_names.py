import re
import unicodedata
from typing import Any

from django.db import migrations, models

_BATCH = 500
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def _folded(text: str) -> str:
    """As names were folded when this was written: renaming a group folds its name anew."""
    plain = (unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES)) for word in _WORD.findall(text))
    words = ("".join(letter for letter in word if letter.isalnum())[:64] for word in plain)
    return " ".join(word for word in words if word)[:400]


def sort_groups(apps: Any, schema_editor: Any) -> None:
    """The groups that there are get what they are sorted by."""
    group = apps.get_model("groups", "Group")
    rows, last = group.objects.order_by("id").only("id", "name"), ""
    while batch := list(rows.filter(id__gt=last)[:_BATCH]):
        for one in batch:
            one.sort_name = _folded(one.name)
        group.objects.bulk_update(batch, ["sort_name"])
        last = batch[-1].id


class Migration(migrations.Migration):
    dependencies = [("groups", "0009_quiet_hours")]

    operations = [
        migrations.AddField(
            model_name="group",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["sort_name", "id"], name="groups_group_sorted"),
        ),
        migrations.RunPython(sort_groups, migrations.RunPython.noop),
    ]
