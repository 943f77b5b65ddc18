"""What we know of a customer: with its source, for as long as it holds, and never more than what is so."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.facts import conflicts, greeting
from cases.models import Fact
from cases.windows import days, window
from esn.core import clock
from esn.core.models import Event
from people.models import Person
from tests.cases.promises import DAY, MONDAY, NEVER_ON_SATURDAY, ZONE, never_on_saturday
from tests.cast import NOWHERE, Door, Scene, comparable, customer, device, matter
from tests.conftest import Counting

SHAPE = {"id", "kind", "value", "source", "verified_at", "holds_until", "sensitivity", "freshness"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def noted(door: Door, scene: Scene, kind: str, value: str = "", source: str = "the customer", **more: object) -> str:
    """The id of a fact that was verified on Monday."""
    body = {"kind": kind, "value": value, "source": source, "verified_at": MONDAY.isoformat(), **more}
    return str(door.make(f"customers/{scene.customer}/facts/", body)["id"])


def colours(door: Door, scene: Scene) -> dict[str, str]:
    """How fresh each standing fact is."""
    return {one["id"]: one["freshness"] for one in door.read(f"customers/{scene.customer}/facts/")["results"]}


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_notes_a_constraint_and_every_colleague_reads_it_in_green(scene: Scene, ana: Person, cy: Person) -> None:
    body = NEVER_ON_SATURDAY | {"verified_at": MONDAY.isoformat()}
    answer = device(ana).ask("POST", f"customers/{scene.customer}/facts/", body)
    made = json.loads(answer.text)
    assert (answer.status_code, answer["Location"]) == (201, f"/api/v1/facts/{made['id']}/")
    assert set(made) >= SHAPE
    assert (made["value"], made["source"], made["freshness"]) == ("never on Saturday", "the customer", "green")
    assert made["constraint"] == {"code": "never_on", "days": [6]}
    assert (made["noted_by"]["id"], made["verified_by"]["id"]) == (ana.id, ana.id)
    assert device(cy).read(f"customers/{scene.customer}/facts/")["results"] == [made]
    assert device(cy).read(f"cases/{scene.case}/brief/")["facts"] == [made]


def test_a_fact_noted_in_a_case_stands_in_its_thread(scene: Scene, ana: Person) -> None:
    made = never_on_saturday(device(ana), scene.customer, case=scene.case)
    entry = device(ana).read(f"cases/{scene.case}/posts/")["results"][0]
    assert (entry["kind"], entry["body"], entry["audience"]["kind"]) == ("fact", "never on Saturday", "internal")
    assert (entry["detail"]["id"], entry["detail"]["verb"]) == (made["id"], "noted")


def test_a_fact_is_one_fact_of_the_log_without_its_words(scene: Scene, ana: Person) -> None:
    made = never_on_saturday(device(ana), scene.customer)
    assert [event.data for event in Event.objects.filter(type="fact.changed")] == [
        {"id": made["id"], "customer": scene.customer}
    ]


def test_a_fact_that_nobody_verified_is_grey_and_one_verified_long_ago_is_again(scene: Scene, ana: Person) -> None:
    door = device(ana)
    heard = door.make(f"customers/{scene.customer}/facts/", NEVER_ON_SATURDAY)
    assert heard["freshness"] == "grey"
    assert door.make(f"facts/{heard['id']}/verify/")["freshness"] == "green"
    with clock.at(MONDAY + 180 * DAY):
        assert colours(device(ana), scene)[heard["id"]] == "green"
    with clock.at(MONDAY + 180 * DAY + dt.timedelta(seconds=1)):
        assert colours(device(ana), scene)[heard["id"]] == "grey"


def test_a_fact_past_its_time_is_grey(scene: Scene, ana: Person) -> None:
    made = noted(device(ana), scene, "hours", "9 to 12", holds_until=(MONDAY + DAY).isoformat())
    assert colours(device(ana), scene)[made] == "green"
    with clock.at(MONDAY + 2 * DAY):
        assert colours(device(ana), scene)[made] == "grey"


def test_two_sources_in_conflict_are_both_shown_in_red_and_neither_is_used(scene: Scene, ana: Person) -> None:
    door = device(ana)
    french = noted(door, scene, "language", "fr")
    assert door.read(f"customers/{scene.customer}/greeting/")["language"] == "fr"
    english = noted(door, scene, "language", "en", source="her son")
    assert colours(door, scene) == {french: "red", english: "red"}
    assert door.read(f"customers/{scene.customer}/greeting/")["language"] == ""
    door.make(f"facts/{english}/withdraw/")
    assert colours(door, scene) == {french: "green"}
    assert door.read(f"customers/{scene.customer}/greeting/")["language"] == "fr"


def test_two_sources_that_say_the_same_do_not_contradict_each_other(scene: Scene, ana: Person) -> None:
    door = device(ana)
    noted(door, scene, "language", "fr")
    noted(door, scene, "language", "fr", source="her son")
    assert set(colours(door, scene).values()) == {"green"}


def test_never_by_phone_contradicts_only_by_phone(scene: Scene, ana: Person) -> None:
    door = device(ana)
    noted(door, scene, "constraint", constraint={"code": "never_by", "channel": "phone"})
    noted(door, scene, "constraint", constraint={"code": "only_by", "channel": "phone"}, source="her son")
    assert set(colours(door, scene).values()) == {"red"}


def test_a_doubt_turns_a_fact_red_until_somebody_verifies_it(scene: Scene, ana: Person, bo: Person) -> None:
    made = never_on_saturday(device(ana), scene.customer)
    doubted = device(bo).make(f"facts/{made['id']}/dispute/", {"reason": "She was home last Saturday."})
    assert (doubted["freshness"], doubted["dispute"]["by"]["id"]) == ("red", bo.id)
    assert doubted["dispute"]["reason"] == "She was home last Saturday."
    verified = device(ana).make(f"facts/{made['id']}/verify/")
    assert (verified["freshness"], verified["dispute"], verified["revision"]) == ("green", None, 2)


def test_the_greeting_uses_what_is_fresh_and_verified_and_is_neutral_otherwise(scene: Scene, ana: Person) -> None:
    door = device(ana)
    neutral = {"civility": "", "name": "", "tu": None, "language": "", "channel": ""}
    assert door.read(f"customers/{scene.customer}/greeting/") == neutral
    form = {"civility": "Mme", "name": "Dupin", "tu": False}
    made = noted(door, scene, "address_form", form=form)
    assert door.read(f"customers/{scene.customer}/greeting/") == neutral | form
    assert door.read(f"cases/{scene.case}/brief/")["greeting"] == neutral | form
    door.make(f"facts/{made}/dispute/", {"reason": "She said to call her by her first name."})
    assert door.read(f"customers/{scene.customer}/greeting/") == neutral


def test_a_withdrawn_fact_is_gone_from_the_list_and_stays_readable_by_its_id(scene: Scene, ana: Person) -> None:
    made = never_on_saturday(device(ana), scene.customer)
    device(ana).make(f"facts/{made['id']}/withdraw/")
    assert device(ana).read(f"customers/{scene.customer}/facts/")["results"] == []
    assert device(ana).read(f"facts/{made['id']}/")["withdrawn_at"] == "2027-01-11T09:00:00Z"
    again = device(ana).ask("POST", f"facts/{made['id']}/verify/")
    assert (again.status_code, json.loads(again.text)["code"]) == (409, "withdrawn")


# The wrong person -----------------------------------------------------------------------------------------------------
def test_facts_are_nowhere_for_a_guest(scene: Scene, ana: Person, gus: Person) -> None:
    made = never_on_saturday(device(ana), scene.customer)
    door = device(gus)
    for method, path in (
        ("GET", "customers/{}/facts/"), ("POST", "customers/{}/facts/"), ("GET", "customers/{}/greeting/"),
    ):  # fmt: skip
        absent = comparable(door.ask(method, path.format(NOWHERE), {}))
        assert absent.status == 404
        assert comparable(door.ask(method, path.format(scene.customer), {})) == absent
    for method, path in (
        ("GET", "facts/{}/"),
        ("POST", "facts/{}/verify/"),
        ("POST", "facts/{}/dispute/"),
        ("POST", "facts/{}/withdraw/"),
    ):  # fmt: skip
        absent = comparable(door.ask(method, path.format(NOWHERE), {}))
        assert absent.status == 404
        assert comparable(door.ask(method, path.format(made["id"]), {})) == absent


def test_a_fact_is_not_noted_in_a_case_that_cy_does_not_read(scene: Scene, cy: Person) -> None:
    body = NEVER_ON_SATURDAY | {"case": scene.restricted}
    assert device(cy).ask("POST", f"customers/{scene.customer}/facts/", body).status_code == 404
    assert not Fact.objects.exists()


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "mood", "value": "good", "source": "Bo"}, "kind"),
        ({"kind": "other", "value": " ", "source": "Bo"}, "value"),
        ({"kind": "other", "value": "has a dog"}, "source"),
        ({"kind": "other", "value": "has a dog", "source": " "}, "source"),
        ({"kind": "language", "value": "Klingon", "source": "Bo"}, "value"),
        ({"kind": "channel", "value": "pigeon", "source": "Bo"}, "value"),
        ({"kind": "constraint", "value": "never on Saturday", "source": "Bo"}, "constraint"),
        ({"kind": "constraint", "source": "Bo", "constraint": {"code": "never_on", "days": []}}, "constraint"),
        ({"kind": "constraint", "source": "Bo", "constraint": {"code": "never_on", "days": [8]}}, "constraint"),
        ({"kind": "constraint", "source": "Bo", "constraint": {"code": "only_after", "time": "25:00"}}, "constraint"),
        ({"kind": "constraint", "source": "Bo", "constraint": {"code": "only_after"}}, "constraint"),
        ({"kind": "constraint", "source": "Bo", "constraint": {"code": "only_by", "channel": "pigeon"}}, "constraint"),
        (
            {"kind": "other", "value": "x", "source": "Bo", "constraint": {"code": "never_on", "days": [1]}},
            "constraint",
        ),
        ({"kind": "address_form", "source": "Bo", "form": {}}, "form"),
        ({"kind": "other", "value": "x", "source": "Bo", "verified_at": "2027-02-01T00:00:00Z"}, "verified_at"),
        ({"kind": "other", "value": "x", "source": "Bo", "holds_until": "2027-01-01T00:00:00Z"}, "holds_until"),
    ],
)
def test_what_no_machine_could_check_is_refused(
    scene: Scene, ana: Person, body: dict[str, object], field: str
) -> None:  # fmt: skip
    answer = device(ana).ask("POST", f"customers/{scene.customer}/facts/", body)
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, [field])
    assert not Fact.objects.exists()


def test_a_fact_of_one_customer_is_not_noted_in_the_case_of_another(scene: Scene, ana: Person) -> None:
    other = matter(ana, customer(ana, "M. Petit"))
    answer = device(ana).ask("POST", f"customers/{scene.customer}/facts/", NEVER_ON_SATURDAY | {"case": other})
    assert (answer.status_code, list(json.loads(answer.text)["errors"])) == (400, ["case"])


# What a window goes against -------------------------------------------------------------------------------------------
def rule(**codes: object) -> Fact:
    return Fact(kind="constraint", value="a rule", detail=codes, source="the customer")


@pytest.mark.parametrize(
    ("codes", "start", "end", "against"),
    [
        ({"code": "never_on", "days": [6]}, "2027-01-16T07:00", "2027-01-16T14:00", True),
        ({"code": "never_on", "days": [6]}, "2027-01-15T22:00", "2027-01-16T00:00", False),
        ({"code": "never_on", "days": [6]}, "2027-01-15T22:00", "2027-01-16T01:00", True),
        ({"code": "never_on", "days": [6]}, "2027-01-14T07:00", "2027-01-18T14:00", True),
        ({"code": "only_after", "time": "17:00"}, "2027-01-14T17:00", "2027-01-14T19:00", False),
        ({"code": "only_after", "time": "17:00"}, "2027-01-14T16:59", "2027-01-14T19:00", True),
        ({"code": "only_before", "time": "12:00"}, "2027-01-14T08:00", "2027-01-14T12:00", False),
        ({"code": "only_before", "time": "12:00"}, "2027-01-14T08:00", "2027-01-14T12:01", True),
        ({"code": "only_before", "time": "12:00"}, "2027-01-14T08:00", "2027-01-15T00:00", True),
        ({"code": "never_by", "channel": "mail"}, "2027-01-14T08:00", "2027-01-14T12:00", False),
    ],
)
def test_a_window_goes_against_a_rule_on_the_customers_own_clock(
    codes: dict[str, object], start: str, end: str, against: bool
) -> None:
    promised = window(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end), ZONE)
    assert bool(conflicts(promised, "delivery", [rule(**codes)])) is against


@pytest.mark.parametrize(("code", "channel", "against"), [
    ("never_by", "phone", True), ("only_by", "mail", True), ("only_by", "phone", False), ("never_by", "mail", False),
])  # fmt: skip
def test_a_call_back_goes_against_whoever_does_not_want_the_phone(code: str, channel: str, against: bool) -> None:
    promised = window(dt.datetime(2027, 1, 14, 8), dt.datetime(2027, 1, 14, 9), ZONE)  # noqa: DTZ001 - a wall time
    assert bool(conflicts(promised, "call_back", [rule(code=code, channel=channel)])) is against


@given(
    start=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)),  # noqa: DTZ001 - in UTC below
    minutes=st.integers(1, 60 * 24 * 20),
)
def test_a_window_touches_exactly_the_days_of_its_minutes(start: dt.datetime, minutes: int) -> None:
    first = start.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    promised = window(first, first + dt.timedelta(minutes=minutes), "UTC")
    assert set(days(promised)) == {(first + dt.timedelta(minutes=minute)).date() for minute in range(minutes)}


def test_a_sensitive_fact_greets_nobody() -> None:
    form = Fact(
        id="a", kind="address_form", detail={"name": "Dupin"}, source="x", verified_at=MONDAY, sensitivity="sensitive"
    )
    assert greeting([form], MONDAY).name == ""


# How many queries -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_facts_of_a_customer_cost_the_same_for_few_and_for_many(
    scene: Scene, ana: Person, statements: Counting, number: int
) -> None:
    for place in range(number):
        Fact.objects.create(
            customer_id=scene.customer, kind="other", value=f"fact {place}", source="Bo", noted_by=ana, verified_by=ana
        )
    door = device(ana)
    door.read("me/")
    with statements(6):
        assert len(door.read(f"customers/{scene.customer}/facts/")["results"]) == number
