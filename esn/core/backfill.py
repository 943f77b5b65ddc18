"""What migrations fill in for rows that are there already, as it was when they were written: nothing here changes.

A migration gives the same whenever it is applied, so it calls no code of the present. Whoever writes a name anew sorts
it anew (``esn.core.folding``).
"""

import re
import unicodedata
from typing import Any

_BATCH = 500
_SORT_LIMIT = 400
_WORD_LIMIT = 64
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def folded(text: str) -> str:
    """The words of a text without capitals, accents and ligatures, with one space between them."""
    plain = (unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES)) for word in _WORD.findall(text))
    words = ("".join(letter for letter in word if letter.isalnum())[:_WORD_LIMIT] for word in plain)
    return " ".join(word for word in words if word)


def fill_sort_names(rows: Any, called: str = "name") -> None:
    """Give the rows of a model of the past, in batches, what they are sorted by: the field ``called``, folded."""
    last = ""
    while batch := list(rows.order_by("id").only("id", called).filter(id__gt=last)[:_BATCH]):
        for one in batch:
            one.sort_name = folded(getattr(one, called))[:_SORT_LIMIT]
        rows.bulk_update(batch, ["sort_name"])
        last = batch[-1].id
