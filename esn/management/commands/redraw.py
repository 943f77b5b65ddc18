"""``manage.py redraw``: draws old posts as the present release does; the worker does the same by itself."""

from typing import Any

from django.core.management.base import BaseCommand

from feeds.actions.redrawing import redraw


class Command(BaseCommand):
    """See the module."""

    help = "Draws anew what an older release drew, in small steps, while the site runs; says how many posts that were."

    def handle(self, *args: Any, **options: Any) -> None:
        """Step by step, so that nobody waits for a long transaction."""
        number, step = 0, redraw()
        while step.last:
            number += step.number
            step = redraw(step.last)
        self.stdout.write(f"{number} posts drawn anew.")
