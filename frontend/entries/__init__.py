"""Structured entries of a case in words: no sentence is stored, each is made here in the reader's language."""

from feeds.queries.summaries import PostSummary
from frontend.entries import decisions, matter, promises, window, work
from frontend.entries.promises import stance
from frontend.entries.shape import Entry

__all__ = ["Entry", "entry", "stance"]

_ENTRIES = {**matter.ENTRIES, **promises.ENTRIES, **work.ENTRIES, **decisions.ENTRIES, **window.ENTRIES}


def entry(post: PostSummary) -> Entry:
    """The words of a structured entry of a case; an unknown kind shows its body alone."""
    write = _ENTRIES.get(post.kind)
    return write(post) if write else Entry("circle-dot", post.author.name, line=post.body)
