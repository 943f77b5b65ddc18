"""Saying a picture in words: before a post names it, and afterwards as a change of that post."""

from feeds import policy
from feeds.actions.files import describe_waiting
from feeds.actions.posts import edit_post
from people.models import Person


def describe_file(actor: Person, *, file_id: str, alt: str) -> None:
    """Say a picture in words, for who does not see it; what was said before stays in the history of its post."""
    file = policy.require_file(actor, file_id)
    if file.post is None:
        describe_waiting(actor, file_id=file_id, alt=alt)
    else:
        edit_post(actor, post_id=file.post.id, body=file.post.body, alts={file_id: alt})
