"""The address at which a post is read in its thread, however long that is."""

from django.urls import reverse


def permalink(post_id: str, root_id: str | None = None) -> str:
    """Where a post stands: the page of its thread that holds it, opened at it."""
    if root_id is None or root_id == post_id:
        return f"{reverse('post', args=[post_id])}#post-{post_id}"
    return f"{reverse('post', args=[root_id])}?reply={post_id}#post-{post_id}"
