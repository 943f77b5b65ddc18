"""Rule cards: ``rules/``, their versions, and a rule that is departed from too often."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import transaction

from cases.models import Rule, RuleVersion
from esn.core import clock
from esn.core.models import Event
from people.models import Person
from tests.cases.rules import REFUND, asked, granted, person, refund_rule
from tests.cast import NOWHERE, Scene, admit, comparable, device, matter
from tests.conftest import Counting
from tests.groups.matrix import Table, table


def test_mo_writes_a_rule_and_everybody_in_the_house_reads_it(scene: Scene, mo: Person, cy: Person) -> None:
    team = {"kind": "team", "id": scene.open.id}
    answer = device(mo).ask(
        "POST", "rules/", {"title": REFUND, "text": "By the same way.", "deciders": [person(mo), team]}
    )
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert (answer["Location"], answer["ETag"]) == (f"/api/v1/rules/{made['id']}/", '"1"')
    assert (made["owner"]["id"], made["version"], made["answer_minutes"], made["review_after"]) == (mo.id, 1, 120, 5)
    assert [(one["kind"], one["id"]) for one in made["deciders"]] == [("person", mo.id), ("team", scene.open.id)]
    assert {one["name"] for one in made["who"]} == {"Ana Martin", "Mo Serrano"}, "who moderates the team decides too"
    assert made["can"] == ["edit", "retire"]
    seen = device(cy).read("rules/")["results"]
    assert [(one["id"], one["can"]) for one in seen] == [(made["id"], [])]
    assert device(cy).read("rules/?q=cash%20REFUND")["results"][0]["id"] == made["id"]
    assert device(cy).read("rules/?q=deliveries")["results"] == []
    assert Event.objects.filter(type="rule.changed", data__id=made["id"]).count() == 1


def test_every_version_of_a_rule_is_kept(scene: Scene, mo: Person, bo: Person) -> None:
    door = device(mo)
    made = refund_rule(door, person(mo))
    said = {"text": "Up to 500 € the store manager decides.", "deciders": [person(bo)], "note": "Asked too often."}
    answer = door.ask("PATCH", f"rules/{made['id']}/", said, If_Match='"1"')
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    stale = door.ask("PATCH", f"rules/{made['id']}/", {"title": "Another"}, If_Match='"1"')
    assert stale.status_code == 412
    history = device(bo).read(f"rules/{made['id']}/history/")["results"]
    assert [(one["version"], one["note"]) for one in history] == [(2, "Asked too often."), (1, "")]
    assert [history[0]["deciders"][0]["id"], history[1]["deciders"][0]["id"]] == [bo.id, mo.id]
    assert history[1]["text"] == "Refunds go back by the way of the payment."


def test_a_rule_that_is_departed_from_often_is_put_to_its_owner(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    rule = refund_rule(device(mo), person(mo), review_after=2)
    old = clock.now() - dt.timedelta(days=100)
    with clock.at(old):
        granted(scene, ana, mo, rule)
    Rule.objects.filter(id=rule["id"]).update(written_at=old)
    granted(scene, ana, mo, rule)
    assert device(mo).read(f"rules/{rule['id']}/")["departures"] == 1, "what was granted long ago counts no more"
    granted(scene, bo, mo, rule, matter(bo, scene.customer))
    shown = device(mo).read(f"rules/{rule['id']}/")
    assert (shown["departures"], shown["proposed"]) == (2, True)
    assert device(cy).read(f"rules/{rule['id']}/")["proposed"] is False, "it concerns whoever answers for the rule"
    device(mo).ask("PATCH", f"rules/{rule['id']}/", {"note": "It stays: two were one customer."})
    again = device(mo).read(f"rules/{rule['id']}/")
    assert (again["departures"], again["proposed"], again["version"]) == (0, False, 2)


def test_departures_in_cases_that_one_does_not_read_do_not_count(
    scene: Scene, ana: Person, mo: Person, cy: Person
) -> None:
    rule = refund_rule(device(mo), person(mo))
    made = asked(device(ana), scene.restricted, rule, decider=mo.id)
    device(mo).make(f"waivers/{made['id']}/grant/", {"reason": "Yes."})
    assert device(ana).read(f"rules/{rule['id']}/")["departures"] == 1
    assert device(cy).read(f"rules/{rule['id']}/")["departures"] == 0
    assert device(cy).read(f"rules/{rule['id']}/precedents/")["results"] == []
    assert Event.objects.filter(type="rule.changed").count() == 1, "nobody hears of it by the rule"


def test_only_who_answers_for_a_rule_writes_it(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    rule = refund_rule(device(mo), person(mo))
    for method, path, body in (("PATCH", "", {"note": "x"}), ("POST", "retire/", None)):
        assert device(bo).ask(method, f"rules/{rule['id']}/{path}", body).status_code == 403
    owned = {"title": "x", "text": "x", "deciders": [person(mo)], "owner": {"kind": "team", "id": scene.open.id}}
    assert device(bo).ask("POST", "rules/", owned).status_code == 403, "a member of the team does not moderate it"
    assert device(bo).ask("POST", "rules/", {**owned, "owner": person(mo)}).status_code == 403
    made = device(mo).make("rules/", owned)
    assert made["owner"]["name"] == scene.open.name
    assert device(ana).ask("PATCH", f"rules/{made['id']}/", {"note": "x"}).status_code == 200


def test_a_retired_rule_keeps_its_history_and_takes_no_question(scene: Scene, ana: Person, mo: Person) -> None:
    rule = refund_rule(device(mo), person(mo))
    assert device(mo).make(f"rules/{rule['id']}/retire/")["can"] == []
    assert device(ana).read("rules/")["results"] == []
    assert [one["id"] for one in device(ana).read("rules/?which=retired")["results"]] == [rule["id"]]
    assert len(device(ana).read(f"rules/{rule['id']}/history/")["results"]) == 1
    answer = device(ana).ask("POST", f"cases/{scene.case}/waivers/", {"rule": rule["id"], "what": "x", "why": "x"})
    assert json.loads(answer.text)["errors"]["rule"][0]["code"] == "retired"
    assert device(mo).ask("PATCH", f"rules/{rule['id']}/", {"note": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("text", ""), ("deciders", []), ("deciders", [{"kind": "person", "id": NOWHERE}]),
     ("deciders", [{"kind": "guest", "id": NOWHERE}]), ("owner", {"kind": "team", "id": NOWHERE}),
     ("answer_minutes", 0), ("answer_minutes", 99_999), ("review_after", 0), ("since", "2199-01-01T00:00:00Z"),
     ("note", "x" * 2001)],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene, mo: Person, field: str, value: Any) -> None:
    body = {"title": REFUND, "text": "x", "deciders": [person(mo)], field: value}
    answer = device(mo).ask("POST", "rules/", body)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not Rule.objects.exists()


def test_a_guest_cannot_decide_and_finds_no_rules(scene: Scene, mo: Person, gus: Person) -> None:
    rule = refund_rule(device(mo), person(mo))
    body = {"title": "x", "text": "x", "deciders": [person(gus)]}
    assert set(json.loads(device(mo).ask("POST", "rules/", body).text)["errors"]) == {"deciders"}
    door = device(gus)
    for method, verb, said in (
        ("GET", "", None), ("GET", "history/", None), ("GET", "precedents/", None), ("PATCH", "", {"note": "x"}),
        ("POST", "retire/", None),
    ):  # fmt: skip
        nothing = comparable(door.ask(method, f"rules/{NOWHERE}/{verb}", said))
        assert nothing.status == 404
        assert comparable(door.ask(method, f"rules/{rule['id']}/{verb}", said)) == nothing
    assert door.ask("GET", "rules/").status_code == 404
    assert door.ask("POST", "rules/", body).status_code == 404
    assert RuleVersion.objects.count() == 1


def test_the_rules_cost_the_same_for_one_and_for_many(scene: Scene, mo: Person, statements: Counting) -> None:
    door = device(mo)
    team = {"kind": "team", "id": scene.open.id}
    refund_rule(door, person(mo), team)
    with statements(8):
        door.read("rules/")
    for number in range(9):
        refund_rule(door, person(mo), team, title=f"Rule {number}")
    with statements(8):
        assert len(door.read("rules/")["results"]) == 10


def test_rules_come_page_by_page_in_their_order(scene: Scene, mo: Person) -> None:
    door = device(mo)
    for title in ("c", "a", "b"):
        refund_rule(door, person(mo), title=title)
    first = door.read("rules/?limit=2")
    second = door.read(f"rules/?limit=2&cursor={first['next']}")
    assert [one["title"] for one in [*first["results"], *second["results"]]] == ["a", "b", "c"]


def test_the_table_of_permissions_holds(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person, gus: Person
) -> None:  # fmt: skip
    team = {"kind": "team", "id": scene.closed.id}
    own, ours = refund_rule(device(cy), person(mo)), refund_rule(device(mo), person(ana), owner=team)
    root = admit("root", site_role="site_admin")
    columns = {
        "guest": (gus, own), "outside": (bo, own), "owner": (cy, own), "moderator of the owning team": (mo, ours),
        "member of the owning team": (bo, ours), "site administrator": (root, own),
    }  # fmt: skip
    verbs = {"read": ("GET", "history/"), "edit": ("PATCH", ""), "retire": ("POST", "retire/")}
    found: Table = {}
    for column, (who, rule) in columns.items():
        for code, (method, verb) in verbs.items():
            with transaction.atomic():
                answer = device(who).ask(method, f"rules/{rule['id']}/{verb}", {"note": "x"} if verb == "" else None)
                transaction.set_rollback(True)
            found[code, column] = {200: "y", 403: "x", 404: "-"}[answer.status_code]
    assert found == table("Rules")
