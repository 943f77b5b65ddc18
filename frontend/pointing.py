"""Another post at which one points: quoted or shared, as its reader reads it now, or not at all."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feeds.models import WORDS
from feeds.queries.summaries import Pointed, PostSummary
from frontend import moments
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_PART = (
    '<div class="pointer" id="pointer-{id}" data-fresh="/posts/{id}/pointer/" data-fresh-of="{of}"{load}>{card}</div>\n'
)
_LOAD = ' hx-get="/posts/{id}/pointer/" hx-trigger="intersect once" hx-swap="outerHTML"'
_CARD = (
    '<blockquote class="pointed {why}"><p class="by">{icon}<b>{name}</b>{where} '
    '<a class="soft" href="/posts/{to}/">{time}</a></p>{said}</blockquote>'
)
_WHERE = ' <a class="where" href="/{kind}s/{subject}/">{title}</a>'
_PROSE = '<div class="prose">{html}</div>'
_MORE = '<p class="small"><a href="/posts/{to}/">{words}</a></p>'
_NOTE = '<p class="pointed none">{icon}{words}</p>'


def pointer(post: PostSummary, style: str = "short", *, for_nobody: bool = False) -> SafeString:
    """What a post points at; drawn for nobody in particular it asks what its reader reads of it."""
    to, why = (post.quotes, "quote") if post.quotes else (post.shared, "share")
    if to is None:
        return NOTHING
    if for_nobody:
        return fill(_PART, id=post.id, of=post.id, load=fill(_LOAD, id=post.id), card=NOTHING)
    of = f"{post.id} {to.id}" if to.id else post.id
    return fill(_PART, id=post.id, of=of, load=NOTHING, card=card(to, why, style))


def of(post: PostSummary) -> Pointed:
    """A post that somebody is about to point at, as they read it."""
    files = bool(post.attachments)
    return Pointed(
        "shown", post.id, post.kind, post.audience, post.author, post.body, post.html, post.created_at, files
    )


def card(to: Pointed, why: str, style: str = "short") -> SafeString:
    """A post that is pointed at, or one line that says why nothing of it is here."""
    if to.state == "unread" or to.author is None or to.audience is None or to.created_at is None:
        return fill(_NOTE, icon=icon("eye-off"), words=_("A post that you do not read."))
    if to.state != "shown":
        gone = _("This post was deleted.") if to.state == "deleted" else _("A moderator has hidden this post.")
        return fill(_NOTE, icon=icon("eye-off"), words=gone)
    place = to.audience
    named = why == "share" and place.subject_kind in ("group", "case")
    return fill(
        _CARD,
        why=why,
        icon=icon("quote" if why == "quote" else "forward"),
        name=to.author.name,
        where=fill(_WHERE, kind=place.subject_kind, subject=place.subject_ref, title=place.title) if named else NOTHING,
        to=str(to.id),
        time=moments.tag(to.created_at, style),
        said=_said(to),
    )


def _said(to: Pointed) -> SafeString:
    """Its words; of an entry of a case that has none, and of a post with files alone, the way to it."""
    parts = []
    if to.html:
        parts.append(fill(_PROSE, html=SafeString(to.html)))  # cleaned when it was written
    if to.kind not in WORDS:
        parts.append(fill(_MORE, to=str(to.id), words=_("An entry of the case")))
    elif to.has_files:
        parts.append(fill(_MORE, to=str(to.id), words=_("With files")))
    return SafeString("".join(parts))
