"""Code in colours: a few classes, made once when the text is written."""

from functools import cache
from html import escape
from typing import Any

CLASSES = {"c", "k", "s", "m", "f", "g"}  # comment, keyword, string, number, name of something made, added or heading
LANGUAGES = {
    "bash", "c", "cpp", "csharp", "css", "csv", "diff", "go", "html", "http", "ini", "java", "javascript", "js",
    "json", "kotlin", "lua", "markdown", "php", "powershell", "ps1", "py", "python", "r", "rb", "ruby", "rust", "sh",
    "shell", "sql", "swift", "toml", "ts", "typescript", "xml", "yaml", "yml",
}  # fmt: skip
LONGEST = 10_000  # characters that are coloured; a longer piece of code is plain


def coloured(code: str, language: str, _attributes: str) -> str:
    """The code as HTML with classes; nothing where the language is unknown here, which leaves it plain."""
    if language.lower() not in LANGUAGES or len(code) > LONGEST:
        return ""
    return "".join(_span(kind, text) for kind, text in _lexer(language.lower()).get_tokens(code))


def _span(kind: Any, text: str) -> str:
    name = next((name for group, name in _groups() if kind in group), "")
    return f'<span class="{name}">{escape(text)}</span>' if name else escape(text)


# Reading the library takes a tenth of a second: only who writes code waits for it.
@cache
def _groups() -> tuple[tuple[Any, str], ...]:
    from pygments.token import Comment, Generic, Keyword, Literal, Name

    return (
        (Comment, "c"),
        (Keyword, "k"),
        (Literal.String, "s"),
        (Literal.Number, "m"),
        (Name.Function, "f"),
        (Name.Class, "f"),
        (Name.Tag, "f"),
        (Generic.Inserted, "g"),
        (Generic.Heading, "g"),
        (Generic.Deleted, "k"),
    )


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(language, stripnl=False, ensurenl=False)
