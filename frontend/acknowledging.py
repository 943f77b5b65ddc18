"""The line of an announcement that asks its readers to say that they have read it."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.core.clock import now
from feeds.queries.summaries import AnnouncementState, PostSummary
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_LINE = (
    '<div class="asks" id="asks-{id}" data-fresh="/posts/{id}/acknowledgement/" data-fresh-of="{id}"{load}>{parts}'
    "</div>\n"
)
_LOAD = ' hx-get="/posts/{id}/acknowledgement/" hx-trigger="load" hx-swap="outerHTML"'
_BUTTON = '<form action="/posts/{id}/acknowledge/" data-here><button class="button small">{icon}{words}</button></form>'
_REMIND = (
    '<form action="/posts/{id}/remind/" data-here><button class="button small quiet">{icon}{words}</button></form>'
)
_SAID = '<span class="state done">{icon}{words}</span>'
_SOFT = '<span class="soft small">{words}</span>'
_NAMES = '<a class="small" href="/posts/{id}/acknowledgements/">{words}</a>'


def line(post: PostSummary) -> SafeString:
    """How an announcement stands for its viewer; where nobody in particular reads it, a place that asks for it."""
    told = post.announcement
    if told is None:
        return fill(_LINE, id=post.id, load=fill(_LOAD, id=post.id), parts=NOTHING)
    if not told.asks:
        return NOTHING
    parts = [*_mine(post.id, told), *_progress(post.id, told)]
    return fill(_LINE, id=post.id, load=NOTHING, parts=SafeString("".join(parts))) if parts else NOTHING


def _mine(id_: str, told: AnnouncementState) -> list[SafeString]:
    if told.acknowledged:
        return [fill(_SAID, icon=icon("check"), words=_("You have read it"))]
    if not told.asked:
        return []
    button = fill(_BUTTON, id=id_, icon=icon("check"), words=_("I have read it"))
    return [button, fill(_SOFT, words=_day(told.until))] if told.until else [button]


def _day(until: dt.date) -> str:
    day = formats.date_format(until, "DATE_FORMAT")
    if until < timezone.localdate(now()):
        return _("Asked until %(day)s") % {"day": day}
    return _("Please until %(day)s") % {"day": day}


def _progress(id_: str, told: AnnouncementState) -> list[SafeString]:
    if told.readers is None:
        return []
    said = _("%(done)s of %(readers)s have read it") % {"done": told.done, "readers": told.readers}
    if told.names:
        return [fill(_NAMES, id=id_, words=said)]  # reminding is on that page
    remind = fill(_REMIND, id=id_, icon=icon("bell"), words=_("Remind them")) if "remind" in told.can else NOTHING
    return [fill(_SOFT, words=said), remind]
