"""The administration's table in docs/permissions.md holds cell by cell: every door is asked as every column."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from django.http import HttpResponse

from esn.core import audit
from groups.policy import ADMINISTRATION_VERBS, may_administer
from people.models import Person
from tests.cast import Door, admit, device
from tests.groups.matrix import table

pytestmark = pytest.mark.shape

SECTION = "Administration"
COLUMNS = ("member", "guest", "runs the site", "watches over it")


@pytest.fixture
def people(ana: Person, gus: Person) -> dict[str, Person]:
    """Whom each column speaks of."""
    return {
        "member": ana,
        "guest": gus,
        "runs the site": admit("sam", site_role="site_admin"),
        "watches over it": admit("kim", site_role="compliance_admin"),
    }


def _sees(door: Door, verb: str) -> HttpResponse:
    """An answer that is 404 where the log says nothing of such acts."""
    answer = door.ask("GET", f"audit/?verb={verb}")
    if answer.status_code == 200 and not json.loads(answer.text)["results"]:
        answer.status_code = 404
    return answer


def _doors(somebody: Person) -> dict[str, Callable[[Door], HttpResponse]]:
    at = f"people/{somebody.id}/"
    return {
        "look_over": lambda door: door.ask("GET", "administration/"),
        "take_steps": lambda door: door.ask("POST", "administration/first-steps/put-away/"),
        "list_people": lambda door: door.ask("GET", "administration/people/"),
        "invite_people": lambda door: door.ask("GET", "invitations/"),
        "edit_people": lambda door: door.ask("POST", f"{at}end-sessions/", {"reason": "A lost phone"}),
        "deactivate_people": lambda door: door.ask("POST", f"{at}deactivate/", {"reason": "They left"}),
        "propose": lambda door: door.ask("GET", "administration/ownerless-groups/"),
        "confirm": lambda door: door.ask("GET", "appointments/"),
        "list_groups": lambda door: door.ask("GET", "administration/groups/"),
        "see_roles": lambda door: door.ask("GET", "administration/roles/"),
        "appoint_moderators": lambda door: door.ask("POST", "site-moderators/", {"person": somebody.id}),
        "change_settings": lambda door: door.ask("PATCH", "administration/settings/", {"approval_days": 1}),
        "import": lambda door: door.ask("GET", f"administration/imports/{'0' * 32}/"),
        "provision": lambda door: door.ask("GET", "administration/provisioning/"),
        "mind_jobs": lambda door: door.ask("GET", "administration/health/"),
        "mind_index": lambda door: door.ask("POST", "administration/index/rebuild/"),
        "read_audit": lambda door: door.ask("GET", "audit/"),
        "read_content_access": lambda door: _sees(door, "content"),
        "read_content": lambda door: door.ask("GET", "compliance-readings/"),
    }


def _told(answer: HttpResponse) -> str:
    return {200: "y", 201: "y", 204: "y", 403: "x", 404: "-"}[answer.status_code]


def test_every_door_answers_every_role_as_the_table_says(people: dict[str, Person], bo: Person) -> None:
    with transaction.atomic():
        audit.note(people["watches over it"].id, "content.read", "post", "x")
    found = {}
    for column, person in people.items():
        door = device(person)
        for code, verb in _doors(bo).items():
            with transaction.atomic():
                found[code, column] = _told(verb(door))
                transaction.set_rollback(True)
    # Whether a table that waits is one's own is asked after the role: nobody has this one.
    expected = table(SECTION) | {("import", column): "-" for column in COLUMNS}
    cells = expected.keys() | found.keys()
    different = {cell for cell in cells if expected.get(cell) != found.get(cell)}
    assert {cell: (expected.get(cell), found.get(cell)) for cell in different} == {}


def test_the_policy_has_the_verbs_of_the_table_and_no_others(people: dict[str, Person]) -> None:
    expected = table(SECTION)
    assert {code for code, _column in expected} == set(ADMINISTRATION_VERBS)
    for (code, column), cell in expected.items():
        assert may_administer(people[column], code) == (cell == "y"), (code, column)


def test_whoever_was_deactivated_has_no_role_left(people: dict[str, Person]) -> None:
    sam = people["runs the site"]
    sam.is_active = False
    assert not [verb for verb in ADMINISTRATION_VERBS if may_administer(sam, verb)]
