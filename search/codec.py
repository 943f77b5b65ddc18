"""How postings lie on disk: a Whoosh codec whose lists are NumPy arrays of document numbers and weights."""

import struct
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.fields import ID, Schema
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

Ids = npt.NDArray[np.uint32]
Weights = npt.NDArray[np.uint8]

WEIGHT_STEP = 0.5
WORD, STEM = "word", "stem"
FIELDS = (STEM, WORD)  # in the order in which a segment holds them
_HEADER = struct.Struct("<IIBB")  # count, first document, bytes of a delta, the one weight or 0
_WIDTHS: dict[int, np.dtype[Any]] = {1: np.dtype("<u1"), 2: np.dtype("<u2"), 4: np.dtype("<u4")}


def schema() -> Schema:
    """The two indexed fields: words as folded, and their stems."""
    return Schema(**{WORD: ID(), STEM: ID()})


def encode_one(number: int, weight: int) -> bytes:
    """The posting list of a term that stands in a single document."""
    return _HEADER.pack(1, number, 1, weight)


def encode(ids: Ids, weights: Weights) -> bytes:
    """A posting list in bytes; document numbers ascend."""
    deltas = np.diff(ids)
    widest = int(deltas.max()) if len(deltas) else 0
    width = 1 if widest < 256 else 2 if widest < 65_536 else 4
    first = int(weights[0])
    same = bool((weights == first).all())
    head: bytes = _HEADER.pack(len(ids), int(ids[0]), width, first if same else 0)
    return head + deltas.astype(_WIDTHS[width]).tobytes() + (b"" if same else weights.tobytes())


def decode(buffer: Any, offset: int) -> tuple[Ids, Weights]:
    """The posting list that begins at an offset: document numbers and weights in steps."""
    count, first, width, same = _HEADER.unpack_from(buffer, offset)
    offset += _HEADER.size
    ids = np.empty(count, np.uint32)
    ids[0] = first
    if count > 1:
        deltas = np.frombuffer(buffer, _WIDTHS[width], count - 1, offset)
        np.cumsum(deltas, dtype=np.uint32, out=ids[1:])
        ids[1:] += np.uint32(first)
    if same:
        return ids, np.full(count, same, np.uint8)
    return ids, np.frombuffer(buffer, np.uint8, count, offset + width * (count - 1))


def gather(raw: bytes, offset: int, ids: "array[int]", weights: bytearray) -> None:
    """Append a short list that begins at an offset to lists of plain numbers."""
    count, document, width, same = _HEADER.unpack_from(raw, offset)
    offset += _HEADER.size
    ids.append(document)
    end = offset + width * (count - 1)
    for delta in raw[offset:end] if width == 1 else memoryview(raw)[offset:end].cast("H" if width == 2 else "I"):
        document += delta
        ids.append(document)
    weights += bytes((same,)) * count if same else raw[end : end + count]


def shifted(raw: bytes, base: int) -> bytes:
    """The same list for documents that moved up by ``base``."""
    count, first, width, same = _HEADER.unpack_from(raw)
    return _HEADER.pack(count, first + base, width, same) + raw[_HEADER.size :]


class BlockCodec(W3Codec):
    """Whoosh's own codec with other posting lists; Whoosh's searcher reads what it writes."""

    def field_writer(self, storage: Any, segment: Any) -> "BlockFieldWriter":
        """The writer of a segment's terms."""
        return BlockFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: W3TermInfo, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """A Whoosh matcher over one posting list."""
        offset, (length,) = terminfo.extent()  # Whoosh leaves the length in the tuple it was unpacked into
        ids, weights = decode(bytes(dbfile.get(offset, length)), 0)
        floats = [float(weight) * WEIGHT_STEP for weight in weights]
        return ListMatcher(ids.tolist(), floats, None, format_, scorer=scorer, term=term, terminfo=terminfo)


class BlockFieldWriter(W3FieldWriter):
    """Writes whole posting lists, one term after the other in byte order."""

    def add_list(self, term: bytes, raw: bytes, count: int, first: int, last: int, weight: float) -> None:
        """Write one term with its encoded list; ``weight`` is the sum of its weights."""
        info = W3TermInfo(weight=weight, df=count, minid=first, maxid=last)
        info.set_extent(self._postfile.tell(), len(raw))
        self._postfile.write(raw)
        self._tindex.add(pack_ushort(self._fieldid) + term, info.to_bytes())


def list_bounds(ids: Ids, weights: Weights) -> tuple[int, int, int, float]:
    """Count, first and last document, and sum of weights of a list, as ``add_list`` takes them."""
    return len(ids), int(ids[0]), int(ids[-1]), float(weights.sum()) * WEIGHT_STEP


def as_lists(ids: Sequence[int], weights: bytes | bytearray) -> tuple[Ids, Weights]:
    """Plain lists as arrays."""
    return np.asarray(ids, np.uint32), np.frombuffer(bytes(weights), np.uint8)
