"""Pages outside to which a post leads, as cards below its words: what they say of themselves, as plain text."""

from django.utils.safestring import SafeString

from feeds.queries.summaries import LinkSummary, PostSummary
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_CARDS = '<div class="links">{cards}</div>'
_CARD = (
    '<a class="outside" href="{url}" rel="nofollow noopener noreferrer">{picture}<span class="about">'
    '<b class="title">{title}</b>{description}<span class="soft small">{icon}{where}</span></span></a>'
)
_DESCRIPTION = '<span class="description">{words}</span>'
_PICTURE = (
    '<img src="/posts/{post}/links/{id}/picture/" alt="" width="{width}" height="{height}" loading="lazy" '
    'decoding="async">'
)


def cards(post: PostSummary) -> SafeString:
    """The cards of a post; nothing where there are none."""
    if not post.links:
        return NOTHING
    return fill(_CARDS, cards=SafeString("".join([card(post.id, one) for one in post.links])))


def card(post_id: str, one: LinkSummary) -> SafeString:
    """One page; where it is stands last, whatever it calls itself."""
    return fill(
        _CARD,
        url=one.url,
        title=one.title,
        description=fill(_DESCRIPTION, words=one.description) if one.description else NOTHING,
        icon=icon("external-link"),
        where=f"{one.site} · {one.host}" if one.site and one.site.lower() != one.host else one.host,
        picture=_picture(post_id, one),
    )


def _picture(post_id: str, one: LinkSummary) -> SafeString:
    if one.picture is None:
        return NOTHING
    return fill(_PICTURE, post=post_id, id=one.id, width=str(one.picture.width), height=str(one.picture.height))
