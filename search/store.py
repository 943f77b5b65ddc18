"""The folder of an index: which one is current, how far it has come, and how the two are switched at once.

``<data>/search/current`` is a link to the folder in use. In it lie the segments, Whoosh's table of contents, and
``position.json``, written after each commit: whoever reads it first and opens the segments after it holds at least what
it says. The folder is private: Whoosh's table of contents is a pickle.
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import Stemmer
import whoosh
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC, clean_files

from search import language
from search.analysis import RECORD
from search.codec import schema
from search.files import BrokenIndexError, PlacedStorage
from search.segments import NAME

FORMAT = 4  # raise with every change of what a segment holds, or of which documents there are
_CURRENT, _POSITION, _BROKEN = "current", "position.json", "broken"
_LOCK, _BUILD_LOCK = "lock", "building.lock"


@dataclass(frozen=True)
class Progress:
    """How far an index has come: the place in the event log (0, 0 for none), and which audiences opened or closed.

    ``opened`` says of audiences that changed as a whole whether they are open to members, so that hiding a group of
    many thousand posts writes one line and no post.
    """

    place: tuple[int, int] = (0, 0)
    opened: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Contents:
    """The segments of an index, and the number of the commit that made them."""

    segments: list[W3Segment]
    generation: int


def signature(region: str) -> str:
    """What an index depends on beside its documents; another signature means another index."""
    parts = (FORMAT, language.VERSION, region, RECORD.descr, Stemmer.version(), whoosh.__version__, numpy.__version__)
    said = json.dumps([*map(str, parts), unicodedata.unidata_version])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


class Store:
    """The place of one index on disk."""

    def __init__(self, base: Path, region: str) -> None:
        self.base = base
        self.signature = signature(region)

    def current(self) -> Path | None:
        """The folder in use; None when there is none of our signature, or when it was found broken."""
        if (self.base / _BROKEN).exists():
            return None
        with suppress(OSError):
            folder = self.base / os.readlink(self.base / _CURRENT)
            if folder.name.startswith(self.signature) and (folder / _POSITION).is_file():
                return folder
        return None

    def create(self) -> Path:
        """A new empty folder, private, not in use yet."""
        self.base.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.base.chmod(0o700)
        folder = self.base / f"{self.signature}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        TOC.create(PlacedStorage(str(folder)), schema(), NAME)
        return folder

    def switch(self, folder: Path) -> None:
        """Put a folder in use by one rename, and remove the others."""
        link = self.base / f"{_CURRENT}.{secrets.token_hex(4)}"
        link.symlink_to(folder.name)
        link.replace(self.base / _CURRENT)
        (self.base / _BROKEN).unlink(missing_ok=True)
        for other in self.base.iterdir():
            if other.is_dir() and not other.is_symlink() and other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def mark_broken(self) -> None:
        """Leave word that the index must be built anew; nothing when the disk takes no word."""
        with suppress(OSError):
            self.base.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.base / _BROKEN).touch(mode=0o600)

    def is_marked_broken(self) -> bool:
        """Whether somebody left word that the index is broken."""
        return (self.base / _BROKEN).exists()

    @contextmanager
    def locked(self, *, building: bool = False) -> Iterator[None]:
        """Hold the writer's turn, or the builder's; a second one waits, also in another process."""
        self.base.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.base / (_BUILD_LOCK if building else _LOCK)).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def stamp(folder: Path) -> tuple[int, int, int]:
    """What changes with each commit, for the price of one look."""
    status = (folder / _POSITION).stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def generation(folder: Path) -> int:
    """The number of the newest commit in a folder; -1 when there is none. Files of older commits may be gone."""
    newest: int = TOC._latest_generation(PlacedStorage(str(folder)), NAME)  # the library has no other name for it
    return newest


def read_progress(folder: Path) -> Progress:
    """How far the index in a folder has come; BrokenIndexError when that cannot be read."""
    try:
        said: dict[str, Any] = json.loads((folder / _POSITION).read_bytes())
        return Progress((int(said["xid"]), int(said["position"])), dict(said["opened"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenIndexError(f"{_POSITION}: {error}") from error


def write_progress(folder: Path, progress: Progress) -> None:
    """Say how far the index in a folder has come, at once or not at all."""
    said = {"xid": progress.place[0], "position": progress.place[1], "opened": progress.opened}
    draft = folder / f"{_POSITION}.draft"
    draft.write_text(json.dumps(said))
    draft.chmod(0o600)
    draft.replace(folder / _POSITION)


def read_contents(folder: Path) -> Contents:
    """The segments in a folder; BrokenIndexError when the table of contents cannot be read."""
    try:
        toc = TOC.read(PlacedStorage(str(folder)), NAME, schema=schema())
    except Exception as error:  # a damaged pickle raises anything
        raise BrokenIndexError(f"table of contents: {error}") from error
    return Contents(toc.segments, toc.generation)


def write_contents(folder: Path, contents: Contents) -> None:
    """Commit some segments, and remove the files of the others."""
    storage = PlacedStorage(str(folder))
    TOC(schema(), contents.segments, contents.generation).write(storage, NAME)
    clean_files(storage, NAME, contents.generation, contents.segments)


def size(folder: Path) -> int:
    """The bytes of an index."""
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
