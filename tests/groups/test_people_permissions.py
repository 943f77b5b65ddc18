"""Who may do what about a person: each cell of the table in docs/permissions.md, asked over REST."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from groups.models import EVERYONE
from people.actions import edit_profile, photos
from people.models import Person
from tests.cast import Door, Scene, admit, device
from tests.feeds.pictures import picture
from tests.groups.matrix import table
from tests.people.test_photos import put

TABLE = table("People")
ANSWERS = {200: "y", 204: "y", 403: "x", 404: "-", 409: "c"}


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path


def _listed(door: Door, query: str, person: Person) -> int:
    found = [one["id"] for one in door.read(f"people/?{query}")["results"]]
    return 200 if person.id in found else 404


def _told(door: Door, person: Person) -> int:
    answer = door.ask("GET", f"people/{person.id}/")
    return 200 if "Marquetry" in answer.text else 404


def _photo(door: Door, person: Person) -> int:
    address = f"people/{person.id}/photo/{Person.objects.get(id=person.id).photo}/48/"
    return door.ask("GET", address).status_code


VERBS: dict[str, Callable[[Door, Person], int]] = {
    "know": lambda door, person: door.ask("GET", f"people/{person.id}/").status_code,
    "photo": _photo,
    "find_by_name": lambda door, person: _listed(door, "q=bo", person),
    "find_by_profile": lambda door, person: _listed(door, "q=marquetry", person),
    "narrow": lambda door, person: _listed(door, "skill=marquetry", person),
    "read_profile": _told,
    "what_they_wrote": lambda door, person: door.ask("GET", f"people/{person.id}/posts/").status_code,
    "edit_person": lambda door, person: door.ask("PATCH", f"people/{person.id}/", {"place": "Bron"}).status_code,
}


@pytest.mark.parametrize(("code", "column"), TABLE)
def test_a_cell(scene: Scene, bo: Person, gus: Person, cy: Person, code: str, column: str) -> None:
    put(device(bo), picture())
    edit_profile(Person.objects.get(id=bo.id), everyone=EVERYONE, skills=["Marquetry"])
    people = {
        "guest, elsewhere": lambda: admit("eve", kind="guest", partner_id=gus.partner_id),
        "guest, beside them": lambda: gus,
        "member": lambda: cy,
        "site administrator": lambda: admit("sam", site_role="site_admin"),
        "oneself": lambda: bo,
    }
    door = device(people[column]())
    assert ANSWERS[VERBS[code](door, bo)] == TABLE[code, column]


def test_the_table_speaks_of_every_verb() -> None:
    assert {code for code, _column in TABLE} == set(VERBS)
    assert photos.BYTES == 10 * 1024 * 1024
