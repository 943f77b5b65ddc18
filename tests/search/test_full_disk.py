"""A disk that fills while the index is written: what was committed is unharmed, and it goes on when there is room."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from search import store as stores
from search.analysis import Document, key_hash
from search.files import CHECKED, SUMS
from search.segments import DiskSegment
from search.store import Progress, Store
from search.writer import MERGED_AT_ONCE, write
from tests.search.invented import document


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond so many bytes: writing ends as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def some(first: int, count: int) -> list[Document]:
    return [
        document(f"zanzibar word{number} " * 20, key=f"post:{number:032x}") for number in range(first, first + count)
    ]


def held(folder: Path, count: int) -> int:
    """How many of the first documents the index holds; every byte of it is compared."""
    segments = [DiskSegment(folder, segment) for segment in stores.read_contents(folder).segments]
    for segment in segments:
        segment.check()
    wanted = np.array([key_hash(f"post:{number:032x}") for number in range(count)], np.uint64)
    return sum(len(segment.find(wanted)) for segment in segments)


@pytest.mark.parametrize("size", [0, 1, 100, 4_000, 20_000, 60_000])
def test_a_segment_that_finds_no_room_changes_nothing(tmp_path: Path, size: int) -> None:
    folder = Store(tmp_path, "FR").create()
    write(folder, some(0, 10))
    before = stores.read_contents(folder).generation
    with no_file_larger_than(size), pytest.raises(OSError, match=r"File too large|No space left"):
        write(folder, some(10, 400), gone=[f"post:{0:032x}"])
    assert stores.read_contents(folder).generation == before
    assert held(folder, 410) == 10
    write(folder, some(10, 400))
    assert held(folder, 410) == 410


def test_a_merge_that_finds_no_room_changes_nothing(tmp_path: Path) -> None:
    folder = Store(tmp_path, "FR").create()
    for number in range(MERGED_AT_ONCE - 1):
        write(folder, some(40 * number, 40))
    segment = stores.read_contents(folder).segments[0]
    largest = max((folder / segment.make_filename(one)).stat().st_size for one in (*CHECKED, SUMS))
    total = 40 * (MERGED_AT_ONCE - 1)
    with no_file_larger_than(2 * largest), pytest.raises(OSError, match=r"File too large|No space left"):
        write(folder, some(total, 40))  # the new segment has room, the merged one has none
    assert held(folder, total + 40) == total
    write(folder, some(total, 40))
    assert held(folder, total + 40) == total + 40
    assert len(stores.read_contents(folder).segments) == 1


@pytest.mark.parametrize("size", [0, 5])
def test_a_place_in_the_log_that_finds_no_room_stays_the_former_one(tmp_path: Path, size: int) -> None:
    folder = Store(tmp_path, "FR").create()
    stores.write_progress(folder, Progress((0, 7)))
    with no_file_larger_than(size), pytest.raises(OSError, match=r"File too large|No space left"):
        stores.write_progress(folder, Progress((0, 8)))
    assert stores.read_progress(folder).place == (0, 7)
