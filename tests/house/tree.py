"""The files of the project: what git knows, so that nothing a machine left behind is judged."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("people", "groups", "feeds", "inbox", "cases", "search")
SOURCES = ("esn", *ROOMS, "frontend")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the tree that is committed or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return tuple(Path(name) for name in sorted(set(listed.stdout.split("\0"))) if name and (ROOT / name).is_file())


def files(*suffixes: str, below: tuple[str, ...] = SOURCES) -> list[Path]:
    """The tracked files with one of these endings below these folders."""
    return [path for path in tracked() if path.suffix in suffixes and path.parts[0] in below]


def text(path: Path) -> str:
    """What stands in the file."""
    return (ROOT / path).read_text(encoding="utf-8")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module or file in the root, as the README's reader would, and hand back what it said."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, env={**os.environ, **environment}
    )
