"""Gathers analysed documents and writes them as one segment."""

from array import array
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Segment

from search.analysis import RECORD, Analysed
from search.codec import FIELDS, STEM, WEIGHT_STEP, WORD, BlockCodec, as_lists, encode, encode_one, list_bounds, schema
from search.files import KEYS, ROWS, STREAM, PlacedStorage, write_arrays, write_sums
from search.segments import COLUMNS, NAME, Columns

Postings = dict[str, tuple["array[int]", bytearray]]


class Gathering:
    """Documents on their way into one segment: postings by term, columns, words in order."""

    def __init__(self) -> None:
        self.fields: dict[str, Postings] = {name: {} for name in FIELDS}
        self.rows: list[tuple[object, ...]] = []
        self.keys: list[int] = []
        self.stream = array("I")

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, document: Analysed) -> None:
        """Take in one document; its key must be new."""
        number = len(self.rows)
        for name, weights in ((WORD, document.words), (STEM, document.stems)):
            postings = self.fields[name]
            for term, weight in weights.items():
                held = postings.get(term)
                if held is None:
                    held = postings[term] = (array("I"), bytearray())
                held[0].append(number)
                held[1].append(min(weight, 255))
        self.rows.append(document.record)
        self.keys.append(document.key)
        self.stream.extend(document.stream)

    def columns(self) -> Columns:
        """The records as one array a column."""
        rows = np.array(self.rows, RECORD)
        columns = {name: np.ascontiguousarray(rows[name]) for name in COLUMNS}
        columns["start"] = starts(columns["length"])
        return columns

    def write(self, folder: Path) -> W3Segment:
        """Write the segment's files into the index folder."""
        storage = PlacedStorage(str(folder))
        segment = W3Segment(BlockCodec(), NAME)
        writer = BlockCodec().field_writer(storage, segment)
        for name in FIELDS:
            writer.start_field(name, schema()[name])
            for term, (ids, weights) in sorted((text.encode(), held) for text, held in self.fields[name].items()):
                if len(ids) == 1:
                    raw = encode_one(ids[0], weights[0])
                    writer.add_list(term, raw, 1, ids[0], ids[0], weights[0] * WEIGHT_STEP)
                    continue
                arrays = as_lists(ids, weights)
                writer.add_list(term, encode(*arrays), *list_bounds(*arrays))
            writer.finish_field()
        writer.close()
        columns = self.columns()
        write_arrays(folder, segment, ROWS, (columns[name] for name in COLUMNS))
        write_arrays(folder, segment, STREAM, [np.frombuffer(self.stream, np.uint32)])
        write_keys(folder, segment, np.array(self.keys, np.uint64))
        write_sums(folder, segment)
        segment.set_doc_count(len(self.rows))
        return segment


def starts(lengths: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Where each document's words begin, from their counts."""
    ends = np.cumsum(lengths, dtype=np.uint64)
    begins: npt.NDArray[np.uint64] = ends - lengths.astype(np.uint64)
    return begins


def write_keys(folder: Path, segment: W3Segment, keys: npt.NDArray[np.uint64]) -> None:
    """Write the key hash of every document, sorted, with the number of each."""
    order = np.argsort(keys)
    write_arrays(folder, segment, KEYS, [keys[order], order.astype(np.uint32)])
