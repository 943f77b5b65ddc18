"""Who moderates a group hears at once that somebody asks to join it, or asks no more."""

import pytest

from esn.core.models import Event
from feeds.queries import concerns
from groups.actions import add_member, ask_to_join, deactivate_person, decide_request, set_openness
from groups.models import Audience, JoinRequest
from groups.policy import readers
from groups.queries import requests_waiting
from people.models import Person
from tests.cast import Scene, admit, browser, device, found
from tests.conftest import Counting


def queue(scene: Scene) -> Audience:
    """The audience of those who moderate the closed group."""
    return Audience.objects.get(kind="moderators", subject_ref=scene.closed.id)


def heard(scene: Scene) -> list[tuple[str, dict[str, str]]]:
    """What they heard, and forget."""
    rows = Event.objects.filter(audience_id=queue(scene).id).order_by("position")
    told = list(rows.values_list("type", "data"))
    rows.delete()
    return told


def test_a_request_reaches_those_who_decide_and_nobody_else(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    ask_to_join(cy, group_id=scene.closed.id)
    assert heard(scene) == [("join.asked", {"id": scene.closed.id, "person": cy.id})]
    assert set(readers(queue(scene)).values_list("id", flat=True)) == {ana.id, mo.id}
    assert [concerns(one).waiting for one in (ana, mo, bo, cy)] == [1, 1, 0, 0]
    ask_to_join(cy, group_id=scene.closed.id)
    assert heard(scene) == [], "asking twice changes nothing"


@pytest.mark.parametrize("how", ["accepted", "refused", "added", "banned", "opened", "gone"])
def test_they_hear_that_nobody_asks_any_more(scene: Scene, ana: Person, mo: Person, cy: Person, how: str) -> None:
    ask_to_join(cy, group_id=scene.closed.id)
    heard(scene)
    if how in ("accepted", "refused"):
        decide_request(mo, group_id=scene.closed.id, person_id=cy.id, accept=how == "accepted")
    elif how == "added":
        add_member(mo, group_id=scene.closed.id, person_id=cy.id)
    elif how == "banned":
        path = f"groups/{scene.closed.id}/members/{cy.id}/moderate/"
        device(mo).make(path, {"verb": "ban", "reason": "For order."})
    elif how == "opened":
        set_openness(ana, group_id=scene.closed.id, openness="open")
    else:
        deactivate_person(admit("root", site_role="site_admin"), person_id=cy.id)
    assert not JoinRequest.objects.exists()
    assert ("join.decided", {"id": scene.closed.id}) in heard(scene)
    assert concerns(mo).waiting == 0


def test_the_pages_of_a_moderator_say_so(scene: Scene, bo: Person, mo: Person, cy: Person) -> None:
    ask_to_join(cy, group_id=scene.closed.id, message="I know the depot.")
    Person.objects.filter(id=mo.id).update(language="en")
    door = browser(Person.objects.get(id=mo.id))
    for path in ("/moderation/", f"/groups/{scene.closed.id}/moderation/"):
        page = door.get(path).text
        assert "1 person asks to join." in page
        assert f'href="/groups/{scene.closed.id}/members/"' in page
    assert cy.name in door.get(f"/groups/{scene.closed.id}/members/").text
    part = door.get(f"/groups/{scene.closed.id}/asking/").text
    assert "I know the depot." in part
    assert f'data-fresh-of="{scene.closed.id}"' in part
    assert 'data-fresh-on="report. appeal. held. join. membership."' in door.get("/moderation/count/").text
    assert browser(bo).get(f"/groups/{scene.closed.id}/asking/").status_code == 403
    assert browser(cy).get(f"/groups/{scene.closed.id}/asking/").status_code == 403
    assert browser(cy).get(f"/groups/{scene.secret.id}/asking/").status_code == 404
    decide_request(mo, group_id=scene.closed.id, person_id=cy.id, accept=False)
    assert "asks to join" not in door.get("/moderation/").text
    assert " hidden>" in door.get(f"/groups/{scene.closed.id}/asking/").text


LISTED = 1


@pytest.mark.parametrize("number", [1, 10, 100])
def test_however_many_ask_it_is_one_statement(ana: Person, statements: Counting, number: int) -> None:
    groups = [found(ana, "closed", name=f"Group {one:03}") for one in range(min(number, 10))]
    people = Person.objects.bulk_create(
        Person(kind="member", handle=f"n{one}", name=f"N {one}", language="en") for one in range(number)
    )
    JoinRequest.objects.bulk_create(
        JoinRequest(group=groups[place % len(groups)], person=one) for place, one in enumerate(people)
    )
    with statements(LISTED):
        assert sum(one.waiting for one in requests_waiting(ana)) == number
