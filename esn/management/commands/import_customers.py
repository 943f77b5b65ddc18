"""``manage.py import_customers FILE``: customers of another system, added or corrected."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from cases.customer_rows import COLUMNS, REQUIRED, CustomerRows
from esn.management import table_import

HELP = """
Import customers from a table of a spreadsheet (CSV).

Columns: name (required), kind (person or organisation), language, and references, mails and phones, each of which may
hold several values parted by ; or |. A customer is found again by a reference, else by a mail, else by phone and name.
Ways to reach somebody are added, never taken away.
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
        table_import.TableImport(CustomerRows(), COLUMNS, REQUIRED, self.stdout, self.stderr).run(options)
