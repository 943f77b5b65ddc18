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

from feeds.models import ANNOUNCEMENT, POLL, QUESTION, WORDS
from feeds.queries.summaries import PostSummary
from frontend import (
    acknowledging,
    answering,
    entries,
    file_tiles,
    link_cards,
    moments,
    pointing,
    polling,
    reactions,
    tongues,
    words,
)
from frontend.faces import photo
from frontend.icons import icon
from frontend.markup import fill, said

NOTHING = SafeString("")
_OUTSIDE = ("partner", "customer")  # an entry names its side where others than colleagues read it
VERBS = {
    "quote": "quote",
    "share": "forward",
    "link": "link",
    "edit": "pencil",
    "take_off_link": "unlink",
    "delete": "trash-2",
    "pin": "pin",
    "unpin": "pin",
    "bookmark": "bookmark",
    "bookmarked": "bookmark-check",
    "report": "flag",
    "moderate": "shield",
}
# Where a verb has another page than its own.
_PAGES = {
    "take_off_link": "/posts/{id}/links/",
    "unpin": "/posts/{id}/pin/",
    "bookmarked": "/posts/{id}/bookmark/",
    "quote": "/posts/{thread}/?quote={id}#reply",
    "link": "/posts/{id}/",
}
_BY_SCRIPT = {"quote": ' data-quote="{id}"', "link": " data-link"}  # done in place where scripts run
_AT_ONCE = " data-at-once"  # one's own: it goes without a question, because it comes back

_ENTRY = (
    '<article class="post entry{tone}" id="post-{id}" data-post="{id}" data-audience="{audience}" data-side="{side}"'
    '{root} tabindex="-1">\n<span class="ring">{icon}</span>\n'
    '<div class="said"><p class="fact"><b>{kind}</b>{what}{where} {moment}{mark}</p>{line}{flag}{reactions}</div>\n'
    "</article>\n"
)
_MOMENT = '<a class="moment soft" href="/posts/{id}/">{time}</a>'
_WHERE = '<a class="where" href="/{kind}s/{subject}/">{title}</a>'
_FLAG = '<p class="flag">{icon}{flag}</p>'
_TEXT = '<div class="prose"{tongue}>{html}</div>{links}{pointer}{files}{more}{asks}'
_LINE = '<p class="line{voice}"{tongue}>{line}</p>'
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
    answerable: bool
    unread: bool
    edited: bool
    deleted: bool
    announced: bool
    asks: bool
    pinned: bool
    hidden: str  # from everybody, from others, or not at all
    locked: bool
    can: tuple[str, ...]


def articles(posts: Iterable[PostSummary], style: str = "short") -> SafeString:
    """Posts one after the other."""
    return SafeString("".join([article(post, style) for post in posts]))


def article(post: PostSummary, style: str = "short", *, for_nobody: bool = False) -> SafeString:
    """One post with the newest of its replies; ``style`` is how its moment is written.

    What is drawn for nobody in particular asks for those of its parts that depend on who reads.
    """
    return _message(post, style, for_nobody) if post.kind in WORDS or post.deleted else _entry(post, style)


def _message(post: PostSummary, style: str, for_nobody: bool) -> SafeString:
    count = post.replies_count
    return fill(
        _markup(_shape(post)),
        id=post.id,
        root=post.reply_to or "",
        audience=post.audience.id,
        author=post.author.id,
        name=post.author.name,
        initials=words.initials(post.author.name),
        photo=photo(post.author.avatar),
        subject=post.audience.subject_ref,
        title=post.audience.title,
        label=post.audience.label,
        time=moments.tag(post.created_at, style),
        html=SafeString(post.html),  # cleaned when it was written
        tongue=tongues.attribute(post.body),
        links=link_cards.cards(post),
        files=file_tiles.tiles(post.attachments),
        pointer=pointing.pointer(post, style, for_nobody=for_nobody),
        more=_more(post, style, for_nobody),
        thread=post.reply_to or post.id,
        asks=acknowledging.line(post) if _announced(post) else NOTHING,
        count=str(count),
        answers=ngettext("%(n)s reply", "%(n)s replies", count) % {"n": count} if count else "",
        replies=articles(one for one in post.replies if one.id != post.answer),
        reactions=reactions.row(post),
    )


def _more(post: PostSummary, style: str, for_nobody: bool) -> SafeString:
    """What it is besides its words: a poll, a question with its answer, or a reply that may be one."""
    if post.kind == POLL:
        return polling.poll(post, for_nobody=for_nobody)
    if post.kind == QUESTION:
        return answering.settled(post, style)
    return answering.accepting(post, for_nobody=for_nobody)


def _announced(post: PostSummary) -> bool:
    return post.kind == ANNOUNCEMENT and not post.deleted and not post.hidden


def _shape(post: PostSummary) -> _Shape:
    return _Shape(
        language=get_language() or "",
        author=post.author.kind,
        audience=post.audience.kind,
        subject=post.audience.subject_kind,
        sided=post.case is not None,
        replies=post.reply_to is not None,
        answered=post.replies_count > 0,
        answerable="reply" in post.can,
        unread=post.unread,
        edited=post.edited_at is not None and not post.deleted,
        deleted=post.deleted,
        announced=_announced(post),
        asks=post.kind == QUESTION and not post.deleted,
        pinned=post.pinned and not post.deleted,
        hidden="" if post.deleted else _hidden(post),
        locked=post.locked and not post.deleted and post.reply_to is None,
        can=_offered(post),
    )


def _hidden(post: PostSummary) -> str:
    """Whether a moderator hid it, and whether this reader still has its words."""
    if not post.hidden:
        return ""
    return "others" if post.body or post.attachments else "all"


def _offered(post: PostSummary) -> tuple[str, ...]:
    """What stands below it: the acts of moderators have one page."""
    acts = {"hide", "restore", "lock", "unlock", "move", "split"}
    there = ("link", "share") if not post.deleted and not post.hidden else ()
    quotable = ("quote",) if there and "reply" in post.can else ()
    mine = (*quotable, *there, *(verb for verb in post.can if verb in VERBS))
    if post.can and not post.deleted:  # a shared frame knows of nobody's marks
        mine = (*mine, "bookmarked" if post.bookmarked else "bookmark")
    return (*mine, "moderate") if acts & set(post.can) else mine


@lru_cache(maxsize=1024)
def _markup(shape: _Shape) -> str:
    """The markup of a message of this shape in the language that is active, with a hole for each value."""
    new = " is-new" if shape.unread else ""
    side = f' data-side="{shape.audience}"' if shape.sided else ""
    root = ' data-reply-to="{root}"' if shape.replies else ""
    text = _TEXT
    if shape.deleted:
        text = _gone(_("This post was deleted."))
    elif shape.hidden == "all":
        text = _gone(_("A moderator has hidden this post."))
    elif shape.hidden == "others":
        note = _("A moderator has hidden this post. Only its author and the moderators read it.")
        text = f'<p class="on-hold">{icon("eye-off")}{said(note)}</p>{_TEXT}'
    return (
        f'<article class="post{new}" id="post-{{id}}" data-post="{{id}}" data-audience="{{audience}}"{side}{root} '
        f'tabindex="-1" aria-labelledby="by-{{id}}">\n'
        f'<span class="face {shape.author}" aria-hidden="true">{{initials}}{{photo}}</span>\n'
        f'<div class="said"><div class="by" id="by-{{id}}">{_by(shape)}</div>\n{text}\n{_below(shape)}</div>\n'
        "</article>\n"
    )


def _gone(why: str) -> str:
    return f'<p class="gone">{said(why)}</p>'


def _by(shape: _Shape) -> str:
    """Who said it, where, when, and for whose eyes."""
    linked = shape.author in ("member", "guest")
    name = '<a class="name" href="/people/{author}/">{name}</a>' if linked else '<span class="name">{name}</span>'
    where = ""
    if shape.subject in ("case", "group"):
        where = _WHERE.replace("{kind}", shape.subject)
    elif shape.audience == "everyone":
        where = '<span class="where">' + said(_("to everyone")) + "</span>"
    edited = '<a class="soft" href="/posts/{id}/history/">' + said(_("edited")) + "</a>" if shape.edited else ""
    marks = _mark("megaphone", _("Announcement")) if shape.announced else ""
    marks += _mark("circle-question-mark", _("Question")) if shape.asks else ""
    marks += _mark("pin", _("Pinned")) if shape.pinned else ""
    return f"{name}{where}{_MOMENT}{edited}{marks}{_side(shape.audience) if shape.sided else ''}"


def _mark(symbol: str, words_: str) -> str:
    return f'<span class="state">{icon(symbol)}{said(words_)}</span>'


def _side(kind: str) -> str:
    label = "{label}" if kind == "partner" else said(words.word("side", kind))
    return f'<span class="side {kind}">{icon(words.icon_for("side", kind))}{label}</span>'


def _below(shape: _Shape) -> str:
    """What one may do with it, and the newest of its replies."""
    names = {"edit": _("Edit"), "delete": _("Delete"), "report": _("Report"), "moderate": _("Moderate")}
    names |= {"bookmark": _("Bookmark"), "bookmarked": _("Bookmarked")}
    names |= {"pin": _("Pin"), "unpin": _("Pinned post")}
    names |= {"quote": _("Quote"), "share": _("Share"), "link": _("Copy link")}
    names |= {"take_off_link": _("Take the preview off")}
    by_script = _BY_SCRIPT | {"delete": _AT_ONCE if "edit" in shape.can else ""}
    verbs = "".join(
        f'<a class="more" href="{_PAGES.get(verb, f"/posts/{{id}}/{verb}/")}"{by_script.get(verb, "")}>'
        f"{icon(symbol)}{said(names[verb])}</a>"
        for verb, symbol in VERBS.items()
        if verb in shape.can
    )
    menu = f"{_menu()}{verbs}</div>" if verbs else ""
    if shape.replies:
        return (f'<div class="acts">{menu}</div>' if verbs else "") + "{reactions}"
    closed = '<span class="chip">' + icon("lock") + said(_("Closed to replies")) + "</span>" if shape.locked else ""
    answers = "{answers}" if shape.answered else said(_("Reply"))
    count = f'<span class="count" data-count="{{count}}">{answers}</span>'
    link = f"{_REPLY}{icon('message-square')}{count}</a>" if shape.answered or shape.answerable else ""
    return (
        f'<div class="acts">{link}{{reactions}}{closed}{menu}</div>\n'
        '<div class="replies">{replies}</div><div class="answer" id="answer-{id}"></div>'
    )


def _menu() -> str:
    """The button before what one may do, and the part that it opens where there is no room for a row; no script."""
    words_ = said(_("More"))
    return (
        f'<button class="more-acts" type="button" popovertarget="acts-{{id}}" aria-label="{words_}" title="{words_}">'
        f'{icon("ellipsis")}</button><div class="verbs" id="acts-{{id}}" popover>'
    )


def _entry(post: PostSummary, style: str) -> SafeString:
    told = entries.entry(post)
    tongue = tongues.attribute(told.line) if told.line == post.body else NOTHING
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
        line=fill(_LINE, voice=" voice" if told.voice else "", tongue=tongue, line=told.line) if told.line else NOTHING,
        reactions=reactions.row(post),
    )
