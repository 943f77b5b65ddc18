"""Documents in memory that the index does not hold yet, searched like a segment."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from search.analysis import Analysed
from search.codec import Ids, Weights, as_lists
from search.gathering import Gathering
from search.segments import NOTHING, Words

_serial = count()


class TailSegment:
    """A few analysed documents with the face of a segment on disk."""

    def __init__(self, documents: Sequence[Analysed]) -> None:
        held = Gathering()
        for document in documents:
            held.add(document)
        self.name = f"tail-{next(_serial)}"
        self.size = len(held)
        self._columns = held.columns()
        self._stream = np.frombuffer(held.stream, np.uint32) if held.stream else np.empty(0, np.uint32)
        self._fields = held.fields
        self._keys = np.array(held.keys, np.uint64)

    def postings(self, field: str, term: str) -> tuple[Ids, Weights]:
        """The documents of a term, ascending, and the weights in steps."""
        held = self._fields[field].get(term)
        return as_lists(*held) if held else NOTHING

    def beginning(self, field: str, prefix: str) -> Iterator[tuple[Ids, Weights]]:
        """The lists of all terms that begin with a prefix."""
        for term, held in self._fields[field].items():
            if term.startswith(prefix):
                yield as_lists(*held)

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms that begin with a prefix."""
        return (term for term in self._fields[field] if term.startswith(prefix))

    def find(self, hashes: npt.NDArray[np.uint64]) -> Ids:
        """The documents whose keys are among the hashes."""
        return np.flatnonzero(np.isin(self._keys, hashes)).astype(np.uint32)

    def column(self, name: str) -> npt.NDArray[Any]:
        """A whole column."""
        return self._columns[name]

    def take(self, name: str, numbers: Ids) -> npt.NDArray[Any]:
        """The values of a column for some documents."""
        some: npt.NDArray[Any] = self._columns[name][numbers]
        return some

    def words(self, numbers: Ids) -> tuple[Words, Ids]:
        """The words of some documents one after the other, and the place in the list of the document of each."""
        lengths = self._columns["length"][numbers].astype(np.int64)
        owners = np.repeat(np.arange(len(numbers), dtype=np.uint32), lengths)
        begins = self._columns["start"][numbers].astype(np.int64) - (np.cumsum(lengths) - lengths)
        return self._stream[np.arange(len(owners), dtype=np.int64) + np.repeat(begins, lengths)], owners
