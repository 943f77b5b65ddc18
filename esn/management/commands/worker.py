"""``manage.py worker``: run the consumers of a scaled site."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from esn.server import running


class Command(BaseCommand):
    """Every consumer takes turns with those of other workers, so a second worker only waits."""

    help = "Run the consumers of the event log, apart from the web processes."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        sys.exit(running.work())
