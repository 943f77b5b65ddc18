"""Standing in for somebody away: their offers are mine to answer, what they hold is mine to see; no right to read."""

import datetime as dt
import json
from typing import Any

import pytest

from cases import queries
from cases.actions import Holder, add_participant
from esn.core import clock
from esn.core.models import AuditEntry, Event
from groups.queries import followed
from people.actions import end_absence, plan_absence
from people.models import Person
from tests.cases.test_handoffs import offer
from tests.cast import NOWHERE, Scene, admit, device, matter
from tests.conftest import Counting

EVERYONE = "0" * 31 + "1"
WEEK = dt.timedelta(days=7)


def away(person: Person, delegate: Person | None, *, days: int = 7) -> None:
    """Away from now on."""
    end = clock.now() + dt.timedelta(days=days)
    plan_absence(person, end=end, delegate_id=delegate.id if delegate else None, everyone=EVERYONE)


def offered(giver: Person, ref: str, to: Person) -> str:
    """An offer; its id."""
    return str(device(giver).make(f"cases/{ref}/handoffs/", offer(to))["id"])


def heard(person: Person) -> list[str]:
    """The offers of which somebody heard in their own audience."""
    return [entry.data["id"] for entry in Event.objects.filter(type="handoff.changed", audience_id=person.id)]


# It works -------------------------------------------------------------------------------------------------------------
def test_cy_who_stands_in_for_bo_gets_the_offer_and_takes_the_case(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    away(bo, cy)
    made = offered(ana, scene.case, bo)
    assert heard(cy) == [made]
    assert cy.id in followed(cy), "their sockets hear it without following the case"
    waiting = device(cy).read("handoffs/")["results"]
    assert [(one["id"], one["on_behalf_of"]["id"], one["can"]) for one in waiting] == [
        (made, bo.id, ["accept", "refuse"])
    ]
    assert waiting[0]["away"]["state"] == "away"

    taken = device(cy).make(f"handoffs/{made}/accept/")
    assert (taken["state"], taken["decided_by"]["id"]) == ("accepted", cy.id)
    assert device(ana).read(f"cases/{scene.case}/")["holder"]["id"] == cy.id, "no hour is without a named holder"
    told = device(ana).read(f"cases/{scene.case}/posts/")["results"]
    entry = next(one for one in told if one["detail"].get("state") == "accepted")
    assert entry["detail"]["on_behalf_of"] == {"id": bo.id, "name": "Bo Delorme"}
    note = AuditEntry.objects.get(verb="handoff.answered_for")
    assert (note.actor_id, note.subject_id, note.detail) == (cy.id, made, {"person": bo.id})


def test_cy_refuses_for_bo_with_a_reason(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    away(bo, cy)
    made = offered(ana, scene.case, bo)
    said = device(cy).make(f"handoffs/{made}/refuse/", {"reason": "Bo cannot, and nor can I."})
    assert (said["state"], said["decided_by"]["id"]) == ("refused", cy.id)


def test_bo_still_answers_for_himself(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    away(bo, cy)
    made = offered(ana, scene.case, bo)
    assert device(bo).read("handoffs/")["results"][0]["on_behalf_of"] is None
    assert device(bo).make(f"handoffs/{made}/accept/")["decided_by"]["id"] == bo.id
    assert not AuditEntry.objects.filter(verb="handoff.answered_for").exists()


def test_an_offer_that_waits_when_bo_goes_is_cys_too_and_no_more_when_he_is_back(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    made = offered(ana, scene.case, bo)
    assert device(cy).read("handoffs/")["results"] == []
    away(bo, cy)
    assert [one["id"] for one in device(cy).read("handoffs/")["results"]] == [made]
    end_absence(bo, everyone=EVERYONE)
    assert device(cy).read("handoffs/")["results"] == []
    assert device(cy).ask("POST", f"handoffs/{made}/accept/").status_code == 403


def test_the_right_to_answer_ends_with_the_hour_even_when_no_worker_runs(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    away(bo, cy)
    made = offered(ana, scene.case, bo)
    with clock.at(clock.now() + WEEK + dt.timedelta(seconds=1)):
        assert device(cy).ask("POST", f"handoffs/{made}/accept/").status_code == 403


def test_the_brief_says_who_is_away_and_who_stands_in(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    away(ana, cy)
    told = device(bo).read(f"cases/{scene.case}/brief/")["availability"]
    assert (told[ana.id]["state"], told[ana.id]["delegate"]["id"]) == ("away", cy.id)
    assert bo.id in told


def test_what_ana_holds_and_keeps_is_cys_to_see_while_she_is_away(scene: Scene, ana: Person, cy: Person) -> None:
    start = (clock.now() + dt.timedelta(hours=3)).replace(microsecond=0)
    window = {"start": start.isoformat(), "end": (start + dt.timedelta(hours=2)).isoformat()}
    body = {"kind": "delivery", "text": "The wardrobe", "window": window}
    promised = device(ana).make(f"cases/{scene.case}/commitments/", body)
    door = device(cy)
    assert (door.read("cases/?which=stand_in")["results"], queries.pressing(cy)) == ([], 0)
    away(ana, cy)
    assert [one["ref"] for one in door.read("cases/?which=stand_in")["results"]] == [scene.case]
    for holder in ("stand_in", "us"):
        found = door.read(f"commitments/?holder={holder}")["results"]
        assert [one["id"] for one in found] == [promised["id"]], holder
    assert door.read("commitments/?holder=me")["results"] == []
    counts = door.read("commitments/counts/?holder=stand_in")
    assert (counts["due"], counts["pressing"], counts["stand_ins"]) == (1, 1, 1)
    assert queries.pressing(cy) == 1, "the number in their rail"


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_restricted_case_waits_for_bo_unless_cy_takes_part(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    away(bo, cy)
    made = offered(ana, scene.restricted, bo)
    assert device(cy).read("handoffs/")["results"] == []
    for path in (f"handoffs/{made}/", f"cases/{scene.restricted}/"):
        assert device(cy).ask("GET", path).status_code == 404
    for verb in ("accept", "refuse"):
        assert device(cy).ask("POST", f"handoffs/{made}/{verb}/", {"reason": "x"}).status_code == 404
    add_participant(ana, ref=scene.restricted, person_id=cy.id)
    assert device(cy).make(f"handoffs/{made}/accept/")["state"] == "accepted"


def test_standing_in_opens_no_case_and_shows_no_promise_that_cy_may_not_read(
    scene: Scene, ana: Person, cy: Person
) -> None:
    away(ana, cy)
    assert scene.restricted not in {one["ref"] for one in device(cy).read("cases/?which=stand_in")["results"]}
    assert device(cy).ask("GET", f"cases/{scene.restricted}/brief/").status_code == 404


def test_nobody_receives_what_they_gave_even_when_they_stand_in(scene: Scene, ana: Person, bo: Person) -> None:
    away(bo, ana)
    made = device(ana).make(f"cases/{scene.case}/handoffs/", offer(bo))
    assert made["can"] == ["withdraw"]
    assert device(ana).ask("POST", f"handoffs/{made['id']}/accept/").status_code == 403
    assert device(ana).read("handoffs/")["results"] == []


def test_who_stands_in_for_the_delegate_does_not_answer(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    away(bo, cy)
    away(cy, mo)
    made = offered(ana, scene.case, bo)
    assert device(mo).ask("POST", f"handoffs/{made}/accept/").status_code == 403
    assert device(mo).read("handoffs/")["results"] == []
    assert device(cy).make(f"handoffs/{made}/accept/")["state"] == "accepted"


def test_a_delegate_who_left_answers_for_nobody(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    away(bo, cy)
    made = offered(ana, scene.case, bo)
    assert heard(cy) == [made]
    Person.objects.filter(id=cy.id).update(is_active=False)
    device(ana).make(f"handoffs/{made}/withdraw/")
    assert heard(cy) == [made], "nothing more"


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("which", ["stand_ins", "delegate", "", "%00"])
def test_a_list_that_is_not_there_is_refused(ana: Person, which: str) -> None:
    assert device(ana).ask("GET", f"cases/?which={which}").status_code == 400


def test_an_offer_of_nobody_is_not_there(cy: Person) -> None:
    assert json.loads(device(cy).ask("POST", f"handoffs/{NOWHERE}/accept/").text)["status"] == 404


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 40])
def test_the_offers_of_many_who_are_away_cost_the_same(
    scene: Scene, ana: Person, cy: Person, statements: Counting, number: int
) -> None:
    for one in range(number):
        person = admit(f"p{one}")
        away(person, cy)
        ref = matter(ana, scene.customer, holder=Holder("person", ana.id))
        offered(ana, ref, person)
    with statements(6):
        found: Any = queries.waiting_handoffs(cy, limit=40)
    assert len(found.results) == number
