"""What a page says of itself, read from its beginning as plain text."""

import codecs
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

KEPT = 2000  # characters of each thing that a page says
TEXTS = re.compile(
    r"utf-8(-sig)?|utf-16(-[lb]e)?|ascii|cp125\d|iso8859-\d+|koi8-[ru]|shift_jis|euc_(jp|kr)|gb18030|gbk|big5"
)

_NAMED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


class _Head(HTMLParser):
    """The title of a page and what it says of itself; it is left where its body begins."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.title = ""
        self.over = False
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the first of each kind."""
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (found.get("property") or found.get("name") or "").strip().lower()
            if name and len(self.meta) < 200:
                self.meta.setdefault(name[:60], found.get("content", "")[:KEPT])
        self._in_title = tag == "title" and not self.title
        self.over = self.over or tag == "body"

    def handle_endtag(self, tag: str) -> None:
        """A title ends with any tag that ends."""
        self._in_title = False

    def handle_data(self, data: str) -> None:
        """Gather the title."""
        if self._in_title and len(self.title) < KEPT:
            self.title += data[:KEPT]

    def first(self, *names: str) -> str:
        """The first of some things that it says of itself."""
        return next((self.meta[name] for name in names if self.meta.get(name, "").strip()), "")


def said(body: bytes, parameters: str, url: str) -> dict[str, str]:
    """Title, description, name of the site and address of the picture, as a page says them of itself."""
    head = _Head()
    text = body.decode(_charset(body, parameters), errors="replace")
    for at in range(0, len(text), 16384):
        head.feed(text[at : at + 16384])
        if head.over:
            break
    picture = head.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    return {
        "title": head.first("og:title", "twitter:title") or head.title,
        "description": head.first("og:description", "twitter:description", "description"),
        "site": head.first("og:site_name"),
        "picture": _joined(url, picture.strip()) if picture else "",
        "host": urlsplit(url).hostname or "",
    }


def _charset(body: bytes, parameters: str) -> str:
    """The encoding that was told, the one that the page names, or UTF-8 where the bytes are; else that of old pages."""
    told = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", parameters, re.IGNORECASE)
    named = _NAMED.search(body[:2048])
    for name in (told[1] if told else "", named[1].decode() if named else ""):
        try:
            known = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        if TEXTS.fullmatch(known):
            return "cp1252" if known in ("ascii", "iso8859-1") else known
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _joined(url: str, written: str) -> str:
    """An address as a page writes it; nothing where it is none."""
    try:
        return urljoin(url, written)
    except ValueError:
        return ""
