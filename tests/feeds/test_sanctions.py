"""Warned, muted, removed, excluded, and allowed again: what each means, who may, and which doors stay shut."""

import datetime as dt

import pytest

from esn.core import alarms, clock
from esn.core.errors import Conflict
from esn.wiring import ALARMS
from groups.actions import (
    add_member,
    ask_to_join,
    deactivate_person,
    invite,
    join,
    seat,
    seat_many,
    set_openness,
)
from groups.models import Membership, Sanction
from people.models import Person
from tests.cast import Scene, admit, device, say
from tests.feeds.moderation import problem, queue, report, site_moderator, told


def do(person: Person, scene: Scene, about: Person, verb: str, group: str = "", **more: object) -> tuple[int, str]:
    """The status of an act about a member, with the code of a refusal."""
    path = f"groups/{group or scene.open.id}/members/{about.id}/moderate/"
    answer = device(person).ask("POST", path, {"verb": verb, "reason": "For order.", **more})
    return (answer.status_code, "") if answer.status_code == 204 else problem(answer)


def test_who_is_muted_reads_and_writes_nothing_until_it_ends(scene: Scene, bo: Person, mo: Person) -> None:
    own = say(bo, scene.open)
    assert do(mo, scene, bo, "mute", days=3) == (204, "")
    door = device(bo)
    assert door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 403
    assert door.ask("POST", f"posts/{own}/replies/", {"body": "x"}).status_code == 403
    assert door.ask("PATCH", f"posts/{own}/", {"body": "x"}).status_code == 403
    assert door.read(f"posts/{own}/")["can"] == ["delete"]
    assert "post" not in door.read(f"groups/{scene.open.id}/")["can"]
    assert door.ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x"}).status_code == 201
    with clock.at(clock.now() + dt.timedelta(days=3, minutes=1)):
        alarms.run_due(ALARMS)
        assert door.ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 201
    assert Sanction.objects.get().ended_at is not None
    assert Membership.objects.get(person=bo, audience=scene.open.audience).muted_until is None


def test_leaving_and_coming_back_ends_no_mute(scene: Scene, bo: Person, mo: Person) -> None:
    do(mo, scene, bo, "mute", days=3)
    device(bo).make(f"groups/{scene.open.id}/leave/")
    device(bo).make(f"groups/{scene.open.id}/join/")
    assert device(bo).ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 403


def test_who_is_excluded_comes_in_by_no_door(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    assert do(mo, scene, bo, "ban", days=10) == (204, "")
    assert do(mo, scene, bo, "ban", group=scene.closed.id) == (204, "")
    assert told(bo) == ["ban", "ban"]
    assert device(bo).read(f"groups/{scene.open.id}/")["can"] == ["follow"]
    assert device(bo).ask("GET", f"posts/{scene.in_closed}/").status_code == 404
    assert problem(device(bo).ask("POST", f"groups/{scene.open.id}/join/")) == (409, "banned")
    assert problem(device(bo).ask("POST", f"groups/{scene.closed.id}/requests/")) == (409, "banned")
    answer = device(ana).ask("POST", f"groups/{scene.open.id}/members/", {"person": bo.id})
    assert problem(answer) == (409, "banned")
    for way in (
        lambda: seat(bo.id, scene.open.audience, "member", ana.id),
        lambda: seat_many({bo.id: "member"}, scene.open.audience, ana.id),
        lambda: join(bo, group_id=scene.open.id),
        lambda: ask_to_join(bo, group_id=scene.closed.id),
        lambda: add_member(ana, group_id=scene.open.id, person_id=bo.id),
    ):
        with pytest.raises(Conflict):
            way()
    with clock.at(clock.now() + dt.timedelta(days=11)):
        alarms.run_due(ALARMS)
        device(bo).make(f"groups/{scene.open.id}/join/")


def test_an_exclusion_is_taken_back_before_its_end(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    do(mo, scene, bo, "ban")
    (line,) = device(ana).read("sanctions/")["results"]
    assert (line["kind"], line["person"]["id"], line["until"]) == ("ban", bo.id, None)
    path = f"sanctions/{line['id']}/lift/"
    assert device(cy).ask("POST", path, {"reason": "x"}).status_code == 403
    assert device(bo).ask("POST", path, {"reason": "x"}).status_code == 403
    assert device(ana).ask("POST", path, {"reason": ""}).status_code == 400
    assert device(ana).ask("POST", path, {"reason": "Enough."}).status_code == 204
    assert problem(device(ana).ask("POST", path, {"reason": "Enough."})) == (409, "over")
    device(bo).make(f"groups/{scene.open.id}/join/")
    assert told(bo)[0] == "lift"


def test_a_warning_is_told_and_takes_nothing(scene: Scene, bo: Person, mo: Person) -> None:
    assert do(mo, scene, bo, "warn") == (204, "")
    (notice,) = device(bo).read("notices/")["results"]
    assert (notice["kind"], notice["reason"], notice["place"]) == ("warn", "For order.", "The open group")
    assert device(bo).ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 201


def test_removed_and_told(scene: Scene, bo: Person, mo: Person) -> None:
    assert do(mo, scene, bo, "remove", group=scene.secret.id) == (204, "")
    assert device(bo).ask("GET", f"groups/{scene.secret.id}/").status_code == 404
    assert told(bo) == ["remove"]
    assert do(mo, scene, bo, "remove", group=scene.secret.id)[0] == 409


@pytest.mark.parametrize("verb", ["warn", "mute", "remove", "ban"])
def test_nobody_acts_upwards_sideways_or_on_themselves(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, verb: str
) -> None:
    peer = admit("peer")
    add_member(ana, group_id=scene.open.id, person_id=peer.id, role="moderator")
    for actor, about in ((mo, ana), (mo, peer), (mo, mo), (ana, ana), (bo, cy), (bo, mo), (cy, bo)):
        assert do(actor, scene, about, verb, days=1) == (403, "not_allowed"), (actor.handle, about.handle)
    assert do(cy, scene, bo, verb, group=scene.secret.id, days=1)[0] == 404
    assert do(ana, scene, peer, verb, days=1) == (204, "")
    assert told(ana) == []


def test_twice_is_once(scene: Scene, bo: Person, mo: Person) -> None:
    assert do(mo, scene, bo, "mute", days=1) == (204, "")
    assert do(mo, scene, bo, "mute", days=5) == (409, "sanctioned")
    assert Sanction.objects.count() == 1


def test_muted_everywhere_by_the_site_and_by_nobody_else(
    scene: Scene, ana: Person, bo: Person, mo: Person, gus: Person
) -> None:
    sam = site_moderator()
    body = {"days": 2, "reason": "For order."}
    for person in (ana, mo, gus, Person.objects.get(handle="root")):
        assert device(person).ask("POST", f"people/{bo.id}/mute/", body).status_code == 404
    assert device(sam).ask("POST", f"people/{sam.id}/mute/", body).status_code == 403
    assert device(sam).ask("POST", f"people/{bo.id}/mute/", {"days": 0, "reason": "x"}).status_code == 400
    assert device(sam).ask("POST", f"people/{bo.id}/mute/", body).status_code == 204
    door = device(Person.objects.get(id=bo.id))
    assert door.ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x"}).status_code == 403
    assert door.ask("POST", f"cases/{scene.case}/posts/", {"body": "x", "side": "internal"}).status_code == 403
    contact = {"channel": "phone", "direction": "in", "minutes": 1, "note": "x", "retold": False}
    assert door.ask("POST", f"cases/{scene.case}/contacts/", contact).status_code == 201  # the work goes on


def test_site_moderators_are_appointed_by_who_runs_the_site_and_never_by_themselves(
    scene: Scene, ana: Person, bo: Person
) -> None:
    root = admit("root", site_role="site_admin")
    assert device(ana).ask("GET", "site-moderators/").status_code == 404
    assert device(ana).ask("POST", "site-moderators/", {"person": bo.id}).status_code == 404
    assert device(root).ask("POST", "site-moderators/", {"person": root.id}).status_code == 403
    assert [one["id"] for one in device(root).make("site-moderators/", {"person": bo.id})["results"]] == [bo.id]
    assert device(bo).read("reports/")["results"] == []
    assert device(root).ask("DELETE", f"site-moderators/{bo.id}/").status_code == 204
    assert device(bo).ask("GET", "reports/").status_code == 404
    assert device(root).ask("DELETE", f"site-moderators/{bo.id}/").status_code == 404


def test_the_moderators_of_a_group_are_its_seats_at_every_moment(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    from tests.feeds.moderation import queue, report

    report(cy, say(bo, scene.open))
    tom = admit("tom")
    assert device(tom).ask("GET", "reports/").status_code == 404
    add_member(ana, group_id=scene.open.id, person_id=tom.id, role="moderator")
    assert len(queue(tom)) == 1
    add_member(ana, group_id=scene.open.id, person_id=tom.id, role="member")
    assert device(tom).ask("GET", "reports/").status_code == 404
    device(mo).make(f"groups/{scene.open.id}/leave/")
    assert queue(mo) == []  # he moderates others still
    assert device(mo).ask("GET", f"groups/{scene.open.id}/reports/").status_code == 404


def test_a_mute_holds_when_the_group_opens(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    do(mo, scene, bo, "mute", group=scene.closed.id, days=3)
    set_openness(ana, group_id=scene.closed.id, openness="open")
    assert device(bo).ask("POST", f"groups/{scene.closed.id}/posts/", {"body": "x"}).status_code == 403


def test_who_is_excluded_is_asked_in_no_more(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person) -> None:
    invite(ana, group_id=scene.secret.id, person_ids=[cy.id])
    for person in (bo, cy):
        assert do(mo, scene, person, "ban", group=scene.secret.id) == (204, "")
        assert device(person).ask("GET", f"groups/{scene.secret.id}/").status_code == 404
        asked = device(ana).ask("POST", f"groups/{scene.secret.id}/invitations/", {"people": [person.id]})
        assert problem(asked) == (409, "banned")
        assert device(person).ask("GET", f"groups/{scene.secret.id}/").status_code == 404


def test_an_owner_who_is_not_there_any_more_is_no_other_owner(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    sam = site_moderator()
    add_member(ana, group_id=scene.open.id, person_id=cy.id, role="owner")
    deactivate_person(Person.objects.get(handle="root"), person_id=cy.id)
    report(bo, scene.in_open)
    path = f"reports/{queue(sam)[0]['id']}/decide/"
    for verb in ("remove", "ban"):
        answer = device(sam).ask("POST", path, {"reason": "For order.", "person": verb})
        assert problem(answer) == (409, "last_owner")


def test_who_was_taken_out_hears_no_later_name_of_a_secret_group(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    do(mo, scene, bo, "remove", group=scene.secret.id)
    device(ana).ask("PATCH", f"groups/{scene.secret.id}/", {"name": "Canary"})
    notices = device(bo).read("notices/")["results"]
    assert [one["place"] for one in notices] == ["The secret group"]
