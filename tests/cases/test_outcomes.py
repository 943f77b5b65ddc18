"""How a case went for the customer, in the brief of a case that ended: ``cases/{ref}/brief/``."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import change_status, keep_promise, note_contact
from esn.core import clock
from people.models import Person
from tests.cases.promises import DAY, HOUR, MONDAY, delivery, promised, tell
from tests.cast import Scene, customer, device, matter
from tests.conftest import Counting

ENDED = "2027-01-14T09:00:00Z"


def test_a_case_that_goes_on_has_no_outcome(scene: Scene, bo: Person) -> None:
    assert device(bo).read(f"cases/{scene.case}/brief/")["outcome"] is None


def test_a_case_ends_with_nothing_told_again_promises_kept_and_the_hours_she_waited(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        case = matter(ana, customer(ana))
        kept = promised(device(ana), case)
        broken = promised(device(ana), case, day=13)
        taken_back = device(ana).make(f"cases/{case}/commitments/", delivery(18))
        note_contact(bo, ref=case, channel="phone", direction="in", minutes=4, note="Any news?", retold=False)
    with clock.at(MONDAY + HOUR):  # one hour ours
        change_status(bo, ref=case, status="waiting_partner")
    with clock.at(MONDAY + 4 * HOUR):  # three hours the carrier's
        change_status(bo, ref=case, status="waiting_customer")
    with clock.at(MONDAY + 2 * DAY):  # two days hers
        change_status(bo, ref=case, status="in_hand")
        device(ana).make(f"commitments/{taken_back['id']}/withdraw/", {"reason": "Not needed."})
        device(ana).make(f"commitments/{broken['id']}/break/", {"reason": "The van."})
        tell(device(ana), broken, channel="phone")
    with clock.at(MONDAY + 2 * DAY + dt.timedelta(minutes=30)):  # half an hour ours
        keep_promise(bo, commitment_id=kept["id"])
        change_status(bo, ref=case, status="solved")
    with clock.at(MONDAY + 3 * DAY):
        change_status(bo, ref=case, status="closed")
    found = device(bo).read(f"cases/{case}/brief/")["outcome"]
    assert found == {
        "ended_at": "2027-01-13T09:30:00Z",
        "waiting_hours": 4.5,
        "contacts": 1,
        "retellings": 0,
        "promises": 2,
        "kept": 1,
        "broken": 1,
        "precedents": [],
    }


def test_what_was_decided_about_an_exception_stands_at_the_end_as_a_precedent(
    scene: Scene, ana: Person, bo: Person
) -> None:
    door = device(ana)
    decides = [{"kind": "person", "id": bo.id}]
    rule = door.make("rules/", {"title": "No cash refund", "text": "Refunds go to the card.", "deciders": decides})
    asked = {"rule": rule["id"], "what": "Cash, today", "why": "The delivery failed."}
    granted = door.make(f"cases/{scene.case}/waivers/", asked)
    device(bo).make(f"waivers/{granted['id']}/grant/", {"reason": "She was patient."})
    door.make(f"cases/{scene.case}/waivers/", {**asked, "what": "A voucher too"})  # nobody has decided about it
    change_status(ana, ref=scene.case, status="closed", confirm=True, reason="She has what she came for.")
    precedents = door.read(f"cases/{scene.case}/brief/")["outcome"]["precedents"]
    assert [(one["id"], one["state"], one["reason"]) for one in precedents] == [
        (granted["id"], "granted", "She was patient.")
    ]


def test_reopened_it_goes_on_and_its_end_is_the_last_one(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        case = matter(ana, customer(ana))
    with clock.at(MONDAY + HOUR):
        change_status(bo, ref=case, status="closed")
    with clock.at(MONDAY + DAY):
        change_status(bo, ref=case, status="in_hand")
        assert device(bo).read(f"cases/{case}/brief/")["outcome"] is None
    with clock.at(MONDAY + 3 * DAY):
        change_status(bo, ref=case, status="closed")
    found = device(bo).read(f"cases/{case}/brief/")["outcome"]
    assert (found["ended_at"], found["waiting_hours"]) == (ENDED, 49.0)


def test_a_brief_with_its_outcome_costs_four_statements_more(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(bo)
    with CaptureQueriesContext(connection) as ran:
        door.read(f"cases/{scene.case}/brief/")
    for status in ("waiting_partner", "in_hand", "waiting_customer", "in_hand", "closed"):
        change_status(ana, ref=scene.case, status=status)
    with statements(len(ran) + 4):
        door.read(f"cases/{scene.case}/brief/")
