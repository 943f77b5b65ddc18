"""The scaled shape as it runs: what happens on one web process is live on the other, and found there at once."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
import redis
from websockets.sync.client import ClientConnection, connect

from tests.browser.running import RunningSite
from tests.shapes.scaled import POSTGRES, REDIS, scaled_site, token

PATIENCE = 60  # seconds until a frame counts as lost

Pair = tuple[RunningSite, RunningSite]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two web processes and a worker."""
    try:
        psycopg.connect(f"{POSTGRES}/postgres").close()
        redis.Redis.from_url(REDIS).ping()
    except (psycopg.OperationalError, redis.ConnectionError) as error:
        pytest.skip(f"PostgreSQL or Redis does not answer: {error}")
    with scaled_site(tmp_path_factory.mktemp("scaled")) as sites:
        yield sites


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The same with a Redis that is not there."""
    with scaled_site(tmp_path_factory.mktemp("away"), redis="redis://127.0.0.1:1/0") as sites:
        yield sites


def device(site: RunningSite, handle: str) -> ClientConnection:
    """The live socket of a device, after the greeting."""
    address = site.url.replace("http", "ws", 1) + "/ws/v1/device"
    socket = connect(address, additional_headers={"Authorization": f"Bearer {token(site, handle)}"})
    socket.send(json.dumps({"type": "hello"}))
    assert json.loads(socket.recv(timeout=PATIENCE))["type"] == "hello"
    socket.send(json.dumps({"type": "ping"}))
    assert json.loads(socket.recv(timeout=PATIENCE))["type"] == "pong"
    return socket


def frame_of(socket: ClientConnection, post_id: str) -> dict[str, Any]:
    """The frame about a post, past all others."""
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE))
        if frame["type"] == "post.published" and frame["data"]["id"] == post_id:
            return frame


def publish(client: httpx.Client, group: str, body: str) -> str:
    """A post in a group; its id."""
    answer = client.post(f"groups/{group}/posts/", json={"body": body})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def found(client: httpx.Client, words: str) -> list[str]:
    """The ids that a search finds."""
    return [hit["id"] for hit in client.get("search/", params={"q": words}).json()["results"]]


def test_what_ana_posts_on_one_process_reaches_bo_live_on_the_other(pair: Pair) -> None:
    first, second = pair
    with device(second, "bo") as socket, first.api("ana") as ana:
        post = publish(ana, first.cast["Shop floor"], "Ladders are back in aisle seven.")
        assert frame_of(socket, post)["object"]["body"] == "Ladders are back in aisle seven."


def test_what_ana_posts_on_one_process_is_found_by_the_next_request_on_the_other(pair: Pair) -> None:
    first, second = pair
    with first.api("ana") as ana, second.api("bo") as bo:
        for number in range(10):
            post = publish(ana, first.cast["Shop floor"], f"Marmalade number {number}")
            assert post in found(bo, "marmalade")


def test_cy_finds_nothing_of_a_secret_group_on_any_process(pair: Pair) -> None:
    first, second = pair
    with first.api("ana") as ana, second.api("cy") as cy, second.api("gus") as gus:
        post = publish(ana, first.cast["Price talks"], "The periwinkle price goes down.")
        assert found(cy, "periwinkle") == found(gus, "periwinkle") == []
        assert cy.get(f"posts/{post}/").content == cy.get(f"posts/{'0' * 32}/").content


def test_bo_who_was_away_gets_on_another_process_what_he_missed_and_nothing_twice(pair: Pair) -> None:
    first, second = pair
    with first.api("ana") as ana, first.api("bo") as bo, second.api("bo") as elsewhere:
        cursor = bo.get("events/").json()["cursor"]
        posts = [publish(ana, first.cast["Shop floor"], f"Missed {number}") for number in range(5)]
        seen: list[str] = []
        end = time.monotonic() + PATIENCE
        # The log keeps a fact back while an older transaction (the worker's, say) is open: a later answer brings it.
        while not set(posts) <= set(seen) and time.monotonic() < end:
            changes = elsewhere.get("events/", params={"after": cursor, "limit": 2}).json()
            seen += [change["data"]["id"] for change in changes["results"] if change["type"] == "post.published"]
            cursor = changes["cursor"]
        assert [post for post in seen if post in posts] == posts


def viewers_in(socket: ClientConnection) -> list[tuple[str, bool]]:
    """The next news of who else looks at the case in view, and whether they write."""
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE))
        if frame["type"] == "viewers":
            return [(one["person"]["name"], one["typing"]) for one in frame["viewers"]]


def test_who_looks_at_a_case_on_one_process_is_seen_on_the_other(pair: Pair) -> None:
    first, second = pair
    ref = first.cast["case"]
    with device(second, "bo") as bo, device(second, "gus") as gus, first.api("ana") as ana:
        for socket in (bo, gus):
            socket.send(json.dumps({"type": "viewing", "case": ref}))
            assert "Ana Martin" not in dict(viewers_in(socket))
        assert ana.post(f"cases/{ref}/viewers/", json={"typing": True}).status_code == 200
        while ("Ana Martin", True) not in viewers_in(bo):
            pass
        gus.send(json.dumps({"type": "viewing", "case": ref}))
        assert "Ana Martin" not in dict(viewers_in(gus)), "she is on the inside"
        assert ana.delete(f"cases/{ref}/viewers/").status_code == 204
        while "Ana Martin" in dict(viewers_in(bo)):
            pass


def test_ana_posts_and_bo_hears_it_while_redis_is_away(away: Pair) -> None:
    first, second = away
    with device(second, "bo") as socket, first.api("ana") as ana, second.api("bo") as bo:
        post = publish(ana, first.cast["Shop floor"], "Redis rests, we do not.")
        assert frame_of(socket, post)["object"]["body"] == "Redis rests, we do not."
        assert post in found(bo, "rests")
