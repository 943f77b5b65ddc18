"""The words inside documents: read where they are, and nothing of what cannot or must not be opened."""

import io
import zipfile
from pathlib import Path

import pytest

from esn.core import document_words, file_kinds
from tests.core.office_files import docx, opendocument, package, pptx, xlsx
from tests.feeds.pictures import PDF, document

KINDS = file_kinds.OFFICE


def read(folder: Path, content: bytes, kind: str) -> str:
    """The words inside some bytes."""
    path = folder / "file"
    path.write_bytes(content)
    return document_words.inside(path, kind)


def test_each_kind_of_document_says_its_words(tmp_path: Path) -> None:
    assert read(tmp_path, document("Zanzibar doors", pages=2), file_kinds.PDF) == "Zanzibar doors Zanzibar doors"
    assert read(tmp_path, docx("Zanzibar", "Portes d’été"), KINDS["docx"]) == "Zanzibar Portes d’été"
    assert read(tmp_path, xlsx("Zanzibar", "Porte"), KINDS["xlsx"]) == "Zanzibar Porte Stock 4187"
    slides = [f"Slide{number}" for number in range(1, 12)]
    assert read(tmp_path, pptx(*slides), KINDS["pptx"]).split() == slides
    for ending in ("odt", "ods", "odp"):
        assert read(tmp_path, opendocument("Zanzibar", "Portes"), KINDS[ending]) == "Zanzibar Portes"
    assert read(tmp_path, "Café\r\nZanzibar".encode(), file_kinds.TEXT) == "Café Zanzibar"
    assert read(tmp_path, "Café".encode("cp1252"), file_kinds.TEXT) == "Café"


def test_only_so_much_is_kept(tmp_path: Path) -> None:
    long = "word " * 60_000
    for content, kind in ((long.encode(), file_kinds.TEXT), (docx(long), KINDS["docx"])):
        said = read(tmp_path, content, kind)
        assert document_words.LETTERS - 8 <= len(said) <= document_words.LETTERS
    cut = b"a" + "é".encode() * 4 * document_words.LETTERS
    assert set(read(tmp_path, cut, file_kinds.TEXT)) == {"a", "é"}, "it ends in the middle of a letter"


def encrypted(content: bytes) -> bytes:
    """A package whose parts say that they are encrypted."""
    made = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(sign)
        while at >= 0:
            made[at + place] |= 1
            at = made.find(sign, at + 4)
    return bytes(made)


def bomb() -> bytes:
    """Half a gigabyte of nothing in half a megabyte, before the words."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written, written.open("word/document.xml", "w") as part:
        part.write(b'<w:document xmlns:w="urn:w">')
        for _ in range(512):
            part.write(b" " * 1024 * 1024)
        part.write(b"<w:t>zanzibar</w:t></w:document>")
    return made.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
DECLARED = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l9 SYSTEM "secrets.xml">]>'
UNREADABLE = {
    "no document at all": (b"\x00\x01" * 500, KINDS["docx"]),
    "cut short": (docx("Zanzibar")[:200], KINDS["docx"]),
    "encrypted": (encrypted(docx("Zanzibar")), KINDS["docx"]),
    "laughing": (opendocument("&l9;", before=DECLARED), KINDS["odt"]),
    "asking for another file": (opendocument("&l9;", before=OUTSIDE), KINDS["odt"]),
    "of too many parts": (package({f"xl/worksheets/sheet{n}.xml": "<t>x</t>" for n in range(2_100)}), KINDS["xlsx"]),
    "swollen": (bomb(), KINDS["docx"]),
    "not well formed": (package({"content.xml": "<a><b></a>"}), KINDS["odt"]),
    "empty": (b"", file_kinds.TEXT),
    "no text with marks": (b"\\rtf1 {{{" * 2_000, file_kinds.RTF),
    "a text with marks cut short": (rb"{\rtf1\ansi{\fonttbl{\f0", file_kinds.RTF),
    "a broken PDF": (PDF, file_kinds.PDF),
    "a PDF cut short": (document("Zanzibar")[:300], file_kinds.PDF),
    "a PDF of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 100, file_kinds.PDF),
}


@pytest.mark.parametrize("what", list(UNREADABLE))
def test_what_cannot_be_read_says_nothing(tmp_path: Path, what: str) -> None:
    assert read(tmp_path, *UNREADABLE[what]) == ""


def test_words_are_clean_for_a_database(tmp_path: Path) -> None:
    assert read(tmp_path, b"Zan\x1bzi\x07bar\x00", file_kinds.TEXT) == "Zan zi bar"
    assert read(tmp_path, docx("\ue000Zanzibar"), KINDS["docx"]) == "Zanzibar"


def test_one_for_which_there_is_no_room_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_words, "MEMORY", 1024)
    assert read(tmp_path, docx("Zanzibar"), KINDS["docx"]) == "", "there is no room to begin in"
