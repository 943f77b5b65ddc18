"""Django on a fixed pool of threads, asked as an ASGI server asks it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.core import signals
from django.db import connections
from pytest_django import DjangoDbBlocker, Settings

from esn.server.handler import BrokenOffError, PooledHandler
from esn.server.lane import QUICK

THREADS = 3


class Client:
    """Asks one handler."""

    def __init__(self, handler: PooledHandler) -> None:
        self.handler = handler

    async def ask(self, path: str, *parts: bytes, method: str = "GET", gone: bool = False) -> list[dict[str, Any]]:
        """The messages of an answer; ``gone`` is a client that leaves before its body is complete."""
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost")],
        }
        waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts or (b"",)]
        waiting[-1]["more_body"] = gone
        waiting += [{"type": "http.disconnect"}]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return waiting.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.handler(scope, receive, send)
        return sent

    async def json(self, path: str, *parts: bytes, method: str = "GET") -> dict[str, Any]:
        """The JSON of an answer in one part."""
        start, body = await self.ask(path, *parts, method=method)
        assert start["status"] == 200
        answer: dict[str, Any] = json.loads(body["body"])
        return answer


@pytest.fixture
async def client(settings: Settings, django_db_blocker: DjangoDbBlocker) -> AsyncIterator[Client]:
    """A handler over the views beside it, without middleware."""
    settings.ROOT_URLCONF = "tests.server.views"
    settings.MIDDLEWARE = []
    handler = PooledHandler(THREADS)
    with django_db_blocker.unblock():
        yield Client(handler)
        for _ in range(THREADS):
            await asyncio.get_running_loop().run_in_executor(handler._pool, connections.close_all)
    handler.close()


async def test_an_answer_has_its_status_headers_cookies_and_body(client: Client) -> None:
    start, body = await client.ask("/where")
    assert start["status"] == 200
    headers = dict(start["headers"])
    assert headers[b"Content-Type"] == b"application/json"
    assert headers[b"Set-Cookie"].startswith(b"seen=yes")
    assert json.loads(body["body"])["method"] == "GET"


async def test_many_requests_use_few_threads_and_each_keeps_its_connection(client: Client) -> None:
    answers = await asyncio.gather(*(client.json(f"/where?wait={QUICK * 4}") for _ in range(30)))
    threads = {answer["thread"] for answer in answers}
    assert len(threads) == THREADS
    assert len({(answer["thread"], answer["connection"]) for answer in answers}) == THREADS


async def test_the_signals_of_a_request_are_sent_once_each(client: Client) -> None:
    seen: list[str] = []

    def started(**kwargs: Any) -> None:
        seen.append("started")

    def finished(**kwargs: Any) -> None:
        seen.append("finished")

    signals.request_started.connect(started)
    signals.request_finished.connect(finished)
    try:
        await client.ask("/where")
        await client.ask("/large")
    finally:
        signals.request_started.disconnect(started)
        signals.request_finished.disconnect(finished)
    assert seen == ["started", "finished"] * 2


async def test_a_language_does_not_stay_for_the_next_person(client: Client) -> None:
    first = await client.json("/where")
    for _ in range(THREADS * 2):
        await client.json("/where?language=de")
    assert (await client.json("/where"))["language"] == first["language"]


async def test_bodies_arrive_whole_in_one_part_or_in_many(client: Client) -> None:
    assert (await client.json("/where", b"abc", method="POST"))["bytes"] == 3
    assert (await client.json("/where", *[b"x" * 1000] * 300, method="POST"))["bytes"] == 300_000


async def test_who_leaves_before_the_body_is_complete_gets_no_answer(client: Client) -> None:
    assert await client.ask("/where", b"abc", method="POST", gone=True) == []


async def test_a_view_with_a_bug_is_a_500_without_its_details(client: Client) -> None:
    start, body = await client.ask("/fail")
    assert start["status"] == 500
    assert b"secret detail" not in body["body"]
    assert b"Traceback" not in body["body"]


async def test_a_large_stream_goes_out_in_parts(client: Client) -> None:
    start, *bodies = await client.ask("/large")
    assert start["status"] == 200
    assert len(bodies) > 2
    assert sum(len(body.get("body", b"")) for body in bodies) == 1024 * 1024
    assert not bodies[-1].get("more_body")


async def test_a_stream_that_breaks_off_is_not_taken_for_the_whole(client: Client) -> None:
    with pytest.raises(BrokenOffError):
        await client.ask("/broken")
