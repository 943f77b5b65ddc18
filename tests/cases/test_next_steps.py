"""What has to happen first in a case: ``next_step`` of ``cases/{ref}/brief/`` and its line in ``brief/text/``."""

from collections.abc import Iterator
from typing import Any

import pytest

from cases import queries
from cases.actions import Holder, change_status, edit_case, offer_handoff
from cases.queries.next_steps import next_step
from esn.core import clock
from people.models import Person
from tests.cases.promises import DAY, HOUR, MONDAY, january, moved, promised, tell
from tests.cases.rules import asked, person, refund_rule
from tests.cast import Door, Scene, device, matter, side_named
from tests.conftest import Counting

LIST = {"name": "Late", "steps": ["Call the carrier", "Find a new day"]}
BLOCKER = {"cause": "The stock file is locked", "lifter": "Mme Roy", "meanwhile": "A chair.", "next_check": None}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def first(door: Door, ref: str) -> tuple[str, str | None, str | None, str, str]:
    """The kind of the next step, until when, who, what it is about, and its line in the text."""
    step = door.read(f"cases/{ref}/brief/")["next_step"]
    lines = door.read(f"cases/{ref}/brief/text/")["text"].splitlines()
    line = next(line for line in lines if line.startswith("Next: "))
    who = step["who"]["name"] if step["who"] else None
    return step["kind"], step["at"], who, step["subject"]["type"], line.removeprefix("Next: ")


def test_the_graver_one_comes_first(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    door, ref = device(ana), scene.case
    assert door.read(f"cases/{ref}/brief/")["next_step"] is None
    assert "Next" not in door.read(f"cases/{ref}/brief/text/")["text"]

    door.make(f"cases/{ref}/checklists/", LIST)
    assert first(door, ref) == ("tick", None, ana.name, "checklist", "Call the carrier")

    edit_case(ana, ref=ref, next_news_due=MONDAY + DAY)
    news = ("news", "2027-01-12T09:00:00Z", ana.name, "case", "give news to Mme Dupin · by 12 January 09:00")
    assert first(door, ref) == news

    door.make(f"cases/{ref}/blockers/", {**BLOCKER, "next_check": (MONDAY + HOUR).isoformat()})
    check = "check again: The stock file is locked · by 11 January 10:00"
    assert first(door, ref) == ("check", "2027-01-11T10:00:00Z", ana.name, "blocker", check)

    promise = promised(door, ref, day=12)
    keep = "keep the promise: The wardrobe is delivered. · by 12 January 13:00"
    assert first(door, ref) == ("keep", "2027-01-12T13:00:00Z", ana.name, "commitment", keep)

    door.make(f"commitments/{promise['id']}/show/", {"side": side_named(ref, "partner")})
    proposal = {"window": january(13), "reason": "Our truck."}
    device(gus).make(f"commitments/{promise['id']}/proposals/", proposal)
    assert first(door, ref) == ("answer", None, ana.name, "proposal", f"answer the time that {gus.name} proposes")

    called = {"question": "Which day?", "deadline": (MONDAY + HOUR).isoformat(), "invited": [person(ana)]}
    device(bo).make(f"cases/{ref}/huddles/", called)
    huddle = f"{bo.name} decides in the huddle · by 11 January 10:00"
    assert first(door, ref) == ("huddle", "2027-01-11T10:00:00Z", bo.name, "huddle", huddle)

    until = (MONDAY + 2 * HOUR).isoformat()
    asked(door, ref, refund_rule(door, person(bo)), until=until)
    decide = f"{bo.name} decides about the exception · by 11 January 11:00"
    assert first(door, ref) == ("decide", "2027-01-11T11:00:00Z", bo.name, "waiver", decide)

    offer_handoff(ana, ref=ref, to=Holder("person", bo.id), brief="Late.", expectation="A day.", until=MONDAY + HOUR)
    accept = f"{bo.name} takes the case or refuses it · by 11 January 10:00"
    assert first(door, ref) == ("accept", "2027-01-11T10:00:00Z", bo.name, "handoff", accept)

    promise = moved(door, door.read(f"commitments/{promise['id']}/"), 14)
    kind, at, who, about, line = first(door, ref)
    assert (kind, who, about) == ("tell", ana.name, "commitment")
    assert at == promise["drift"]["tell_by"]
    assert line.startswith("tell Mme Dupin the new date · by ")

    tell(door, promise)
    assert first(door, ref)[0] == "accept", "telling clears exactly that"


def test_what_is_late_says_so_and_a_huddle_whose_time_is_over_waits_no_more(
    scene: Scene, ana: Person, bo: Person
) -> None:
    door = device(ana)
    edit_case(ana, ref=scene.case, next_news_due=MONDAY + 2 * HOUR)
    called = {"question": "Which day?", "deadline": (MONDAY + HOUR).isoformat(), "invited": [person(bo)]}
    door.make(f"cases/{scene.case}/huddles/", called)
    assert first(door, scene.case)[0] == "huddle"
    with clock.at(MONDAY + HOUR):
        assert first(door, scene.case)[0] == "news"
    with clock.at(MONDAY + DAY):
        assert first(door, scene.case)[4] == "give news to Mme Dupin · late since 11 January 11:00"


def test_a_promise_that_changed_more_than_its_day_is_told_in_other_words(scene: Scene, ana: Person) -> None:
    door = device(ana)
    promise = promised(door, scene.case)
    door.make(f"commitments/{promise['id']}/withdraw/", {"reason": "Not needed."})
    assert first(door, scene.case)[4].startswith("tell Mme Dupin what became of the promise · by ")


def test_of_two_promises_the_one_that_ends_first_is_kept_first(scene: Scene, ana: Person) -> None:
    door = device(ana)
    promised(door, scene.case, day=12)
    sooner = promised(door, scene.case, day=11)
    assert door.read(f"cases/{scene.case}/brief/")["next_step"]["subject"]["id"] == sooner["id"]


def test_in_a_case_that_is_solved_our_own_plans_wait_no_more_but_a_drift_does(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.make(f"cases/{scene.case}/checklists/", LIST)
    promise = promised(door, scene.case)
    change_status(ana, ref=scene.case, status="solved")
    assert door.read(f"cases/{scene.case}/brief/")["next_step"] is None
    moved(door, promise, 15)
    assert first(door, scene.case)[0] == "tell"


def test_in_a_case_that_was_merged_nothing_waits(scene: Scene, ana: Person) -> None:
    door = device(ana)
    edit_case(ana, ref=scene.case, next_news_due=MONDAY + DAY)
    into = matter(ana, scene.customer, title="The same wardrobe")
    door.make(f"cases/{into}/merges/", {"case": scene.case})
    assert door.read(f"cases/{scene.case}/brief/")["next_step"] is None


def test_nobody_outside_reads_it(scene: Scene, gus: Person, bo: Person) -> None:
    for who, ref in ((gus, scene.case), (bo, "C-2020-000000")):
        assert device(who).ask("GET", f"cases/{ref}/brief/").status_code == 404


def test_it_is_read_from_the_brief_without_a_statement(scene: Scene, ana: Person, statements: Counting) -> None:
    door: Any = device(ana)
    door.make(f"cases/{scene.case}/checklists/", LIST)
    told = queries.brief(ana, scene.case)
    with statements(0):
        assert next_step(told, MONDAY) == told.next_step
