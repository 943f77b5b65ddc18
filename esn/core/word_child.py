"""The process that reads the words of a document: limited before anything is imported, run by ``document_words`` alone.

Reads an order in JSON; says the words that it found. Of an office file it unpacks the parts that hold words alone, as
far as the order allows. A part that declares a document type is refused: no office program writes one.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

BLOCK = 64 * 1024
PARTS = 2_000  # files in a package
_WORD, _SHEET, _SLIDES, _OPEN = "docx", "xlsx", "pptx", "opendocument"
_HOLDING_WORDS = {
    _WORD: r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml",
    _SHEET: r"xl/(workbook|sharedStrings|worksheets/sheet\d+|comments\d*)\.xml",
    _SLIDES: r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml",
    _OPEN: r"content\.xml",
}
_SAYING = frozenset({"t", "v"})  # elements of the three that hold words and numbers
_ENDING = frozenset({"p", "h", "si", "c", "row", "tab", "br", "table-cell", "line-break", "s"})


class RefusedError(Exception):
    """Nothing of it is read."""


def main() -> None:
    """Do what the order says."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        told = {"words": words(order)}
    except MemoryError:
        told = {"words": ""}
    except Exception:
        told = {"words": ""}  # whatever a decoder stumbles over
    json.dump(told, sys.stdout)


def words(order: dict[str, Any]) -> str:
    """The words of a document, up to so many characters."""
    said, room = [], order["letters"]
    for part in _READERS[order["kind"]](order):
        said.append(part[:room])
        room -= len(said[-1])
        if room <= 0:
            break
    return "".join(said).encode(errors="replace").decode()


def of_pdf(order: dict[str, Any]) -> Iterator[str]:
    """The words of the pages of a PDF, the first ones."""
    import pypdfium2

    with pypdfium2.PdfDocument(order["path"]) as document:
        for number in range(min(len(document), order["pages"])):
            yield document[number].get_textpage().get_text_bounded() + "\n"


def of_text(order: dict[str, Any]) -> Iterator[str]:
    """A file of plain text: UTF-8, or one byte a letter as old spreadsheets write."""
    with open(order["path"], "rb") as file:
        beginning = file.read(4 * order["letters"])
    try:
        yield beginning.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = len(beginning) == 4 * order["letters"] and error.start >= len(beginning) - 4  # in the middle of a letter
        yield beginning[: error.start].decode() if cut else beginning.decode("cp1252", "replace")


def of_rtf(order: dict[str, Any]) -> Iterator[str]:
    """The words of a text with the marks of old word processors; what is much too large is not looked at."""
    from striprtf.striprtf import rtf_to_text

    with open(order["path"], "rb") as file:
        written = file.read(order["unpacked"] + 1)
    if len(written) > order["unpacked"]:
        raise RefusedError
    yield rtf_to_text(written.decode("cp1252", "replace"), errors="replace")


def of_package(order: dict[str, Any]) -> Iterator[str]:
    """The words of an office file: a package of parts in XML."""
    import zipfile

    room = order["unpacked"]
    holding = re.compile(_HOLDING_WORDS[order["kind"]])
    with zipfile.ZipFile(order["path"]) as package:
        parts = package.infolist()
        if len(parts) > PARTS:
            raise RefusedError
        for part in sorted(parts, key=_natural):
            if not holding.fullmatch(part.filename) or part.flag_bits & 1:
                continue
            reader = _Reader(everything=order["kind"] == _OPEN)
            with package.open(part) as file:
                while block := file.read(BLOCK):
                    room -= len(block)
                    if room < 0:
                        return
                    yield reader.take(block)
            yield "\n"


def _natural(part: Any) -> tuple[str, int]:
    """Slide 2 before slide 10."""
    found = re.search(r"\d+", part.filename)
    return re.sub(r"\d+", "", part.filename), int(found[0][:9]) if found else 0


class _Reader:
    """Takes the words out of one part as it comes."""

    def __init__(self, *, everything: bool) -> None:
        from xml.parsers import expat

        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._everything = everything
        self._said: list[str] = []
        self._saying = 0
        self._shared = False  # a cell that only points to a shared text

    def take(self, block: bytes) -> str:
        """The words that a few more bytes hold."""
        self._said = []
        self._parser.Parse(block, False)
        return "".join(self._said)

    def _refuse(self, *_declared: object) -> None:
        raise RefusedError

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._shared = attributes.get("t") in ("s", "b", "e")
        if tag in _SAYING and not (tag == "v" and self._shared):
            self._saying += 1
        if tag == "sheet":
            self._said.append(attributes.get("name", "") + "\n")

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag in _SAYING and self._saying:
            self._saying -= 1
        if tag in _ENDING:
            self._said.append(" " if tag in ("s", "tab") else "\n")

    def _say(self, letters: str) -> None:
        if self._saying or self._everything:
            self._said.append(letters)


_READERS = {"pdf": of_pdf, "text": of_text, "rtf": of_rtf, **dict.fromkeys(_HOLDING_WORDS, of_package)}


if __name__ == "__main__":
    main()
