"""The words inside documents: read in a process of its own, with limits; of what cannot be read, none.

docs/decisions/0035-words-inside-documents.md says why it is done this way.
"""

import json
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

from esn.core import file_kinds

LETTERS = 100_000  # that are kept of a document: some forty pages
PAGES = 300
UNPACKED = 64 * 1024 * 1024  # bytes of the parts of a package, or of a text with marks, that are looked at
MEMORY = 384 * 1024 * 1024  # bytes of address space
SECONDS = 15  # of processor time; twice as many of the clock

_CHILD = Path(__file__).with_name("word_child.py")
_one = threading.Lock()  # at a time: what comes out is not waited for


def inside(path: Path, kind: str) -> str:
    """The words of a document of a media type, one after the other; "" when it has none or cannot be read.

    Encrypted, broken, too large and too slow ones are all alike: nobody is told, their names are found.
    """
    limits = {"memory": MEMORY, "seconds": SECONDS, "letters": LETTERS, "pages": PAGES, "unpacked": UNPACKED}
    order = {"path": str(path), "kind": _KINDS[kind], **limits}
    with _one:
        try:
            done = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-I", str(_CHILD)], input=json.dumps(order).encode(),
                capture_output=True, timeout=2 * SECONDS, env={}, check=False,
            )  # fmt: skip
            told = json.loads(done.stdout if done.returncode == 0 else b"{}")
        except (subprocess.TimeoutExpired, ValueError):
            return ""
    return _plain(str(told.get("words", "")))[:LETTERS]


def _plain(said: str) -> str:
    """Words with one space between them: no controls, which a database may not take, and no empty pages."""
    letters = (" " if unicodedata.category(letter) in ("Cc", "Cs", "Co") else letter for letter in said)
    return " ".join("".join(letters).split())


_KINDS = {
    file_kinds.PDF: "pdf",
    file_kinds.TEXT: "text",
    file_kinds.RTF: "rtf",
    **{
        kind: ending if ending in ("docx", "xlsx", "pptx") else "opendocument"
        for ending, kind in file_kinds.OFFICE.items()
    },
}
READ = tuple(_KINDS)  # the media types whose words are read
