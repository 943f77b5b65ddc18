"""``manage.py words``: bring the French catalogue in step with the code, compile it, and say what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from esn.management import catalogue


class Command(BaseCommand):
    """Gathers the words in pure Python: no gettext needs to be installed."""

    help = "Bring the translation catalogue in step with the code, compile it, and list the words without translation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which catalogue."""
        parser.add_argument("--language", default="fr")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the .po and the .mo beside it."""
        language = options["language"]
        kept = catalogue.read(language)
        catalogue.renew(kept, catalogue.gather())
        path = catalogue.catalogue_file(language)
        path.write_bytes(catalogue.as_text(kept))
        path.with_suffix(".mo").write_bytes(catalogue.compiled(kept))
        missing = catalogue.untranslated(kept)
        for message in missing:
            self.stdout.write(f"  {message.id!r}")
        self.stdout.write(f"{len(kept)} words in {path.name}, {len(missing)} without translation")
