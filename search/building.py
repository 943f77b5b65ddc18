"""Builds a whole index in a new folder, with as many processes as there are processors."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search import writer
from search.analysis import Document, analyse
from search.gathering import Gathering

WORTH_PROCESSES = 20_000
BATCH = 5_000


def build(folder: Path, documents: Iterable[Document], processes: int | None = None) -> Iterator[int]:
    """Write documents (each key once) into an empty folder, and say from time to time how many there are."""
    source = iter(documents)
    head = list(islice(source, WORTH_PROCESSES))
    processes = processes or min(os.cpu_count() or 1, 4)
    everything = chain(head, source)
    if len(head) < WORTH_PROCESSES or processes == 1:
        yield from writer.fill(folder, map(analyse, everything))
        return
    segments: list[W3Segment] = []
    total = 0
    for segment in _in_processes(folder, everything, processes):
        segments.append(segment)
        total += segment.doc_count_all()
        yield total
    writer.add_segments(folder, segments)


def _in_processes(folder: Path, documents: Iterable[Document], processes: int) -> Iterator[W3Segment]:
    """Segments as they are finished, a few batches being under way at a time so that memory stays flat."""
    waiting: deque[Future[W3Segment]] = deque()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for batch in _batches(documents):
            waiting.append(pool.submit(_segment, folder, batch))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    source = iter(documents)
    while batch := list(islice(source, BATCH)):
        yield batch


def _segment(folder: Path, documents: list[Document]) -> W3Segment:
    gathered = Gathering()
    for document in documents:
        gathered.add(analyse(document))
    return gathered.write(folder)
