"""A question and its answer: the reply that settles it first, and the button that accepts one."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feeds.models import QUESTION
from feeds.queries.summaries import PostSummary
from frontend import file_tiles, moments
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_SETTLED = (
    '<div class="settled" id="answer-of-{id}" data-fresh="/posts/{id}/answer/" data-fresh-of="{id}">{card}</div>\n'
)
_CARD = (
    '<div class="accepted-answer"><p class="by"><span class="state kept">{icon}{words}</span>'
    '<b>{name}</b> <a class="soft" href="/posts/{reply}/">{time}</a></p><div class="prose">{html}</div>{files}</div>'
)
_PART = (
    '<div class="accepting" id="accepting-{id}" data-fresh="/posts/{id}/accepting/" data-fresh-of="{id}"{load}>'
    "{mark}{verb}</div>\n"
)
_LOAD = ' hx-get="/posts/{id}/accepting/" hx-trigger="intersect once" hx-swap="outerHTML"'
_MARK = '<span class="state kept">{icon}{words}</span>'
_VERB = '<form action="/posts/{id}/{verb}/" data-here><button class="button small quiet">{icon}{words}</button></form>'


def settled(post: PostSummary, style: str = "short") -> SafeString:
    """The answer of a question, or the place where it will stand."""
    found = next((one for one in post.replies if one.id == post.answer), None) if post.answer else None
    return fill(_SETTLED, id=post.id, card=_card(found, style) if found else NOTHING)


def _card(reply: PostSummary, style: str) -> SafeString:
    return fill(
        _CARD,
        icon=icon("circle-check"),
        words=_("Accepted answer"),
        name=reply.author.name,
        reply=reply.id,
        time=moments.tag(reply.created_at, style),
        html=SafeString(reply.html),  # cleaned when it was written
        files=file_tiles.tiles(reply.attachments),
    )


def accepting(post: PostSummary, *, for_nobody: bool = False) -> SafeString:
    """Whether a reply is the answer to its question, and the button of who may say so."""
    if post.reply_to_kind != QUESTION or post.deleted:
        return NOTHING
    mark = fill(_MARK, icon=icon("circle-check"), words=_("Accepted answer")) if post.accepted else NOTHING
    verb = NOTHING
    if "accept" in post.can:
        verb = fill(_VERB, id=post.id, verb="accept", icon=icon("check"), words=_("Accept this answer"))
    elif "reopen" in post.can:
        verb = fill(_VERB, id=post.id, verb="reopen", icon=icon("undo-2"), words=_("Not the answer after all"))
    load = fill(_LOAD, id=post.id) if for_nobody else NOTHING
    return fill(_PART, id=post.id, load=load, mark=mark, verb=verb)
