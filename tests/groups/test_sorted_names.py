"""Names in lists: Éclair stands between Deliveries and Fairs, whatever the database makes of an accent."""

import importlib
import json
import re

import pytest
from django.apps import apps

from esn.core.folding import sort_name
from esn.core.pages import seal
from groups import queries
from groups.actions import add_member, edit_group
from groups.models import Group
from people.actions import create_partner
from people.models import Person
from tests.cast import Door, admit, browser, device, found

NAMES = ["10 rue Haute", "2 Alpes", "atelier", "Éclair", "océan", "Œuvre", "Œuvre", "oeuvre", "Zoo"]


@pytest.fixture
def dee(db: None) -> Person:
    """Founds groups, and has no others."""
    return admit("dee", name="Dee Okafor")


@pytest.fixture
def mixed(dee: Person) -> list[Group]:
    """Groups of these names, founded in no order."""
    return [found(dee, "open", name=name) for name in reversed(NAMES)]


def pages(door: Door, path: str, limit: int, name: str = "name") -> list[str]:
    """The names on all pages of a list."""
    names: list[str] = []
    cursor = ""
    while True:
        page = door.read(f"{path}?limit={limit}{cursor}")
        names += [one[name] for one in page["results"]]
        if page["next"] is None:
            return names
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_dee_reads_groups_in_the_order_of_their_letters_page_by_page(
    dee: Person, mixed: list[Group], limit: int
) -> None:
    ids = pages(device(dee), "groups/", limit, "id")
    called = {group.id: group.name for group in mixed}
    assert len(set(ids)) == len(ids) == len(NAMES)
    alike = {called[id_] for id_ in ids[5:8]}
    assert alike == {"Œuvre", "oeuvre"}
    assert [called[id_] for id_ in (*ids[:5], *ids[8:])] == [*NAMES[:5], *NAMES[8:]]


def test_the_page_and_the_rail_have_the_same_order_as_rest(dee: Person, mixed: list[Group]) -> None:
    ids = pages(device(dee), "groups/", 100, "id")
    page = browser(dee).get("/groups/").content.decode()
    assert re.findall(r'class="title" href="/groups/([0-9a-f]{32})/"', page) == ids
    assert [group.id for group in queries.rail(dee)] == ids
    assert [group.group for group in queries.group_tells(dee)] == ids


def test_a_group_that_is_renamed_changes_its_place(dee: Person, mixed: list[Group]) -> None:
    edit_group(dee, group_id=mixed[0].id, name="Ânes")
    assert pages(device(dee), "groups/", 100)[2:4] == ["Ânes", "atelier"]


def test_a_cursor_of_the_former_order_is_refused_in_words(dee: Person, mixed: list[Group]) -> None:
    former = seal("groups:all:", dee.id, ["atelier", mixed[0].id])
    answer = device(dee).ask("GET", f"groups/?cursor={former}")
    assert (answer.status_code, json.loads(answer.text)["errors"]["cursor"][0]["code"]) == (400, "bad_cursor")


def test_groups_that_were_there_before_are_sorted_too(dee: Person, mixed: list[Group]) -> None:
    Group.objects.update(sort_name="")
    importlib.import_module("groups.migrations.0010_sorted_names").sort_groups(apps, None)
    kept = Group.objects.values_list("name", "sort_name")
    assert all(sorted_as == sort_name(name) for name, sorted_as in kept)
    assert len(kept) == len(NAMES)


def test_who_runs_the_site_reads_groups_and_people_in_that_order(mixed: list[Group]) -> None:
    sam = admit("sam", name="Sam Okafor", site_role="site_admin")
    people = [admit(f"p{number}", name=name).name for number, name in enumerate(("Emma", "edgar", "Élodie"))]
    door = device(sam)
    names = pages(door, "administration/groups/", 2)
    assert [*names[:5], names[-1]] == [*NAMES[:5], NAMES[-1]]
    listed = [name for name in pages(door, "administration/people/", 2) if name in people]
    assert listed == ["edgar", "Élodie", "Emma"]


def test_partners_are_offered_in_that_order(db: None) -> None:
    sam = admit("sam", name="Sam Okafor", site_role="site_admin")
    for name in ("Zeppelin", "Étoile Fret", "Express"):
        create_partner(None, name=name)
    assert [one.name for one in queries.partners(sam)] == ["Étoile Fret", "Express", "Zeppelin"]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_members_stand_in_that_order_page_by_page(dee: Person, limit: int) -> None:
    group = found(dee, "open", name="Shop")
    for number, name in enumerate(("Zoé", "Élodie", "edgar", "Emma")):
        add_member(dee, group_id=group.id, person_id=admit(f"p{number}", name=name).id)
    door, names, cursor = device(dee), [], ""
    while True:
        page = door.read(f"groups/{group.id}/members/?limit={limit}{cursor}")
        names += [one["person"]["name"] for one in page["results"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert names == ["Dee Okafor", "edgar", "Élodie", "Emma", "Zoé"]
