"""Consumers read the event log in order and remember how far they came; at least once, and one at a time.

A consumer's position is stored in the transaction of its effects, and its row is held for the batch, so that a second
worker waits. A consumer whose effects are outside the database (the search index) keeps its own position.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import close_old_connections, transaction

from esn.core import events
from esn.core.clock import now
from esn.core.events import Entry, Position
from esn.core.models import ConsumerPosition, Event, SetAside
from esn.core.wake import Bell

logger = logging.getLogger(__name__)

BATCH = 500
TRIES = 5
POLL_SECONDS = 1.0  # the safety net under the bell
SOON_SECONDS = 0.02  # while an open transaction keeps facts back
RETRY_SECONDS = 2.0  # until an event that is wanted again is tried
GATHER_SECONDS = 0.1  # after a ring: what comes one by one is handled together


@dataclass(frozen=True)
class Consumer:
    """What to do with each batch of facts; ``kept_at`` reads the position of a consumer that keeps its own."""

    name: str
    handle: Callable[[Sequence[Entry]], None]
    kept_at: Callable[[], Position] | None = None


def run_once(consumer: Consumer) -> int:
    """Handle one batch; how many facts it had."""
    if consumer.kept_at is not None:
        batch = events.after(consumer.kept_at(), BATCH)
        if batch:
            _deliver(consumer, batch)
        return len(batch)
    if caught_up(consumer):
        return 0  # without a write, so that an idle worker takes no writer's turn
    with transaction.atomic():
        ConsumerPosition.objects.get_or_create(name=consumer.name)
        held = ConsumerPosition.objects.select_for_update().get(name=consumer.name)
        batch = events.after(Position(held.xid, held.position), BATCH)
        if batch:
            _deliver(consumer, batch)
            held.xid, held.position = batch[-1].place
            held.save()
    return len(batch)


def position(consumer: Consumer) -> Position:
    """The place up to which the consumer has handled the log."""
    if consumer.kept_at is not None:
        return consumer.kept_at()
    held = ConsumerPosition.objects.filter(name=consumer.name).first()
    return Position(held.xid, held.position) if held else events.START


def caught_up(consumer: Consumer) -> bool:
    """Whether nothing in the log waits for this consumer."""
    return not events.after(position(consumer), limit=1)


def run_forever(consumers: Iterable[Consumer], stop: threading.Event) -> None:
    """Run each consumer in a thread of its own until asked to stop."""
    threads = [
        threading.Thread(target=_follow, args=(consumer, stop), name=f"consumer-{consumer.name}")
        for consumer in consumers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def try_wanted(consumers: Iterable[Consumer]) -> int:
    """Handle the events once more that were set aside and are wanted again; how many went well."""
    named = {consumer.name: consumer for consumer in consumers}
    wanted = SetAside.objects.filter(again_at__isnull=False, consumer__in=list(named)).order_by("position")
    return sum(_try_aside(named[row.consumer], row) for row in list(wanted[:BATCH]))


def retry_forever(consumers: Sequence[Consumer], stop: threading.Event) -> None:
    """Look for events that are wanted again, until asked to stop."""
    while not stop.wait(RETRY_SECONDS):
        try:
            try_wanted(consumers)
        except Exception:
            logger.exception("What was set aside was not tried again; it is looked for once more.")
        finally:
            close_old_connections()


def _try_aside(consumer: Consumer, row: SetAside) -> bool:
    entry = events.entries(Event.objects.filter(position=row.position), events.START, 1)
    try:
        with transaction.atomic():
            SetAside.objects.filter(id=row.id).delete()
            if entry:
                consumer.handle(entry)
    except Exception as caught:
        error = f"{type(caught).__name__}: {caught}"
        SetAside.objects.filter(id=row.id).update(again_at=None, at=now(), error=error[:2000])
        return False
    return True


def _follow(consumer: Consumer, stop: threading.Event) -> None:
    with Bell() as bell:
        while not stop.is_set():
            pause = 0.0
            try:
                if not run_once(consumer):
                    pause = SOON_SECONDS if events.pending(position(consumer)) else POLL_SECONDS
            except Exception:
                logger.exception("Consumer %s stumbled; it tries again.", consumer.name)
                pause = POLL_SECONDS
            finally:
                close_old_connections()
            if pause and bell.wait(pause):
                stop.wait(GATHER_SECONDS)


def _deliver(consumer: Consumer, batch: Sequence[Entry]) -> None:
    """Hand over the batch; if it fails, one by one, so that a poisoned fact is set aside and the others go on."""
    try:
        with _effects(consumer):
            consumer.handle(batch)
    except Exception:
        logger.exception("Consumer %s failed on a batch of %d; trying one by one.", consumer.name, len(batch))
        for entry in batch:
            _deliver_one(consumer, entry)


def _deliver_one(consumer: Consumer, entry: Entry) -> None:
    error = ""
    for _attempt in range(TRIES):
        try:
            with _effects(consumer):
                consumer.handle([entry])
        except Exception as caught:
            error = f"{type(caught).__name__}: {caught}"
        else:
            return
    logger.error("Consumer %s set fact %d aside: %s", consumer.name, entry.place.position, error)
    SetAside.objects.get_or_create(
        consumer=consumer.name, position=entry.place.position, defaults={"error": error[:2000]}
    )


def _effects(consumer: Consumer) -> AbstractContextManager[None]:
    """A transaction around effects in the database; effects elsewhere must not hold one open."""
    return nullcontext() if consumer.kept_at is not None else transaction.atomic()
