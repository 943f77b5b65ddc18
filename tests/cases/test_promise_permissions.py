"""docs/permissions.md holds cell by cell for promises: every door is asked as every column."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse

from cases.actions import add_participant
from esn.core import clock
from people.models import Person
from tests.cases.promises import MONDAY, january, promised
from tests.cast import Door, Scene, admit, device, side_named
from tests.groups.matrix import Table, table

ANSWERS = {200: "y", 201: "y", 403: "x", 404: "-", 409: "c"}
Verb = Callable[[Door], HttpResponse]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def verbs(ref: str, promise: str, proposal: str, told: str) -> dict[str, Verb]:
    at = f"commitments/{promise}/"
    moved = {"window": january(18), "reason": "x"}
    telling = {"subject": {"type": "commitment", "id": promise}, "channel": "phone"}
    side = {"side": side_named(ref, "partner")}
    return {
        "read": lambda door: door.ask("GET", at),
        "propose": lambda door: door.ask("POST", f"{at}proposals/", moved),
        "decide": lambda door: door.ask("POST", f"proposals/{proposal}/decline/", {}),
        "change": lambda door: door.ask("POST", f"{at}changes/", moved),
        "warn": lambda door: door.ask("POST", f"{at}warn/", {"reason": "x"}),
        "show": lambda door: door.ask("POST", f"{at}show/", side),
        "tell": lambda door: door.ask("POST", f"cases/{ref}/tellings/", telling),
        "weigh": lambda door: door.ask("POST", f"{at}weigh/", {"options": [january(18)]}),
        "answer": lambda door: door.ask("POST", f"tellings/{told}/answers/", {"answer": "agreed"}),
        "keep": lambda door: door.ask("POST", f"{at}keep/", {}),
        "break": lambda door: door.ask("POST", f"{at}break/", {}),
        "withdraw": lambda door: door.ask("POST", f"{at}withdraw/", {}),
    }


def ask(person: Person, verb: Verb) -> str:
    """What the door answers, in the letters of the page; whatever it did is undone."""
    with transaction.atomic():
        answer = verb(device(person))
        transaction.set_rollback(True)
    return ANSWERS.get(answer.status_code, f"{answer.status_code} {answer.text}")


@pytest.mark.parametrize("restricted", [False, True])
def test_promises(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person, carrier: str, restricted: bool
) -> None:  # fmt: skip
    ref = scene.restricted if restricted else scene.case
    add_participant(ana, ref=ref, person_id=gus.id)
    made = promised(device(ana), ref)
    device(ana).make(f"commitments/{made['id']}/show/", {"side": side_named(ref, "partner")})
    proposal = device(gus).make(f"commitments/{made['id']}/proposals/", {"window": january(20), "reason": "x"})
    ida = admit("ida", kind="guest", partner_id=carrier)
    columns = {
        "guest, not shown": ida, "guest, shown": gus, ("outside, restricted" if restricted else "outside, open"): cy,
        "participant": bo, "holder": ana,
    }  # fmt: skip
    found: Table = {
        (code, column): ask(person, verb)
        for column, person in columns.items()
        for code, verb in verbs(ref, made["id"], proposal["id"], made["told"]["telling"]).items()
    }
    assert found == {cell: told for cell, told in table("Promises").items() if cell[1] in columns}
