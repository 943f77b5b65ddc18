"""One quick request at a time; who must wait for something lets others pass."""

import asyncio

import pytest

from esn.server.lane import Lane


async def test_quick_requests_go_one_after_the_other_in_the_order_of_their_coming() -> None:
    lane, inside, seen = Lane(quick=60), 0, []

    async def request(number: int) -> None:
        nonlocal inside
        async with lane.turn():
            inside += 1
            seen.append((number, inside))
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(request(number) for number in range(20)))
    assert seen == [(number, 1) for number in range(20)]


async def test_a_request_that_waits_for_something_does_not_keep_others_waiting() -> None:
    lane, done = Lane(quick=0), asyncio.Event()

    async def slow() -> None:
        async with lane.turn():
            await done.wait()

    async def other() -> None:
        async with lane.turn():
            done.set()

    await asyncio.wait_for(asyncio.gather(slow(), other()), 30)


async def test_a_request_that_fails_gives_its_turn_back_once() -> None:
    lane = Lane(quick=60)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            async with lane.turn():
                raise ValueError("broken")
    assert lane._free._value == 1
