"""Brings the search index up to date before a command ends, whether or not a worker runs."""

import sys

from esn.core import consumers, events
from esn.core.models import Event
from esn.management.terminal import Progress

WORTH_REBUILDING = 20_000  # facts that wait: from there on building anew, on all processors, is faster


def catch_up() -> None:
    """Run every consumer of the event log until it has read all of it; a worker may do so at the same time."""
    from esn.wiring import CONSUMERS

    progress = Progress(sys.stderr)
    for consumer in CONSUMERS:
        if consumer.name == "index":
            _rebuild_if_worth_it(consumer)
        start, end = (place.position for place in (consumers.position(consumer), events.present()))
        while consumers.run_once(consumer):
            done = consumers.position(consumer).position - start
            progress(min(done, end - start), end - start, consumer.name)
    progress.end()


def _rebuild_if_worth_it(consumer: consumers.Consumer) -> None:
    from search import index

    waiting = events.beyond(Event.objects.all(), consumers.position(consumer)).count()
    if waiting < WORTH_REBUILDING:
        return
    progress = Progress(sys.stderr)
    index.rebuild(lambda done: progress(done, max(done, waiting), "index"))
    progress(waiting, waiting, "index")
    progress.end()
