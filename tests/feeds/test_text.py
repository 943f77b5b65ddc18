"""What people write: made into HTML that cannot harm, whatever it is, and kept without tricks."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esn.core.errors import Invalid
from feeds.text import TEXT_LIMIT, Known, checked_text, parse, render
from feeds.text.rendering import DEEPEST

ALLOWED = {
    "p": set(), "br": set(), "em": set(), "strong": set(), "s": set(), "code": set(), "pre": set(), "hr": set(),
    "blockquote": set(), "ul": set(), "ol": {"start"}, "li": set(), "a": {"href", "title", "rel", "class"},
    "span": {"class"}, "table": set(), "thead": set(), "tbody": set(), "tr": set(), "th": set(), "td": set(),
    **{f"h{n}": set() for n in range(1, 7)},
}  # fmt: skip
CLASSES = {"mention", "hashtag", "c", "k", "s", "m", "f", "g"}
SCHEMES = ("http://", "https://", "mailto:", "/")
KNOWN = Known({"bo": ("1" * 32, '<b onclick="x">"Bo"')}, {("group", "2" * 32): "<script>"}, colleagues=True)


class _Watch(HTMLParser):
    """Refuses whatever is not on the list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ALLOWED[tag], (tag, name)
            if name == "class":
                assert set((value or "").split()) <= CLASSES
            if name == "href":
                # As a browser reads it: without leading blanks, and without line ends anywhere.
                address = re.sub(r"^[\x00-\x20]+|[\t\r\n]", "", (value or "").lower())
                assert address.startswith(SCHEMES) or not re.match(r"[a-z][a-z0-9+.-]*:", address)


pieces = st.sampled_from(
    ["<script>", "javascript:x", "[a](", ")", "](data:x)", "@bo", f"@[x](group:{'2' * 32})", "#tag", "`", "```js\n",
     "\n", "> ", "- ", "1. ", "|", "|-|-|\n", "**", "_", "~~", "<a href='x' onclick=y>", "&#x6a;", "![",
     "C-2026-483915", "https://x.org/?a=<b>", "\u202e", "\u200d", "\\", "    ", "# ", "<!--", "]]>", "\"'"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces | st.text(max_size=8), max_size=40).map("".join))
def test_nothing_comes_out_that_is_not_on_the_list(body: str) -> None:
    _Watch(convert_charrefs=True).feed(parse(body.replace("\x00", "")).html(KNOWN))


@settings(max_examples=40, deadline=None)
@given(pieces, st.integers(200, 400))
def test_what_comes_out_grows_with_what_went_in(piece: str, times: int) -> None:
    """At most one link or some tags for each piece: nothing multiplies."""
    one, many = len(parse(piece).html(KNOWN)), len(parse(piece * times).html(KNOWN))
    assert many <= times * (one + 200) + 2_000


def test_two_hundred_quotes_within_each_other_keep_their_words() -> None:
    html = render(">" * 200 + " said long ago")
    assert "said long ago" in html
    assert html.count("<blockquote>") <= DEEPEST
    deep = "\n".join("  " * level + f"- word{level}" for level in range(80))
    assert all(f"word{level}" in render(deep) for level in range(80))


def test_code_has_colours_by_classes_and_no_style() -> None:
    html = render("```python\ndef f(x):  # <b>\n```")
    assert '<span class="k">def</span>' in html
    assert "&lt;b&gt;" in html
    assert "style" not in html
    assert render("```nonsense\nx < y\n```") == "<pre><code>x &lt; y\n</code></pre>"


def test_a_table_and_a_struck_word() -> None:
    html = render("|a|b|\n|-|-|\n|~~1~~|2|")
    assert "<td><s>1</s></td>" in html


def test_links_lead_to_pages_and_mail_alone() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:" + "//etc/passwd", "JaVaScRiPt:x"):
        assert "href" not in render(f"[x]({address}) <{address}>")
    assert 'rel="nofollow noopener noreferrer"' in render("https://example.org")


def test_marks_that_turn_the_direction_or_show_nothing_are_taken_out() -> None:
    assert checked_text("pay\u202etxt.exe\u2066\u200b!\ufeff") == "paytxt.exe!"
    family, england = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f4\U000e0067\U000e0062\U000e007f"
    assert checked_text(family + england) == family + england
    assert checked_text("e" + "\u0301" * 500 + "n") == "e" + "\u0301" * 4 + "n"


@pytest.mark.parametrize(
    "body", ["", " \n", "\u200b\u202e", "\u200d", "x" * (TEXT_LIMIT + 1), "a\x00b", "a\ufffdb", "\ud800"]
)
def test_what_says_nothing_or_is_broken_is_refused(body: str) -> None:
    with pytest.raises(Invalid):
        checked_text(body)
