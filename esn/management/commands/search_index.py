"""``manage.py search_index``: how the search index is, building it anew, comparing it with the database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from esn.management.terminal import Progress
from feeds.queries import documents_read
from search import index, upkeep, verifying
from search.files import BrokenIndexError


class Command(BaseCommand):
    """Safe beside a running site: searches go on meanwhile."""

    help = "Says how the search index is (status), builds it anew without a pause (rebuild), or compares it (verify)."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and how to say it."""
        parser.add_argument("deed", choices=("status", "rebuild", "verify"), nargs="?", default="status")
        parser.add_argument("--json", action="store_true", help="as one JSON object on one line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1: the index is not well, or is not what the database says."""
        deed = {"status": self._status, "rebuild": self._rebuild, "verify": self._verify}[options["deed"]]
        told, well = deed()
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            width = max(map(len, told))
            for name, value in told.items():
                self.stdout.write(f"{name:{width}}  {_plain(value)}")
        if not well:
            sys.exit(1)

    def _status(self) -> tuple[dict[str, Any], bool]:
        """Health, how far behind the log, size, documents read; every byte is compared with what was written."""
        found, words = upkeep.index_now(thorough=True), documents_read()
        written = found.written_at.isoformat() if found.written_at else None
        told = {
            "state": found.state,
            "behind": found.waiting,
            "documents": found.documents,
            "segments": found.segments,
            "bytes": found.bytes,
            "schema": index.signature(),
            "written_at": written,
            "rebuilding": found.rebuilding,
            "documents_read": words.read,
            "documents_to_read": words.waiting,
        }
        return told, found.state == "ok"

    def _rebuild(self) -> tuple[dict[str, Any], bool]:
        """A new index beside the present one, which serves until it is switched by one rename."""
        progress = Progress(sys.stderr)
        number = index.rebuild(lambda done: progress(done, done, f"{done} documents"))
        progress.end()
        return {"documents": number}, True

    def _verify(self) -> tuple[dict[str, Any], bool]:
        """Missing, stale and surplus documents."""
        try:
            found = verifying.verify()
        except BrokenIndexError as error:
            return {"same": False, "error": str(error)}, False
        told = {
            "same": found.same,
            "documents": found.documents,
            "missing": found.missing,
            "stale": found.stale,
            "surplus": found.surplus,
            "following": found.following,
            "missing_keys": list(found.missing_keys),
            "stale_keys": list(found.stale_keys),
        }
        return told, found.same


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list) else str("-" if value is None else value)
