"""The event log as a test reads it: only when everything that was said stands in it for good."""

import time

from django.db import connection

from esn.core import consumers, events
from esn.core.consumers import Consumer

PATIENCE = 600  # looks of a tenth of a second


def settle() -> None:
    """Wait until nothing holds back what was said: PostgreSQL's own work may do so for a moment, or another test's.

    A test that never commits has nothing to wait for.
    """
    for _look in range(PATIENCE):
        if connection.in_atomic_block or events.present() == events.newest():
            return
        time.sleep(0.1)
    raise AssertionError("The newest facts were held back for a minute.")


def follow(consumer: Consumer) -> int:
    """The worker's turn: the consumer handles all that was said; how many facts."""
    handled = 0
    while True:
        settle()
        some = consumers.run_once(consumer)
        if not some:
            return handled
        handled += some
