"""What a directory lists: filters, orders, pages, bulks, and what they cost."""

import json

import pytest

from groups.models import Group, ProvisionedPerson
from people.models import Person
from tests.conftest import Counting
from tests.groups.directories import CORE, ENTERPRISE, Directory


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
