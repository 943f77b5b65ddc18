"""``manage.py doctor``: one line for each thing that the site needs, and 1 as exit code when one of them is wrong."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from esn.management import diagnosis


class Command(BaseCommand):
    """Looks and changes nothing; safe beside a running site."""

    help = "Say in one line each what is configured, whether it answers, and what is wrong. Exit code 1: something is."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each finding as soon as it is known."""
        wrong = 0
        for finding in diagnosis.findings():
            self.stdout.write(f"{finding.state:5}  {finding.subject:12}  {finding.told}")
            self.stdout.flush()
            wrong += finding.state == diagnosis.WRONG
        if wrong:
            sys.exit(1)
