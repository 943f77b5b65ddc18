"""Being away with somebody who stands in: ``me/absence/`` and ``me/stand-ins/``."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from esn.core import alarms, clock
from esn.core.models import AuditEntry, Event
from esn.wiring import ALARMS
from people import queries
from people.models import Absence, Person
from tests.cast import NOWHERE, Door, Scene, admit, device
from tests.conftest import Counting
from tests.people.test_hours import OFFICE, said, state_of

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def go(door: Door, **more: Any) -> Any:
    """Away from now for a week, unless said otherwise."""
    body = {"end": (clock.now() + 7 * DAY).isoformat(), **more}
    answer = door.ask("PUT", "me/absence/", body)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def told(kind: str, audience_id: str | None = None) -> int:
    rows = Event.objects.filter(type=kind)
    return (rows.filter(audience_id=audience_id) if audience_id else rows).count()


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_is_away_and_bo_stands_in(ana: Person, bo: Person, cy: Person) -> None:
    with clock.at(MONDAY):
        made = go(device(ana), delegate=bo.id, note="On the island.")
        assert (made["delegate"]["name"], made["note"], made["start"]) == (
            "Bo Delorme", "On the island.", "2026-11-23T09:00:00Z",
        )  # fmt: skip
        seen = state_of(cy, ana)
        assert (seen["state"], seen["until"], seen["delegate"]["id"]) == ("away", "2026-11-30T09:00:00Z", bo.id)
        assert "note" not in seen
        found = device(bo).read("me/stand-ins/")["results"]
        assert [(one["person"]["id"], one["begun"]) for one in found] == [(ana.id, True)]
        assert queries.delegators_of(bo.id) == {ana.id}
        assert queries.receivers_of([ana.id, bo.id]) == {ana.id: (ana.id, bo.id), bo.id: (bo.id,)}
        away = queries.absence_of(ana.id)
        assert away is not None
        assert away.note == "On the island."
    assert (told("availability.changed"), told("delegation.changed", bo.id)) == (1, 1)
    entry = AuditEntry.objects.get(verb="absence.planned")
    assert entry.detail["delegate"] == bo.id


def test_whoever_is_away_comes_back_in_their_hours(ana: Person, bo: Person) -> None:
    said(device(ana), OFFICE)
    with clock.at(MONDAY):
        go(device(ana), end="2026-11-28T23:00:00Z")
        assert state_of(bo, ana)["back_at"] == "2026-11-30T07:30:00Z"


def test_rights_end_with_the_absence_before_any_clock_has_struck(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        go(device(ana), delegate=bo.id)
    with clock.at(MONDAY + 7 * DAY):
        assert queries.delegators_of(bo.id) == frozenset()
        assert queries.absence_of(ana.id) is None
        assert device(bo).read("me/stand-ins/")["results"] == []
        assert device(ana).ask("GET", "me/absence/").status_code == 404
        before = told("delegation.changed", bo.id)
        assert (alarms.run_due(ALARMS), alarms.run_due(ALARMS)) == (1, 0)
        assert told("delegation.changed", bo.id) == before + 1
    assert Absence.objects.get().over_at == MONDAY + 7 * DAY


def test_a_planned_absence_begins_by_the_clock(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        go(device(ana), start=(MONDAY + DAY).isoformat(), delegate=bo.id)
        assert state_of(bo, ana)["until"] is None, "not yet"
        assert queries.delegators_of(bo.id) == frozenset()
        assert [one["begun"] for one in device(bo).read("me/stand-ins/")["results"]] == [False]
    with clock.at(MONDAY + DAY):
        before = told("delegation.changed", bo.id)
        assert alarms.run_due(ALARMS) == 1
        assert told("delegation.changed", bo.id) == before + 1
        assert queries.delegators_of(bo.id) == {ana.id}


def test_ana_comes_back_early_and_goes_again(ana: Person, bo: Person) -> None:
    door = device(ana)
    go(door, delegate=bo.id)
    assert [door.ask("DELETE", "me/absence/").status_code for _ in range(2)] == [204, 404]
    assert queries.delegators_of(bo.id) == frozenset()
    go(door)
    assert Absence.objects.filter(person=ana).count() == 2


def test_a_change_takes_the_place_of_what_was_said(ana: Person, bo: Person, cy: Person) -> None:
    door = device(ana)
    first = go(door, delegate=bo.id)
    second = go(door, delegate=cy.id)
    assert first["id"] == second["id"]
    assert second["start"] == first["start"], "who is away already stays so"
    assert [set(queries.delegators_of(one.id)) for one in (bo, cy)] == [set(), {ana.id}]
    assert (told("delegation.changed", bo.id), told("delegation.changed", cy.id)) == (2, 1)


def test_an_absence_that_ran_out_unnoticed_does_not_stand_in_the_way(ana: Person) -> None:
    with clock.at(MONDAY):
        go(device(ana))
    with clock.at(MONDAY + 8 * DAY):
        go(device(ana))
        assert alarms.run_due(ALARMS) == 0
    assert [row.over_at for row in Absence.objects.order_by("start")] == [MONDAY + 7 * DAY, None]


# One step and no loop -------------------------------------------------------------------------------------------------
def test_what_ana_left_to_bo_does_not_go_on_to_cy(ana: Person, bo: Person, cy: Person) -> None:
    go(device(ana), delegate=bo.id)
    go(device(bo), delegate=cy.id)
    assert queries.delegators_of(cy.id) == {bo.id}
    assert queries.receivers_of([ana.id])[ana.id] == (ana.id, bo.id)


def test_two_who_stand_in_for_each_other_one_after_the_other_never_loop(ana: Person, bo: Person) -> None:
    with clock.at(MONDAY):
        go(device(ana), delegate=bo.id)
        go(device(bo), start=(MONDAY + 7 * DAY).isoformat(), end=(MONDAY + 9 * DAY).isoformat(), delegate=ana.id)
        assert queries.receivers_of([ana.id, bo.id]) == {ana.id: (ana.id, bo.id), bo.id: (bo.id,)}
    with clock.at(MONDAY + 7 * DAY):
        assert queries.receivers_of([ana.id, bo.id]) == {ana.id: (ana.id,), bo.id: (bo.id, ana.id)}


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_guest_does_not_learn_who_stands_in_and_names_nobody(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    go(device(ana), delegate=bo.id)
    seen = state_of(gus, ana)
    assert (seen["state"], seen["delegate"]) == ("away", None)
    assert seen["until"]
    answer = device(gus).ask("PUT", "me/absence/", {"end": (clock.now() + DAY).isoformat(), "delegate": ana.id})
    assert list(json.loads(answer.text)["errors"]) == ["delegate"]
    go(device(gus), note="Holidays")


def test_who_left_stands_in_for_nobody_and_nobody_stands_in_for_them(ana: Person, bo: Person) -> None:
    go(device(ana), delegate=bo.id)
    Person.objects.filter(id=bo.id).update(is_active=False)
    assert queries.receivers_of([ana.id]) == {ana.id: (ana.id,)}
    Person.objects.filter(id=bo.id).update(is_active=True)
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert queries.delegators_of(bo.id) == frozenset()


def test_nobody_sees_the_absence_of_another_as_theirs(ana: Person, bo: Person) -> None:
    go(device(ana), delegate=bo.id)
    assert device(bo).ask("GET", "me/absence/").status_code == 404
    assert device(bo).ask("DELETE", "me/absence/").status_code == 404


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "end"),
        ({"end": None}, "end"),
        ({"end": "2020-01-01T00:00:00Z"}, "end"),
        ({"end": "2199-01-01T00:00:00Z"}, "end"),
        ({"start": "2026-12-02T00:00:00Z", "end": "2026-12-01T00:00:00Z"}, "end"),
        ({"end": "2026-12-01T00:00:00Z", "start": "later"}, "start"),
        ({"end": "2026-12-01T00:00:00Z", "note": "x" * 201}, "note"),
        ({"end": "2026-12-01T00:00:00Z", "note": "a\x00b"}, "note"),
        ({"end": "2026-12-01T00:00:00Z", "delegate": NOWHERE}, "delegate"),
        ({"end": "2026-12-01T00:00:00Z", "delegate": "ana"}, "delegate"),
        ({"end": "2026-12-01T00:00:00Z", "delegate": 7}, "delegate"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(ana: Person, body: dict[str, Any], field: str) -> None:
    with clock.at(MONDAY):
        answer = device(ana).ask("PUT", "me/absence/", body)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert not Absence.objects.exists()


def test_nobody_stands_in_for_themselves_nor_while_they_are_away_too(ana: Person, bo: Person, gus: Person) -> None:
    go(device(bo))
    contact = admit("dupin", kind="contact")
    end = (clock.now() + DAY).isoformat()
    for delegate, code in ((ana, "oneself"), (bo, "away"), (gus, "unknown"), (contact, "unknown")):
        answer = device(ana).ask("PUT", "me/absence/", {"end": end, "delegate": delegate.id})
        assert json.loads(answer.text)["errors"]["delegate"][0]["code"] == code, delegate.name


def test_the_database_keeps_one_absence_that_ends_after_it_began(ana: Person) -> None:
    Absence.objects.create(person=ana, start=MONDAY, end=MONDAY + DAY)
    for wrong in (
        {"start": MONDAY + 2 * DAY, "end": MONDAY + 3 * DAY},
        {"start": MONDAY, "end": MONDAY, "over_at": MONDAY},
        {"start": MONDAY, "end": MONDAY + DAY, "over_at": MONDAY, "delegate": ana},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(person=ana, **wrong)


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 100])
def test_any_number_of_people_costs_the_same(ana: Person, bo: Person, statements: Counting, number: int) -> None:
    ids = [admit(f"p{one}").id for one in range(number)]
    Absence.objects.bulk_create(
        Absence(person_id=id_, start=clock.now() - DAY, end=clock.now() + DAY, delegate=bo) for id_ in ids
    )
    with statements(2):
        assert {one.state for one in queries.availability(ids).values()} == {"away"}
    with statements(2):
        assert len(queries.stand_ins(bo)) == number
    with statements(1):
        assert len(queries.receivers_of(ids)) == number
