"""Moving rows from one owner to another and back: a merge writes down which rows went, so that it can be undone."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

Moved = dict[str, list[Any]]  # ids by "model.column"
_BATCH = 500


def move(rows: Iterable[QuerySet[Any]], column: str, to: Model) -> Moved:
    """Point ``column`` of all these rows to another owner; which they were."""
    moved: Moved = {}
    for found in rows:
        ids = list(found.order_by("pk").values_list("pk", flat=True))
        if ids:
            moved[f"{found.model.__name__}.{column}"] = ids
            _point(found.model, column, ids, to)
    return moved


def move_back(moved: Moved, *, since: Model, to: Model) -> None:
    """Point those of the moved rows that are still with their new owner to the old one again."""
    for name, ids in moved.items():
        model, _, column = name.partition(".")
        _point(apps.get_model("cases", model), column, ids, to, **{column: since})


def _point(model: type[Model], column: str, ids: list[Any], to: Model, **only: Any) -> None:
    for start in range(0, len(ids), _BATCH):
        rows = model._default_manager.filter(pk__in=ids[start : start + _BATCH], **only)
        rows.update(**{column: to})
