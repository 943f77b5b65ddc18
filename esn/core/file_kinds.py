"""What a file is: by its bytes alone, from a closed list; and how it may be called."""

import codecs
import re
import unicodedata
from pathlib import Path

import filetype

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
PDF = "application/pdf"
TEXT = "text/plain"
RTF = "application/rtf"
NAME_BYTES = 255

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_ZIP = "application/zip"
_TAKEN = {
    *PICTURES, *OFFICE.values(), _ZIP, PDF, RTF,
    "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    "audio/mpeg", "audio/mp4", "audio/ogg", "audio/x-wav", "video/mp4", "video/quicktime", "video/webm",
}  # fmt: skip
_CHUNK = 256 * 1024
_UNSAID = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # text has none of these
_APART = re.compile(r"[/\\]")
_SPACES = re.compile(r"\s+")


def kind_of(path: Path, name: str) -> str | None:
    """The media type of a file that we take; None for anything else. The name decides between office files alone."""
    found = filetype.guess_mime(str(path))
    found = "image/png" if found == "image/apng" else found  # whether it moves is seen when it is opened
    if found == _ZIP:
        return OFFICE.get(_ending(name), _ZIP)
    if found is not None:
        return found if found in _TAKEN else None
    return TEXT if _is_text(path) else None


def clean_name(name: str) -> str:
    """A name as it may be shown and saved: one line, no folder, no control or direction mark, 255 bytes at most."""
    name = unicodedata.normalize("NFC", _APART.split(name)[-1])
    name = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in name)
    name = _SPACES.sub(" ", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, ending = name, ""
    room = NAME_BYTES - len((dot + ending).encode()) if ending else NAME_BYTES
    stem = stem.encode()[:room].decode(errors="ignore").rstrip()
    return f"{stem}.{ending}" if ending else stem or "file"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _is_text(path: Path) -> bool:
    """Whether every byte could be written by somebody: UTF-8, or one byte a letter as old spreadsheets do."""
    decoder, utf8 = codecs.getincrementaldecoder("utf-8")(), True
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            if _UNSAID.search(part):
                return False
            try:
                decoder.decode(part)
            except UnicodeDecodeError:
                utf8 = False
                break
        if utf8:
            return True
        file.seek(0)
        return not any(_UNSAID.search(part) or b"\x7f" in part for part in iter(lambda: file.read(_CHUNK), b""))
