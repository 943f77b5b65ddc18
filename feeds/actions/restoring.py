"""Taking a deletion back: one's own, for some minutes."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, NotAllowed, NotFound
from esn.core.events import record
from feeds import policy
from feeds.actions.heads import recompute_head
from feeds.events import PostRestored
from feeds.models import Post
from groups import policy as reading
from people.models import Person

UNDO_TIME = dt.timedelta(minutes=10)


@transaction.atomic
def undelete_post(actor: Person, *, post_id: str) -> None:
    """Say again what one has just deleted oneself; Conflict when it is too late, or somebody else deleted it."""
    post = Post.objects.select_for_update(of=("self",)).filter(reading.visible(actor), id=post_id).first()
    if post is None:
        raise NotFound
    if post.author_id != actor.id:
        raise NotAllowed(_("Only the author may take this back."))
    if post.deleted_at is None:
        return
    role = reading.role_in(actor, post.audience)
    voice = reading.voice_in(actor, post.audience)
    if not policy.may_say(post.audience, role, actor, muted_until=voice.muted_until):
        raise NotAllowed(_("You can read here; to write, take part first."))
    if post.deleted_by_id != actor.id:
        raise Conflict("moderated", _("A moderator has deleted this post."))
    if post.deleted_at < now() - UNDO_TIME:
        raise Conflict("too_late", _("This was deleted more than ten minutes ago. It cannot be taken back any more."))
    post.deleted_at, post.deleted_by = None, None
    post.save(update_fields=["deleted_at", "deleted_by"])
    if post.root_id is not None and post.hidden_at is None:
        Post.objects.filter(id=post.root_id).update(replies_count=F("replies_count") + 1)
    recompute_head(post.audience_id)
    record(PostRestored(audience_id=post.audience_id, id=post.id, root=post.root_id), actor.id)
