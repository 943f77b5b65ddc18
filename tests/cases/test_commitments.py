"""Promises: made, changed, kept, broken and withdrawn; none of it silently."""

import json
from collections.abc import Iterator

import pytest

from cases.models import Commitment, CommitmentStep
from esn.core import clock
from esn.core.models import Event
from feeds.models import Post
from people.models import Person
from tests.cases.promises import DAY, MONDAY, ZONE, delivery, january, moved, never_on_saturday, promised, tell
from tests.cast import NO_CASE, NOWHERE, Scene, comparable, device, key
from tests.conftest import Counting

SHAPE = {"id", "version", "kind", "text", "window", "state", "kept_by", "conflicts", "told", "drift", "history"}
TRANSITIONS = ("changes", "keep", "break", "withdraw", "warn", "show", "proposals")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_promises_a_delivery_and_tells_it_in_the_shop(scene: Scene, ana: Person) -> None:
    kept_by = {"kind": "team", "id": scene.open.id}
    answer = device(ana).ask(
        "POST", f"cases/{scene.case}/commitments/", delivery(kept_by=kept_by, told={"channel": "shop"})
    )
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/commitments/{made['id']}/"
    assert answer["ETag"] == f'"{made["revision"]}"'
    assert set(made) >= SHAPE
    assert (made["version"], made["kind"], made["state"], made["marks"]) == (1, "delivery", "open", [])
    assert made["window"]["start"] == "2027-01-14T06:00:00Z"
    assert made["window"]["end"] == "2027-01-14T13:00:00Z"
    assert (made["window"]["timezone"], made["window"]["local_start"]) == (ZONE, "2027-01-14T07:00:00")
    assert made["kept_by"] == {"kind": "team", "id": scene.open.id, "name": "The open group", "avatar": None}
    assert (made["told"]["version"], made["told"]["by"]["id"], made["told"]["channel"]) == (1, ana.id, "shop")
    assert (made["conflicts"], made["drift"], [step["verb"] for step in made["history"]]) == ([], None, ["made"])
    assert device(ana).read(f"commitments/{made['id']}/") == made
    assert device(ana).read(f"cases/{scene.case}/commitments/")["results"] == [made]


def test_a_promise_stands_in_the_thread_with_codes_and_values_and_its_words(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    thread = device(ana).read(f"cases/{scene.case}/posts/")["results"]
    entry = next(post for post in thread if post["kind"] == "commitment")
    assert entry["audience"]["kind"] == "internal"
    assert entry["body"] == "The wardrobe is delivered."
    assert (entry["detail"]["id"], entry["detail"]["verb"], entry["detail"]["version"]) == (made["id"], "made", 1)
    assert next(post for post in thread if post["kind"] == "telling")["detail"]["channel"] == "shop"


def test_a_promise_is_one_fact_for_its_readers(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case, told=None)
    facts = Event.objects.filter(type="commitment.changed")
    assert [fact.data for fact in facts] == [{"id": made["id"], "case": scene.case}]


def test_a_changed_window_stands_as_changed_and_not_told_until_the_customer_hears(scene: Scene, ana: Person) -> None:
    door = device(ana)
    first = promised(door, scene.case)
    with clock.at(MONDAY + DAY):
        changed = moved(door, first, 18)
    assert (changed["version"], changed["state"], changed["marks"]) == (2, "open", ["drift", "untold"])
    assert changed["drift"]["believes"]["window"] == first["window"]
    assert changed["drift"]["now"]["window"] == changed["window"]
    assert changed["drift"]["since"] == "2027-01-12T09:00:00Z"
    assert changed["drift"]["tell_by"] == "2027-01-12T13:00:00Z"
    assert changed["told"]["version"] == 1
    assert door.read(f"cases/{scene.case}/")["drifts"] == 1
    tell(door, first, channel="phone")
    settled = door.read(f"commitments/{first['id']}/")
    assert (settled["drift"], settled["marks"], settled["told"]["version"]) == (None, [], 2)
    assert door.read(f"cases/{scene.case}/")["drifts"] == 0


def test_a_change_that_is_told_at_once_never_drifts(scene: Scene, ana: Person) -> None:
    changed = moved(device(ana), promised(device(ana), scene.case), 18, told={"channel": "phone"})
    assert (changed["drift"], changed["told"]["version"], changed["told"]["channel"]) == (None, 2, "phone")


def test_a_change_of_what_nobody_told_the_customer_is_untold_and_no_drift(scene: Scene, ana: Person) -> None:
    changed = moved(device(ana), promised(device(ana), scene.case, told=None), 18)
    assert (changed["drift"], changed["marks"]) == (None, ["untold"])


def test_every_version_is_kept_with_its_reason_and_the_windows_that_were_weighed(scene: Scene, ana: Person) -> None:
    never_on_saturday(device(ana), scene.customer)
    changed = moved(device(ana), promised(device(ana), scene.case), 18, options=[january(16), january(18)])
    made, second = changed["history"]
    assert (made["version"], made["window"]["local_start"]) == (1, "2027-01-14T07:00:00")
    assert (second["version"], second["reason"], second["by"]["id"]) == (2, "The truck broke down.", ana.id)
    assert [len(option["against"]) for option in second["options"]] == [1, 0]


def test_bo_keeps_a_promise_and_becomes_a_participant(scene: Scene, ana: Person, cy: Person) -> None:
    made = promised(device(ana), scene.case)
    kept = device(cy).make(f"commitments/{made['id']}/keep/")
    assert (kept["state"], kept["history"][-1]["verb"], kept["history"][-1]["by"]["id"]) == ("kept", "kept", cy.id)
    taking_part = device(ana).read(f"cases/{scene.case}/participants/")["results"]
    assert cy.id in {one["person"]["id"] for one in taking_part}


def test_keeping_twice_changes_nothing(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    once = device(ana).make(f"commitments/{made['id']}/keep/")
    assert device(ana).make(f"commitments/{made['id']}/keep/") == once


def test_a_withdrawn_promise_is_believed_until_the_customer_hears_of_it(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    gone = door.make(f"commitments/{made['id']}/withdraw/", {"reason": "The wardrobe is not made any more."})
    assert (gone["state"], gone["version"]) == ("withdrawn", 2)
    assert (gone["drift"]["believes"]["state"], gone["drift"]["now"]["state"]) == ("open", "withdrawn")
    tell(door, made, channel="mail")
    assert door.read(f"commitments/{made['id']}/")["drift"] is None


def test_a_broken_promise_with_a_new_window_is_a_promise_again_once_it_is_told(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    assert door.make(f"commitments/{made['id']}/break/", {"reason": "Nobody came."})["state"] == "broken"
    assert moved(door, made, 18)["state"] == "broken"
    tell(door, made, channel="phone")
    again = door.read(f"commitments/{made['id']}/")
    assert (again["state"], again["drift"]) == ("open", None)
    assert [step["verb"] for step in again["history"]] == ["made", "broken", "changed", "reopened"]


def test_a_promise_that_counts_as_broken_was_kept_after_all_when_somebody_says_why(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    device(ana).make(f"commitments/{made['id']}/break/")
    refused = device(ana).ask("POST", f"commitments/{made['id']}/keep/", {})
    assert (refused.status_code, list(json.loads(refused.text)["errors"])) == (400, ["reason"])
    assert (
        device(ana).make(f"commitments/{made['id']}/keep/", {"reason": "The driver forgot to say."})["state"] == "kept"
    )


def test_the_word_of_its_keeper_puts_a_promise_at_risk_and_a_new_window_takes_it_out(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    assert door.make(f"commitments/{made['id']}/warn/", {"reason": "Snow."})["marks"] == ["at_risk"]
    assert "at_risk" not in moved(door, made, 18)["marks"]


def test_a_blocker_puts_the_open_promises_of_its_case_at_risk_until_it_is_lifted(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = promised(door, scene.case)
    body = {"cause": "The refund tool is down", "lifter": "Accounts", "meanwhile": "A voucher"}
    blocker = door.make(f"cases/{scene.case}/blockers/", body)
    assert door.read(f"commitments/{made['id']}/")["marks"] == ["at_risk"]
    door.make(f"blockers/{blocker['id']}/lift/", {})
    assert door.read(f"commitments/{made['id']}/")["marks"] == []


def test_a_window_keeps_its_wall_time_across_a_clock_change(scene: Scene, ana: Person) -> None:
    window = {"start": "2027-03-27T08:00:00", "end": "2027-03-28T08:00:00", "timezone": ZONE}
    made = device(ana).make(f"cases/{scene.case}/commitments/", delivery() | {"window": window})
    assert (made["window"]["start"], made["window"]["end"]) == ("2027-03-27T07:00:00Z", "2027-03-28T06:00:00Z")
    assert made["window"]["local_end"] == "2027-03-28T08:00:00"


def test_without_a_zone_the_window_is_in_anas_own(scene: Scene, ana: Person) -> None:
    window = {"start": "2027-01-14T07:00:00+01:00", "end": "2027-01-14T14:00:00+01:00"}
    made = device(ana).make(f"cases/{scene.case}/commitments/", delivery() | {"window": window})
    assert (made["window"]["timezone"], made["window"]["local_start"]) == (ana.time_zone, "2027-01-14T07:00:00")


def test_a_repeated_key_promises_once(scene: Scene, ana: Person) -> None:
    again = key()
    first = device(ana).make(f"cases/{scene.case}/commitments/", delivery(), Idempotency_Key=again)
    assert device(ana).make(f"cases/{scene.case}/commitments/", delivery(), Idempotency_Key=again) == first
    assert Commitment.objects.count() == 1


def test_who_is_to_keep_a_promise_takes_part_in_the_case(scene: Scene, ana: Person, cy: Person) -> None:
    promised(device(ana), scene.restricted, kept_by={"kind": "person", "id": cy.id})
    assert device(cy).read(f"cases/{scene.restricted}/")["ref"] == scene.restricted


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_promise_of_a_restricted_case_is_nowhere_for_cy(scene: Scene, ana: Person, cy: Person) -> None:
    made = promised(device(ana), scene.restricted)
    door = device(cy)
    nothing = comparable(door.ask("GET", f"commitments/{NOWHERE}/"))
    assert nothing.status == 404
    assert comparable(door.ask("GET", f"commitments/{made['id']}/")) == nothing
    for verb in TRANSITIONS:
        absent = comparable(door.ask("POST", f"commitments/{NOWHERE}/{verb}/", {}))
        assert comparable(door.ask("POST", f"commitments/{made['id']}/{verb}/", {})) == absent
        assert absent.status == 404
    for method in ("GET", "POST"):
        absent = comparable(door.ask(method, f"cases/{NO_CASE}/commitments/", delivery()))
        assert comparable(door.ask(method, f"cases/{scene.restricted}/commitments/", delivery())) == absent
    assert door.read("commitments/")["results"] == []
    assert door.read("drifts/")["results"] == []


def test_a_guest_finds_no_promise_that_he_was_not_shown(scene: Scene, ana: Person, gus: Person) -> None:
    made = promised(device(ana), scene.case)
    door = device(gus)
    nothing = comparable(door.ask("GET", f"commitments/{NOWHERE}/"))
    assert comparable(door.ask("GET", f"commitments/{made['id']}/")) == nothing
    for verb in TRANSITIONS:
        absent = comparable(door.ask("POST", f"commitments/{NOWHERE}/{verb}/", {"reason": "no"}))
        assert comparable(door.ask("POST", f"commitments/{made['id']}/{verb}/", {"reason": "no"})) == absent
        assert absent.status == 404
    assert door.read(f"cases/{scene.case}/commitments/")["results"] == []
    assert door.read("commitments/")["results"] == []
    assert door.ask("POST", f"cases/{scene.case}/commitments/", delivery()).status_code == 404


def test_cy_reads_a_promise_of_an_open_case(scene: Scene, ana: Person, cy: Person) -> None:
    made = promised(device(ana), scene.case)
    assert device(cy).read(f"commitments/{made['id']}/")["can"] == [
        "change", "keep", "break", "withdraw", "warn", "propose", "show", "tell",
    ]  # fmt: skip


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("window", "field", "code"),
    [
        (january(4), "window", "past"),
        (january(14, 14, 7), "window.end", "reversed"),
        (january(14, 14, 14), "window.end", "reversed"),
        (january(14) | {"end": "2028-02-14T07:00:00"}, "window.end", "too_long"),
        ({"start": "2027-03-28T02:30", "end": "2027-03-28T07:00", "timezone": ZONE}, "window.start", "no_such_time"),
        (january(14) | {"timezone": "Mars/Base"}, "window.timezone", "unknown_zone"),
        (january(14) | {"timezone": "../zoneinfo"}, "window.timezone", "unknown_zone"),
        (january(14) | {"timezone": "Europe"}, "window.timezone", "unknown_zone"),
        ({"start": "soon", "end": "later"}, "window", "invalid"),
        ({"start": "9999-12-31T23:59:59-12:00", "end": "9999-12-31T23:59:59-12:00"}, "window", "out_of_range"),
        ("tomorrow", "window", "invalid"),
    ],
)  # fmt: skip
def test_a_window_that_cannot_be_is_refused_and_nothing_is_kept(
    scene: Scene, ana: Person, window: object, field: str, code: str
) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/commitments/", delivery() | {"window": window})
    errors = json.loads(answer.text)["errors"]
    assert (answer.status_code, list(errors), errors[field][0]["code"]) == (400, [field], code)
    assert not Commitment.objects.exists()
    assert not Post.objects.filter(kind="commitment").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "miracle"}, "kind"),
        ({"text": "  "}, "text"),
        ({"kept_by": {"kind": "person", "id": NOWHERE}}, "kept_by"),
        ({"kept_by": {"kind": "partner", "id": NOWHERE}}, "kept_by"),
        ({"kept_by": "Logistics"}, "kept_by"),
        ({"told": {"channel": "pigeon"}}, "told"),
        ({"from_post": NOWHERE}, "from_post"),
    ],
)
def test_a_promise_that_says_nothing_certain_is_refused(
    scene: Scene, ana: Person, change: dict[str, object], field: str
) -> None:
    answer = device(ana).ask("POST", f"cases/{scene.case}/commitments/", delivery() | change)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert not Commitment.objects.exists()


def test_a_window_does_not_change_without_a_reason_nor_into_itself(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    for body, field in (
        ({"window": january(18)}, "reason"),
        ({"window": january(18), "reason": " "}, "reason"),
        ({"window": january(14), "reason": "Again."}, "window"),
        ({"window": january(4), "reason": "Back."}, "window"),
    ):
        answer = device(ana).ask("POST", f"commitments/{made['id']}/changes/", body)
        assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert CommitmentStep.objects.count() == 1


def test_an_ended_promise_does_not_change(scene: Scene, ana: Person) -> None:
    made = promised(device(ana), scene.case)
    device(ana).make(f"commitments/{made['id']}/keep/")
    for verb, body in (
        ("changes", {"window": january(18), "reason": "Late."}),
        ("break", {}),
        ("withdraw", {}),
        ("warn", {"reason": "Snow."}),
        ("proposals", {"window": january(18), "reason": "Late."}),
    ):
        answer = device(ana).ask("POST", f"commitments/{made['id']}/{verb}/", body)
        assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "ended"), verb


def test_a_change_against_an_older_state_is_stale(scene: Scene, ana: Person, bo: Person) -> None:
    made = promised(device(ana), scene.case)
    etag = f'"{made["revision"]}"'
    moved(device(bo), made, 18)
    body = {"window": january(20), "reason": "Late."}
    answer = device(ana).ask("POST", f"commitments/{made['id']}/changes/", body, If_Match=etag)
    assert answer.status_code == 412
    assert device(ana).read(f"commitments/{made['id']}/")["version"] == 2


def test_a_promise_against_a_verified_fact_needs_a_reason_and_the_refusal_names_the_fact(
    scene: Scene, ana: Person
) -> None:
    door = device(ana)
    fact = never_on_saturday(door, scene.customer)
    answer = door.ask("POST", f"cases/{scene.case}/commitments/", delivery(16))
    problem = json.loads(answer.text)["errors"]["reason"][0]
    assert (answer.status_code, problem["code"]) == (400, "against_fact")
    assert "never on Saturday" in problem["detail"]
    assert not Commitment.objects.exists()
    made = door.make(f"cases/{scene.case}/commitments/", delivery(16, reason="She agreed, this once."))
    assert [one["fact"] for one in made["conflicts"]] == [fact["id"]]
    assert made["history"][0]["against"] == [fact["id"]]
    assert made["history"][0]["reason"] == "She agreed, this once."


@pytest.mark.parametrize("verb", ["dispute", "withdraw"])
def test_a_fact_that_is_doubted_or_taken_back_holds_up_no_promise(scene: Scene, ana: Person, verb: str) -> None:
    door = device(ana)
    fact = never_on_saturday(door, scene.customer)
    door.make(f"facts/{fact['id']}/{verb}/", {"reason": "Her neighbour says otherwise."} if verb == "dispute" else {})
    assert door.make(f"cases/{scene.case}/commitments/", delivery(16))["conflicts"] == []


# How many queries -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 40])
def test_a_board_costs_the_same_for_few_and_for_many(
    scene: Scene, ana: Person, statements: Counting, number: int
) -> None:
    door = device(ana)
    for _one in range(number):
        promised(door, scene.case)
    door.read("commitments/?state=open&limit=100")
    with statements(9):
        assert len(door.read("commitments/?state=open&limit=100")["results"]) == number
    with statements(9):
        assert len(door.read(f"cases/{scene.case}/commitments/")["results"]) == number
