"""What tests of rules and exceptions share: the refund rule of the shop, what is asked, and the answers to it."""

from typing import Any

from people.models import Person
from tests.cast import Door, Scene, device

REFUND = "No cash refund within three weeks."
ASKED = {"what": "Refund the wardrobe in cash, today.", "why": "The doors failed twice.", "limit": "412 €"}


def person(one: Person) -> dict[str, str]:
    """Somebody as they are named in a body."""
    return {"kind": "person", "id": one.id}


def refund_rule(door: Door, *deciders: dict[str, str], **more: Any) -> dict[str, Any]:
    """The rule that the furniture story bends, owned by whoever writes it."""
    body = {"title": REFUND, "text": "Refunds go back by the way of the payment.", "deciders": list(deciders), **more}
    made: dict[str, Any] = door.make("rules/", body)
    return made


def asked(door: Door, ref: str, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An exception that was asked for."""
    made: dict[str, Any] = door.make(f"cases/{ref}/waivers/", {"rule": rule["id"], **ASKED, **more})
    return made


def granted(scene: Scene, asker: Person, decider: Person, rule: dict[str, Any], ref: str = "") -> dict[str, Any]:
    """An exception that was granted, in the open case unless another one is named."""
    made = asked(device(asker), ref or scene.case, rule)
    done: dict[str, Any] = device(decider).make(f"waivers/{made['id']}/grant/", {"reason": "She was patient."})
    return done
