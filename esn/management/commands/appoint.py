"""``manage.py appoint HANDLE ROLE``: give a role in the site where there are not two administrators yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from esn.core import audit
from groups.actions.accounts import write_role
from people.models import Person

ROLES = ("site_admin", "compliance_admin", "none")


class Command(BaseCommand):
    """Whoever has the shell of the server is outside of what the site decides; the audit log keeps that it was done."""

    help = (
        "Let a colleague run the site (site_admin), watch over it (compliance_admin), or do neither (none). On the"
        " pages two administrators decide this; here it is for a site that has not two of them."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and what."""
        parser.add_argument("handle", help="how the person signs in")
        parser.add_argument("role", choices=ROLES)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Write the role down."""
        person = (
            Person.objects.select_for_update()
            .filter(handle=options["handle"].lower(), kind=Person.Kind.MEMBER, is_active=True)
            .first()
        )
        if person is None:
            raise CommandError(f"Nobody active of the house signs in as {options['handle']}.")
        role = "" if options["role"] == "none" else options["role"]
        if person.site_role and role and person.site_role != role:
            raise CommandError(f"{person.handle} is {person.site_role}; nobody has both roles. Take that one first.")
        audit.note("", "role.given_by_command", "person", person.id, role=role)
        write_role(person, person, role)
        self.stdout.write(f"{person.name} ({person.handle}): {role or 'no role'}")
