"""Words that an older renderer drew are drawn anew, in small steps, while everybody works on.

Nobody's words change by it: no revision, no moment, no fact. Whoever edits a post meanwhile comes first.
"""

import logging
import threading
from dataclasses import dataclass

from django.db import close_old_connections, transaction

from esn.core.errors import Invalid
from feeds.models import Post
from feeds.queries.composed import composed
from feeds.text import RENDERER, render

BATCH = 100  # posts of one transaction
PAUSE_SECONDS = 0.1  # between two of them, for whoever writes
AGAIN_SECONDS = 60.0  # after a stumble

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Redrawn:
    """How many posts were drawn anew in one step, and the last that was looked at; without one it was the last step."""

    number: int
    last: str


def redraw(after: str = "") -> Redrawn:
    """Draw the next old posts anew, of those whose ids lie behind one."""
    found = Post.objects.filter(id__gt=after, renderer__lt=RENDERER).select_related("audience")
    old = list(found.order_by("id")[:BATCH])
    if not old:
        return Redrawn(0, "")
    drawn = [(post, html) for post in old if (html := _html(post)) is not None]
    with transaction.atomic():
        number = sum(
            Post.objects.filter(id=post.id, revision=post.revision, renderer=post.renderer).update(
                html=html, renderer=RENDERER
            )
            for post, html in drawn
        )
    return Redrawn(number, old[-1].id)


def run_forever(stop: threading.Event) -> None:
    """Draw once what an upgrade left behind; then there is nothing to do until asked to stop."""
    at, pause = "", PAUSE_SECONDS
    while not stop.wait(pause):
        pause = PAUSE_SECONDS
        try:
            at = redraw(at).last
            if not at:
                break
        except Exception:
            logger.exception("Old words were not drawn anew; it is tried again in a minute.")
            at, pause = "", AGAIN_SECONDS
        finally:
            close_old_connections()
    stop.wait()


def _html(post: Post) -> str | None:
    """The words as they are drawn now, leading to those whom their readers know now; what had no HTML gets none."""
    if not post.html:
        return ""
    try:
        return composed(post.audience, post.body).html
    except Invalid:  # it names more people than a text may today
        return render(post.body)
    except Exception:
        logger.exception("Post %s could not be drawn anew; it is shown as it was.", post.id)
        return None
