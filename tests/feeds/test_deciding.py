"""Deciding a report: what is done, who is told what, who may, and who was first."""

import json
import threading

import pytest
from django.db import connection, connections

from esn.core.models import AuditEntry, Event
from feeds.actions import decide_report, delete_post, edit_post, move_post
from feeds.models import Act, Report
from groups.actions import add_member
from people.models import Person
from tests.cast import Scene, admit, device, say
from tests.feeds.moderation import decide, problem, queue, report, site_moderator, told


def test_mo_hides_it_and_all_concerned_are_told(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open, "You fool.")
    report(cy, post)
    (line,) = queue(mo, scene.open.id)
    assert decide(mo, line["id"], post="hide", reason="We do not call each other names.") == 200
    assert device(cy).read(f"posts/{post}/")["body"] == ""
    assert device(cy).read(f"posts/{post}/")["hidden"] is True
    assert device(bo).read(f"posts/{post}/")["body"] == "You fool."
    (notice,) = device(bo).read("notices/")["results"]
    assert (notice["kind"], notice["reason"], notice["can"]) == ("hide", "We do not call each other names.", ["appeal"])
    assert "Cy" not in json.dumps(notice)
    (thanks,) = device(cy).read("notices/")["results"]
    assert (thanks["kind"], thanks["reason"], thanks["excerpt"]) == ("report_acted", "", "")
    assert queue(mo, scene.open.id) == []
    assert [line["state"] for line in device(mo).read(f"groups/{scene.open.id}/reports/?state=decided")["results"]] == [
        "acted"
    ]
    verbs = AuditEntry.objects.filter(verb__in=["moderation.hide", "report.acted"]).values_list(
        "verb", "detail__reason"
    )
    assert set(verbs) == {
        ("moderation.hide", "We do not call each other names."),
        ("report.acted", "We do not call each other names."),
    }


def test_nothing_is_done_where_nothing_is_wrong(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open, "It rains.")
    report(cy, post)
    assert decide(mo, queue(mo)[0]["id"]) == 200
    assert (told(cy), told(bo)) == (["report_dismissed"], [])
    assert device(cy).read(f"posts/{post}/")["body"] == "It rains."
    report(cy, post)  # it may be reported anew
    assert len(queue(mo)) == 1


def test_the_post_and_its_author_are_decided_together(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    report(cy, post)
    assert decide(mo, queue(mo)[0]["id"], post="lock", person="mute", days=3) == 200
    assert set(told(bo)) == {"lock", "mute"}
    assert device(bo).ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x"}).status_code == 403
    assert problem(device(mo).ask("POST", f"posts/{post}/replies/", {"body": "x"})) == (409, "locked")


def test_the_second_to_decide_hears_who_was_first(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    report(cy, say(bo, scene.open))
    (line,) = queue(mo)
    assert decide(mo, line["id"], post="hide") == 200
    answer = device(ana).ask("POST", f"reports/{line['id']}/decide/", {"reason": "Never mind."})
    assert problem(answer) == (409, "decided")
    assert "Mo Serrano" in json.loads(answer.text)["detail"]
    assert Act.objects.count() == 1
    assert told(cy) == ["report_acted"]


@pytest.mark.shape
@pytest.mark.usefixtures("committed")
def test_of_two_who_decide_at_once_one_does() -> None:
    from esn.core.errors import Conflict
    from tests.cast import found

    ana, bo, mo, cy = (admit(handle) for handle in ("ana", "bo", "mo", "cy"))
    group = found(ana, "open", member=bo, moderator=mo)
    report(cy, say(bo, group))
    ident, outcomes, gate = Report.objects.get().id, [], threading.Barrier(2)

    def run(person: Person) -> None:
        try:
            gate.wait()
            decide_report(person, report_id=ident, post="hide", reason="Once.")
            outcomes.append("done")
        except Conflict as error:
            outcomes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in (ana, mo)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "done"]
    assert Act.objects.count() == 1
    assert connection.vendor


def test_a_decision_says_why_and_no_nonsense(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    report(cy, say(bo, scene.open))
    ident = queue(mo)[0]["id"]
    for wrong in (
        {"reason": " "},
        {"post": "burn"},
        {"person": "fire"},
        {"person": "mute"},
        {"person": "mute", "days": 400},
        {"person": "mute", "days": -1},
        {"reason": "x" * 2001},
    ):
        assert decide(mo, ident, **wrong) == 400, wrong
    assert Report.objects.get().state == "open"
    assert not Act.objects.exists()


def test_what_was_deleted_meanwhile_cannot_be_hidden(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    post = say(bo, scene.open)
    report(cy, post)
    ident = queue(mo)[0]["id"]
    delete_post(bo, post_id=post)
    answer = device(mo).ask("POST", f"reports/{ident}/decide/", {"post": "hide", "reason": "x"})
    assert problem(answer) == (409, "deleted")
    assert decide(mo, ident, person="warn") == 200
    assert told(bo) == ["warn"]


def test_who_became_an_owner_is_no_longer_the_moderators_to_decide(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    report(cy, say(bo, scene.open))
    ident = queue(mo)[0]["id"]
    add_member(ana, group_id=scene.open.id, person_id=bo.id, role="owner")
    assert decide(mo, ident, person="warn") == 403
    assert decide(ana, ident, person="warn") == 403
    assert device(bo).ask("GET", f"reports/{ident}/").status_code == 404


def test_the_site_mutes_everywhere_and_a_guest_too(scene: Scene, ana: Person, gus: Person) -> None:
    sam = site_moderator()
    device(ana).make(f"people/{gus.id}/report/", {"reason": "insult"})
    assert decide(sam, queue(sam)[0]["id"], person="mute", days=2) == 200
    answer = device(gus).ask("POST", f"cases/{scene.case}/posts/", {"body": "x"})
    assert answer.status_code == 403
    assert device(gus).ask("GET", f"posts/{scene.with_partner}/").status_code == 200
    assert told(gus) == ["mute"]


def test_events_name_no_reporter_and_no_words(scene: Scene, bo: Person, cy: Person, mo: Person) -> None:
    start = device(bo).read("events/")["cursor"]
    report(cy, say(bo, scene.open, "canary"), "other", "canary")
    decide(mo, queue(mo)[0]["id"], post="hide", person="warn", reason="canary")
    seen = json.dumps([[event.type, event.data] for event in Event.objects.all()])
    assert "canary" not in seen
    told_to_bo = device(bo).read(f"events/?after={start}&limit=100")["results"]
    assert {"post.hidden", "notice.given"} <= {event["type"] for event in told_to_bo}
    assert not [event for event in told_to_bo if event["type"].startswith("report.")]
    assert cy.id not in json.dumps([event for event in told_to_bo if event["type"] in ("post.hidden", "notice.given")])


def test_what_was_moved_away_is_not_the_former_moderators_to_read(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    di = admit("di")
    add_member(ana, group_id=scene.closed.id, person_id=di.id, role="moderator")
    post = say(bo, scene.closed, "Words.")
    report(ana, post)
    line = queue(di, scene.closed.id)[0]["id"]
    move_post(mo, post_id=post, group_id=scene.secret.id, reason="For order.")
    edit_post(bo, post_id=post, body="A canary sings.")
    record = device(di).read(f"reports/{line}/")
    assert (record["present"]["state"], record["present"]["body"], record["on_post"]) == ("gone", "", [])
    assert "canary" not in str(record)
    assert decide(di, line, post="hide") == 403
    assert decide(di, line) == 200
