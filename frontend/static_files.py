"""Static files with the hash of their content in their name, compressed once, so that browsers keep them for ever.

Every style sheet in ``static/esn`` is a part of one, and what every page runs is one script: joined when they are
collected, and served part by part before that (tests, development).
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What our pages do not ask for: the readable docs of the API (served as they are), other versions, sources.
UNUSED = ["drf_spectacular_sidecar", "rest_framework", "account", "ext", "htmax*", "htmx-4*", "htmx-2.js", "*.map"]
OURS = Path(__file__).parent / "static" / "esn"
STYLES = "esn/all.css"
SCRIPTS = "esn/frame.js"
# Where two sheets of a layer say something about the same thing, the later one holds. The others follow by their names.
_FIRST_SHEETS = tuple(
    f"{name}.css"
    for name in (
        *("tokens", "base", "frame", "controls", "look", "lists", "narrow"),
        *("pages", "case", "promises", "customers", "together", "boards", "decisions", "door", "administration"),
    )
)
_FRAME_SCRIPTS = ("page.js", "live.js", "feed.js", "standing.js", "sound.js", "app.js", "modules.js")
_FINGERPRINT = "esn.fingerprint"


@cache
def sheets() -> tuple[str, ...]:
    """The parts of the one style sheet, in their order."""
    others = sorted(path.name for path in OURS.glob("*.css") if path.name not in _FIRST_SHEETS)
    return tuple(f"esn/{name}" for name in (*_FIRST_SHEETS, *others))


def frame_scripts() -> tuple[str, ...]:
    """The modules that run on every page of somebody who is signed in."""
    return tuple(f"esn/{name}" for name in _FRAME_SCRIPTS)


def served(whole: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of the joined file, or of its parts while the files are not collected."""
    is_joined = whole in getattr(staticfiles_storage, "hashed_files", {})
    return tuple(staticfiles_storage.url(name) for name in ((whole,) if is_joined else parts))


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Joined, hashed and compressed once collected; before that the plain names are served."""

    manifest_strict = False
    patterns = ()  # our files name no other files, and the libraries' source maps are left out

    def stored_name(self, name: str) -> str:
        """The hashed name of a collected file, the plain name of any other."""
        stored: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return stored

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Write the joined files beside the collected ones, then hash and compress all of them."""
        for whole, text in ((STYLES, _joined(sheets())), (SCRIPTS, _joined(frame_scripts(), "{{\n{}\n}}\n"))):
            if self.exists(whole):
                self.delete(whole)
            paths[self.save(whole, ContentFile(text.encode()))] = (self, whole)
        yield from super().post_process(paths, **options)


def _joined(parts: tuple[str, ...], each: str = "{}\n") -> str:
    """The texts one after the other; a block around a module keeps its names apart, as its own file did."""
    return "".join(each.format((OURS.parent / name).read_text()) for name in parts)


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
    """What changes when any static file of any app does, or what they are joined to."""
    return hashlib.sha256("\n".join([*sheets(), *frame_scripts(), *sorted(_stamps())]).encode()).hexdigest()


def _stamps() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
