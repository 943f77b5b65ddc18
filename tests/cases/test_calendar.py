"""Promises by their days: ``commitments/calendar/``, and how many stand on each board: ``commitments/counts/``."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from cases import queries
from cases.models import Commitment
from esn.core import clock
from people.models import Person
from tests.cases.promises import DAY, MONDAY, moved, promised
from tests.cast import Door, Scene, comparable, customer, device, found, matter, side_named
from tests.conftest import Counting

JANUARY = "from=2027-01-01&to=2027-02-01"
NOTHING = {"due": 0, "at_risk": 0, "untold": 0, "broken": 0, "open": 0, "drift": 0, "pressing": 0, "stand_ins": 0}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def days(door: Door, query: str = JANUARY) -> list[str]:
    """The days on which promises begin, as somebody's calendar shows them."""
    found = door.read(f"commitments/calendar/?{query}")["results"]
    return [one["window"]["local_start"][:10] for one in found]


# It works -------------------------------------------------------------------------------------------------------------
def test_the_calendar_shows_promises_by_when_they_begin_with_their_state(scene: Scene, ana: Person) -> None:
    door = device(ana)
    late, early = promised(door, scene.case, 20), promised(door, scene.case, 12)
    withdrawn = promised(door, scene.case, 13)
    door.make(f"commitments/{withdrawn['id']}/withdraw/", {})
    moved(door, late, 21)
    shown = door.read(f"commitments/calendar/?{JANUARY}")["results"]
    assert [one["id"] for one in shown] == [early["id"], late["id"]]
    assert set(shown[0]) == {
        "id", "version", "kind", "text", "window", "state", "marks", "kept_by", "case", "audience", "changed_at",
    }  # fmt: skip
    assert [one["marks"] for one in shown] == [["due"], ["drift", "untold"]]
    assert shown[0]["case"]["customer"]["name"] == "Mme Dupin"


def test_a_window_stands_on_the_calendar_when_it_touches_the_time_asked_for(scene: Scene, ana: Person) -> None:
    door = device(ana)
    promised(door, scene.case, 14)  # 7 to 14 h in Paris: 6 to 13 h UTC
    assert days(door, "from=2027-01-14T12:59:00Z&to=2027-01-15") == ["2027-01-14"]
    assert days(door, "from=2027-01-14T13:00:00Z&to=2027-01-15") == []
    assert days(door, "from=2027-01-13&to=2027-01-14T06:00:00Z") == []
    assert days(door, "from=2027-01-13&to=2027-01-14T06:01:00Z") == ["2027-01-14"]


def test_without_dates_it_begins_now_and_goes_on_for_a_month(scene: Scene, ana: Person) -> None:
    door = device(ana)
    promised(door, scene.case, 12)
    with clock.at(MONDAY + 3 * DAY):
        promised(door, scene.case, 20)
        assert days(door, "") == ["2027-01-20"]


def test_the_calendar_is_narrowed_to_a_person_to_us_to_a_team_and_to_a_customer(
    scene: Scene, ana: Person, bo: Person
) -> None:
    door = device(ana)
    team = found(ana, "open", name="Logistics", member=bo)
    promised(door, scene.case, 12)
    promised(door, scene.case, 13, kept_by={"kind": "person", "id": bo.id})
    other = matter(ana, customer(ana, "M. Lambert"))
    promised(door, other, 14, kept_by={"kind": "team", "id": team.id})
    mine = device(bo)
    assert days(mine) == ["2027-01-12", "2027-01-13", "2027-01-14"]
    assert days(mine, f"{JANUARY}&holder=me") == ["2027-01-13"]
    assert days(mine, f"{JANUARY}&holder=us") == ["2027-01-13", "2027-01-14"]
    assert days(mine, f"{JANUARY}&team={team.id}") == ["2027-01-14"]
    assert days(mine, f"{JANUARY}&customer={scene.customer}") == ["2027-01-12", "2027-01-13"]
    assert days(mine, f"{JANUARY}&holder={ana.id}") == ["2027-01-12", "2027-01-13", "2027-01-14"]


def test_pages_of_the_calendar_lose_and_repeat_nothing(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = {promised(door, scene.case, 12)["id"] for _ in range(5)}
    seen: list[str] = []
    path = f"commitments/calendar/?{JANUARY}&limit=2"
    page = door.read(path)
    seen += [one["id"] for one in page["results"]]
    while page["next"]:
        page = door.read(f"{path}&cursor={page['next']}")
        seen += [one["id"] for one in page["results"]]
    assert (len(seen), set(seen)) == (5, made)


def test_the_boards_are_counted_as_they_are_narrowed(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    promised(door, scene.case, 12)
    promised(door, scene.case, 20, told=None, kept_by={"kind": "person", "id": bo.id})
    moved(door, promised(door, scene.case, 21), 22)
    broken = promised(door, scene.case, 25)
    door.make(f"commitments/{broken['id']}/break/", {})
    assert door.read("commitments/counts/") == {
        **NOTHING,
        "due": 1,
        "untold": 2,
        "broken": 1,
        "open": 3,
        "drift": 2,  # the one that moved, and the one that was given up
        "pressing": 3,
        "stand_ins": 0,
    }
    assert device(bo).read("commitments/counts/?holder=me") == {**NOTHING, "untold": 1, "open": 1, "pressing": 1}


def test_what_presses_is_counted_once_and_for_me_and_my_teams_alone(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    team = found(ana, "open", name="Logistics", member=bo)
    promised(device(ana), scene.case, 12, told=None)  # due and untold: one promise
    promised(device(ana), scene.case, 20, kept_by={"kind": "team", "id": team.id})  # on track
    promised(device(ana), scene.case, 21, told=None, kept_by={"kind": "team", "id": team.id})
    assert [queries.pressing(person) for person in (ana, bo, cy)] == [2, 1, 0]


# The wrong person -----------------------------------------------------------------------------------------------------
def test_nobody_counts_or_finds_what_they_may_not_read(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    promised(device(ana), scene.restricted, 12)
    assert (days(device(bo)), device(bo).read("commitments/counts/")["due"]) == (["2027-01-12"], 1)
    for person in (cy, gus):
        assert days(device(person)) == []
        assert device(person).read("commitments/counts/") == NOTHING
        assert queries.pressing(person) == 0


def test_what_somebody_else_may_read_is_not_told_by_its_filters(scene: Scene, ana: Person, cy: Person) -> None:
    hidden = found(ana, "secret", name="Hidden")
    asked = f"commitments/calendar/?{JANUARY}&team={hidden.id}"
    absent = f"commitments/calendar/?{JANUARY}&team={'0' * 32}"
    assert comparable(device(cy).ask("GET", asked)).body == comparable(device(cy).ask("GET", absent)).body


def test_a_guest_who_was_shown_a_promise_has_it_in_his_own_calendar_alone(
    scene: Scene, ana: Person, gus: Person
) -> None:
    made = promised(device(ana), scene.case, 14)
    device(ana).make(f"commitments/{made['id']}/show/", {"side": side_named(scene.case, "partner")})
    promised(device(ana), scene.case, 15)
    assert [one.id for one in queries.personal_calendar(gus)] == [made["id"]]


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=yesterday", "from"),
        ("from=2027-02-01&to=2027-01-01", "to"),
        ("from=2027-01-01&to=2029-01-01", "to"),
        ("state=due", "state"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(ana: Person, query: str, field: str) -> None:
    answer = device(ana).ask("GET", f"commitments/calendar/?{query}")
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])


# How many statements --------------------------------------------------------------------------------------------------
def test_a_calendar_and_the_counts_cost_the_same_for_few_and_for_many(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    door = device(ana)
    for number in (1, 10):
        for _ in range(number):
            promised(door, scene.case, 12)
        with statements(2):  # the token, the promises
            door.read(f"commitments/calendar/?{JANUARY}&holder=us&limit=100")
        with statements(2):  # the token, all numbers at once
            door.read("commitments/counts/?holder=us")
        with statements(1):
            queries.pressing(ana)


def test_nothing_is_counted_beyond_a_hundred(scene: Scene, ana: Person) -> None:
    promised(device(ana), scene.case, 12)
    row = Commitment.objects.get()
    soon = {"state": "open", "start": row.start, "end": row.end, "zone": row.zone}
    Commitment.objects.bulk_create(
        Commitment(
            case_id=row.case_id,
            customer_id=row.customer_id,
            audience_id=row.audience_id,
            kind="other",
            text="Something.",
            wall_start=row.wall_start,
            wall_end=row.wall_end,
            keeper_person=ana,
            made_by=ana,
            changed_at=row.changed_at - dt.timedelta(seconds=number),
            **soon,
        )
        for number in range(queries.MANY + 20)
    )
    assert (queries.pressing(ana), queries.board_counts(ana).due) == (queries.MANY, queries.MANY)
