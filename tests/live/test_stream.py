"""Server-sent events: the live door for whom sockets are refused, from the question to the last line."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async as make
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from esn.core import cursors, events
from esn.core.events import Position
from esn.server.handler import PooledHandler
from feeds import actions as feeds
from frontend.live import hub, stream
from groups import actions as groups
from people import actions as people
from people.models import Person
from tests.cast import device
from tests.live.test_door import admit, found_group, page

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("own_feeder"),
]

PATIENCE = 60  # seconds until something counts as lost
Headers = list[tuple[bytes, bytes]]


class Ear:
    """A client that reads one stream; ``reads`` lets it take what is sent."""

    def __init__(self, handler: PooledHandler, headers: Headers, query: str = "") -> None:
        self._leaves = asyncio.Event()
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._rest = b""
        self.reads = asyncio.Event()
        self.reads.set()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/live/",
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost"), *headers],
        }
        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, Any]:
            if (first := next(asked, None)) is not None:
                return first
            await self._leaves.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            await self.reads.wait()
            await self._said.put(message)

        self.task = asyncio.create_task(handler(scope, receive, send))

    async def begin(self) -> tuple[int, dict[bytes, bytes]]:
        """The status and the headers."""
        start = await asyncio.wait_for(self._said.get(), PATIENCE)
        return start["status"], {name.lower(): text for name, text in start["headers"]}

    async def line(self) -> bytes:
        """The next event or comment, whole; nothing at the end."""
        while b"\n\n" not in self._rest:
            message = await asyncio.wait_for(self._said.get(), PATIENCE)
            self._rest += message.get("body", b"")
            if not message.get("more_body"):
                return b""
        said, _, self._rest = self._rest.partition(b"\n\n")
        return said

    async def hear(self) -> tuple[str, dict[str, Any]]:
        """The id and the frame of the next event."""
        while (said := await self.line()).startswith((b":", b"retry")):
            pass
        fields = dict(part.split(": ", 1) for part in said.decode().split("\n") if part)
        return fields.get("id", ""), json.loads(fields["data"])

    async def published(self) -> tuple[str, str]:
        """The id of the next event about a post, and which post."""
        while (heard := await self.hear())[1]["type"] != "post.published":
            pass
        return heard[0], heard[1]["data"]["id"]

    async def leave(self) -> None:
        """Go away."""
        self._leaves.set()
        self.reads.set()
        await asyncio.wait_for(self.task, PATIENCE)


Listen = Callable[..., Ear]


@pytest.fixture
async def listen(django_db_blocker: DjangoDbBlocker) -> AsyncIterator[Listen]:
    """Opens streams, and lets their clients leave in the end."""
    handler, ears = PooledHandler(2), []

    def open_one(headers: Headers, query: str = "") -> Ear:
        ears.append(Ear(handler, headers, query))
        return ears[-1]

    yield open_one
    for ear in ears:
        await ear.leave()
    handler.close()


def phone(person: Person) -> Headers:
    """The headers of a device."""
    _id, secret = people.issue_token(person, device="phone")
    return [(b"authorization", f"Bearer {secret}".encode())]


def desk(person: Person) -> Headers:
    """The headers of a browser."""
    return [(name, text) for name, text in page(person).scope["headers"] if name == b"cookie"]


async def greeted(ear: Ear, kind: str = "hello") -> str:
    """The cursor of the greeting."""
    assert (await ear.begin())[0] == 200
    cursor, hello = await ear.hear()
    assert (hello["type"], hello["cursor"]) == (kind, cursor)
    return cursor


async def test_bo_hears_ana_on_his_phone_and_on_his_page_and_reads_on_where_he_was(listen: Listen) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    ears = [listen(await make(headers)(bo)) for headers in (phone, desk)]
    started = [await greeted(ear) for ear in ears]
    first = await make(feeds.publish)(ana, audience_id=audience, body="The *van* is back.")
    heard = [await ear.published() for ear in ears]
    assert [post for _id, post in heard] == [first] * 2
    assert heard[0][0] == heard[1][0]
    await ears[0].leave()
    second = await make(feeds.publish)(ana, audience_id=audience, body="And gone.")
    back = listen([*await make(phone)(bo), (b"last-event-id", heard[0][0].encode())], f"after={started[0]}")
    assert await greeted(back) == heard[0][0], "what the browser says counts more than the address"
    assert (await back.published())[1] == second
    older = listen(await make(phone)(bo), f"after={started[0]}")
    await greeted(older)
    assert [(await older.published())[1] for _ in range(2)] == [first, second]


async def test_what_a_stream_is(listen: Listen) -> None:
    bo = await make(admit)("bo")
    ear = listen(await make(phone)(bo))
    status, headers = await ear.begin()
    assert (status, headers[b"content-type"]) == (200, b"text/event-stream; charset=utf-8")
    assert headers[b"cache-control"] == b"no-store"
    assert b"content-length" not in headers
    assert (await ear.line()).startswith(b"retry: ")


async def test_nobody_hears_what_they_may_not_read(listen: Listen) -> None:
    ana, cy = await make(admit)("ana"), await make(admit)("cy")
    group, audience = await make(found_group)(ana)
    _open, everybody = await make(found_group)(ana, "open")
    ear = listen(await make(phone)(cy), f"view={audience},{everybody}")
    await greeted(ear)
    await make(feeds.publish)(ana, audience_id=audience, body="Between us.")
    heard = await make(feeds.publish)(ana, audience_id=everybody, body="To all.")
    assert (await ear.published())[1] == heard
    await make(groups.add_member)(ana, group_id=group, person_id=cy.id)
    inside = await make(feeds.publish)(ana, audience_id=audience, body="Welcome.")
    assert (await ear.published())[1] == inside
    await make(groups.remove_member)(ana, group_id=group, person_id=cy.id)
    await make(feeds.publish)(ana, audience_id=audience, body="Between us again.")
    last = await make(feeds.publish)(ana, audience_id=everybody, body="To all.")
    assert (await ear.published())[1] == last


async def test_a_revoked_token_and_an_ended_session_end_the_stream(listen: Listen) -> None:
    bo = await make(admit)("bo")
    token_id, secret = await make(people.issue_token)(bo, device="phone")
    phones = listen([(b"authorization", f"Bearer {secret}".encode())])
    page_ = listen(await make(desk)(bo))
    for ear in (phones, page_):
        await greeted(ear)
    await make(people.revoke_token)(bo, token_id=token_id)
    await make(transaction.atomic(people.end_sessions))(bo, bo)
    for ear in (phones, page_):
        while (said := (await ear.hear())[1])["type"] != "closed":
            pass
        assert said["code"] == 4001
        assert await ear.line() == b""
        await asyncio.wait_for(ear.task, PATIENCE)
    refused = listen([(b"authorization", f"Bearer {secret}".encode())])
    assert (await refused.begin())[0] == 401, "a browser does not come back after this"


async def test_a_page_of_another_site_and_a_stranger_are_refused(listen: Listen) -> None:
    bo = await make(admit)("bo")
    cookie = await make(desk)(bo)
    for foreign in (
        (b"origin", b"https://elsewhere.example"),
        (b"sec-fetch-site", b"cross-site"),
        (b"sec-fetch-site", b"same-site"),
    ):
        assert (await listen([*cookie, foreign]).begin())[0] == 403
    assert (await listen([]).begin())[0] == 401
    for own in ((b"origin", b"http://localhost"), (b"sec-fetch-site", b"same-origin")):
        assert (await listen([*cookie, own]).begin())[0] == 200
    assert (await listen([*await make(phone)(bo), (b"sec-fetch-site", b"cross-site")]).begin())[0] == 200


async def test_a_cursor_that_leads_nowhere_is_answered_with_a_reset(listen: Listen) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    foreign = await make(lambda: cursors.seal(ana.id, events.present()))()
    ahead = await make(lambda: cursors.seal(bo.id, Position(2**40, 2**40)))()
    headers = await make(phone)(bo)
    for cursor in (foreign, ahead, "nonsense", "x" * 500):
        assert await make(cursors.unseal)(bo.id, await greeted(listen(headers, f"after={cursor}"), "reset"))


async def test_a_bad_question_is_refused_in_words(listen: Listen) -> None:
    headers = await make(phone)(await make(admit)("bo"))
    for wrong in ("view=" + ",".join("x" * 9 for _ in range(101)), "q=x", "view=%00"):
        assert (await listen(headers, wrong).begin())[0] == 400


async def test_one_person_has_not_more_than_some_streams(listen: Listen) -> None:
    bo = await make(admit)("bo")
    headers = await make(phone)(bo)
    ears = [listen(headers) for _ in range(stream.MOST)]
    for ear in ears:
        await greeted(ear)
    status, told = await listen(headers).begin()
    assert (status, told[b"retry-after"]) == (429, b"31")
    await ears[0].leave()
    await greeted(listen(headers))


async def test_silence_is_filled_with_signs_of_life(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    ear = listen(await make(phone)(await make(admit)("bo")))
    await ear.begin()
    while await ear.line() != b":":
        pass


async def test_who_does_not_read_costs_a_bounded_number_of_frames(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "WAITING", 2)
    monkeypatch.setattr(hub, "BACKLOG", 3)
    monkeypatch.setattr(hub, "PATIENCE", 10 * PATIENCE)
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    deaf, other = listen(await make(phone)(bo)), listen(await make(phone)(bo))
    for ear in (deaf, other):
        await greeted(ear)
    deaf.reads.clear()
    posts = [await make(feeds.publish)(ana, audience_id=audience, body=f"{n}") for n in range(15)]
    assert [(await other.published())[1] for _ in posts] == posts, "nobody waits for the deaf one"
    deaf.reads.set()
    kinds: list[str] = []
    while not kinds or kinds[-1] != "resync":
        kinds.append((await deaf.hear())[1]["type"])
    assert len(kinds) < 15


def test_a_frame_has_its_cursor_as_id_and_one_line() -> None:
    assert stream.as_event('{"cursor":"tag.place","type":"x"}') == (
        b'id: tag.place\ndata: {"cursor":"tag.place","type":"x"}\n\n'
    )
    assert stream.as_event('{"type":"resync"}') == b'data: {"type":"resync"}\n\n'
    assert stream.as_event('{"type":"hello","cursor":"a.b"}').startswith(b"id: a.b\n")
    assert settings.SESSION_COOKIE_SAMESITE == "Lax", "no other site's page brings the session along"


async def test_reading_on_the_phone_is_heard_at_the_desk(listen: Listen) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    post = await make(feeds.publish)(ana, audience_id=audience, body="The van is back.")
    pocket = await make(device)(bo)
    unread = (await make(pocket.read)(f"posts/{post}/"))["unread"]
    ear = listen(await make(desk)(bo))
    await greeted(ear)
    await make(pocket.make)(f"posts/{post}/read/")
    while (said := (await ear.hear())[1])["type"] != "read.moved":
        pass
    assert said["data"]["id"] == audience
    assert (unread, (await make(pocket.read)(f"posts/{post}/"))["unread"]) == (True, False)
