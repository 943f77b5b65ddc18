"""The rail: the groups that somebody follows, as each page shows them first."""

from feeds.actions import publish
from groups import queries
from groups.actions import follow, unfollow
from groups.models import Group
from people.models import Person
from tests.cast import Scene
from tests.conftest import Counting


def names(person: Person) -> list[str]:
    """The groups of somebody's rail."""
    return [group.name for group in queries.rail(person)]


def listed(person: Person, *ids: str) -> tuple[queries.GroupSummary, ...]:
    """Some groups as the list of all groups shows them."""
    found = {group.id: group for group in queries.groups(person, limit=100).results}
    return tuple(found[id_] for id_ in ids)


def test_ana_finds_her_by_name_and_each_as_its_own_page_says(scene: Scene, ana: Person) -> None:
    rail = queries.rail(ana)
    assert [group.name for group in rail] == ["The closed group", "The open group", "The secret group"]
    assert rail == listed(ana, *(group.id for group in rail))


def test_what_bo_said_shows_ana_that_something_is_new(scene: Scene, ana: Person, bo: Person) -> None:
    publish(bo, audience_id=scene.open.audience_id, body="The shutters are up.")
    rail = {group.id: group for group in queries.rail(ana)}
    assert rail[scene.open.id].unread
    assert (rail[scene.open.id],) == listed(ana, scene.open.id)


def test_cy_follows_an_open_group_until_it_is_closed_to_them(scene: Scene, ana: Person, cy: Person) -> None:
    assert names(cy) == []
    follow(cy, audience_id=scene.open.audience_id)
    assert queries.rail(cy) == listed(cy, scene.open.id)
    Group.objects.filter(id=scene.open.id).update(openness="secret")
    assert names(cy) == []


def test_bo_no_longer_follows_and_finds_it_no_more(scene: Scene, bo: Person) -> None:
    unfollow(bo, audience_id=scene.open.audience_id)
    assert "The open group" not in names(bo)


def test_gus_and_somebody_who_left_find_nothing(scene: Scene, gus: Person, ana: Person) -> None:
    assert names(gus) == []
    ana.is_active = False
    assert names(ana) == []


def test_the_rail_costs_one_statement(scene: Scene, ana: Person, statements: Counting) -> None:
    with statements(1):
        queries.rail(ana)
