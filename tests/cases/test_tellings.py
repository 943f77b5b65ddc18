"""What the customer was told, where they believe something else, and who knew what when."""

import json
from collections.abc import Iterator

import pytest

from cases.models import Telling
from esn.core import clock
from esn.core.models import Event
from people.models import Person
from tests.cases.promises import HOUR, MONDAY, delivery, moved, never_on_saturday, promised, tell
from tests.cast import NO_CASE, NOWHERE, Door, Scene, comparable, customer, device, matter
from tests.conftest import Counting

STATUS = {"subject": {"type": "status"}, "channel": "phone"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def board(door: Door, query: str = "") -> list[tuple[str, str]]:
    """The drifts that somebody sees: what kind of subject, and of which case."""
    return [(one["type"], one["case"]["ref"]) for one in door.read(f"drifts/{query}")["results"]]


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_notes_a_telling_and_everybody_in_the_case_reads_who_told_what_and_how(
    scene: Scene, ana: Person, bo: Person
) -> None:
    made = promised(device(ana), scene.case, told=None)
    body = {"subject": {"type": "commitment", "id": made["id"]}, "channel": "phone", "note": "She was pleased."}
    answer = device(ana).ask("POST", f"cases/{scene.case}/tellings/", body)
    telling = json.loads(answer.text)
    assert answer.status_code == 201
    assert telling["subject"] == {"type": "commitment", "id": made["id"], "version": 1}
    assert telling["value"]["window"]["local_start"] == "2027-01-14T07:00:00"
    assert (telling["channel"], telling["note"], telling["by"]["id"]) == ("phone", "She was pleased.", ana.id)
    assert device(bo).read(f"cases/{scene.case}/tellings/")["results"] == [telling]
    assert device(bo).read(f"cases/{scene.case}/brief/")["last_telling"] == telling
    assert Event.objects.filter(type="telling.made").count() == 1


def test_telling_an_earlier_version_leaves_the_drift(scene: Scene, ana: Person) -> None:
    door = device(ana)
    changed = moved(door, promised(door, scene.case), 18)
    with clock.at(MONDAY + HOUR):
        telling = tell(door, changed, version=1)
    assert telling["subject"]["version"] == 1
    after = door.read(f"commitments/{changed['id']}/")
    assert (after["drift"]["since"], after["told"]["at"]) == ("2027-01-11T09:00:00Z", "2027-01-11T10:00:00Z")
    assert after["marks"] == ["drift", "untold"]


def test_telling_an_old_version_after_the_present_one_makes_a_drift_again(scene: Scene, ana: Person) -> None:
    door = device(ana)
    changed = moved(door, promised(door, scene.case), 18, told={"channel": "phone"})
    tell(door, changed, version=1)
    assert door.read(f"commitments/{changed['id']}/")["drift"]["believes"]["version"] == 1


def test_telling_one_promise_clears_exactly_its_drift(scene: Scene, ana: Person) -> None:
    door = device(ana)
    first = moved(door, promised(door, scene.case, 14), 18)
    second = moved(door, promised(door, scene.case, 15), 19)
    assert door.read(f"cases/{scene.case}/")["drifts"] == 2
    tell(door, second)
    left = door.read("drifts/")["results"]
    assert [(one["id"], one["believes"]["version"], one["now"]["version"]) for one in left] == [(first["id"], 1, 2)]
    assert door.read(f"cases/{scene.case}/")["drifts"] == 1


def test_the_customer_believes_the_status_that_they_were_told(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.make(f"cases/{scene.case}/tellings/", STATUS)
    assert board(door) == []
    door.ask("PATCH", f"cases/{scene.case}/", {"status": "waiting_partner"})
    drift = door.read("drifts/")["results"][0]
    assert (drift["believes"], drift["now"]) == ({"status": "in_hand"}, {"status": "waiting_partner"})
    door.ask("PATCH", f"cases/{scene.case}/", {"status": "in_hand"})
    assert board(door) == []


def test_a_fact_that_was_told_and_taken_back_is_still_believed(scene: Scene, ana: Person) -> None:
    door = device(ana)
    fact = never_on_saturday(door, scene.customer)
    body = {"subject": {"type": "fact", "id": fact["id"]}, "channel": "phone"}
    door.make(f"cases/{scene.case}/tellings/", body)
    door.make(f"facts/{fact['id']}/withdraw/")
    assert board(door) == [("fact", scene.case)]


def test_what_is_told_in_the_window_stands_on_the_customers_side_with_the_allowed_fields_alone(
    scene: Scene, ana: Person
) -> None:
    made = promised(device(ana), scene.case, told=None, reason="Between us: the driver is new.")
    tell(device(ana), made, channel="window")
    posts = device(ana).read(f"cases/{scene.case}/posts/?side=customer")["results"]
    assert [post["kind"] for post in posts] == ["telling"]
    value = posts[0]["detail"]["value"]
    assert set(value) == {"id", "version", "commitment_kind", "text", "window", "state"}
    assert "driver" not in json.dumps(posts)


def test_what_is_told_on_the_phone_stands_on_the_customers_side_and_the_note_stays_inside(
    scene: Scene, ana: Person
) -> None:
    made = promised(device(ana), scene.case, told="phone")
    body = {"subject": {"type": "commitment", "id": made["id"]}, "channel": "phone", "note": "She sounded tired."}
    device(ana).make(f"cases/{scene.case}/tellings/", body)
    posts = device(ana).read(f"cases/{scene.case}/posts/?side=customer")["results"]
    assert [(post["kind"], post["detail"]["channel"], post["body"]) for post in posts] == [("telling", "phone", "")] * 2
    inside = device(ana).read(f"cases/{scene.case}/posts/?side=internal")["results"]
    assert [post["body"] for post in inside if post["kind"] == "telling"] == ["She sounded tired."]


def test_a_fact_that_is_sensitive_is_not_written_on_the_customers_side(scene: Scene, ana: Person) -> None:
    door = device(ana)
    for sensitivity in ("normal", "sensitive"):
        fact = never_on_saturday(door, scene.customer, sensitivity=sensitivity)
        door.make(f"cases/{scene.case}/tellings/", {"subject": {"type": "fact", "id": fact["id"]}, "channel": "phone"})
    posts = door.read(f"cases/{scene.case}/posts/?side=customer")["results"]
    assert [post["detail"]["subject"] for post in posts] == ["fact"]


def test_broken_promises_stand_first_and_then_whoever_has_waited_longest(
    scene: Scene, ana: Person
) -> None:  # fmt: skip
    door = device(ana)
    refs = [matter(ana, customer(ana, f"M. {place}")) for place in range(3)]
    made = [promised(door, ref) for ref in refs]
    for place, one in enumerate(made):
        with clock.at(MONDAY + place * HOUR):
            moved(door, one, 18)
    door.make(f"commitments/{made[2]['id']}/break/")
    assert [ref for _type, ref in board(door)] == [refs[2], refs[0], refs[1]]
    assert [one["harm"] for one in door.read("drifts/")["results"]] == ["broken", "changed", "changed"]
    page = door.read("drifts/?limit=2")
    rest = door.read(f"drifts/?limit=2&cursor={page['next']}")
    assert [one["case"]["ref"] for one in page["results"] + rest["results"]] == [refs[2], refs[0], refs[1]]


def test_the_boards_are_narrowed_to_a_person_a_team_and_a_customer(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:  # fmt: skip
    door = device(ana)
    kept = {"kind": "team", "id": scene.open.id}
    mine = moved(door, promised(door, scene.case, kept_by=kept), 18)
    device(bo).make(f"cases/{scene.restricted}/take/")
    his = moved(door, promised(door, scene.restricted), 19)
    assert [one["id"] for one in door.read("commitments/?holder=me")["results"]] == [mine["id"], his["id"]]
    assert [one["id"] for one in door.read(f"commitments/?holder={bo.id}")["results"]] == [his["id"]]
    assert [one["id"] for one in door.read(f"commitments/?team={scene.open.id}")["results"]] == [mine["id"]]
    assert len(door.read(f"commitments/?customer={scene.customer}")["results"]) == 2
    assert door.read(f"commitments/?customer={NOWHERE}")["results"] == []
    assert [ref for _type, ref in board(door, f"?holder={bo.id}")] == [scene.restricted]
    assert board(device(cy), f"?holder={bo.id}") == []


def test_the_boards_show_what_is_due_at_risk_untold_and_broken(scene: Scene, ana: Person) -> None:
    door = device(ana)
    ids = {
        "due": promised(door, scene.case, 12, told="shop")["id"],
        "at_risk": promised(door, scene.case, 13, told="shop")["id"],
        "untold": promised(door, scene.case, 14, told=None)["id"],
        "broken": promised(door, scene.case, 15, told="shop")["id"],
    }
    door.make(f"commitments/{ids['at_risk']}/warn/", {"reason": "Snow."})
    door.make(f"commitments/{ids['broken']}/break/")
    for state, made in ids.items():
        assert [one["id"] for one in door.read(f"commitments/?state={state}")["results"]] == [made]
    opened = [one["id"] for one in door.read("commitments/?state=open")["results"]]
    assert opened == [ids["due"], ids["at_risk"], ids["untold"]]
    first = door.read("commitments/?limit=2")
    rest = door.read(f"commitments/?limit=2&cursor={first['next']}")
    assert [one["id"] for one in first["results"] + rest["results"]] == opened


def test_who_knew_what_when_is_answered_for_any_moment(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    with clock.at(MONDAY + HOUR):
        moved(door, made, 18)
    with clock.at(MONDAY + 3 * HOUR):
        tell(door, made)

    def known(hours: float) -> dict[str, object]:
        at = (MONDAY + hours * HOUR).isoformat().replace("+00:00", "Z")
        found = door.read(f"cases/{scene.case}/tellings/?at={at}")["results"]
        return next(one for one in found if one["type"] == "commitment")

    def versions(hours: float) -> tuple[object, ...]:
        found: dict[str, dict[str, dict[str, object]]] = known(hours)  # type: ignore[assignment]  # as JSON has it
        return found["told"]["subject"]["version"], found["knew"]["version"], found["differs"]

    assert versions(0.5) == (1, 1, False)
    assert versions(2) == (1, 2, True)
    assert versions(4) == (2, 2, False)
    before = "2020-01-06T08:00:00Z"  # before there was any case
    assert door.read(f"cases/{scene.case}/tellings/?at={before}")["results"] == []


def test_the_brief_leads_with_what_the_customer_believes_wrongly(scene: Scene, ana: Person) -> None:
    door = device(ana)
    promised(door, scene.case, 13)
    moved(door, promised(door, scene.case, 14), 18)
    brief = door.read(f"cases/{scene.case}/brief/")
    assert [promise["marks"] for promise in brief["promises"]] == [["drift", "untold"], []]
    assert len(brief["drifts"]) == brief["case"]["drifts"] == 1


def test_the_brief_as_text_says_what_was_promised_what_is_believed_and_what_not_to_ask_again(
    scene: Scene, ana: Person
) -> None:
    door = device(ana)
    never_on_saturday(door, scene.customer)
    door.make(f"customers/{scene.customer}/facts/", {"kind": "other", "value": "has a lift", "source": "Bo"})
    moved(door, promised(door, scene.case), 18)
    lines = door.read(f"cases/{scene.case}/brief/text/")["text"].splitlines()
    assert "Promise: The wardrobe is delivered. Monday 18 January, 07:00–14:00" in lines
    assert "The customer still believes: Thursday 14 January, 07:00–14:00" in lines
    assert "Known, do not ask again: never on Saturday" in lines


# Closing --------------------------------------------------------------------------------------------------------------
def test_closing_with_an_open_promise_names_it_and_records_why(scene: Scene, ana: Person) -> None:
    door = device(ana)
    moved(door, promised(door, scene.case), 18)
    asked = door.ask("PATCH", f"cases/{scene.case}/", {"status": "closed"})
    problem = json.loads(asked.text)
    assert (asked.status_code, problem["code"]) == (409, "left_open")
    assert "The wardrobe is delivered." in problem["detail"]
    silent = door.ask("PATCH", f"cases/{scene.case}/", {"status": "closed", "confirm": True})
    assert (silent.status_code, list(json.loads(silent.text)["errors"])) == (400, ["reason"])
    assert door.read(f"cases/{scene.case}/")["status"] == "in_hand"
    body = {"status": "closed", "confirm": True, "reason": "She moved away."}
    assert door.ask("PATCH", f"cases/{scene.case}/", body).status_code == 200
    entry = next(post for post in door.read(f"cases/{scene.case}/posts/")["results"] if post["kind"] == "status")
    assert entry["body"] == "She moved away."
    assert (len(entry["detail"]["promises"]), entry["detail"]["drifts"]) == (1, 1)


def test_a_case_with_its_promises_kept_closes_without_a_question(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.make(f"commitments/{promised(door, scene.case)['id']}/keep/")
    assert door.ask("PATCH", f"cases/{scene.case}/", {"status": "closed"}).status_code == 200


# The wrong person -----------------------------------------------------------------------------------------------------
def test_tellings_are_nowhere_for_a_guest_and_for_whoever_does_not_read_the_case(
    scene: Scene, ana: Person, cy: Person, gus: Person
) -> None:
    promised(device(ana), scene.restricted)
    promised(device(ana), scene.case)
    for person, ref in ((cy, scene.restricted), (gus, scene.case), (gus, scene.restricted)):
        door = device(person)
        for method in ("GET", "POST"):
            absent = comparable(door.ask(method, f"cases/{NO_CASE}/tellings/", STATUS))
            assert absent.status == 404
            assert comparable(door.ask(method, f"cases/{ref}/tellings/", STATUS)) == absent
        assert board(door) == []


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "phone"}, "subject"),
        ({"subject": {"type": "weather"}, "channel": "phone"}, "subject"),
        ({"subject": {"type": "status"}, "channel": "pigeon"}, "channel"),
        ({"subject": {"type": "status", "id": "C-2020-000000"}, "channel": "phone"}, "subject"),
        ({"subject": {"type": "commitment", "id": NOWHERE}, "channel": "phone"}, "subject"),
        ({"subject": {"type": "commitment"}, "channel": "phone"}, "subject"),
        ({"subject": {"type": "fact", "id": NOWHERE}, "channel": "phone"}, "subject"),
    ],
)
def test_what_cannot_have_been_told_is_refused(
    scene: Scene, ana: Person, body: dict[str, object], field: str
) -> None:  # fmt: skip
    answer = device(ana).ask("POST", f"cases/{scene.case}/tellings/", body)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert not Telling.objects.exists()


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_version_that_never_was_cannot_be_told(scene: Scene, ana: Person, version: int) -> None:
    made = promised(device(ana), scene.case, told=None)
    body = {"subject": {"type": "commitment", "id": made["id"], "version": version}, "channel": "phone"}
    answer = device(ana).ask("POST", f"cases/{scene.case}/tellings/", body)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["subject.version"])


def test_a_promise_of_another_case_is_not_told_in_this_one(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), matter(ana, scene.customer))
    body = {"subject": {"type": "commitment", "id": made["id"]}, "channel": "phone"}
    assert device(ana).ask("POST", f"cases/{scene.case}/tellings/", body).status_code == 400


@pytest.mark.parametrize("path", ["commitments/?state=late", "commitments/?when=now", "drifts/?state=open",
                                  "commitments/?cursor=x", "drifts/?cursor=x"])  # fmt: skip
def test_an_unknown_filter_or_place_of_a_board_is_refused(scene: Scene, ana: Person, path: str) -> None:
    assert device(ana).ask("GET", path).status_code == 400


def test_the_moment_asked_for_must_be_one(scene: Scene, ana: Person) -> None:
    assert device(ana).ask("GET", f"cases/{scene.case}/tellings/?at=yesterday").status_code == 400


# How many queries -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 40])
def test_drifts_and_tellings_cost_the_same_for_few_and_for_many(
    scene: Scene, ana: Person, statements: Counting, number: int
) -> None:
    door = device(ana)
    for _one in range(number):
        moved(door, promised(door, scene.case), 18)
    with statements(5):
        assert len(door.read("drifts/?limit=100")["results"]) == number
    with statements(6):
        assert len(door.read(f"cases/{scene.case}/tellings/?limit=100")["results"]) == number


def test_a_promise_made_and_told_costs_a_known_number_of_statements(
    scene: Scene, ana: Person, statements: Counting
) -> None:
    door = device(ana)
    promised(door, scene.case)
    with statements(90):
        door.make(f"cases/{scene.case}/commitments/", delivery(15, told={"channel": "phone"}))


def test_who_was_told_of_a_promise_that_is_given_up_beforehand_believes_it_until_they_are_told(
    scene: Scene, ana: Person
) -> None:
    door = device(ana)
    made = promised(door, scene.case, 14, told="shop")
    given_up = door.make(f"commitments/{made['id']}/break/", {"reason": "The lorry is broken."})
    assert (given_up["state"], given_up["version"], given_up["told"]["version"]) == ("broken", 2, 1)
    assert (given_up["drift"]["believes"]["state"], given_up["drift"]["now"]["state"]) == ("open", "broken")
    assert [one["harm"] for one in door.read("drifts/")["results"]] == ["broken"]
    tell(door, made, channel="phone")
    told = door.read(f"commitments/{made['id']}/")
    assert (told["state"], told["drift"], told["told"]["version"]) == ("broken", None, 2)
    assert door.read("drifts/")["results"] == []
