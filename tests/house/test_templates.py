"""No template and no script speaks a word of its own: what people read goes through translation."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

from tests.house.tree import files, text

TEMPLATES = [path for path in files(".html") if "templates" in path.parts]
SCRIPTS = [path for path in files(".js") if "vendor" not in path.parts]
SPOKEN = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "label",
    "data-label",
}
BUTTONS = {"submit", "button", "reset"}
# Not language: keys of the keyboard and what a person would type.
VERBATIM = {"kbd", "code", "script", "style"}
# Names are the same in every language: the product's, and those of the languages in themselves.
NAMES = {"esn", "Français", "English"}
LETTERS = re.compile(r"[^\W\d_]{2,}|[^\W\d_]")
HIDDEN_BLOCKS = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
    "verbatim": "endverbatim",
}


def _markup(source: str) -> str:
    """The template with its tags, values and translated blocks left out: plain HTML with holes."""
    kept: list[str] = []
    until: str | None = None
    for token in Lexer(source).tokenize():
        word = _tag(token)
        if until:
            until = None if word == until else until
        elif word in HIDDEN_BLOCKS:
            until = HIDDEN_BLOCKS[word]
        elif word == "block" and token.split_contents()[1].endswith("_class"):
            until = "endblock"  # fills an attribute of the frame
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def _tag(token: Token) -> str | None:
    return token.split_contents()[0] if token.token_type is TokenType.BLOCK else None


class _Listener(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.heard: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are shown or read aloud."""
        given = dict(attrs)
        self.silent += tag in VERBATIM
        self.heard += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "input" and given.get("type") in BUTTONS:
            self.heard.append(given.get("value") or "")
        if tag == "meta" and given.get("name") == "description":
            self.heard.append(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        """The end of a stretch that is not language."""
        self.silent -= tag in VERBATIM

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self.silent:
            self.heard.append(data)


def literal_words(source: str) -> list[str]:
    """What a template says without translation."""
    listener = _Listener()
    listener.feed(_markup(source))
    said = [" ".join(heard.split()) for heard in listener.heard]
    return [words for words in said if LETTERS.search(words) and words not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_says_nothing_without_translation(path: Path) -> None:
    assert not literal_words(text(path))


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<img alt="A chair">', '<input type="submit" value="Send">', "{% if x %}Yes{% endif %}"],
)
def test_the_check_hears_a_literal_word(source: str) -> None:
    assert literal_words(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Hello' %}</p>",
        "{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}",
        "<p>{{ name }} · 3</p><kbd>j</kbd>",
        "{% comment %}why{% endcomment %}{# what #}",
    ],
)
def test_the_check_is_silent_about_values_and_translated_words(source: str) -> None:
    assert not literal_words(source)


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_a_script_takes_its_words_from_the_page(path: Path) -> None:
    spoken = r"(?:textContent|innerText|title|placeholder|ariaLabel|alt)\s*=\s*[\"'`][^\"'`$]*[A-Za-z]{2}"
    assert not re.findall(spoken, text(path))


def test_markup_made_in_python_says_nothing_without_translation() -> None:
    """Posts and rails are drawn without a template: there too, between two tags stand values alone."""
    spoken = re.compile(r"<\w[^<>]*>([^<>{}]*[^\W\d_]{2,}[^<>{}]*)</")
    said = {
        f"{path}:{node.lineno} {words}"
        for path in files(".py", below=("frontend",))
        for node in ast.walk(ast.parse(text(path), str(path)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for words in spoken.findall(node.value)
    }
    assert not said


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_obeys_the_strict_policy(path: Path) -> None:
    """No inline script, no inline style, nothing that htmx would have to evaluate."""
    source = _markup(text(path))
    if path.parent.name == "mail":
        source = source.replace(" style=", " ")  # readers of mail load no stylesheet
    assert not re.findall(r"\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:|<style|javascript:", source)
    assert not re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", source)
