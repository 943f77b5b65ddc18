"""How good similar cases are, and what they cost: ``python -m benchmarks.similar FILE [--documents N]``.

Imports 200 conversations that have a topic (evenly spread over the rows of the file) and counts how many of the first
three cases that are similar to each share a topic with it. The topics are taken out of what is imported, so that only
what the customer said is left; with ``--titled`` they stay in the titles. Chance is what cases at random would share.
Then the CPU of one look into an index of N invented posts (100,000 unless told), by a member of 50 of 2,000 groups.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.site import fresh_site
from benchmarks.table import head, row

CASES, FIRST, SHARED = 200, 3, 0.70
ROUNDS = 40


def main() -> None:
    """Import, look, count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--titled", action="store_true")
    asked = options.parse_args()
    with fresh_site():
        spoken = _spread(asked.file)
        topics = {talk["id"]: set(talk["topics"]) for talk in spoken}
        shared = _shared(spoken if asked.titled else [{**talk, "topics": []} for talk in spoken], topics)
        head(f"Similar, {CASES} conversations of {asked.file.name}")
        said = "with the topic in the title" if asked.titled else "by what the customer said alone"
        figure = f"{shared:.0%}"
        row(f"first {FIRST} of each case that share its topic, {said}", figure, f"≥ {SHARED:.0%}", shared >= SHARED)
        pairs = list(combinations(topics.values(), 2))
        row("the same by chance", f"{sum(bool(one & other) for one, other in pairs) / len(pairs):.0%}", "", True)
        _cost(asked.documents)


def _spread(source: Path) -> list[dict[str, Any]]:
    """As many conversations as are wanted, evenly spread over those of the file that have a topic."""
    from esn.management.lines import LineFile

    file = LineFile(source)
    talks = [talk for _number, line in file.lines() if line and (talk := json.loads(line))["topics"]]
    file.close()
    return talks[:: len(talks) // CASES][:CASES]


def _shared(talks: Sequence[dict[str, Any]], topics: dict[str, set[str]]) -> float:
    """Of the first similar cases of each case, how many share a topic; one that was not found shares none."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks import company
    from cases.models import ImportedConversation
    from search.similar import similar_to_case

    viewer = company.people(1)[0]
    part = Path(settings.DATA_DIR) / "talks.jsonl"
    part.write_text("\n".join(map(json.dumps, talks)))
    call_command("import_conversations", str(part), verbosity=0)
    rows = ImportedConversation.objects.values_list("source_id", "case__ref")
    of_case = {ref: topics[source] for source, ref in rows}
    hits = sum(
        bool(mine & of_case[found.id])
        for ref, mine in of_case.items()
        for found in similar_to_case(viewer, ref, kind="case", limit=FIRST)
    )
    return hits / (FIRST * len(of_case))


def _cost(count: int) -> None:
    """CPU of one look at posts like a text of 60 words."""
    import time

    from benchmarks.search import MINE, NOW, World
    from search import building, store
    from search.alike import Text, alike
    from search.analysis import milliseconds
    from search.matching import Criteria
    from search.rights import Rights
    from search.snapshot import Reader
    from search.store import Progress, Store

    with tempfile.TemporaryDirectory() as base:
        world, kept = World(count), Store(Path(base), "FR")
        folder = kept.create()
        for _total in building.build(folder, world.documents()):
            pass
        store.write_progress(folder, Progress((0, 1)))
        kept.switch(folder)
        reader, rights = Reader(kept), Rights(all_open=True, own=frozenset(world.groups[:MINE]))
        texts = _texts(world.some(ROUNDS + 3))
        spent = []
        for text in texts:
            began = time.process_time()
            alike(reader.snapshot().segments, rights, Text("", text), Criteria(today=milliseconds(NOW), limit=400))
            spent.append((time.process_time() - began) * 1_000)
    warm = sorted(spent[3:])
    half, most = warm[len(warm) // 2], warm[int(len(warm) * 0.95)]
    figure = f"p50 {half:.1f}, p95 {most:.1f}"
    row(f"one look among {count:,} posts, CPU ms", figure, "p50 ≤ 15, p95 ≤ 30", half <= 15 and most <= 30)


def _texts(documents: Sequence[Any]) -> Iterator[str]:
    return (document.body for document in documents)


if __name__ == "__main__":
    main()
