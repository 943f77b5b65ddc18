"""Importing conversations: how fast, how much memory, and what the pages cost afterwards. Run:
``python -m benchmarks.importing FILE``.

The file is imported into a site that already has 10,000 posts, by the command and in its own process.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from benchmarks.site import fresh_site
from benchmarks.table import cpu_ms, head, row

POSTS, TURNS_A_SECOND, PAGES, MEMORY = 10_000, 1_500, 1.5, 1.15


def main() -> None:
    """Import a tenth and all of the file, and compare the pages before and after."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    source = options.parse_args().file
    with fresh_site():
        _measure(source)


def _measure(source: Path) -> None:
    from django.db import connection

    from benchmarks import company
    from cases.actions import StoryText, create_customer, open_case

    crowd = company.people(200)
    groups = company.groups(20)
    viewer = crowd[0]
    company.seat(viewer, [group.audience_id for group in groups])
    company.posts(POSTS, crowd, [group.audience_id for group in groups])
    customer = create_customer(viewer, kind="person", name="Mme Dupin")
    case = open_case(viewer, customer_id=customer, title="Wardrobe", story=StoryText(happened="Not delivered."))
    addresses = {"home": "/", "group page": f"/groups/{groups[0].id}/", "case page": f"/cases/{case}/"}
    before = _costs(viewer, addresses)
    first, part = _import(_tenth(source))
    turns, whole = _import(source)
    _analyse()
    after = _costs(viewer, addresses)
    head(f"Import on {connection.vendor} of {source.name}, index included")
    rate = turns / whole.seconds
    row("turns a second", f"{rate:,.0f} ({turns:,} in {whole.seconds:.0f} s, {whole.cpu:.0f} s of CPU)",
        f"≥ {TURNS_A_SECOND:,}", rate >= TURNS_A_SECOND)  # fmt: skip
    row("turns a second of CPU", f"{turns / whole.cpu:,.0f}", "", True)
    grown = whole.importing / part.importing
    row(f"memory of the import, all / a tenth ({first:,} turns)", f"{grown:.2f} ({whole.importing:.0f} MB)",
        f"≤ {MEMORY}", grown <= MEMORY)  # fmt: skip
    row("memory with the index built inline, at most", f"{whole.memory:.0f} MB", "", True)
    for name, cost in after.items():
        ratio = cost / before[name]
        row(f"{name}, after / before (CPU)", f"{ratio:.2f} ({cost:.1f} / {before[name]:.1f} ms)", f"≤ {PAGES}",
            ratio <= PAGES)  # fmt: skip


class _Run:
    """What one run took: seconds, CPU seconds, and megabytes at most while importing and in all."""

    def __init__(self, source: Path) -> None:
        begun, spent = time.monotonic(), _children_cpu()
        self.importing, _said = self._once(source, "--no-index")
        self.memory, self.said = self._once(source)  # what is there already is passed over, then indexed
        self.seconds, self.cpu = time.monotonic() - begun, _children_cpu() - spent

    def _once(self, source: Path, *options: str) -> tuple[float, str]:
        command = [sys.executable, "manage.py", "import_conversations", str(source), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            said = process.stdout.read() if process.stdout else ""
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(said)
        return used.ru_maxrss / 1024, said


def _import(source: Path) -> tuple[int, _Run]:
    """How many turns were new, and what the run took."""
    from feeds.models import Post

    before = Post.objects.filter(audience__kind="customer").count()
    run = _Run(source)
    return Post.objects.filter(audience__kind="customer").count() - before, run


def _tenth(source: Path) -> Path:
    """The first tenth of the lines, in a file of their own."""
    from django.conf import settings

    from esn.management.lines import LineFile

    file = LineFile(source)
    lines = [line for _number, line in file.lines() if line]
    file.close()
    part = Path(settings.DATA_DIR) / "tenth.jsonl"
    part.write_bytes(b"\n".join(islice(lines, len(lines) // 10)))
    return part


def _costs(viewer: object, addresses: dict[str, str]) -> dict[str, float]:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(viewer)  # type: ignore[arg-type]  # a Person: models can only be imported once Django is set up
    for address in addresses.values():
        if client.get(address).status_code != 200:
            raise RuntimeError(address)
    return {name: cpu_ms(lambda address=address: client.get(address)) for name, address in addresses.items()}  # type: ignore[misc]  # its default


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
