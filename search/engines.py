"""Which engine this site searches with: the one place where it is chosen."""

import functools
from pathlib import Path

from django.conf import settings

from search.embedded import Embedded
from search.interface import Engine
from search.postgres.engine import Postgres
from search.store import Store


@functools.cache
def chosen() -> Engine:
    """The engine of this site."""
    if settings.SEARCH_ENGINE == "postgres":
        return Postgres(settings.REGION)
    return Embedded(Store(Path(settings.DATA_DIR) / "search", settings.REGION))
