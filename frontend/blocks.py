"""How a feed is grouped: several entries of one case in a row stand together."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from feeds.queries.summaries import PostSummary


@dataclass(frozen=True)
class Block:
    """Posts that stand together; ``case`` and ``title`` are empty for a single post."""

    posts: tuple[PostSummary, ...]
    case: str = ""
    title: str = ""


def blocks(posts: Iterable[PostSummary]) -> tuple[Block, ...]:
    """The posts of a feed in their order, neighbours of the same case together."""
    return tuple(_block(tuple(run)) for _case, run in groupby(posts, key=lambda post: post.case or post.id))


def _block(posts: tuple[PostSummary, ...]) -> Block:
    if len(posts) == 1:
        return Block(posts)
    inside = next((post for post in posts if post.audience.kind == "internal"), posts[0])
    return Block(posts, posts[0].case or "", inside.audience.title)
