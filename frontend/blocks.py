"""How a feed is grouped: several entries of one case in a row stand together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from feeds.queries.summaries import PostSummary


@dataclass(frozen=True)
class Block:
    """Posts that stand together; ``case`` and ``title`` are empty for a single post.

    Below ``line`` stands what was there already when the reader came last.
    """

    posts: tuple[PostSummary, ...]
    case: str = ""
    title: str = ""
    line: bool = False


def blocks(posts: Iterable[PostSummary], seen: str = "") -> tuple[Block, ...]:
    """The posts of a feed in their order, neighbours of the same case together, with a line above the post ``seen``."""
    return tuple(_blocks(posts, seen))


def _blocks(posts: Iterable[PostSummary], seen: str) -> Iterator[Block]:
    below = False

    def together(post: PostSummary) -> tuple[str, bool]:
        nonlocal below
        below = below or post.id == seen
        return post.case or post.id, below

    for _key, run in groupby(posts, key=together):
        found = tuple(run)
        yield _block(found, line=found[0].id == seen)


def _block(posts: tuple[PostSummary, ...], *, line: bool) -> Block:
    if len(posts) == 1:
        return Block(posts, line=line)
    inside = next((post for post in posts if post.audience.kind == "internal"), posts[0])
    return Block(posts, posts[0].case or "", inside.audience.title, line=line)
