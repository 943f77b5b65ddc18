"""Static files with the hash of their content in their name, compressed once, so that browsers keep them for ever."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What our pages do not ask for: the readable docs of the API (served as they are), other versions, sources.
UNUSED = ["drf_spectacular_sidecar", "rest_framework", "account", "ext", "htmax*", "htmx-4*", "htmx-2.js", "*.map"]
_FINGERPRINT = "esn.fingerprint"


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed once collected; before that (tests, development) the plain names are served."""

    manifest_strict = False
    patterns = ()  # our files name no other files, and the libraries' source maps are left out

    def stored_name(self, name: str) -> str:
        """The hashed name of a collected file, the plain name of any other."""
        stored: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return stored


def outdated() -> bool:
    """Whether some static file changed since they were collected."""
    kept = Path(settings.STATIC_ROOT) / _FINGERPRINT
    return not kept.is_file() or kept.read_text() != fingerprint()


def collect() -> int:
    """Gather the static files of all apps into STATIC_ROOT, hashed and compressed; an exit code."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    (root / _FINGERPRINT).write_text(fingerprint())
    return 0


def fingerprint() -> str:
    """What changes when any static file of any app does."""
    return hashlib.sha256("\n".join(sorted(_stamps())).encode()).hexdigest()


def _stamps() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
