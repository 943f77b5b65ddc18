"""``manage.py import_people FILE``: a directory of people, added or corrected."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from esn.management import table_import
from groups.people_rows import COLUMNS, REQUIRED, PeopleRows

HELP = """
Import people from a table of a spreadsheet (CSV).

Columns: handle and name (required), email, title, language, time_zone, department, place, phone, and partner for a
partner's guest. A person is
found again by the handle. Nobody gets a password by this: manage.py changepassword HANDLE gives one.
"""


class Command(BaseCommand):
    """The same file twice changes nothing the second time."""

    help = HELP + table_import.HELP

    def add_arguments(self, parser: CommandParser) -> None:
        """What to read, and whether to change anything."""
        table_import.add_arguments(parser)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Import the table."""
        table_import.TableImport(PeopleRows(), COLUMNS, REQUIRED, self.stdout, self.stderr).run(options)
