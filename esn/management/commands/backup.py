"""``manage.py backup FOLDER``: copy the database, the files of people and the made key, while the site goes on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esn.management import backup
from groups.actions import note_backup


class Command(BaseCommand):
    """The administration says when the last one was taken; a copy that is not whole is none."""

    help = (
        "Copy the database as it is at one moment, the files that people sent and the secret key of the data folder"
        " into a folder that is not there yet. The site goes on meanwhile. Keep it where nobody else reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, help="a new folder, better on another disk")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it, then write down that there is one."""
        try:
            taken = backup.take(options["folder"])
        except backup.BackupError as error:
            raise CommandError(f"No backup was taken: {error}.") from error
        note_backup(size=taken.bytes, files=taken.files)
        self.stdout.write(f"{options['folder']}: {taken.database}, {taken.files} files, {taken.bytes:,} bytes.")
