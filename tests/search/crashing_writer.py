"""Commits one document after the other and says so, until somebody kills it: ``python -m … FOLDER FIRST``."""

import sys
from pathlib import Path

from search import store, writer
from search.store import Progress
from tests.search.invented import document

folder, number = Path(sys.argv[1]), int(sys.argv[2])
while True:
    number += 1
    writer.write(folder, [document(f"word{number}", key=f"post:{number:032x}")])
    store.write_progress(folder, Progress((0, number)))
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()
