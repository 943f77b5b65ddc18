"""The live door, from the handshake to the last frame, as a client meets it."""

import asyncio
import datetime as dt
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing

from cases import actions as cases
from cases import queries as case_queries
from esn.core import clock, cursors, events
from feeds import actions as feeds
from frontend.live import door
from groups import actions as groups
from groups import queries as group_queries
from groups.models import EVERYONE
from people import actions as people
from people.models import Person
from people.seen import seen

# Emptying the tables between tests takes the audience of all members too: it is put back.
pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("own_feeder"),
]

PATIENCE = 30  # seconds until a frame counts as lost
ORIGIN = (b"origin", b"http://localhost")
HOST = (b"host", b"localhost")


def admit(handle: str, kind: str = "member", **more: Any) -> Person:
    """A person of the cast."""
    named = {"kind": kind, "handle": handle, "name": handle.title(), "language": "en", "password": "a long password"}
    return Person.objects.get(id=groups.admit_person(None, **{**named, **more}))


def found_group(owner: Person, openness: str = "closed", *members: Person) -> tuple[str, str]:
    """A group with members; its id and its audience."""
    group = groups.create_group(owner, name="Logistics", kind="team", openness=openness)
    for member in members:
        groups.add_member(owner, group_id=group, person_id=member.id)
    return group, group_queries.group(owner, group).audience


def device(person: Person, **chosen: Any) -> WebsocketCommunicator:
    """A device's socket."""
    _id, secret = people.issue_token(person, device="phone", **chosen)
    return communicator("/ws/v1/device", [(b"authorization", f"Bearer {secret}".encode())])


def page(person: Person, origin: bytes = ORIGIN[1]) -> WebsocketCommunicator:
    """A browser's socket."""
    session = SessionStore()
    session[SESSION_KEY] = person.id
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}".encode()
    return communicator("/ws/v1/live", [HOST, (b"origin", origin), (b"cookie", cookie)])


def communicator(path: str, headers: list[tuple[bytes, bytes]]) -> WebsocketCommunicator:
    """A client of the door."""
    return WebsocketCommunicator(door.application, path, headers=headers)


make = sync_to_async


async def greet(
    socket: WebsocketCommunicator, since: str | None = None, view: list[str] | None = None
) -> dict[str, Any]:
    """Connect and say hello; the answer."""
    connected, _ = await socket.connect(timeout=PATIENCE)
    assert connected
    await socket.send_json_to({"type": "hello", "since": since, "view": view or []})
    return await hear(socket)


async def hear(socket: WebsocketCommunicator) -> dict[str, Any]:
    """The next message."""
    return dict(await socket.receive_json_from(timeout=PATIENCE))


async def published(socket: WebsocketCommunicator) -> dict[str, Any]:
    """The next frame about a post."""
    while (frame := await hear(socket))["type"] != "post.published":
        pass
    return frame


async def nothing_until_pong(socket: WebsocketCommunicator) -> list[str]:
    """The kinds of messages that arrive before the answer to a ping."""
    await socket.send_json_to({"type": "ping"})
    kinds = []
    while (message := await hear(socket))["type"] != "pong":
        kinds.append(message["type"])
    return kinds


async def closed_with(socket: WebsocketCommunicator) -> int:
    """The code with which the door closes the socket."""
    while (output := await socket.receive_output(timeout=PATIENCE))["type"] != "websocket.close":
        pass
    return int(output["code"])


async def settled(socket: WebsocketCommunicator) -> None:
    """Wait until the door has joined the socket to its topics."""
    assert await nothing_until_pong(socket) == []


Clients = Callable[[WebsocketCommunicator], WebsocketCommunicator]


async def test_bo_hears_ana_on_his_phone_and_on_his_page(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    phone, desk = clients(await make(device)(bo)), clients(await make(page)(bo))
    for socket in (phone, desk):
        assert (await greet(socket))["type"] == "hello"
        await settled(socket)
    post = await make(feeds.publish)(ana, audience_id=audience, body="The *van* is back.")
    heard, seen = await published(phone), await published(desk)
    assert heard["data"]["id"] == seen["data"]["id"] == heard["object"]["id"] == post
    assert heard["object"]["body"] == "The *van* is back."
    assert not {"can", "unread", "replies"} & heard["object"].keys()
    assert "<em>van</em>" in seen["html"]
    assert heard["cursor"] == seen["cursor"]


async def test_cy_and_gus_hear_nothing_of_a_group_that_they_are_not_in(clients: Clients) -> None:
    ana, cy = await make(admit)("ana"), await make(admit)("cy")
    partner = await make(people.create_partner)(None, name="Vasseur")
    gus = await make(admit)("gus", "guest", partner_id=partner)
    _group, audience = await make(found_group)(ana)
    for person in (cy, gus):
        socket = clients(await make(device)(person))
        await greet(socket, view=[audience, EVERYONE])
        await settled(socket)
        await make(feeds.publish)(ana, audience_id=audience, body="Between us.")
        assert await nothing_until_pong(socket) == []


async def test_bo_hears_nothing_more_once_his_seat_is_gone(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    group, audience = await make(found_group)(ana, "closed", bo)
    phone = clients(await make(device)(bo))
    await greet(phone, view=[audience])
    await settled(phone)
    await make(groups.remove_member)(ana, group_id=group, person_id=bo.id)
    await make(feeds.publish)(ana, audience_id=audience, body="Without Bo.")
    while (frame := await hear(phone))["type"] != "membership.changed":
        assert frame["type"] == "member.left"
    assert await nothing_until_pong(phone) == []


async def test_bo_hears_a_group_from_the_moment_he_joins_it(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    group, audience = await make(found_group)(ana, "open")
    phone = clients(await make(device)(bo))
    await greet(phone)
    await settled(phone)
    await make(groups.join)(bo, group_id=group)
    while (await hear(phone))["type"] != "membership.changed":
        pass
    post = await make(feeds.publish)(ana, audience_id=audience, body="Welcome, Bo.")
    assert (await published(phone))["data"]["id"] == post


async def test_cy_who_looks_at_an_open_case_hears_it_until_it_is_restricted(clients: Clients) -> None:
    ana, cy = await make(admit)("ana"), await make(admit)("cy")
    customer = await make(cases.create_customer)(ana, kind="person", name="Mme Dupin")
    ref = await make(cases.open_case)(ana, customer_id=customer, title="Wardrobe", story=cases.StoryText(wanted="It"))
    audience = (await make(case_queries.case)(ana, ref)).sides[0]
    desk = clients(await make(page)(cy))
    await greet(desk, view=[audience.audience])
    await settled(desk)
    post = await make(cases.post_in_case)(ana, ref=ref, body="Who has the key?")
    assert (await published(desk))["data"]["id"] == post
    await make(cases.restrict_case)(ana, ref=ref, restricted=True)
    await make(cases.post_in_case)(ana, ref=ref, body="Only for us.")
    assert "post.published" not in await nothing_until_pong(desk)


async def test_bo_who_was_away_gets_what_he_missed_once_and_in_order(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    cursor = await make(lambda: cursors.seal(bo.id, events.present()))()

    def speak() -> list[str]:
        return [feeds.publish(ana, audience_id=audience, body=f"Word {number}") for number in range(150)]

    posts = await make(speak)()
    phone = clients(await make(device)(bo))
    await greet(phone, since=cursor)
    frames = [await published(phone) for _ in posts]
    assert [frame["data"]["id"] for frame in frames] == posts
    later = await make(feeds.publish)(ana, audience_id=audience, body="And now")
    assert (await published(phone))["data"]["id"] == later
    again = clients(await make(device)(bo))
    await greet(again, since=frames[-1]["cursor"])
    assert (await published(again))["data"]["id"] == later


async def test_a_cursor_of_somebody_else_is_answered_with_a_reset(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    foreign = await make(lambda: cursors.seal(ana.id, events.present()))()
    for cursor in (foreign, "nonsense", "x" * 500, 7):
        phone = clients(await make(device)(bo))
        answer = await greet(phone, since=cursor)  # type: ignore[arg-type]  # a number is what is tried
        assert (answer["type"], answer["code"]) == ("reset", "bad_cursor")
        assert await make(cursors.unseal)(bo.id, answer["cursor"])


async def test_strangers_are_closed_with_4001_and_foreign_pages_with_4003(clients: Clients) -> None:
    bo = await make(admit)("bo")
    nobody = [
        communicator("/ws/v1/device", []),
        communicator("/ws/v1/device", [(b"authorization", b"Bearer esn_unknown")]),
        communicator("/ws/v1/live", [HOST, ORIGIN]),
        communicator("/ws/v1/live", [HOST, ORIGIN, (b"cookie", b"sessionid=abc; =;")]),
    ]
    for socket in nobody:
        await socket.connect(timeout=PATIENCE)
        assert await closed_with(socket) == 4001
    for origin in (b"", b"null", b"http://localhost.evil.example", b"https://localhost", b"http://localhost:81"):
        socket = await make(page)(bo, origin)
        await socket.connect(timeout=PATIENCE)
        assert await closed_with(socket) == 4003


async def test_the_link_of_a_customers_window_opens_no_socket(clients: Clients) -> None:
    ana = await make(admit)("ana")
    dupin = await make(cases.create_customer)(ana, kind="person", name="Mme Dupin")
    story = cases.StoryText(happened="It came without doors.")
    ref = await make(cases.open_case)(ana, customer_id=dupin, title="Wardrobe", story=story)
    link_id, secret = await make(cases.create_portal_link)(ana, ref=ref)
    found = await make(case_queries.living_pass)(link_id)
    assert found
    cookie = f"window={signing.dumps(link_id, salt='esn.window')}".encode()
    for socket in (
        communicator("/ws/v1/live", [HOST, ORIGIN, (b"cookie", cookie)]),
        communicator("/ws/v1/device", [(b"authorization", f"Bearer {secret}".encode())]),
        await make(page)(found.person),
    ):
        await socket.connect(timeout=PATIENCE)
        assert await closed_with(socket) == 4001


async def test_a_browser_session_opens_nothing_on_the_path_of_devices(clients: Clients) -> None:
    bo = await make(admit)("bo")
    desk = await make(page)(bo)
    socket = communicator("/ws/v1/device", desk.scope["headers"])
    await socket.connect(timeout=PATIENCE)
    assert await closed_with(socket) == 4001


async def test_revoking_a_device_and_signing_out_close_its_sockets_alone(clients: Clients) -> None:
    bo = await make(admit)("bo")
    phone, desk = await make(device)(bo), clients(await make(page)(bo))
    for socket in (phone, desk):
        await greet(socket)
        await settled(socket)
    token = await make(lambda: bo.tokens.get())()
    await make(people.revoke_token)(bo, token_id=token.id)
    assert await closed_with(phone) == 4001
    assert (await hear(desk))["type"] == "token.revoked"
    await settled(desk)
    await make(people.change_password)(bo, current="a long password", new="another long one")
    assert await closed_with(desk) == 4001


async def test_a_device_that_reads_hears_and_is_seen_nowhere_and_one_that_sends_hears_nothing(clients: Clients) -> None:
    bo = await make(admit)("bo")
    seen.forget(bo.id)
    reader = clients(await make(device)(bo, scope="read"))
    await greet(reader)
    await settled(reader)
    for message in ({"type": "here"}, {"type": "viewing", "case": "C-2026-000000"}):
        await reader.send_json_to(message)
        assert (await hear(reader))["code"] == "read_only"
    assert not seen.among([bo.id])
    await make(people.issue_token)(bo, device="another")
    assert (await hear(reader))["type"] == "token.issued"
    sender = await make(device)(bo, scope="send")
    await sender.connect(timeout=PATIENCE)
    assert await closed_with(sender) == 4003


async def test_a_device_whose_time_is_over_is_closed(clients: Clients) -> None:
    bo = await make(admit)("bo")
    phone = await make(device)(bo)
    soon = clock.now() + dt.timedelta(seconds=1)  # also where the handshake takes longer, the answer is the same
    await make(lambda: bo.tokens.update(expires_at=soon))()
    await phone.connect(timeout=PATIENCE)
    assert await closed_with(phone) == 4001


async def test_malformed_huge_and_unknown_messages_are_told_and_the_socket_lives(clients: Clients) -> None:
    bo = await make(admit)("bo")
    phone = clients(await make(device)(bo))
    await greet(phone)
    await settled(phone)
    for text in (" ", "{", "[]", "7", '{"a":' * 50_000, json.dumps({"type": "x" * 70_000})):
        await phone.send_to(text_data=text)
        assert (await hear(phone))["code"] == "malformed"
    await phone.send_to(bytes_data=b"\x00\xff")
    assert (await hear(phone))["code"] == "malformed"
    await phone.send_json_to({"type": "launch"})
    assert (await hear(phone))["code"] == "unknown_type"
    await phone.send_json_to({"type": "view", "audiences": ["a"] * 101})
    assert (await hear(phone))["code"] == "bad_view"
    await settled(phone)


DEEP: Any = "x"
for _ in range(500):
    DEEP = [DEEP]
ODD: list[tuple[Any, str]] = [
    ({"type": ["view"]}, "unknown_type"),
    ({"type": {"a": DEEP}}, "unknown_type"),
    ({"type": "view", "audiences": DEEP}, "bad_view"),
    ({"type": "view", "audiences": {"a": 1}}, "bad_view"),
    ({"type": "view", "audiences": [None, 7]}, "bad_view"),
    ({"type": "view", "audiences": ["\x00", "\ud800", "x" * 60_000]}, ""),
    ({"type": "viewing", "case": DEEP}, "bad_viewing"),
    ({"type": "viewing", "case": 10**400}, "bad_viewing"),
    ({"type": "viewing", "case": "C-2026-000000", "side": "\ud800", "typing": "yes"}, "bad_viewing"),
    ({"type": "viewing", "case": "\x00" * 100}, "bad_viewing"),
    ({"type": "here", "at": "1970-01-01T00:00:00Z", "person": "another"}, ""),
    ({"type": "hello", "since": DEEP}, "unknown_type"),
]


async def test_odd_messages_are_answered_and_no_other_socket_notices(
    clients: Clients, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "RATE", 1000)
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    phone, desk = clients(await make(device)(bo)), clients(await make(page)(bo))
    for socket in (phone, desk):
        await greet(socket)
        await settled(socket)
    raw = [
        "NaN",
        "1e999999",
        '{"type":' + "9" * 5000 + "}",
        '{"type":"view","type":7}',
        '"\\ud800"',
        "\ud800",
        "{}" * 9,
    ]
    for said, code in [*((json.dumps(one), code) for one, code in ODD), *((one, "any") for one in raw)]:
        await phone.send_to(text_data=said)
        await phone.send_json_to({"type": "ping"})
        heard = await hear(phone)
        if code:
            assert heard["type"] == "error", said[:80]
            assert code in (heard["code"], "any"), said[:80]
            heard = await hear(phone)
        assert heard["type"] == "pong", said[:80]
    post = await make(feeds.publish)(ana, audience_id=audience, body="Still here?")
    assert [(await published(socket))["data"]["id"] for socket in (phone, desk)] == [post, post]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_greeting_that_is_no_greeting_is_answered_and_the_door_stays_open_for_others(clients: Clients) -> None:
    bo = await make(admit)("bo")
    for said in ({"type": "hello", "since": DEEP}, {"type": "hello", "since": {"$": 1}, "view": "everything"}):
        odd = clients(await make(device)(bo))
        await odd.connect(timeout=PATIENCE)
        await odd.send_json_to(said)
        kinds = [(await hear(odd))["type"]]
        if kinds == ["error"]:
            kinds.append((await hear(odd))["type"])
        assert kinds[-1] == "reset"
        await settled(odd)


async def test_who_says_too_much_or_no_hello_is_refused(clients: Clients) -> None:
    bo = await make(admit)("bo")
    rude = await make(device)(bo)
    await rude.connect(timeout=PATIENCE)
    await rude.send_json_to({"type": "ping"})
    assert (await hear(rude))["code"] == "hello_first"
    assert await closed_with(rude) == 4003
    loud = await make(device)(bo)
    await greet(loud)
    for _ in range(40):
        await loud.send_json_to({"type": "ping"})
    assert await closed_with(loud) == 4003


async def test_what_was_deleted_before_it_was_sent_is_sent_without_words(clients: Clients) -> None:
    ana, bo = await make(admit)("ana"), await make(admit)("bo")
    _group, audience = await make(found_group)(ana, "closed", bo)
    cursor = await make(lambda: cursors.seal(bo.id, events.present()))()
    post = await make(feeds.publish)(ana, audience_id=audience, body="Taken back.")
    await make(feeds.delete_post)(ana, post_id=post)
    phone = clients(await make(device)(bo))
    await greet(phone, since=cursor)
    frame = await published(phone)
    assert frame["data"]["id"] == post
    assert "object" not in frame
    assert set(await hear(phone)) == {"cursor", "type", "audience", "at", "data"}
    await asyncio.sleep(0)


async def test_a_sign_of_life_on_a_socket_makes_bo_active_and_an_open_socket_alone_does_not(clients: Clients) -> None:
    bo = await make(admit)("bo")
    seen.forget(bo.id)
    desk = clients(await make(page)(bo))
    await greet(desk)
    await settled(desk)
    assert not seen.among([bo.id])
    await desk.send_json_to({"type": "here"})
    await settled(desk)
    assert seen.among([bo.id])


async def test_who_stands_in_hears_of_it_and_of_each_offer_without_following_the_case(clients: Clients) -> None:
    ana, bo, cy = [await make(admit)(handle) for handle in ("ana", "bo", "cy")]
    customer = await make(cases.create_customer)(ana, kind="person", name="Mme Dupin")
    ref = await make(cases.open_case)(ana, customer_id=customer, title="Wardrobe", story=cases.StoryText("It is late."))
    desk = clients(await make(page)(cy))
    await greet(desk)
    await settled(desk)
    end = clock.now() + dt.timedelta(days=1)
    await make(people.plan_absence)(bo, end=end, delegate_id=cy.id, everyone=EVERYONE)
    heard = [await hear(desk), await hear(desk)]
    assert sorted((one["type"], one["audience"]) for one in heard) == [
        ("availability.changed", EVERYONE), ("delegation.changed", cy.id),
    ]  # fmt: skip
    assert {one["data"]["id"] for one in heard} == {bo.id}
    to = cases.Holder("person", bo.id)
    await make(cases.offer_handoff)(ana, ref=ref, to=to, brief="Late.", expectation="A day.")
    assert [(one["type"], one["audience"]) for one in [await hear(desk)]] == [("handoff.changed", cy.id)]
    await make(people.end_absence)(bo, everyone=EVERYONE)
    assert {(await hear(desk))["type"] for _ in range(2)} == {"availability.changed", "delegation.changed"}
