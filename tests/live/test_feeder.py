"""The feeder: one thread in each process reads the log, whatever the number of sockets that come at once."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from frontend.live.feeder import Feeder, Listener
from frontend.live.hub import Hub, Socket
from people.models import Person


async def _nobody_hears(_message: Mapping[str, Any]) -> None:
    """The far end of a socket that nothing is sent to."""


@pytest.mark.usefixtures("committed")
async def test_two_sockets_that_come_first_and_at_once_are_fed_by_one_thread(bo: Person) -> None:
    own = Feeder(Hub())
    sockets = [
        Socket(_nobody_hears, person_id=bo.id, session_id=str(number), variant=("device",), prefix=b"tag")
        for number in range(2)
    ]
    already = {thread for thread in threading.enumerate() if thread.name == "live-feeder"}
    try:
        await asyncio.gather(*(own.view(Listener(socket, bo), []) for socket in sockets))
        feeders = [thread for thread in threading.enumerate() if thread.name == "live-feeder"]
        assert len(set(feeders) - already) == 1
    finally:
        await asyncio.to_thread(own.stop)
