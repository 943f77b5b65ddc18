"""A site of its own for each measurement: an empty database that goes away afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def fresh_site() -> Iterator[None]:
    """Set Django up on an empty database: SQLite in a folder of its own, or what DATABASE_URL names (it is emptied)."""
    folder = tempfile.mkdtemp(prefix="esn-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    os.environ["ESN_DATA_DIR"] = folder
    os.environ["ESN_API_PER_MINUTE"] = "0"  # a benchmark asks as often as it can
    os.environ.setdefault("ESN_SECRET_KEY", "a key for measuring alone")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
