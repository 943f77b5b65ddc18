"""The words that people see: gathered from the code in pure Python, kept in one French catalogue, and compiled."""

import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("esn", "people", "groups", "feeds", "inbox", "cases", "search", "frontend")
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY}
NOTES = ("Translators:",)
Marked = tuple[int, str | tuple[str, ...], list[str], str | None]


def catalogue_file(language: str = "fr") -> Path:
    """Where the catalogue of a language is kept; the compiled one lies beside it."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def gather() -> Catalog:
    """Every word that the code and the templates mark for translation."""
    found = Catalog(charset="utf-8")
    for path in _sources():
        for line, words, notes, context in _marked(path):
            found.add(words, context=context, auto_comments=notes, locations=[(str(path), line)])
    return found


def read(language: str = "fr") -> Catalog:
    """The catalogue as it is kept."""
    with catalogue_file(language).open("rb") as kept:
        return read_po(kept, locale=language, charset="utf-8")


def renew(kept: Catalog, found: Catalog) -> None:
    """Bring a catalogue in step with the code: new words come in empty, lost ones go, nothing is guessed."""
    kept.update(found, no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.last_translator = kept.msgid_bugs_address = "esn"


def as_text(kept: Catalog) -> bytes:
    """The catalogue as a file, in the order of its words and without places, so that a difference shows a word."""
    buffer = io.BytesIO()
    write_po(buffer, kept, width=100, no_location=True, sort_output=True)
    return buffer.getvalue()


def compiled(kept: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, kept)
    return buffer.getvalue()


def forms(message: Message) -> list[str]:
    """What a message says in the language of its catalogue: one form, or one for each plural."""
    said = message.string
    return [said] if isinstance(said, str) else list(said or [""])


def untranslated(kept: Catalog) -> list[Message]:
    """The words that a reader of this language would meet in English: empty, in doubt, or with a plural missing."""
    return [message for message in kept if message.id and (message.fuzzy or not all(forms(message)))]


def _sources() -> Iterator[Path]:
    """Python and templates of all rooms; the demo's talk is content, not the program's words."""
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*")):
            demo = "demo" in path.parts and "management" in path.parts
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts and not demo:
                yield path


def _marked(path: Path) -> list[Marked]:
    """(line, words, notes to translators, context) of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template is calls among rows of X; without its indentation Python's tokenizer reads it.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    try:
        return list(extract("python", io.BytesIO(source.encode()), KEYWORDS, NOTES))
    except (SyntaxError, tokenize.TokenError) as error:
        raise ValueError(f"{path} cannot be read for its words: {error}") from error
