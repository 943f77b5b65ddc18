"""docs/permissions.md holds cell by cell for customers: every door is asked as every column."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.http import HttpResponse

from cases import policy
from people.models import Person
from tests.cast import Door, Scene, admit, customer, device
from tests.groups.matrix import Table, table

ANSWERS = {200: "y", 201: "y", 204: "y", 403: "x", 404: "-", 409: "c"}
Verb = Callable[[Door], HttpResponse]
ERP = {"code": "ERP", "name": "Orders", "template": "https://erp.example/{id}"}
CASE = {"title": "Lamp", "story": {"happened": "Broken"}}


def verbs(id_: str, other: str, note: str, merge: str, system: str) -> dict[str, Verb]:
    at = f"customers/{id_}/"
    son = {"name": "Paul"}
    fact = {"kind": "other", "value": "Has a dog", "source": "seen"}
    words = {"kind": "stays", "text": "The advice."}
    return {
        "read": lambda door: door.ask("GET", at),
        "edit": lambda door: door.ask("PATCH", at, {"name": "Mme H. Dupin"}),
        "open_case": lambda door: door.ask("POST", "cases/", {**CASE, "customer": id_}),
        "contact": lambda door: door.ask("POST", f"{at}contacts/", son),
        "fact": lambda door: door.ask("POST", f"{at}facts/", fact),
        "note": lambda door: door.ask("POST", f"{at}notes/", words),
        "edit_note": lambda door: door.ask("PATCH", f"{at}notes/{note}/", {"text": "The advice!"}),
        "remove_note": lambda door: door.ask("DELETE", f"{at}notes/{note}/"),
        "merge": lambda door: door.ask("POST", f"{at}merges/", {"customer": other}),
        "undo": lambda door: door.ask("POST", f"{at}merges/{merge}/undo/", {}),
        "read_systems": lambda door: door.ask("GET", "reference-systems/"),
        "add_system": lambda door: door.ask("POST", "reference-systems/", {**ERP, "code": "CRM"}),
        "edit_system": lambda door: door.ask("PATCH", f"reference-systems/{system}/", {"name": "Shop"}),
        "remove_system": lambda door: door.ask("DELETE", f"reference-systems/{system}/"),
    }


def ask(person: Person, verb: Verb) -> str:
    """What the door answers, in the letters of the page; whatever it did is undone."""
    with transaction.atomic():
        answer = verb(device(person))
        transaction.set_rollback(True)
    return ANSWERS.get(answer.status_code, f"{answer.status_code} {answer.text}")


@pytest.fixture
def root(db: None) -> Person:
    """Who runs the site."""
    return admit("root", site_role="site_admin")


def test_customers(scene: Scene, ana: Person, bo: Person, gus: Person, root: Person) -> None:
    door = device(ana)
    note = door.make(f"customers/{scene.customer}/notes/", {"kind": "stays", "text": "The advice."})["id"]
    merge = door.make(f"customers/{scene.customer}/merges/", {"customer": customer(ana, "A double")})["id"]
    system = device(root).make("reference-systems/", ERP)["id"]
    columns = {"guest": gus, "member": bo, "author": ana, "site administrator": root}
    asked = verbs(scene.customer, customer(ana, "Another double"), note, merge, system)
    found: Table = {
        (code, column): ask(person, verb) for column, person in columns.items() for code, verb in asked.items()
    }
    assert found == table("Customers")


def test_the_policy_has_no_verb_without_a_row() -> None:
    codes = {code for code, _column in table("Customers")}
    assert set(policy.CUSTOMER_VERBS) <= codes
    assert {f"{verb}_note" for some in policy.NOTE_VERBS.values() for verb in some} <= codes
    assert {f"{verb}_system" for verb in policy.REFERENCE_VERBS} <= codes
