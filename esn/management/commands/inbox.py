"""``manage.py inbox``: makes the lines of every inbox anew from what is there; none changes when all is well."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from esn.wiring import NEEDS
from inbox.actions import reconcile
from people.models import Person


class Command(BaseCommand):
    """See the module."""

    help = "Looks again at all that needs people and corrects their inboxes; says how many lines were wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("--handle", help="of this person alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """One person at a time, so that nobody waits for a long transaction."""
        people = Person.objects.filter(is_active=True, kind__in=("member", "guest")).order_by("id")
        if options["handle"]:
            people = people.filter(handle=options["handle"])
        changed = sum(reconcile(NEEDS, [person_id]) for person_id in people.values_list("id", flat=True))
        self.stdout.write(f"{changed} lines changed.")
