"""The customer tells the story once: what the next colleague is given, through five handoffs by five people."""

import datetime as dt
from typing import Any

import pytest

from cases.actions import StoryText, open_case
from cases.queries.brief_text import HANDOFF_WORDS
from people.models import Person
from tests.cases.promises import NEVER_ON_SATURDAY, january
from tests.cast import Door, admit, customer, device

LONG = "She told us every detail of the morning when nobody came to her door. " * 30
NOTE = {"channel": "phone", "direction": "in", "minutes": 3, "retold": False}
GIVEN = (
    "A sure day.",
    "Saturdays.",
    "The wardrobe is delivered.",
    "Ana Martin, In the shop",
    "Never on Saturday",
    "The order is locked",
    "A lamp on loan",
)
BLOCKER = {"cause": "The order is locked", "lifter": "Sonia", "meanwhile": "A lamp on loan"}


@pytest.fixture
def told_at_length(ana: Person) -> str:
    """A case whose story is long, with a promise that was told, a fact in codes alone and a blocker."""
    dupin = customer(ana)
    story = StoryText(happened=LONG, wanted="A sure day.", refused="Saturdays.", constraints=LONG)
    ref = open_case(ana, customer_id=dupin, title="Wardrobe", story=story)
    door = device(ana)
    door.make(f"customers/{dupin}/facts/", _verified({**NEVER_ON_SATURDAY, "value": ""}))
    promise = {
        "kind": "delivery",
        "text": "The wardrobe is delivered.",
        "window": january(14),
        "told": {"channel": "shop"},
    }
    door.make(f"cases/{ref}/commitments/", promise)
    door.make(f"cases/{ref}/blockers/", BLOCKER)
    return ref


def _verified(fact: dict[str, Any]) -> dict[str, Any]:
    return {**fact, "verified_at": dt.datetime.now(dt.UTC).isoformat()}


def _offered(door: Door, ref: str, to: Person) -> dict[str, Any]:
    """The case offered to a colleague with the brief that was begun for the giver, unchanged."""
    begun = door.read(f"cases/{ref}/brief/text/")["handoff"]
    body = {"to": {"kind": "person", "id": to.id}, "brief": begun, "expectation": "Go on."}
    offer: dict[str, Any] = door.make(f"cases/{ref}/handoffs/", body)
    return offer


def test_each_of_five_receivers_is_given_everything_and_nobody_asks_her_again(told_at_length: str, ana: Person) -> None:
    ref = told_at_length
    giver = device(ana)
    first = giver.read(f"cases/{ref}/brief/")
    for number in range(5):
        colleague = admit(f"colleague-{number}", name=f"Colleague {number}")
        receiver = device(colleague)
        offer = _offered(giver, ref, colleague)
        assert not [words for words in GIVEN if words not in offer["brief"]]
        receiver.make(f"handoffs/{offer['id']}/accept/")
        brief = receiver.read(f"cases/{ref}/brief/")
        assert brief["case"]["holder"]["id"] == colleague.id
        for part in ("story", "greeting", "facts", "blockers"):
            assert brief[part] == first[part], part
        assert [one["told"] for one in brief["promises"]] == [one["told"] for one in first["promises"]]
        receiver.make(f"cases/{ref}/contacts/", {**NOTE, "note": f"Call {number}."})
        giver = receiver
    assert giver.read(f"cases/{ref}/")["retellings"] == 0


def test_a_long_story_gives_way_and_the_brief_that_is_begun_is_never_too_long(told_at_length: str, ana: Person) -> None:
    begun = device(ana).read(f"cases/{told_at_length}/brief/text/")["handoff"]
    assert len(begun.split()) <= HANDOFF_WORDS
    assert "What happened: She told us every detail" in begun
    assert "…" in begun


def test_the_whole_brief_as_text_shortens_nothing(told_at_length: str, ana: Person) -> None:
    text = device(ana).read(f"cases/{told_at_length}/brief/text/")["text"]
    assert LONG.strip() in text
    assert "The customer was told: " in text


def test_what_was_never_told_is_said_to_be_untold(told_at_length: str, ana: Person) -> None:
    promise = {"kind": "call_back", "text": "We call.", "window": january(13)}
    device(ana).make(f"cases/{told_at_length}/commitments/", promise)
    assert "The customer was told: nothing of it yet" in device(ana).read(f"cases/{told_at_length}/brief/text/")["text"]
