"""``manage.py serve``: serve the site that is there."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from esn.management import terminal
from esn.server import running


class Command(BaseCommand):
    """One process tree, or the web process alone where workers run apart (REDIS_URL)."""

    help = "Serve the site: with its worker, or alone where REDIS_URL is set and workers run apart."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000); 0 takes a free one")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until a signal comes."""

        def on_ready(port: int) -> None:
            with translation.override(terminal.language()):
                self.stdout.write(_("The site is at %(address)s") % {"address": f"http://localhost:{port}"})
            self.stdout.flush()

        sys.exit(running.serve(options["host"], options["port"], on_ready))
