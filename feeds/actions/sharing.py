"""Showing a post to other readers: one's own words beside a pointer, so that nobody reads what they did not before."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from esn.core.errors import Conflict
from feeds import policy
from feeds.actions.manners import Manner
from feeds.actions.posts import publish
from people.models import Person


def share_post(
    actor: Person, *, post_id: str, audience_id: str, body: str = "", attachments: Sequence[str] = ()
) -> str:
    """Point at a post in another audience; the id of the post that points, or of what waits for a moderator."""
    manner = sharing(actor, post_id)
    return publish(actor, audience_id=audience_id, body=body, attachments=attachments, manner=manner)


def sharing(actor: Person, post_id: str) -> Manner:
    """The manner of a post that shares one that the actor reads; Conflict where it says nothing any more."""
    post = policy.require_post(actor, post_id)
    if post.deleted_at is not None or post.hidden_at is not None:
        raise Conflict("gone", _("This post is not there any more. It cannot be shared."))
    return Manner(shares=post.id)
