"""The files of a post as HTML: pictures side by side, other files as a line each with its kind and size."""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feeds.queries import Attachment
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_FILES = '<div class="files">{pictures}{others}</div>\n'
_GALLERY = '<ul class="gallery" data-number="{number}" data-over="{over}" data-module="{module}">{pictures}</ul>'
_PICTURE = (
    '<li><a class="picture" href="/files/{id}/{large}/" data-picture data-name="{name}" data-whole="/files/{id}/">'
    '<img src="/files/{id}/{small}/" srcset="{sources}" sizes="{sizes}" alt="{alt}" width="{width}" height="{height}" '
    'loading="lazy" decoding="async">'
    "</a></li>"
)
_OTHERS = '<ul class="others" data-module="{module}">{others}</ul>'
_PAGE = (
    '<a class="picture page" href="/files/{id}/{large}/" data-picture data-name="{name}" data-whole="/files/{id}/">'
    '<img src="/files/{id}/{small}/" srcset="{sources}" sizes="{sizes}" alt="{alt}" width="{width}" height="{height}" '
    'loading="lazy" decoding="async"></a>'
)
_OTHER = (
    '<li>{page}<a class="file" href="/files/{id}/" download="{name}">{icon}<span class="about">'
    '<span class="name">{name}</span><span class="soft small">{size}</span></span>{save}</a>{player}</li>'
)
_PLAYERS = {"audio": "audio", "video": "video"}
_PLAYER = '<{tag} controls preload="none" src="/files/{id}/" aria-label="{name}"></{tag}>'
_ICONS = {
    "application/pdf": "file-text",
    "application/zip": "file-archive",
    "text/plain": "file-text",
    "audio": "file-music",
    "video": "file-play",
    "image": "file-image",
}
_SHOWN = 800  # pixels of the picture in a post where a browser chooses none; one tap shows the largest
_WIDE, _TALL = 32.0, 24.0  # rem that a gallery has at most, as its style sheet says
_PAGE_TALL = 18.0  # rem of the first page of a document
_ROW = 3  # pictures side by side in a gallery of five and more


def tiles(attachments: Iterable[Attachment]) -> SafeString:
    """The files of a post; nothing where there are none."""
    pictures: list[Attachment] = []
    others: list[Attachment] = []
    for one in attachments:
        (pictures if one.is_picture else others).append(one)
    if not pictures and not others:
        return NOTHING
    return fill(
        _FILES,
        pictures=_gallery(pictures),
        others=fill(_OTHERS, module=static("esn/files.js"), others=_all(map(_other, others))) if others else NOTHING,
    )


def symbol(one: Attachment) -> SafeString:
    """The icon of a kind of file."""
    return icon(_ICONS.get(one.type) or _ICONS.get(one.type.partition("/")[0], "file"))


def about(one: Attachment) -> str:
    """The kind, size and pages of a file in one line: PDF · 1.2 MB · 3 pages."""
    ending = one.name.rpartition(".")[2] if "." in one.name else ""
    parts = [ending.upper()] if 0 < len(ending) <= 5 else []
    parts.append(filesizeformat(one.bytes))
    if one.preview:
        parts.append(ngettext("%(n)s page", "%(n)s pages", one.preview.pages) % {"n": one.preview.pages})
    return " · ".join(parts)


def _all(drawn: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(drawn))


def _gallery(pictures: list[Attachment]) -> SafeString:
    if not pictures:
        return NOTHING
    count = len(pictures)
    number, over = ("many", str(count % _ROW)) if count > 4 else (str(count), "0")
    drawn = _all(_picture(one, _share(count, place)) for place, one in enumerate(pictures))
    return fill(_GALLERY, number=number, over=over, module=static("esn/files.js"), pictures=drawn)


def _share(count: int, place: int) -> float:
    """How much of the width of a gallery a picture has in its place."""
    if count in (1, 2, 4):
        return 1.0 if count == 1 else 1 / 2
    if count == _ROW:
        return 1 / 3 if place else 2 / 3
    over = count % _ROW
    return 1 / over if place < over else 1 / _ROW


def _picture(one: Attachment, share: float) -> SafeString:
    wide, tall = one.width or 1, one.height or 1
    most = min(_WIDE, _TALL * wide / tall) if share == 1.0 else _WIDE * share
    alt = one.alt or _("Picture %(name)s") % {"name": one.name}
    return _shown(_PICTURE, one, (wide, tall), f"min({share * 92:.0f}vw, {most:.1f}rem)", alt)


def _page(one: Attachment) -> SafeString:
    """The first page of a document, shown large like a picture; the whole document is saved."""
    if one.preview is None:
        return NOTHING
    wide, tall = one.preview.width, one.preview.height
    alt = _("First page of %(name)s") % {"name": one.name}
    return _shown(_PAGE, one, (wide, tall), f"{min(_WIDE, _PAGE_TALL * wide / tall):.1f}rem", alt)


def _shown(markup: str, one: Attachment, edges: tuple[int, int], shown: str, alt: str) -> SafeString:
    """A link to the largest of the sizes that were made, with a picture of the size that a screen needs."""
    wide, tall = edges
    sizes = sorted(int(size) for size in one.urls if size.isdigit())
    small = max((size for size in sizes if size <= _SHOWN), default=sizes[0])
    shrunk = min(small / max(wide, tall), 1.0)
    return fill(
        markup,
        id=one.id,
        name=one.name,
        alt=alt,
        small=str(small),
        large=str(sizes[-1]),
        sources=", ".join(f"/files/{one.id}/{size}/ {_width(edges, size)}w" for size in sizes),
        sizes=shown,
        width=str(max(round(wide * shrunk), 1)),
        height=str(max(round(tall * shrunk), 1)),
    )


def _width(edges: tuple[int, int], size: int) -> int:
    """The width in pixels of a smaller picture whose longer edge is ``size`` at most."""
    wide, tall = edges
    return max(round(wide * min(size / max(wide, tall), 1.0)), 1)


def _other(one: Attachment) -> SafeString:
    player = _PLAYERS.get(one.type.partition("/")[0])
    return fill(
        _OTHER,
        page=_page(one),
        id=one.id,
        name=one.name,
        icon=symbol(one),
        size=about(one),
        save=icon("download"),
        player=fill(_PLAYER, tag=player, id=one.id, name=one.name) if player else NOTHING,
    )
