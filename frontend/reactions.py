"""The row of reactions below a post: a chip for each emoji, and the way to add one."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feeds.queries.summaries import PostSummary, Reaction
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")
USUAL = ("👍", "❤️", "😄", "🎉", "👀", "🙏")
SHOWN = 6  # chips on one line; the page of those who reacted has all

_ROW = '<form class="reactions" action="/posts/{id}/reactions/" data-reactions="{id}"{still}>{chips}{add}</form>'
_CHIP = '<button class="reaction" name="emoji" value="{emoji}"{mine}>{emoji}<b>{count}</b></button>'
_REST = '<a class="reaction" href="/posts/{id}/reactions/">+{count}</a>'
_ADD = '<button class="react" name="emoji" value="" aria-label="{words}" title="{words}">{icon}</button>'
_STILL = SafeString(" data-still")
_PRESSED = {True: SafeString(' aria-pressed="true"'), False: SafeString(' aria-pressed="false"')}


def row(post: PostSummary) -> SafeString:
    """The reactions to a post; nothing where there are none and the viewer may not react."""
    may = "react" in post.can
    if not may and not post.reactions:
        return NOTHING
    told = foremost(post.reactions)
    rest = len(post.reactions) - len(told)
    chips = [
        fill(_CHIP, emoji=one.emoji, count=str(one.count), mine=_PRESSED[one.mine] if may else NOTHING) for one in told
    ]
    if rest:
        chips.append(fill(_REST, id=post.id, count=str(rest)))
    add = fill(_ADD, words=_("React"), icon=icon("smile-plus")) if may else NOTHING
    return fill(_ROW, id=post.id, still=NOTHING if may else _STILL, chips=SafeString("".join(chips)), add=add)


def foremost(reactions: tuple[Reaction, ...]) -> tuple[Reaction, ...]:
    """Those that most people chose, in the order in which they came, so that a chip keeps its place."""
    if len(reactions) <= SHOWN:
        return reactions
    chosen = sorted(reactions, key=lambda one: -one.count)[:SHOWN]
    return tuple(one for one in reactions if one in chosen)
