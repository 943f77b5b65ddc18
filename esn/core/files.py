"""Kept bytes: each content once, below the data folder, under its SHA-256; written beside, flushed, then renamed."""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings

GRACE = 3600.0  # seconds in which kept bytes may wait for the row that names them
_CHUNK = 256 * 1024
_KEPT = re.compile(r"([0-9a-f]{64})(-\d+)?")


class TooLargeError(Exception):
    """There are more bytes than the site takes."""


@contextmanager
def bench() -> Iterator[Path]:
    """A folder for what is being made, on the same disk; it is gone afterwards with all that is left in it."""
    with tempfile.TemporaryDirectory(dir=_place("making")) as made:
        yield Path(made)


def write(source: IO[bytes], target: Path, *, limit: int) -> int:
    """Copy a stream into a file; how many bytes. TooLargeError when there are more than ``limit``."""
    size = 0
    with target.open("wb") as file:
        while part := source.read(_CHUNK):
            size += len(part)
            if size > limit:
                raise TooLargeError
            file.write(part)
    return size


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(path: Path, smaller: Mapping[int, Path]) -> str:
    """Keep a file of the bench, and smaller pictures of it by their size; its SHA-256, under which all are found."""
    sha256 = digest(path)
    with _turn():
        for size, made in smaller.items():
            _put(made, where(sha256, size))
        _put(path, where(sha256))
    return sha256


def where(sha256: str, size: int | None = None) -> Path:
    """Where kept bytes lie."""
    return settings.DATA_DIR / "files" / sha256[:2] / (sha256 if size is None else f"{sha256}-{size}")


def kept() -> Iterator[str]:
    """Every SHA-256 under which bytes lie longer than their grace; what else lies there since then is removed."""
    before = time.time() - GRACE
    for folder in sorted(path for path in _place("").iterdir() if path.is_dir()):
        for path in sorted(folder.iterdir()):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime > before:
                    continue
                if folder.name == "making":
                    shutil.rmtree(path, ignore_errors=True)
                elif found := _KEPT.fullmatch(path.name):
                    yield found[1]


def forget(sha256: str) -> bool:
    """Remove bytes that no row names, unless somebody has sent them again just now; whether they were removed."""
    with _turn():
        path = where(sha256)
        with suppress(FileNotFoundError):
            if path.stat().st_mtime > time.time() - GRACE:
                return False
        for one in path.parent.glob(f"{sha256}*"):
            one.unlink(missing_ok=True)
        return True


def _put(made: Path, target: Path) -> None:
    """Move a file to its place; what lies there already has the same bytes and is as good as new."""
    if target.exists():
        os.utime(target)
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _place(name: str) -> Path:
    place: Path = settings.DATA_DIR / "files" / name
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


@contextmanager
def _turn() -> Iterator[None]:
    """One at a time, so that nothing is removed while it is being kept again."""
    with (_place("") / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
