"""A post, or a structured entry of a case, as HTML: the one part that a page draws sixty times.

The markup of a message is put together once for each shape and language, and filled for each post: a template would
cost twenty times as much. The same words go into pages and live frames.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary
from frontend import entries, file_tiles, moments, words
from frontend.icons import icon
from frontend.markup import fill, said

NOTHING = SafeString("")
MESSAGE = "message"
_OUTSIDE = ("partner", "customer")  # an entry names its side where others than colleagues read it
VERBS = {"edit": "pencil", "delete": "trash-2"}

_ENTRY = (
    '<article class="post entry{tone}" id="post-{id}" data-post="{id}" data-audience="{audience}" data-side="{side}"'
    '{root} tabindex="-1">\n<span class="ring">{icon}</span>\n'
    '<div class="said"><p class="fact"><b>{kind}</b>{what}{where} {moment}{mark}</p>{line}{flag}</div>\n</article>\n'
)
_MOMENT = '<a class="moment soft" href="/posts/{id}/">{time}</a>'
_WHERE = '<a class="where" href="/{kind}s/{subject}/">{title}</a>'
_FLAG = '<p class="flag">{icon}{flag}</p>'
_LINE = '<p class="line{voice}">{line}</p>'
_REPLY = (
    '<a class="reply-link" href="/posts/{id}/#reply" hx-get="/posts/{id}/reply/" hx-target="#answer-{id}" '
    'hx-swap="innerHTML">'
)


class _Shape(NamedTuple):
    """What decides the markup of a message: codes and truths, nothing that anybody wrote."""

    language: str
    author: str  # member, guest, contact, system
    audience: str
    subject: str  # case, group or nothing
    sided: bool
    replies: bool  # it answers another one
    answered: bool
    unread: bool
    edited: bool
    deleted: bool
    can: tuple[str, ...]


def articles(posts: Iterable[PostSummary], style: str = "short") -> SafeString:
    """Posts one after the other."""
    return SafeString("".join([article(post, style) for post in posts]))


def article(post: PostSummary, style: str = "short") -> SafeString:
    """One post with the newest of its replies; ``style`` is how its moment is written."""
    return _message(post, style) if post.kind == MESSAGE or post.deleted else _entry(post, style)


def _message(post: PostSummary, style: str) -> SafeString:
    count = post.replies_count
    return fill(
        _markup(_shape(post)),
        id=post.id,
        root=post.reply_to or "",
        audience=post.audience.id,
        author=post.author.id,
        name=post.author.name,
        initials=words.initials(post.author.name),
        subject=post.audience.subject_ref,
        title=post.audience.title,
        label=post.audience.label,
        time=moments.tag(post.created_at, style),
        html=SafeString(post.html),  # cleaned when it was written
        files=file_tiles.tiles(post.attachments),
        count=str(count),
        answers=ngettext("%(n)s reply", "%(n)s replies", count) % {"n": count} if count else "",
        replies=articles(post.replies),
    )


def _shape(post: PostSummary) -> _Shape:
    return _Shape(
        language=get_language() or "",
        author=post.author.kind,
        audience=post.audience.kind,
        subject=post.audience.subject_kind,
        sided=post.case is not None,
        replies=post.reply_to is not None,
        answered=post.replies_count > 0,
        unread=post.unread,
        edited=post.edited_at is not None and not post.deleted,
        deleted=post.deleted,
        can=post.can,
    )


@lru_cache(maxsize=1024)
def _markup(shape: _Shape) -> str:
    """The markup of a message of this shape in the language that is active, with a hole for each value."""
    new = " is-new" if shape.unread else ""
    side = f' data-side="{shape.audience}"' if shape.sided else ""
    root = ' data-reply-to="{root}"' if shape.replies else ""
    gone = f'<p class="gone">{said(_("This post was deleted."))}</p>'
    text = gone if shape.deleted else '<div class="prose">{html}</div>{files}'
    return (
        f'<article class="post{new}" id="post-{{id}}" data-post="{{id}}" data-audience="{{audience}}"{side}{root} '
        f'tabindex="-1">\n<span class="face {shape.author}" aria-hidden="true">{{initials}}</span>\n'
        f'<div class="said"><div class="by">{_by(shape)}</div>\n{text}\n{_below(shape)}</div>\n</article>\n'
    )


def _by(shape: _Shape) -> str:
    """Who said it, where, when, and for whose eyes."""
    linked = shape.author in ("member", "guest")
    name = '<a class="name" href="/people/{author}/">{name}</a>' if linked else '<span class="name">{name}</span>'
    where = ""
    if shape.subject in ("case", "group"):
        where = _WHERE.replace("{kind}", shape.subject)
    elif shape.audience == "everyone":
        where = f'<span class="where">{said(_("to everyone"))}</span>'
    edited = f'<a class="soft" href="/posts/{{id}}/history/">{said(_("edited"))}</a>' if shape.edited else ""
    return f"{name}{where}{_MOMENT}{edited}{_side(shape.audience) if shape.sided else ''}"


def _side(kind: str) -> str:
    label = "{label}" if kind == "partner" else said(words.word("side", kind))
    return f'<span class="side {kind}">{icon(words.icon_for("side", kind))}{label}</span>'


def _below(shape: _Shape) -> str:
    """What one may do with it, and the newest of its replies."""
    names = {"edit": _("Edit"), "delete": _("Delete")}
    verbs = "".join(
        f'<a class="more" href="/posts/{{id}}/{verb}/">{icon(symbol)}{said(names[verb])}</a>'
        for verb, symbol in VERBS.items()
        if verb in shape.can
    )
    if shape.replies:
        return f'<div class="acts">{verbs}</div>' if verbs else ""
    answers = "{answers}" if shape.answered else said(_("Reply"))
    return (
        f'<div class="acts">{_REPLY}{icon("message-square")}<span class="count" data-count="{{count}}">{answers}</span>'
        f'</a>{verbs}</div>\n<div class="replies">{{replies}}</div><div class="answer" id="answer-{{id}}"></div>'
    )


def _entry(post: PostSummary, style: str) -> SafeString:
    told = entries.entry(post)
    audience = post.audience
    where = fill(_WHERE, kind=audience.subject_kind, subject=audience.subject_ref, title=audience.title)
    return fill(
        _ENTRY,
        id=post.id,
        audience=audience.id,
        side=audience.kind,
        root=fill(' data-reply-to="{root}"', root=post.reply_to) if post.reply_to else NOTHING,
        icon=icon(told.icon),
        kind=told.kind,
        what=fill(" · {what}", what=told.what) if told.what else NOTHING,
        where=fill(' <span class="small">{where}</span>', where=where) if post.case else NOTHING,
        mark=fill(_side(audience.kind), label=audience.label) if audience.kind in _OUTSIDE else NOTHING,
        moment=fill(_MOMENT, id=post.id, time=moments.tag(post.created_at, style)),
        tone=f" {told.tone}" if told.tone else "",
        flag=fill(_FLAG, icon=icon(told.flag_icon), flag=told.flag) if told.flag else NOTHING,
        line=fill(_LINE, voice=" voice" if told.voice else "", line=told.line) if told.line else NOTHING,
    )
