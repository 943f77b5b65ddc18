"""A post and its files that match are one hit: the post, which says which of its files have the words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.analysis import TYPES, bits, pack_id, unpack_id
from search.codec import Ids
from search.matching import NONE, Folded, Scope
from search.ranking import Match
from search.rights import Shorts, short
from search.segments import NOTHING

_POST, _FILE = TYPES.index("post"), TYPES.index("file")
_WITH_FILES = bits(("file",))


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts that have files, and were found: in 64 bits, with their languages and moments."""

    ids: Shorts
    langs: npt.NDArray[np.uint8]
    moments: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, some: Sequence[tuple[str, int, int]]) -> "Posts":
        """Posts by id, the place of their language, and their moment."""
        ids, langs, moments = zip(*some, strict=True) if some else ((), (), ())
        packed = np.frombuffer(b"".join(map(pack_id, ids)), "V16")
        return cls(short(packed), np.array(langs, np.uint8), np.array(moments, np.uint64))


NO_POSTS = Posts(np.empty(0, np.uint64), np.empty(0, np.uint8), np.empty(0, np.uint64))


def fold(scopes: Sequence[Scope], beyond: Posts = NO_POSTS) -> None:
    """Take out of what was found the files whose post was found too; each scope keeps what was taken from it.

    ``beyond`` are posts that were found in no scope.
    """
    for one, taken in zip(scopes, _with_posts(scopes, [one.found for one in scopes], beyond), strict=True):
        if len(taken.files):
            one.folded = taken
            one.found = one.found[np.isin(one.found, taken.files, assume_unique=True, invert=True)]


def together(scopes: Sequence[Scope], beyond: Posts = NO_POSTS) -> int:
    """How many files would be one hit with their posts, were things of all types wanted."""
    return sum(len(taken.files) for taken in _with_posts(scopes, [one.any_type for one in scopes], beyond))


def files_of(scopes: Sequence[Scope], matches: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    """The files that were folded into some posts, by the key of the post."""
    found: dict[str, tuple[Match, ...]] = {}
    for match in matches:
        if match.type == "post":
            files = tuple(file_of(match, name) for one in scopes for name in _names(one, match.id))
            if files:
                found[match.key] = files
    return found


def posts_with_files(one: Scope) -> list[tuple[str, int, int, bool]]:
    """The posts that have files, of what was found of any type: id, place of the language, moment, whether wanted."""
    some = one.any_type[one.segment.take("marks", one.any_type) & _WITH_FILES != 0]
    some = some[one.segment.take("type", some) == _POST]
    columns = (one.segment.take(name, some).tolist() for name in ("lang", "when"))
    ids = (unpack_id(bytes(packed)) for packed in one.segment.take("id", some))
    return [(*post, bool(wanted)) for *post, wanted in zip(ids, *columns, np.isin(some, one.found), strict=True)]


def owners(one: Scope) -> list[str]:
    """The posts that the files came with which were found, of any type."""
    files = one.any_type[one.segment.take("type", one.any_type) == _FILE]
    return [unpack_id(bytes(packed)) for packed in one.segment.take("post", files)]


def file_of(post: Match, ident: str) -> Match:
    """A file that is one hit with a post."""
    return Match(f"file:{ident}", "file", ident, post.audience, post.thread, post.author, post.case, post.order)


def _with_posts(scopes: Sequence[Scope], lists: Sequence[Ids], beyond: Posts) -> list[Folded]:
    """Of some documents of each scope, the files whose post is among them, or beyond."""
    files = [some[one.segment.take("type", some) == _FILE] for one, some in zip(scopes, lists, strict=True)]
    if not any(map(len, files)):
        return [NONE] * len(scopes)
    owners = [short(one.segment.take("post", some)) for one, some in zip(scopes, files, strict=True)]
    wanted = np.unique(np.concatenate(owners))
    found = [_among(one, some, wanted) for one, some in zip(scopes, lists, strict=True)]
    here = [short(one.segment.take("id", some)) for one, some in zip(scopes, found, strict=True)]
    posts = np.concatenate([beyond.ids, *here])
    if not len(posts):
        return [NONE] * len(scopes)
    order = np.argsort(posts)
    posts = posts[order]
    langs, moments = (
        np.concatenate([there, *(one.segment.take(name, some) for one, some in zip(scopes, found, strict=True))])[order]
        for name, there in (("lang", beyond.langs), ("when", beyond.moments))
    )
    pairs = []
    for some, theirs in zip(files, owners, strict=True):
        at = np.minimum(np.searchsorted(posts, theirs), len(posts) - 1)
        taken = posts[at] == theirs
        pairs.append(Folded(some[taken], theirs[taken], langs[at[taken]], moments[at[taken]]))
    return pairs


def _names(one: Scope, post: str) -> Iterable[str]:
    files = one.folded.files[one.folded.posts == short(np.frombuffer(pack_id(post), "V16"))]
    return (unpack_id(bytes(packed)) for packed in one.segment.take("id", files))


def _among(one: Scope, some: Ids, wanted: Shorts) -> Ids:
    """The posts among some documents that are wanted."""
    posts = some[one.segment.take("marks", some) & _WITH_FILES != 0]
    posts = posts[one.segment.take("type", posts) == _POST]
    if not len(posts):
        return NOTHING[0]
    ids = short(one.segment.take("id", posts))
    at = np.minimum(np.searchsorted(wanted, ids), len(wanted) - 1)
    among: Ids = posts[wanted[at] == ids]
    return among
