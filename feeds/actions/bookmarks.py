"""Posts that one wants to find again, with a word to oneself."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.events import record
from esn.core.showable import UNSHOWABLE
from feeds import policy
from feeds.events import BookmarkChanged
from feeds.models import Bookmark
from people.models import Person
from people.policy import own_audience

NOTE_LIMIT = 300  # characters


@transaction.atomic
def bookmark(actor: Person, *, post_id: str, note: str = "") -> None:
    """Mark a post that one reads, or change the word that stands with the mark."""
    post = policy.require_post(actor, post_id)
    note = " ".join(note.split())
    if len(note) > NOTE_LIMIT:
        raise Invalid.field("note", "too_long", _("A note has at most 300 characters."))
    if UNSHOWABLE.search(note):
        raise Invalid.field("note", "control", _("This holds characters that cannot be shown."))
    own = own_audience(actor.id)
    Bookmark.objects.update_or_create(audience_id=own, post=post, defaults={"note": note})
    record(BookmarkChanged(audience_id=own, id=post.id), actor.id)


@transaction.atomic
def remove_bookmark(actor: Person, *, post_id: str) -> None:
    """Take a mark away; where there is none, nothing changes."""
    post = policy.require_post(actor, post_id)
    own = own_audience(actor.id)
    if Bookmark.objects.filter(audience=own, post=post).delete()[0]:
        record(BookmarkChanged(audience_id=own, id=post.id), actor.id)
