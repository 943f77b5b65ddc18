"""Frames of what many missed at once are made once, and never outlive a change."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esn.core import events
from esn.core.events import Entry
from esn.core.models import Event
from feeds.actions import delete_post, edit_post, publish
from feeds.events import PostPublished
from frontend.live import missed as missed_frames
from frontend.live.frames import DEVICE, frames
from frontend.live.hub import Variant
from frontend.live.missed import Missed
from people.models import Person
from tests.cast import Scene, say

PAGE = ("page", "en")


def published() -> list[Entry]:
    """Also what this test's own transaction has not settled yet, on PostgreSQL."""
    everything = events.entries(Event.objects.all(), events.START, 1000)
    return [entry for entry in everything if entry.type == PostPublished.type]


def read(missed: Missed, entries: list[Entry], variant: Variant = DEVICE) -> list[dict[str, Any]]:
    return [json.loads("{" + text.partition(",")[2]) for text in missed.texts(entries, variant)]


def statements(missed: Missed, entries: list[Entry], variant: Variant = DEVICE) -> int:
    with CaptureQueriesContext(connection) as asked:
        missed.texts(entries, variant)
    return len(asked)


def test_the_second_of_many_who_come_back_asks_only_whether_anything_changed(
    scene: Scene, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed_frames, "SECONDS", 10**9)
    with CaptureQueriesContext(connection) as asked:
        events.state()
    alone = len(asked)
    missed, entries = Missed(), published()
    assert statements(missed, entries) > alone
    assert statements(missed, entries) == alone
    assert statements(missed, entries[:1]) == alone
    assert statements(missed, entries, PAGE) > alone, "another kind of reader has other frames"
    assert missed.texts(entries, DEVICE) == [
        made[DEVICE].decode() for _topic, made in frames(entries, lambda _topic: [DEVICE])
    ]


def test_what_was_deleted_or_changed_since_is_sent_as_it_is_now(scene: Scene, ana: Person) -> None:
    missed, post, other = Missed(), say(ana, scene.open), say(ana, scene.open)
    entries = [entry for entry in published() if entry.data["id"] in (post, other)]
    assert [frame["object"]["id"] for frame in read(missed, entries)] == [post, other]
    delete_post(ana, post_id=post)
    edit_post(ana, post_id=other, body="Changed.", revision=0)
    gone, changed = read(missed, entries)
    assert "object" not in gone
    assert changed["object"]["body"] == "Changed."


def test_somebody_far_behind_fills_no_memory(scene: Scene, ana: Person) -> None:
    missed, entries = Missed(), published()
    for _ in range(3):
        publish(ana, audience_id=scene.open.audience_id, body="One more.")
        missed.texts(published(), DEVICE)
    assert len(missed._made) == len(entries) + 3
