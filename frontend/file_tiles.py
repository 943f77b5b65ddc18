"""The files of a post as HTML: pictures side by side, other files as a line each with its kind and size."""

from collections.abc import Iterable

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feeds.queries import Attachment
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_FILES = '<div class="files">{pictures}{others}</div>\n'
_GALLERY = '<ul class="gallery" data-number="{number}">{pictures}</ul>'
_PICTURE = (
    '<li><a class="picture" href="/files/{id}/{large}/" data-picture data-name="{name}" data-whole="/files/{id}/">'
    '<img src="/files/{id}/{small}/" alt="{alt}" width="{width}" height="{height}" loading="lazy" decoding="async">'
    "</a></li>"
)
_OTHERS = '<ul class="others">{others}</ul>'
_OTHER = (
    '<li><a class="file" href="/files/{id}/" download="{name}">{icon}<span class="about">'
    '<span class="name">{name}</span><span class="soft small">{size}</span></span>{save}</a></li>'
)
_ICONS = {
    "application/pdf": "file-text",
    "application/zip": "file-archive",
    "text/plain": "file-text",
    "audio": "file-music",
    "video": "file-play",
    "image": "file-image",
}
_SHOWN = 800  # pixels of the picture in a post; one tap shows the largest


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
        pictures=fill(_GALLERY, number=str(min(len(pictures), 4)), pictures=_all(map(_picture, pictures)))
        if pictures
        else NOTHING,
        others=fill(_OTHERS, others=_all(map(_other, others))) if others else NOTHING,
    )


def symbol(one: Attachment) -> SafeString:
    """The icon of a kind of file."""
    return icon(_ICONS.get(one.type) or _ICONS.get(one.type.partition("/")[0], "file"))


def about(one: Attachment) -> str:
    """The kind and size of a file in one line: PDF, 1.2 MB."""
    ending = one.name.rpartition(".")[2] if "." in one.name else ""
    size = filesizeformat(one.bytes)
    return f"{ending.upper()} · {size}" if 0 < len(ending) <= 5 else size


def _all(drawn: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(drawn))


def _picture(one: Attachment) -> SafeString:
    sizes = sorted(int(size) for size in one.urls if size.isdigit())
    small = max((size for size in sizes if size <= _SHOWN), default=sizes[0])
    shrunk = min(small / max(one.width or 1, one.height or 1), 1.0)
    return fill(
        _PICTURE,
        id=one.id,
        name=one.name,
        alt=one.alt or _("Picture %(name)s") % {"name": one.name},
        small=str(small),
        large=str(sizes[-1]),
        width=str(max(round((one.width or 1) * shrunk), 1)),
        height=str(max(round((one.height or 1) * shrunk), 1)),
    )


def _other(one: Attachment) -> SafeString:
    return fill(_OTHER, id=one.id, name=one.name, icon=symbol(one), size=about(one), save=icon("download"))
