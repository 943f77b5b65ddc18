"""Conversations as another system writes them down, and the command that reads them."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

OPENING = "My wardrobe has not come."
TURNS = [
    ["client", OPENING],
    ["staff", "For which day was it promised?"],
    ["client", "The 14th, in the morning."],
    ["staff", "I call the carrier."],
]


def talk(source: Any = "k-1", turns: Any = TURNS, **more: Any) -> dict[str, Any]:
    """One conversation."""
    return {"id": source, "topics": ["Delivery"], "turns": turns, **more}


def lines(*values: Any) -> bytes:
    """JSON lines; bytes are put in as they are."""
    return b"".join((value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n" for value in values)


def kept(path: Path, content: bytes, *, zipped: bool = False) -> Path:
    """A file with this content."""
    path.write_bytes(gzip.compress(content) if zipped else content)
    return path


@dataclass(frozen=True)
class Run:
    """What a command said, and how it ended."""

    code: int
    said: str
    complaints: str


def run(name: str, path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run an import to its end."""
    said, complaints, code = StringIO(), StringIO(), 0
    try:
        call_command(name, str(path), *options, stdout=said, stderr=complaints)
    except SystemExit as end:
        code = int(end.code or 0)
    return Run(code, said.getvalue(), complaints.getvalue() + capsys.readouterr().err)


def many(count: int, turns: int = 6) -> Iterable[dict[str, Any]]:
    """Some conversations of a given length."""
    said = [["client" if number % 2 == 0 else "staff", f"What was said, number {number}."] for number in range(turns)]
    return (talk(f"k-{number}", said) for number in range(count))
