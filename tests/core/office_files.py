"""Office files for tests: the parts that hold words, as office programs write them."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="urn:p"'
_O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:t" xmlns:table="urn:table"'


def package(parts: dict[str, str | bytes]) -> bytes:
    """A package of some parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, part in parts.items():
            written.writestr(name, part)
    return made.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A text, in which a word is cut in two as spelling checkers do."""
    said = "".join(f"<w:p><w:r><w:t>{one[:3]}</w:t></w:r><w:r><w:t>{one[3:]}</w:t></w:r></w:p>" for one in paragraphs)
    body = f"<w:document {_W}><w:body>{said}</w:body></w:document>"
    return package({"[Content_Types].xml": "<Types/>", "word/document.xml": body, "word/styles.xml": "<s>unsaid</s>"})


def xlsx(*cells: str, number: int = 4187) -> bytes:
    """A sheet of shared texts and a number."""
    shared = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    rows = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(len(cells))) + f"<c><v>{number}</v></c>"
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook {_S}><sheets><sheet name="Stock"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"<sst {_S}>{shared}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData><row>{rows}</row></sheetData></worksheet>",
        }
    )


def pptx(*slides: str) -> bytes:
    """A slide for each text."""
    parts = {
        f"ppt/slides/slide{number}.xml": f"<p:sld {_A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
        for number, text in enumerate(slides, 1)
    }
    return package({"[Content_Types].xml": "<Types/>", **parts})


def opendocument(*paragraphs: str, before: str = "") -> bytes:
    """A text, a sheet or slides: all three have their words in one part."""
    said = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    content = f"{before}<office:document-content {_O}><office:body>{said}</office:body></office:document-content>"
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
