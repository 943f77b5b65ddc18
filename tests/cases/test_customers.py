"""Customers: ``GET`` and ``POST customers/``, ``GET`` and ``PATCH customers/{id}/``, their cases and their feed."""

import json
from typing import Any

import pytest

from cases.actions import restrict_case
from esn.core.models import Event
from groups.models import EVERYONE
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, customer, device, matter, rows
from tests.conftest import Counting

CUSTOMER = {
    "id", "kind", "name", "language", "phones", "mails", "references", "open_cases", "revision", "can",
}  # fmt: skip
NEW = {
    "kind": "organisation", "name": " Hôtel  des\nDunes ", "language": "fr", "phones": ["06 39 98 12 34"],
    "mails": ["Accueil@Dunes.example"], "references": ["erp 47 11"],
}  # fmt: skip


def names(door: Door, q: str) -> list[str]:
    return [one["name"] for one in door.read(f"customers/?q={q}")["results"]]


def test_ana_writes_a_customer_down(ana: Person, bo: Person) -> None:
    answer = device(ana).ask("POST", "customers/", NEW)
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/customers/{made['id']}/"
    assert set(made) >= CUSTOMER
    assert (made["kind"], made["name"], made["language"]) == ("organisation", "Hôtel des Dunes", "fr")
    assert (made["phones"], made["mails"], made["references"]) == (
        ["06 39 98 12 34"], ["Accueil@Dunes.example"], ["erp 47 11"],
    )  # fmt: skip
    assert device(bo).read(f"customers/{made['id']}/") == made
    fact = Event.objects.order_by("-position")[0]
    assert (fact.type, fact.audience_id, fact.data) == ("customer.changed", EVERYONE, {"id": made["id"]})


@pytest.mark.parametrize(
    "q",
    ["dunes", "H%C3%B4tel", "0639981234", "06.39.98.12.34", "%2B33639981234", "%2B33 6 39 98 12 34", "0033639981234",
     "063998", "accueil@dunes.example", "ACCUEIL@", "ERP4711", "erp 4711", "ERP47"],
)  # fmt: skip
def test_marc_finds_her_by_whatever_she_says(ana: Person, q: str) -> None:
    door = device(ana)
    door.make("customers/", NEW)
    customer(ana, "Somebody else", phones=["+33 1 23 45 67 89"], references=["ERP 9"])
    assert names(door, q) == ["Hôtel des Dunes"]


@pytest.mark.parametrize("q", ["nobody", "0699999999", "x@example.org", "_", "%25"])
def test_what_fits_nobody_finds_nobody(ana: Person, q: str) -> None:
    device(ana).make("customers/", NEW)
    assert names(device(ana), q) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("phones", ["hello"], "not_a_phone"), ("phones", ["1"], "not_a_phone"), ("mails", ["no at sign"], "not_a_mail"),
     ("mails", ["a@b"], "not_a_mail"), ("phones", [""], "blank"), ("references", [" "], "blank")],
)  # fmt: skip
def test_a_phone_is_a_phone_and_a_mail_is_a_mail(ana: Person, field: str, value: list[str], code: str) -> None:
    before = rows()
    door = device(ana)
    for method, path, body in (("POST", "customers/", NEW),):
        answer = door.ask(method, path, {**body, field: value})
        assert answer.status_code == 400
        found: Any = json.loads(answer.text)["errors"]
        assert [one["code"] for problems in found.values() for one in problems] == [code]
        assert [name.split(".")[0] for name in found] == [field]
    assert rows()["Customer"] == before["Customer"]


def test_the_same_number_in_two_spellings_is_one(ana: Person) -> None:
    made = device(ana).make("customers/", NEW | {"phones": ["06 39 98 12 34", "+33639981234"]})
    assert len(made["phones"]) == 1


def test_a_correction_replaces_the_lists_that_are_given(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(bo)
    answer = door.ask("PATCH", f"customers/{scene.customer}/", {"name": "Mme Dupin-Roy", "phones": ["0639981234"]})
    changed = json.loads(answer.text)
    assert (answer.status_code, answer["ETag"]) == (200, f'"{changed["revision"]}"')
    assert (changed["name"], changed["phones"], changed["mails"]) == ("Mme Dupin-Roy", ["0639981234"], [])
    assert door.read(f"cases/{scene.case}/")["customer"]["name"] == "Mme Dupin-Roy"
    assert door.read(f"posts/{scene.in_case}/")["audience"]["label"] == "Mme Dupin-Roy"


def test_two_who_correct_at_once_do_not_overwrite_each_other(scene: Scene, ana: Person, bo: Person) -> None:
    tag = device(ana).ask("GET", f"customers/{scene.customer}/")["ETag"]
    first = device(ana).ask("PATCH", f"customers/{scene.customer}/", {"name": "First"}, If_Match=tag)
    second = device(bo).ask("PATCH", f"customers/{scene.customer}/", {"name": "Second"}, If_Match=tag)
    assert (first.status_code, second.status_code) == (200, 412)
    assert device(ana).read(f"customers/{scene.customer}/")["name"] == "First"


def test_a_guest_knows_no_customer(scene: Scene, gus: Person) -> None:
    door = device(gus)
    assert door.read("customers/")["results"] == []
    assert names(door, "dupin") == []
    assert door.ask("POST", "customers/", {"kind": "person", "name": "x"}).status_code == 404
    for method, path, body in (
        ("GET", "customers/{}/", None), ("PATCH", "customers/{}/", {"name": "x"}), ("GET", "customers/{}/cases/", None),
        ("GET", "customers/{}/posts/", None),
    ):  # fmt: skip
        nothing = comparable(door.ask(method, path.format(NOWHERE), body))
        assert nothing.status == 404
        assert comparable(door.ask(method, path.format(scene.customer), body)) == nothing


def test_cases_and_words_of_a_customer_are_those_that_one_reads(scene: Scene, ana: Person, cy: Person) -> None:
    def cases(person: Person) -> set[str]:
        return {one["ref"] for one in device(person).read(f"customers/{scene.customer}/cases/")["results"]}

    def said(person: Person) -> set[str]:
        return {one["id"] for one in device(person).read(f"customers/{scene.customer}/posts/?limit=100")["results"]}

    assert cases(ana) == {scene.case, scene.restricted}
    assert cases(cy) == {scene.case}
    assert {scene.in_case, scene.in_restricted, scene.with_partner} <= said(ana)
    assert scene.in_case in said(cy)
    assert scene.in_restricted not in said(cy)
    assert device(ana).read(f"customers/{scene.customer}/")["open_cases"] == 2
    assert device(cy).read(f"customers/{scene.customer}/")["open_cases"] == 1, "every number counts what one reads"
    restrict_case(ana, ref=scene.case, restricted=True)
    assert (cases(cy), said(cy)) == (set(), set())


STATEMENTS = 5


def test_the_list_costs_the_same_for_one_and_a_hundred(ana: Person, statements: Counting) -> None:
    matter(ana, customer(ana, phones=["0639981234"]))
    door = device(ana)
    door.read("me/")
    with statements(STATEMENTS):
        door.read("customers/?limit=100")
    for number in range(99):
        customer(ana, f"Customer {number}", mails=[f"{number}@example.org"])
    with statements(STATEMENTS):
        assert len(door.read("customers/?limit=100")["results"]) == 100
