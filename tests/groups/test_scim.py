"""A directory provisions people and teams: what it may, what it takes away, and what it never learns."""

import json
from typing import Any, cast

import pytest
from django.core import mail as sent
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from esn.core import jobs
from esn.core.models import AuditEntry
from groups.actions import add_member, close_connection, deactivate_person, impose_sanction, open_connection
from groups.models import Group, Membership, ProvisionedPerson
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, browser, device, found
from tests.conftest import Counting

CORE = "urn:ietf:params:scim:schemas:core:2.0:"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory(Client):
    """The system that knows who works here."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        address = f"/scim/v2/{path}"
        return cast(
            HttpResponse, self.generic(method, address, sent, content_type="application/scim+json", headers=named)
        )

    def read(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)

    def employ(self, user_name: str, **more: Any) -> Any:
        answer = self.ask("POST", "Users", {"schemas": [f"{CORE}User"], "userName": user_name, **more})
        assert answer.status_code == 201, answer.text
        return json.loads(answer.text)

    def team(self, name: str, *members: str, **more: Any) -> Any:
        said = {"schemas": [f"{CORE}Group"], "displayName": name, "members": [{"value": one} for one in members]}
        answer = self.ask("POST", "Groups", {**said, **more})
        assert answer.status_code == 201, answer.text
        return json.loads(answer.text)

    def amend(self, path: str, *operations: dict[str, Any]) -> HttpResponse:
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": operations})


@pytest.fixture
def nadia(db: None) -> Person:
    """Who runs the site."""
    return admit("nadia", name="Nadia Benali", site_role="site_admin")


@pytest.fixture
def entra(nadia: Person) -> Directory:
    """A directory with a living connection; its teams are Nadia's."""
    _id, secret = open_connection(nadia, name="Entra ID", days=90)
    return Directory(headers={"Authorization": f"Bearer {secret}"})


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


# Teams ----------------------------------------------------------------------------------------------------------------
def test_a_team_of_the_directory_is_closed_and_belongs_to_the_steward(
    entra: Directory, nadia: Person, ana: Person, bo: Person, cy: Person
) -> None:
    made = entra.team("Furniture, Lyon", ana.id, bo.id, externalId="t-1")
    group = Group.objects.select_related("audience").get(id=made["id"])
    assert (group.kind, group.openness, group.name) == ("team", "closed", "Furniture, Lyon")
    roles = dict(Membership.objects.filter(audience=group.audience).values_list("person__handle", "role"))
    assert roles == {"nadia": "owner", "ana": "member", "bo": "member"}
    assert {one["value"] for one in made["members"]} == {ana.id, bo.id}
    assert device(ana).ask("GET", f"groups/{group.id}/posts/").status_code == 200
    assert device(cy).ask("GET", f"groups/{group.id}/posts/").status_code == 404
    assert [one["display"] for one in entra.read(f"Users/{ana.id}")["groups"]] == ["Furniture, Lyon"]


def test_members_come_and_go_as_the_directory_says(entra: Directory, ana: Person, bo: Person, cy: Person) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    group = Group.objects.get(id=team)
    entra.amend(f"Groups/{team}", {"op": "Add", "path": "members", "value": [{"value": bo.id}, {"value": cy.id}]})
    assert {one["value"] for one in entra.read(f"Groups/{team}")["members"]} == {ana.id, bo.id, cy.id}
    entra.amend(f"Groups/{team}", {"op": "remove", "path": f'members[value eq "{bo.id}"]'})
    entra.amend(f"Groups/{team}", {"op": "Remove", "path": "members", "value": [{"value": cy.id}]})
    assert [one["value"] for one in entra.read(f"Groups/{team}")["members"]] == [ana.id]
    assert device(bo).ask("GET", f"groups/{group.id}/posts/").status_code == 404
    entra.amend(f"Groups/{team}", {"op": "replace", "value": {"displayName": "Lyon and around"}})
    group.refresh_from_db()
    assert group.name == "Lyon and around"


def test_seats_that_owners_gave_are_no_business_of_the_directory(
    entra: Directory, nadia: Person, ana: Person, bo: Person
) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    add_member(nadia, group_id=team, person_id=bo.id)
    body = {"schemas": [f"{CORE}Group"], "displayName": "Lyon", "members": []}
    assert entra.ask("PUT", f"Groups/{team}", body).status_code == 200
    group = Group.objects.get(id=team)
    handles = Membership.objects.filter(audience=group.audience_id).values_list("person__handle", flat=True)
    assert set(handles) == {"nadia", "bo"}


def test_a_team_never_loses_its_last_owner(entra: Directory, nadia: Person, ana: Person) -> None:
    team = entra.team("Lyon", ana.id, nadia.id)["id"]
    add_member(nadia, group_id=team, person_id=ana.id, role="owner")
    group = Group.objects.get(id=team)
    Membership.objects.filter(audience=group.audience_id, person=nadia).update(role="member")
    body = {"schemas": [f"{CORE}Group"], "displayName": "Lyon", "members": []}
    assert entra.ask("PUT", f"Groups/{team}", body).status_code == 200
    roles = dict(Membership.objects.filter(audience=group.audience_id).values_list("person__handle", "role"))
    assert roles == {"nadia": "owner"}


def test_who_was_banned_stays_out_and_the_others_come_in(
    entra: Directory, nadia: Person, ana: Person, bo: Person
) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    group = Group.objects.select_related("audience").get(id=team)
    impose_sanction(nadia, kind="ban", person_id=ana.id, group=group, until=None, reason="Insults.")
    said = {"op": "add", "path": "members", "value": [{"value": ana.id}, {"value": bo.id}]}
    assert entra.amend(f"Groups/{team}", said).status_code == 204
    assert [one["value"] for one in entra.read(f"Groups/{team}")["members"]] == [bo.id]


def test_a_deleted_team_is_archived_and_read_on(entra: Directory, ana: Person) -> None:
    team = entra.team("Lyon", ana.id)["id"]
    assert entra.ask("DELETE", f"Groups/{team}").status_code == 204
    assert entra.ask("GET", f"Groups/{team}").status_code == 404
    assert Group.objects.get(id=team).archived_at is not None
    assert device(ana).ask("GET", f"groups/{team}/posts/").status_code == 200


def test_groups_that_people_made_do_not_exist_for_a_directory(entra: Directory, scene: Scene, ana: Person) -> None:
    assert entra.read("Groups")["totalResults"] == 0
    for group in (scene.open, scene.closed, scene.secret):
        absent = entra.ask("GET", f"Groups/{NOWHERE}")
        answer = entra.ask("GET", f"Groups/{group.id}")
        assert (answer.status_code, answer.text) == (404, absent.text)
        assert entra.ask("DELETE", f"Groups/{group.id}").status_code == 404
        assert entra.amend(f"Groups/{group.id}", {"op": "remove", "path": "members"}).status_code == 404
    assert "groups" not in entra.read(f"Users/{ana.id}")
    found(ana, "secret", name="Lyon")
    entra.team("Lyon", ana.id)
    assert entra.read('Groups?filter=displayName eq "Lyon"')["totalResults"] == 1


def test_a_team_takes_no_stranger_and_no_team(entra: Directory, ana: Person, gus: Person) -> None:
    inner = entra.team("Inner")["id"]
    for value, more in ((NOWHERE, {}), (gus.id, {}), (inner, {"type": "Group"}), (inner, {})):
        body = {"schemas": [f"{CORE}Group"], "displayName": "Outer", "members": [{"value": value, **more}]}
        assert entra.ask("POST", "Groups", body).status_code == 400
    assert not Group.objects.filter(name="Outer").exists()


# Lists ----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ('userName eq "LEA@x.example"', ["lea@x.example"]),
        ('emails.value eq "second@x.example"', ["lea@x.example"]),
        ('emails[type eq "home" and value eq "SECOND@x.example"]', ["lea@x.example"]),
        ('emails[type eq "work" and value eq "second@x.example"]', []),
        ('displayName co "lé"', ["lea@x.example"]),
        ("title pr and active eq true", ["lea@x.example"]),
        ('userName eq "marc" or externalId eq "e-1"', ["lea@x.example", "marc"]),
        ('not (userName eq "marc") and userName sw "m"', []),
        (f'{ENTERPRISE}:department eq "sales"', ["marc"]),
        ('meta.created gt "2000-01-01T00:00:00Z" and userName eq "marc"', ["marc"]),
        ('groups.display eq "lyon"', ["marc"]),
    ],
)
def test_filters_mean_what_the_protocol_says(entra: Directory, wanted: str, names: list[str]) -> None:
    entra.employ(
        "lea@x.example",
        externalId="e-1",
        displayName="Léa",
        title="Adviser",
        emails=[{"value": "lea@x.example", "type": "work"}, {"value": "second@x.example", "type": "home"}],
    )
    marc = entra.employ("marc", displayName="Marc", **{ENTERPRISE: {"department": "Sales"}})
    entra.team("Lyon", marc["id"])
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": wanted, "sortBy": "userName"}
    listed = json.loads(entra.ask("POST", "Users/.search", body).text)
    assert [one["userName"] for one in listed.get("Resources", [])] == names, listed


@pytest.mark.parametrize(
    "attribute", ["name", "name.familyName", "emails", "emails.type", "active", "meta.created", "groups", "title", "id"]
)
def test_people_come_in_the_order_of_any_attribute(entra: Directory, ana: Person, attribute: str) -> None:
    lea = entra.employ("lea", name={"familyName": "Martin"}, emails=[{"value": "lea@x.example", "type": "work"}])
    entra.employ("marc", name={"familyName": "Blanc"}, emails=[{"value": "marc@x.example"}], active=False)
    entra.team("Lyon", lea["id"], ana.id)
    for order in ("ascending", "descending"):
        answer = entra.ask("GET", f"Users?sortBy={attribute}&sortOrder={order}")
        assert answer.status_code in {200, 400}, answer.text
        if answer.status_code == 200:
            assert json.loads(answer.text)["totalResults"] == 4


def test_pages_follow_each_other_without_a_gap(entra: Directory, nadia: Person) -> None:
    for number in range(7):
        entra.employ(f"user{number}")
    seen: list[str] = []
    for start in (1, 4, 7):
        page = entra.read(f"Users?startIndex={start}&count=3&sortBy=userName&attributes=userName")
        assert page["totalResults"] == 8
        seen += [one["userName"] for one in page["Resources"]]
    assert seen == ["nadia", *(f"user{number}" for number in range(7))]
    assert entra.read("Users?count=0")["totalResults"] == 8
    down = entra.read("Users?sortBy=userName&sortOrder=descending&count=1")
    assert down["Resources"][0]["userName"] == "user6"


def test_a_bulk_makes_people_and_their_team(entra: Directory) -> None:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {
                "method": "POST",
                "path": "/Users",
                "bulkId": "lea",
                "data": {"schemas": [f"{CORE}User"], "userName": "lea"},
            },
            {
                "method": "POST",
                "path": "/Users",
                "bulkId": "bad",
                "data": {"schemas": [f"{CORE}User"], "userName": "LEA"},
            },
            {
                "method": "POST",
                "path": "/Groups",
                "bulkId": "team",
                "data": {"schemas": [f"{CORE}Group"], "displayName": "Lyon", "members": [{"value": "bulkId:lea"}]},
            },
        ],
    }
    done = json.loads(entra.ask("POST", "Bulk", body).text)["Operations"]
    assert [str(one["status"]) for one in done] == ["201", "409", "201"]
    assert Person.objects.filter(handle="lea").count() == 1
    assert Group.objects.filter(name="Lyon").count() == 1


@pytest.mark.parametrize("number", [1, 10, 100])
def test_a_list_costs_the_same_for_one_as_for_a_hundred(entra: Directory, statements: Counting, number: int) -> None:
    ids = [entra.employ(f"user{one}", displayName=f"User {one}")["id"] for one in range(number)]
    entra.team("Lyon", *ids)
    with statements(7):
        assert entra.read("Users?count=200")["itemsPerPage"] == number + 1
    with statements(6):
        entra.read("Groups")
    with statements(5):
        entra.read("Groups?excludedAttributes=members")
    with statements(6):
        entra.read('Users?filter=userName eq "user0"')


def test_what_the_directory_says_of_somebody_is_kept_within_bounds(entra: Directory) -> None:
    many = [{"value": f"lea{number}@tilleul.example"} for number in range(2000)]
    answer = entra.ask("POST", "Users", {"schemas": [f"{CORE}User"], "userName": "lea", "emails": many})
    assert answer.status_code == 400
    assert not ProvisionedPerson.objects.exists()
