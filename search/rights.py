"""Which stored documents a person may see: the sentence of groups.policy as masks over a segment's columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import pack_id
from search.cache import ByteCache
from search.segments import DiskSegment, Segment

Mask = npt.NDArray[np.bool_]
Shorts = npt.NDArray[np.uint64]

_CODE_BYTES, _VIEW_BYTES = 32 * 2**20, 12 * 2**20
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Rights:
    """The audiences of one reader; ``changed`` says of some audiences whether they are open now, whatever is stored."""

    all_open: bool
    own: frozenset[str]
    changed: frozenset[tuple[str, bool]] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """What a reader sees of one segment: which documents, how many, and how many words they have."""

    mask: Mask
    count: int
    words: int


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of ids as numbers: the distinct ids in 64 bits, and for each document the place of its own."""

    values: Shorts
    codes: npt.NDArray[np.int32]


_views: ByteCache[View] = ByteCache(_VIEW_BYTES, lambda view: view.mask.nbytes + 200)
_codes: ByteCache[Codes] = ByteCache(_CODE_BYTES, lambda held: held.values.nbytes + held.codes.nbytes + 200)


def short(ids: npt.NDArray[Any]) -> Shorts:
    """Packed ids in 64 bits each; 0 stands for no id."""
    halves = np.ascontiguousarray(ids).view(np.uint64).reshape(-1, 2)
    mixed: Shorts = halves[:, 0] ^ (halves[:, 1] * _MIX)
    return mixed


def shorts(ids: frozenset[str] | tuple[str, ...]) -> Shorts:
    """Some ids in 64 bits each, sorted."""
    packed = np.frombuffer(b"".join(map(pack_id, ids)), "V16")
    return np.sort(short(packed))


def codes(segment: Segment, column: str) -> Codes:
    """A column of ids as numbers, kept for segments on disk."""

    def make() -> Codes:
        values, places = np.unique(short(segment.column(column)), return_inverse=True)
        return Codes(values, places.astype(np.int32).reshape(-1))

    return _codes.get((segment.name, column), make) if isinstance(segment, DiskSegment) else make()


def view(segment: Segment, rights: Rights) -> View:
    """What the reader sees of a segment, deleted documents included (they are taken out by whoever knows them)."""

    def make() -> View:
        audiences = codes(segment, "audience")
        allowed = np.isin(audiences.values, shorts(rights.own)) if rights.own else np.zeros(len(audiences.values), bool)
        mask: Mask = allowed[audiences.codes]
        if rights.all_open:
            # A member reads the inner side of what they may read, and never needs the face shown to others.
            mask = (mask | _open(segment, audiences, rights)) & (segment.column("face") == 0)
        words = int(segment.column("length")[mask].sum(dtype=np.int64))
        return View(mask, int(np.count_nonzero(mask)), words)

    return _views.get((segment.name, rights), make) if isinstance(segment, DiskSegment) else make()


def _open(segment: Segment, audiences: Codes, rights: Rights) -> Mask:
    """Which documents belong to an audience that is open to members now."""
    stored: Mask = segment.column("open").astype(bool)
    if not rights.changed:
        return stored
    for value in (True, False):
        changed = tuple(audience for audience, now in rights.changed if now is value)
        if changed:
            stored[np.isin(audiences.values, shorts(changed))[audiences.codes]] = value
    return stored
