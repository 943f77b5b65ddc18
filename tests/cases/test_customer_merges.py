"""Finding that two customers are one, and undoing it: ``customers/{id}/merges/``."""

import json
from typing import Any

from cases import queries
from cases.models import CustomerMerge
from groups import policy as reading
from groups.models import Audience
from people.models import Person
from search.documents import load
from tests.cast import NOWHERE, Scene, comparable, customer, device, matter, rows, side
from tests.conftest import Counting


def merge(person: Person, kept: str, merged: str) -> dict[str, Any]:
    made: dict[str, Any] = device(person).make(f"customers/{kept}/merges/", {"customer": merged})
    return made


def double(actor: Person) -> tuple[str, str]:
    """The same customer twice, each with a case of their own; they share a number."""
    first = customer(actor, "Mme Dupin", phones=["06 11 22 33 44"], mails=["a@dupin.example"])
    second = customer(actor, "Dupin, Anne", phones=["+33 6 11 22 33 44", "07 00 00 00 07"], references=["ERP:4711"])
    return first, second


def test_everything_of_the_double_is_found_under_the_one_that_is_kept(ana: Person, bo: Person) -> None:
    first, second = double(ana)
    ref = matter(ana, second)
    door = device(bo)
    door.make(f"customers/{second}/contacts/", {"name": "Paul", "phones": ["07 00 00 00 08"]})
    door.make(f"customers/{second}/notes/", {"kind": "stays", "text": "The advice."})
    made = merge(ana, first, second)
    assert (made["kept"]["id"], made["merged"]["id"], made["can"]) == (first, second, ["undo"])
    kept = door.read(f"customers/{first}/")
    assert kept["phones"] == ["06 11 22 33 44", "07 00 00 00 07"]
    assert (kept["references"], kept["open_cases"]) == (["ERP:4711"], 1)
    assert [one["person"]["name"] for one in kept["contacts"]] == ["Paul"]
    assert [one["ref"] for one in door.read(f"customers/{first}/cases/")["results"]] == [ref]
    assert door.read(f"cases/{ref}/")["customer"] == {"id": first, "name": "Mme Dupin"}
    assert {side["label"] for side in door.read(f"cases/{ref}/")["sides"]} == {"Mme Dupin"}
    assert len(door.read(f"customers/{first}/notes/")["results"]) == 1
    for asked in ("Dupin", "0611223344", "0700000007", "0700000008", "ERP:4711"):
        assert [one["id"] for one in door.read(f"customers/?q={asked}")["results"]] == [first], asked
    old = door.read(f"customers/{second}/")
    assert (old["merged_into"], old["can"]) == ({"id": first, "name": "Mme Dupin"}, [])
    assert load([f"customer:{second}"]) == []


def test_what_was_merged_by_mistake_is_as_before(ana: Person, bo: Person) -> None:
    first, second = double(ana)
    refs = [matter(ana, first), matter(ana, second)]
    door = device(bo)
    door.make(f"customers/{second}/contacts/", {"name": "Paul", "phones": ["07 00 00 00 08"]})
    paths = [f"customers/{id_}/" for id_ in (first, second)] + [f"cases/{ref}/" for ref in refs]
    before = [without_time(door.read(path)) for path in paths]
    made = merge(ana, first, second)
    later = matter(ana, first, title="What came since")
    undone = door.make(f"customers/{first}/merges/{made['id']}/undo/")
    assert (undone["undone_by"]["id"], undone["can"]) == (bo.id, [])
    after = [without_time(door.read(path)) for path in paths]
    after[0]["open_cases"] -= 1
    assert after == before
    assert door.read(f"cases/{later}/")["customer"]["id"] == first, "what came since stays"
    assert door.ask("POST", f"customers/{first}/merges/{made['id']}/undo/").status_code == 409
    assert merge(ana, first, second)["id"] != made["id"]


def without_time(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in {"revision", "updated_at"}}


def test_a_customer_is_not_merged_with_itself_nor_twice_nor_with_nobody(ana: Person) -> None:
    first, second = double(ana)
    third = customer(ana, "A. Dupin")
    door = device(ana)
    before = rows()
    for other, code in ((first, "itself"), (NOWHERE, "unknown"), ("x", "unknown")):
        answer = door.ask("POST", f"customers/{first}/merges/", {"customer": other})
        assert answer.status_code == 400
        assert json.loads(answer.text)["errors"]["customer"][0]["code"] == code
    assert rows() == before
    merge(ana, first, second)
    for kept, merged in ((first, second), (second, third), (third, second)):
        assert door.ask("POST", f"customers/{kept}/merges/", {"customer": merged}).status_code == 409
    assert CustomerMerge.objects.count() == 1


def test_a_merged_customer_takes_nothing_new(ana: Person) -> None:
    first, second = double(ana)
    merge(ana, first, second)
    door = device(ana)
    case = {"customer": second, "title": "Lamp", "story": {"happened": "Broken"}}
    assert door.ask("POST", "cases/", case).status_code == 409
    assert door.ask("PATCH", f"customers/{second}/", {"name": "X"}).status_code == 409
    assert door.ask("POST", f"customers/{second}/contacts/", {"name": "X"}).status_code == 409
    assert door.ask("POST", f"customers/{second}/notes/", {"kind": "stays", "text": "x"}).status_code == 409


def test_merges_in_a_row_are_undone_in_reverse(ana: Person) -> None:
    first, second = double(ana)
    third = customer(ana, "A. Dupin")
    ref = matter(ana, second)
    one = merge(ana, first, second)
    two = merge(ana, third, first)
    door = device(ana)
    assert door.read(f"customers/{second}/")["merged_into"]["id"] == third, "nobody walks a chain"
    assert door.ask("POST", f"customers/{first}/merges/{one['id']}/undo/").status_code == 409
    door.make(f"customers/{third}/merges/{two['id']}/undo/")
    door.make(f"customers/{first}/merges/{one['id']}/undo/")
    assert door.read(f"cases/{ref}/")["customer"]["id"] == second


def test_a_merge_of_one_customer_is_none_of_another(scene: Scene, ana: Person, gus: Person) -> None:
    first, second = double(ana)
    made = merge(ana, first, second)
    for person, id_ in ((ana, scene.customer), (gus, first)):
        door = device(person)
        nothing = comparable(door.ask("POST", f"customers/{id_}/merges/{NOWHERE}/undo/"))
        assert nothing.status == 404
        assert comparable(door.ask("POST", f"customers/{id_}/merges/{made['id']}/undo/")) == nothing


def test_a_merge_costs_the_same_for_few_rows_and_for_many(ana: Person, statements: Counting) -> None:
    door = device(ana)
    first, second = double(ana)
    door.make(f"customers/{second}/contacts/", {"name": "One"})
    with statements(50):
        merge(ana, first, second)
    third = customer(ana, "A. Dupin")
    for number in range(10):
        door.make(f"customers/{third}/contacts/", {"name": f"Paul {number}", "mails": [f"p{number}@x.example"]})
    with statements(50):
        merge(ana, first, third)


def test_when_a_merge_is_undone_nobody_looks_through_the_window_of_the_other_customer(ana: Person) -> None:
    first, second = double(ana)
    refs = [matter(ana, first), matter(ana, second)]
    door = device(ana)
    paul = door.make(f"customers/{second}/contacts/", {"name": "Paul"})["id"]
    made = merge(ana, first, second)
    links = [door.make(f"cases/{ref}/portal-links/", {"contact": paul}) for ref in refs]
    door.make(f"customers/{first}/merges/{made['id']}/undo/")
    foreign, own = (queries.living_pass(link["id"]) for link in links)
    assert foreign is None, "Paul is not of this customer"
    assert own is not None
    assert own.ref == refs[1]
    listed = door.read(f"cases/{refs[0]}/portal-links/{links[0]['id']}/")
    assert (listed["state"], listed["revoked_by"]["id"]) == ("revoked", ana.id)
    assert not reading.readers(Audience.objects.get(id=side(refs[0], "customer"))).filter(id=own.person.id).exists()
