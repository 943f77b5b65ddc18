"""A writer that is killed at any moment loses nothing that it said was written."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from search import store as stores
from search.analysis import key_hash
from search.segments import DiskSegment
from search.store import Store
from search.writer import write
from tests.search.invented import document

KILLS = 5


def test_a_killed_writer_leaves_an_index_that_opens_and_takes_more(tmp_path: Path) -> None:
    folder = Store(tmp_path, "FR").create()
    last = 0
    for kill in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.search.crashing_writer", str(folder), str(last)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "esn.settings"},
        )
        assert process.stdout is not None
        for _said in range(7 + 4 * kill):
            last = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().split()
        process.wait()
        last = int(rest[-1]) if rest else last
        contents = stores.read_contents(folder)
        opened = [DiskSegment(folder, segment) for segment in contents.segments]
        wanted = np.array([key_hash(f"post:{number:032x}") for number in range(1, last + 1)], np.uint64)
        assert sum(len(segment.find(wanted)) for segment in opened) == last
        assert stores.read_progress(folder).place[1] >= last
        last += 1  # perhaps written, not said
        write(folder, [document("after", key=f"post:{last:032x}")])
