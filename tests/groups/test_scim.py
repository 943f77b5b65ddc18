"""A directory provisions people: who comes in, what it may, what it takes away, and what it never learns."""

import json
from typing import Any

import pytest
from django.core import mail as sent
from django.test import Client
from pytest_django import Settings

from esn.core import jobs
from esn.core.models import AuditEntry
from groups.actions import close_connection, deactivate_person
from people.models import Person
from tests.cast import NOWHERE, browser, device
from tests.groups.directories import CORE, ENTERPRISE, PATCH, Directory


# Who comes in ---------------------------------------------------------------------------------------------------------
def test_nobody_comes_in_without_a_living_token(entra: Directory, nadia: Person, client: Client) -> None:
    assert Directory().ask("GET", "Users").status_code == 401
    assert Directory(headers={"Authorization": "Bearer esn_scim_no"}).ask("GET", "Users").status_code == 401
    signed_in = Directory()
    signed_in.force_login(nadia)
    assert signed_in.ask("GET", "Users").status_code == 401
    refused = Directory().ask("GET", "ServiceProviderConfig")
    assert refused["WWW-Authenticate"].startswith("Bearer")
    assert json.loads(refused.text)["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_a_token_of_a_device_opens_nothing_here_nor_this_one_anything_there(entra: Directory, nadia: Person) -> None:
    phone = device(nadia).defaults["HTTP_AUTHORIZATION"]
    assert Directory(headers={"Authorization": phone}).ask("GET", "Users").status_code == 401
    there = Client(headers={"Authorization": entra.defaults["HTTP_AUTHORIZATION"]})
    assert there.get("/api/v1/me/").status_code == 401
    assert there.get("/api/v1/people/").status_code == 401


def test_a_token_that_was_taken_back_opens_nothing(entra: Directory, nadia: Person) -> None:
    connection_id = json.loads(device(nadia).ask("GET", "administration/provisioning/").text)["results"][0]["id"]
    entra.read("Users")
    close_connection(nadia, connection_id=connection_id)
    assert entra.ask("GET", "Users").status_code == 401


def test_who_tries_tokens_is_told_to_wait(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "scim_refused": "3/m/ip"}
    answers = [Directory().ask("GET", "Users") for _try in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert answers[-1]["Retry-After"]


# People ---------------------------------------------------------------------------------------------------------------
def test_somebody_new_is_let_in_with_what_the_directory_says(entra: Directory, nadia: Person) -> None:
    boss = entra.employ("boss@tilleul.example", displayName="Éva Blanc")
    made = entra.employ(
        "Lea.Martin@tilleul.example",
        externalId="e-17",
        name={"givenName": "Léa", "familyName": "Martin"},
        title="Adviser",
        preferredLanguage="fr-FR",
        timezone="Europe/Brussels",
        emails=[{"value": "lea@home.example", "type": "home"}, {"value": "lea@tilleul.example", "type": "work"}],
        phoneNumbers=[{"value": "01 99 00 12 34", "type": "work"}],
        **{ENTERPRISE: {"department": "Furniture", "manager": {"value": boss["id"]}}},
    )
    lea = Person.objects.select_related("profile").get(id=made["id"])
    assert (lea.handle, lea.name, lea.title, lea.email) == (
        "lea.martin",
        "Léa Martin",
        "Adviser",
        "lea@tilleul.example",
    )
    assert (lea.language, lea.time_zone, lea.kind) == ("fr", "Europe/Brussels", "member")
    assert not lea.has_usable_password()
    assert (lea.profile.department, lea.profile.phone) == ("Furniture", "+33199001234")
    assert lea.profile.manager_id == boss["id"]
    assert made["userName"] == "Lea.Martin@tilleul.example"
    assert entra.read(f"Users/{lea.id}")["preferredLanguage"] == "fr-FR"
    acting = AuditEntry.objects.get(verb="person.provisioned", subject_id=lea.id).actor_id
    assert Person.objects.get(id=acting).name == "Entra ID"


def test_a_name_is_never_used_twice_in_any_spelling(entra: Directory, bo: Person) -> None:
    first = entra.employ("lea@tilleul.example")
    for taken in ("LEA@tilleul.example", "bo", "Bo"):
        answer = entra.ask("POST", "Users", {"schemas": [f"{CORE}User"], "userName": taken})
        assert (answer.status_code, json.loads(answer.text)["scimType"]) == (409, "uniqueness")
    assert entra.ask("DELETE", f"Users/{first['id']}").status_code == 204
    again = entra.ask("POST", "Users", {"schemas": [f"{CORE}User"], "userName": "lea@tilleul.example"})
    assert again.status_code == 409, "whoever comes after somebody inherits nothing of theirs"
    assert entra.employ("lea@elsewhere.example")["id"] != first["id"]
    assert sorted(Person.objects.filter(handle__startswith="lea").values_list("handle", flat=True)) == ["lea", "lea2"]


def test_an_address_that_somebody_has_is_not_given_twice(entra: Directory) -> None:
    entra.employ("one", emails=[{"value": "one@tilleul.example"}])
    answer = entra.ask(
        "POST", "Users", {"schemas": [f"{CORE}User"], "userName": "two", "emails": [{"value": "ONE@tilleul.example"}]}
    )
    assert (answer.status_code, json.loads(answer.text)["scimType"]) == (409, "uniqueness")
    assert not Person.objects.filter(handle="two").exists()


def test_the_staff_that_was_there_before_is_found_and_taken_over(entra: Directory, bo: Person, gus: Person) -> None:
    listed = entra.read("Users?filter=userName%20eq%20%22BO%22")
    assert [one["id"] for one in listed["Resources"]] == [bo.id]
    assert entra.amend(f"Users/{bo.id}", {"op": "add", "path": "externalId", "value": "e-2"}).status_code == 204
    bo.refresh_from_db()
    assert bo.name == "Bo Delorme"
    assert entra.read('Users?filter=externalId eq "e-2"')["totalResults"] == 1
    assert entra.ask("GET", f"Users/{gus.id}").status_code == 404, "a partner's guest is nobody's employee here"


@pytest.mark.parametrize("end", ["patch", "entra", "put", "delete"])
def test_who_leaves_loses_every_session_and_token_at_once(entra: Directory, ana: Person, end: str) -> None:
    page, phone = browser(ana), device(ana)
    assert phone.ask("GET", "me/").status_code == 200
    path = f"Users/{ana.id}"
    if end == "delete":
        assert entra.ask("DELETE", path).status_code == 204
        assert entra.ask("GET", path).status_code == 404
    elif end == "put":
        body = {"schemas": [f"{CORE}User"], "userName": "ana", "displayName": "Ana Martin", "active": False}
        assert entra.ask("PUT", path, body).status_code == 200
    else:
        value: Any = False if end == "patch" else "False"  # as one of them writes it
        said = {"op": "replace" if end == "patch" else "Replace", "path": "active", "value": value}
        assert entra.amend(path, said).status_code in {200, 204}
    assert phone.ask("GET", "me/").status_code == 401
    assert page.get("/").status_code == 302
    ana.refresh_from_db()
    assert not ana.is_active
    assert AuditEntry.objects.filter(verb="person.deactivated", subject_id=ana.id).count() == 1


def test_the_directory_reopens_what_it_closed_and_nothing_else(entra: Directory, nadia: Person) -> None:
    lea = entra.employ("lea", displayName="Léa", active=True)["id"]
    for active in (False, True):
        entra.amend(f"Users/{lea}", {"op": "replace", "path": "active", "value": active})
        assert Person.objects.get(id=lea).is_active is active
    deactivate_person(nadia, person_id=lea, reason="Under inquiry.")
    entra.amend(f"Users/{lea}", {"op": "replace", "path": "active", "value": True})
    assert not Person.objects.get(id=lea).is_active
    assert entra.read(f"Users/{lea}")["active"] is False


def test_the_last_who_runs_the_site_stays(entra: Directory, nadia: Person) -> None:
    assert entra.ask("DELETE", f"Users/{nadia.id}").status_code == 409
    assert Person.objects.get(id=nadia.id).is_active


def test_who_runs_the_site_is_not_taken_over_by_another_address(entra: Directory, nadia: Person) -> None:
    said = {"op": "replace", "path": "emails", "value": [{"value": "thief@elsewhere.example", "primary": True}]}
    assert entra.amend(f"Users/{nadia.id}", said).status_code == 403
    assert Person.objects.get(id=nadia.id).email == ""


def test_who_gets_another_address_from_the_directory_hears_of_it_at_the_former_one(entra: Directory) -> None:
    lea = entra.employ("lea", emails=[{"value": "lea@tilleul.example", "type": "work"}])["id"]
    said = {"op": "replace", "path": "emails", "value": [{"value": "lea@elsewhere.example", "primary": True}]}
    sent.outbox.clear()
    assert entra.amend(f"Users/{lea}", said).status_code == 204
    jobs.run_ready()
    assert [one.to for one in sent.outbox] == [["lea@tilleul.example"]]
    assert AuditEntry.objects.filter(verb="person.provisioned_anew", subject_id=lea).exists()


def test_a_directory_takes_away_only_what_it_gave(entra: Directory) -> None:
    lea = entra.employ("lea", displayName="Léa", title="Adviser")["id"]
    door = device(Person.objects.get(id=lea))
    assert door.ask("PATCH", "me/", {"place": "Lyon", "title": "Head of sales"}).status_code == 200
    assert entra.read(f"Users/{lea}")["title"] == "Head of sales"
    whole = {"schemas": [f"{CORE}User"], "userName": "lea", "displayName": "Léa"}
    assert entra.ask("PUT", f"Users/{lea}", {**whole, "title": "Adviser"}).status_code == 200
    assert Person.objects.get(id=lea).title == "Adviser"
    assert entra.ask("PUT", f"Users/{lea}", whole).status_code == 200
    person = Person.objects.select_related("profile").get(id=lea)
    assert (person.title, person.profile.place) == ("", "Lyon")


def test_an_old_version_is_not_written_over(entra: Directory) -> None:
    lea = entra.employ("lea", displayName="Léa")
    entra.amend(f"Users/{lea['id']}", {"op": "replace", "path": "title", "value": "Adviser"})
    path, said = f"Users/{lea['id']}", {"op": "replace", "path": "title", "value": "Other"}
    body = {"schemas": [PATCH], "Operations": [said]}
    assert entra.ask("PATCH", path, body, If_Match=lea["meta"]["version"]).status_code == 412
    present = entra.ask("GET", path)["ETag"]
    assert entra.ask("GET", path, If_None_Match=present).status_code == 304
    assert entra.ask("PATCH", path, body, If_Match=present).status_code == 204


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"userName": "a\u0000b"}, "invalidValue"),
        ({"userName": "lea", "displayName": "Ev\u202eil"}, "invalidValue"),
        ({"userName": "lea", "displayName": "Bell\u0007"}, "invalidValue"),
        ({"userName": "lea", "displayName": "x" * 300}, "invalidValue"),
        ({"userName": "x" * 300, "displayName": "Léa"}, "invalidValue"),
        ({"userName": "lea", "emails": [{"value": "no address"}]}, "invalidValue"),
        ({"userName": "lea", ENTERPRISE: {"manager": {"value": NOWHERE}}}, "invalidValue"),
        ({"userName": 17}, "invalidValue"),
        ({}, "invalidValue"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nobody_is_let_in(entra: Directory, said: dict[str, Any], kind: str) -> None:
    before = Person.objects.count()
    answer = entra.ask("POST", "Users", {"schemas": [f"{CORE}User"], **said})
    assert (answer.status_code, json.loads(answer.text)["scimType"]) == (400, kind), answer.text
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "Users", b"{", 400),
        ("POST", "Users", b"[" * 5000, 400),
        ("POST", "Users", b'{"userName": "a", "userName": "b"}', 400),
        ("POST", "Users", b"\xff\xfe", 400),
        ("POST", "Users", b"null", 400),
        ("POST", "Users", b"x" * (1024 * 1024 + 1), 413),
        ("GET", "Users?filter=" + "(" * 2000, None, 400),
        ("GET", "Users?filter=userName%20eq%20%22%00%22", None, 400),
        ("GET", "Users?filter=nothing%20eq%201", None, 400),
        ("GET", "Users?startIndex=x", None, 400),
        ("GET", "Users?sortBy=nothing", None, 400),
        ("GET", "Users/" + "x" * 500, None, 404),
        ("GET", "Nothing", None, 404),
        ("PUT", "Users", b"{}", 405),
        ("GET", "Me", None, 501),
        (
            "POST",
            "Bulk",
            {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{}] * 201},
            413,
        ),
    ],
)
def test_odd_requests_are_answered_in_the_words_of_the_protocol(
    entra: Directory, method: str, path: str, body: Any, status: int
) -> None:
    answer = entra.ask(method, path, body)
    assert answer.status_code == status, answer.text
    assert json.loads(answer.text)["status"] == str(status)
