"""A customer's contacts, notes and references: ``customers/{id}/contacts/``, ``…/notes/``, ``reference-systems/``."""

import json

import pytest

from cases.models import CustomerContact, CustomerNote, ReferenceSystem
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, customer, device
from tests.conftest import Counting

SON = {
    "name": "Paul Dupin",
    "role": "Her son",
    "language": "en",
    "phones": ["06 11 22 33 44", "+44 20 7946 0018"],
    "mails": ["Paul@Dupin.example"],
    "addresses": ["3 rue des Lilas, 35000 Rennes"],
}


def test_ana_writes_down_the_son_and_bo_finds_the_customer_by_his_number(scene: Scene, ana: Person, bo: Person) -> None:
    path = f"customers/{scene.customer}/contacts/"
    answer = device(ana).ask("POST", path, SON)
    assert answer.status_code == 201
    made = json.loads(answer.text)
    assert answer["Location"] == f"/api/v1/{path}{made['id']}/"
    assert {name: made[name] for name in SON if name != "name"} == {name: SON[name] for name in SON if name != "name"}
    assert (made["person"]["name"], made["person"]["kind"]) == ("Paul Dupin", "contact")
    door = device(bo)
    assert door.read(path)["results"] == [made]
    assert door.read(f"customers/{scene.customer}/")["contacts"] == [made]
    assert door.read(f"customers/{scene.customer}/")["phones"] == [], "the son's number is his own"
    for asked in ("0611223344", "%2B442079460018", "paul@dupin", "3 rue des lilas", "Paul"):
        assert [one["name"] for one in door.read(f"customers/?q={asked}")["results"]] == ["Mme Dupin"], asked


def test_a_contact_is_corrected_and_taken_away(scene: Scene, ana: Person) -> None:
    door = device(ana)
    path = f"customers/{scene.customer}/contacts/"
    made = door.make(path, SON)
    answer = door.ask("PATCH", f"{path}{made['id']}/", {"name": "Paul Martin", "phones": ["07 00 00 00 01"]})
    changed = json.loads(answer.text)
    assert (changed["person"]["name"], changed["phones"]) == ("Paul Martin", ["07 00 00 00 01"])
    assert (changed["mails"], changed["role"]) == (SON["mails"], SON["role"])
    assert not door.read("customers/?q=0611223344")["results"]
    assert door.ask("DELETE", f"{path}{made['id']}/").status_code == 204
    assert door.read(path)["results"] == []
    assert not door.read("customers/?q=0700000001")["results"]
    assert not door.read("customers/?q=Paul")["results"]
    assert door.ask("GET", f"{path}{made['id']}/").status_code == 404


def test_the_customers_own_number_stays_when_the_same_one_is_a_contacts(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.ask("PATCH", f"customers/{scene.customer}/", {"phones": ["06 11 22 33 44"]})
    made = door.make(f"customers/{scene.customer}/contacts/", SON)
    door.ask("PATCH", f"customers/{scene.customer}/", {"phones": []})
    assert door.read(f"customers/{scene.customer}/contacts/")["results"] == [made]


def test_a_contact_of_one_customer_is_none_of_another(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = door.make(f"customers/{scene.customer}/contacts/", SON)
    other = customer(ana, "M. Leroy")
    for method, body in (("GET", None), ("PATCH", {"name": "X"}), ("DELETE", None)):
        nothing = comparable(door.ask(method, f"customers/{other}/contacts/{NOWHERE}/", body))
        assert nothing.status == 404
        assert comparable(door.ask(method, f"customers/{other}/contacts/{made['id']}/", body)) == nothing


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 121), ("phones", ["call me"]), ("mails", ["nowhere"]), ("addresses", [" "]),
     ("language", "xx"), ("phones", "06")],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_kept(scene: Scene, ana: Person, field: str, value: object) -> None:
    answer = device(ana).ask("POST", f"customers/{scene.customer}/contacts/", {**SON, field: value})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not CustomerContact.objects.exists()
    assert not Person.objects.filter(kind="contact").exists()


def test_contacts_sign_in_nowhere_and_stand_in_no_directory(scene: Scene, ana: Person) -> None:
    device(ana).make(f"customers/{scene.customer}/contacts/", SON)
    assert not [one for one in device(ana).read("people/?limit=100")["results"] if one["name"] == "Paul Dupin"]
    assert not Person.objects.get(name="Paul Dupin").has_usable_password()


def test_why_they_stay_why_they_left_and_that_they_came_back(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    path = f"customers/{scene.customer}/notes/"
    stays = door.make(path, {"kind": "stays", "text": "Léa knows her house and her taste."})
    assert (stays["kind"], stays["reason"], stays["author"]["id"]) == ("stays", "", ana.id)
    assert door.ask("POST", path, {"kind": "return", "text": "Back"}).status_code == 409
    loss = door.make(path, {"kind": "loss", "reason": "promise", "text": "Five calls, five stories."})
    assert device(bo).read(f"customers/{scene.customer}/")["left_at"] == loss["at"]
    assert door.ask("POST", path, {"kind": "loss", "reason": "price", "text": "Again"}).status_code == 409
    back = door.make(path, {"kind": "return", "text": "She came for a lamp."})
    assert device(bo).read(f"customers/{scene.customer}/")["left_at"] is None
    assert [one["id"] for one in device(bo).read(path)["results"]] == [back["id"], loss["id"], stays["id"]]


@pytest.mark.parametrize(
    ("note", "field"),
    [({"kind": "loss", "text": "No reason"}, "reason"), ({"kind": "stays", "text": "x", "reason": "price"}, "reason"),
     ({"kind": "stays", "text": " "}, "text"), ({"kind": "loss", "text": "x", "reason": "bad luck"}, "reason"),
     ({"kind": "hope", "text": "x"}, "kind")],
)  # fmt: skip
def test_a_note_that_is_wrong_is_not_kept(scene: Scene, ana: Person, note: dict[str, str], field: str) -> None:
    answer = device(ana).ask("POST", f"customers/{scene.customer}/notes/", note)
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {field}
    assert not CustomerNote.objects.exists()


def test_ana_corrects_her_own_note_and_nobody_elses(scene: Scene, ana: Person, bo: Person) -> None:
    door, path = device(ana), f"customers/{scene.customer}/notes/"
    answer = door.ask("POST", path, {"kind": "stays", "text": "She likes the advise."})
    made = json.loads(answer.text)
    one = f"{path}{made['id']}/"
    assert (answer["Location"], answer["ETag"], made["can"]) == (f"/api/v1/{one}", '"0"', ["edit", "remove"])
    changed = door.ask("PATCH", one, {"text": "She likes the advice."}, If_Match='"0"')
    told = json.loads(changed.text)
    assert (changed.status_code, changed["ETag"], told["text"]) == (200, '"1"', "She likes the advice.")
    assert told["edited_at"] is not None
    assert door.ask("PATCH", one, {"text": "Late"}, If_Match='"0"').status_code == 412
    other = device(bo)
    assert other.read(one)["can"] == []
    assert other.ask("PATCH", one, {"text": "Mine"}).status_code == 403
    assert other.ask("DELETE", one).status_code == 403
    assert door.ask("PATCH", one, {"text": " "}).status_code == 400
    assert door.ask("PATCH", one, {"reason": "price"}).status_code == 400, "only a loss has a reason"
    assert door.ask("DELETE", one).status_code == 204
    assert door.ask("GET", one).status_code == 404
    assert door.read(path)["results"] == []


def test_that_they_left_is_history_whose_words_and_reason_are_corrected(scene: Scene, ana: Person) -> None:
    door, path = device(ana), f"customers/{scene.customer}/notes/"
    loss = door.make(path, {"kind": "loss", "reason": "unknown", "text": "She did not say."})
    assert loss["can"] == ["edit"]
    changed = door.ask("PATCH", f"{path}{loss['id']}/", {"reason": "promise", "text": "Saturday, again."})
    assert json.loads(changed.text)["reason"] == "promise"
    assert door.ask("DELETE", f"{path}{loss['id']}/").status_code == 409
    assert door.read(f"customers/{scene.customer}/")["left_at"] == loss["at"]


def test_a_note_of_one_customer_is_none_of_another(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = door.make(f"customers/{scene.customer}/notes/", {"kind": "stays", "text": "The advice."})
    other = customer(ana, "M. Leroy")
    for method, body in (("GET", None), ("PATCH", {"text": "X"}), ("DELETE", None)):
        nothing = comparable(door.ask(method, f"customers/{other}/notes/{NOWHERE}/", body))
        assert nothing.status == 404
        assert comparable(door.ask(method, f"customers/{other}/notes/{made['id']}/", body)) == nothing


def test_for_a_guest_there_is_nothing(scene: Scene, ana: Person, gus: Person) -> None:
    made = device(ana).make(f"customers/{scene.customer}/contacts/", SON)
    door = device(gus)
    for rest in ("contacts/", f"contacts/{made['id']}/", "notes/", "merges/"):
        nothing = comparable(door.ask("GET", f"customers/{NOWHERE}/{rest}"))
        assert nothing.status == 404
        assert comparable(door.ask("GET", f"customers/{scene.customer}/{rest}")) == nothing
    for rest, body in (("contacts/", SON), ("notes/", {"kind": "stays", "text": "x"}), ("merges/", {"customer": "x"})):
        nothing = comparable(door.ask("POST", f"customers/{NOWHERE}/{rest}", body))
        assert nothing.status == 404
        assert comparable(door.ask("POST", f"customers/{scene.customer}/{rest}", body)) == nothing
    assert door.ask("GET", "reference-systems/").status_code == 404


ERP = {"code": "erp", "name": "Orders", "template": "https://erp.example/orders/{id}/show"}


def test_a_reference_leads_to_its_record_in_the_other_system(ana: Person) -> None:
    root = device(admit("root", site_role="site_admin"))
    made = root.make("reference-systems/", ERP)
    assert (made["code"], made["template"]) == ("ERP", ERP["template"])
    id_ = customer(ana, references=["ERP: 47/11 é", "erp:12", "CRM:9", "plain"])
    assert device(ana).read(f"customers/{id_}/")["links"] == [
        {"reference": "ERP: 47/11 é", "system": "Orders", "url": "https://erp.example/orders/47%2F11%20%C3%A9/show"},
        {"reference": "erp:12", "system": "Orders", "url": "https://erp.example/orders/12/show"},
    ]
    assert root.ask("POST", "reference-systems/", ERP).status_code == 409
    assert root.ask("DELETE", f"reference-systems/{made['id']}/").status_code == 204
    assert device(ana).read(f"customers/{id_}/")["links"] == []


def test_a_system_that_moved_is_corrected_and_every_reference_follows(ana: Person) -> None:
    root = device(admit("root", site_role="site_admin"))
    made = root.make("reference-systems/", ERP)
    root.make("reference-systems/", {**ERP, "code": "CRM"})
    one = f"reference-systems/{made['id']}/"
    id_ = customer(ana, references=["ERP:12"])
    changed = root.ask("PATCH", one, {"name": "Shop orders", "template": "https://shop.example/{id}"})
    assert json.loads(changed.text) == root.read(one)
    assert device(ana).read(f"customers/{id_}/")["links"] == [
        {"reference": "ERP:12", "system": "Shop orders", "url": "https://shop.example/12"}
    ]
    assert root.ask("PATCH", one, {"code": "crm"}).status_code == 409
    assert root.ask("PATCH", one, {"template": "https://shop.example/"}).status_code == 400
    assert root.ask("PATCH", one, {"name": " "}).status_code == 400
    assert root.ask("PATCH", one, {"code": "erp "}).status_code == 200, "its own code is not another's"
    assert (root.read(one)["can"], device(ana).read(one)["can"]) == (["edit", "remove"], [])
    assert device(ana).ask("PATCH", one, {"name": "Mine"}).status_code == 403
    assert root.ask("PATCH", f"reference-systems/{NOWHERE}/", {"name": "X"}).status_code == 404


def test_only_who_runs_the_site_says_where_records_are(ana: Person) -> None:
    assert device(ana).ask("POST", "reference-systems/", ERP).status_code == 403
    assert device(ana).ask("DELETE", f"reference-systems/{NOWHERE}/").status_code == 403
    assert device(ana).read("reference-systems/")["results"] == []


@pytest.mark.parametrize(
    "template",
    ["javascript:alert({id})", "//erp.example/{id}", "https://{id}.example/", "https://erp.example/", "ftp://e/{id}",
     "https://erp.example/{id}/{id}", "https://erp.example/ {id}", "https://[x/{id}", "data:text/html,{id}"],
)  # fmt: skip
def test_a_link_that_is_no_web_address_is_refused(db: None, template: str) -> None:
    root = device(admit("root", site_role="site_admin"))
    answer = root.ask("POST", "reference-systems/", {**ERP, "template": template})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {"template"}
    assert not ReferenceSystem.objects.exists()


def test_customers_with_many_contacts_cost_the_same(ana: Person, statements: Counting) -> None:
    door = device(ana)
    ids = [customer(ana, f"Customer {number}", references=["ERP:1"]) for number in range(10)]
    door.make(f"customers/{ids[0]}/contacts/", SON)
    with statements(7):
        door.read("customers/?limit=1")
    for id_ in ids:
        for _ in range(3):
            door.make(f"customers/{id_}/contacts/", SON)
    with statements(7):
        door.read("customers/?limit=10")
