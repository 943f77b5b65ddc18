"""Documents as the usual libraries write them, whole: their words are read like those of small ones."""

import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from esn.core import document_words, file_kinds

KINDS = file_kinds.OFFICE
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}{\colortbl;\red255\green0\blue0;}"
    rb"{\*\generator Unsaid 1.0;}{\info{\author Unsaid}}"
    rb"\viewkind4\uc1\pard\lang1036\f0\fs24 Les portes d\'92\'e9t\'e9 \b Zanzibar\b0\par \u8364? 4187\par}"
)


def letter() -> bytes:
    """A letter with a heading, a table, a header and a footer."""
    document = Document()
    document.add_heading("Bon de livraison", 1)
    document.add_paragraph("Les portes d’été viennent de ").add_run("Zanzibar").bold = True
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Armoire", "4187"
    document.sections[0].header.paragraphs[0].text = "Entête"
    document.sections[0].footer.paragraphs[0].text = "Pied"
    document.core_properties.author = "Unsaid"
    return saved(document)


def stock() -> bytes:
    """Two sheets with words, numbers and a sum."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Stock"
    for row in (["Armoire", 3], ["Zanzibar", 4187], ["Somme", "=SUM(B1:B2)"]):
        sheet.append(row)
    book.create_sheet("Réserve").append(["Chêne"])
    return saved(book)


def talk() -> bytes:
    """Two slides, one with notes."""
    shown = Presentation()
    for number, words in enumerate(("Zanzibar", "Portes d’été")):
        slide = shown.slides.add_slide(shown.slide_layouts[1])
        slide.shapes.title.text = words
        slide.placeholders[1].text = f"Point {number}"
    slide.notes_slide.notes_text_frame.text = "À dire"
    return saved(shown)


def saved(made: object) -> bytes:
    """What a library writes."""
    file = io.BytesIO()
    made.save(file)  # type: ignore[attr-defined]  # three libraries, one way, no common class
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", letter(), ["Bon de livraison", "viennent de Zanzibar", "Armoire", "4187", "Entête", "Pied"]),
        ("b.xlsx", stock(), ["Stock", "Réserve", "Armoire", "Zanzibar", "4187", "Chêne"]),
        ("c.pptx", talk(), ["Zanzibar", "Portes d’été", "Point 1", "À dire"]),
        ("d.rtf", RTF, ["Les portes d’été Zanzibar", "€ 4187"]),
    ],
)
def test_the_words_of_whole_documents_are_read(tmp_path: Path, name: str, content: bytes, words: list[str]) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    kind = file_kinds.kind_of(path, name)
    assert kind in (file_kinds.RTF, *KINDS.values())
    said = document_words.inside(path, str(kind))
    assert [word for word in words if word not in said] == []
    assert "Unsaid" not in said
