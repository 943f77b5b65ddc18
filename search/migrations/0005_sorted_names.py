import re
import unicodedata
from typing import Any

from django.db import migrations, models

_BATCH = 500
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def _folded(text: str) -> str:
    """As names were folded when this was written: whoever renames folds anew."""
    plain = (unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES)) for word in _WORD.findall(text))
    words = ("".join(letter for letter in word if letter.isalnum())[:64] for word in plain)
    return " ".join(word for word in words if word)[:400]


def _fill(rows: Any, called: str) -> None:
    last = ""
    while batch := list(rows.order_by("id").only("id", called).filter(id__gt=last)[:_BATCH]):
        for one in batch:
            one.sort_name = _folded(getattr(one, called))
        rows.bulk_update(batch, ["sort_name"])
        last = batch[-1].id


def sort_names(apps: Any, schema_editor: Any) -> None:
    """The kept searches that there are get what they are sorted by."""
    _fill(apps.get_model("search", "KeptSearch").objects, "name")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_files_and_audiences_of_the_index")]

    operations = [
        migrations.AddField(
            model_name="keptsearch",
            name="sort_name",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name="keptsearch", name="search_kept_of_owner"),
        migrations.AddIndex(
            model_name="keptsearch",
            index=models.Index(fields=["owner", "sort_name", "id"], name="search_kept_sorted"),
        ),
        migrations.RunPython(sort_names, migrations.RunPython.noop),
    ]
