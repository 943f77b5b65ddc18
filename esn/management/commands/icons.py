"""``manage.py icons``: draw the icons of the installed app anew, after the mark has changed."""

from typing import Any

from django.core.management.base import BaseCommand

from esn.management import app_icons


class Command(BaseCommand):
    """Writes the pictures into the static files; they are committed."""

    help = "Draw the icons of the installed app from the mark, into frontend/static/esn/icons."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, and say where."""
        for path in app_icons.write_all():
            self.stdout.write(str(path))
