"""What becomes a line of whose inbox, and when it goes."""

import pytest

from cases.actions import post_in_case
from feeds.actions import announce, delete_post, reply
from feeds.actions.threads import follow_thread, mute_thread
from groups.actions import remove_member
from inbox import queries
from people.models import Person
from tests.cast import Scene, device, say
from tests.inbox.desk import codes, settled, waiting


def test_nothing_waits_for_anybody_after_a_plain_post(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    say(ana, scene.open)
    assert codes(ana) == []
    assert codes(cy) == []
    assert "reply" not in codes(bo)
    settled()


def test_fifty_replies_are_one_line_of_who_began_the_thread(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    for _n in range(25):
        reply(bo, post_id=scene.in_open, body="Seen.")
        reply(mo, post_id=scene.in_open, body="Me too.")
    line = waiting(ana)[0]
    assert (line.kind, line.count, line.subject.type, line.subject.id) == ("reply", 50, "thread", scene.in_open)
    assert [one.name for one in line.from_] == ["Mo Serrano", "Bo Delorme"]
    assert line.why[0].excerpt == "Me too."
    assert line.can == ("done", "snooze")
    assert waiting(bo)[0].count == 1
    settled()


def test_a_reply_that_is_taken_back_takes_its_line_along(scene: Scene, ana: Person, bo: Person) -> None:
    said = reply(bo, post_id=scene.in_open, body="Seen.")
    assert codes(ana) == ["reply"]
    delete_post(bo, post_id=said)
    assert codes(ana) == []
    settled()


def test_who_answers_has_read_what_came_before(scene: Scene, ana: Person, bo: Person) -> None:
    reply(bo, post_id=scene.in_open, body="Seen.")
    assert codes(ana) == ["reply"]
    reply(ana, post_id=scene.in_open, body="Thank you.")
    assert codes(ana) == []
    assert "reply" in codes(bo)
    settled()


def test_who_leaves_a_group_loses_its_lines_at_once(scene: Scene, ana: Person, bo: Person, mo: Person) -> None:
    reply(bo, post_id=scene.in_secret, body="Between us.")
    reply(mo, post_id=scene.in_secret, body="Yes.")
    assert [line.subject.id for line in waiting(bo) if line.kind == "reply"] == [scene.in_secret]
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    assert all(line.subject.id != scene.in_secret for line in queries.waiting(bo)), "before the consumer has heard"
    assert "reply" not in codes(bo)
    settled()


@pytest.mark.parametrize("accepts", [True, False])
def test_a_handoff_waits_for_whom_it_is_offered_until_it_is_answered(
    scene: Scene, ana: Person, bo: Person, accepts: bool
) -> None:
    made = device(ana).make(
        f"cases/{scene.case}/handoffs/",
        {"to": {"kind": "person", "id": bo.id}, "brief": "Never on Saturday.", "expectation": "Find a day."},
    )
    line = next(line for line in waiting(bo) if line.kind == "accept")
    assert (line.subject.type, line.subject.id) == ("case", scene.case)
    assert line.customer is not None
    assert line.customer.name == "Mme Dupin"
    assert line.from_[0].id == ana.id
    settled()
    device(bo).make(f"handoffs/{made['id']}/{'accept' if accepts else 'refuse'}/", {"reason": "I am away."})
    assert "accept" not in codes(bo)
    settled()


def test_an_offer_to_a_team_leaves_every_inbox_when_one_of_them_takes_it(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    made = device(ana).make(
        f"cases/{scene.case}/handoffs/",
        {"to": {"kind": "team", "id": scene.open.id}, "brief": "Never on Saturday.", "expectation": "Find a day."},
    )
    assert "accept" in codes(bo)
    assert "accept" in codes(mo)
    assert "accept" not in codes(ana)
    device(mo).make(f"handoffs/{made['id']}/accept/")
    assert "accept" not in codes(bo)
    assert "accept" not in codes(mo)
    settled()


def test_a_guest_has_lines_of_their_own_side_alone(scene: Scene, ana: Person, gus: Person, bo: Person) -> None:
    said = reply(gus, post_id=scene.with_partner, body="Friday.")
    reply(ana, post_id=said, body="Good.")
    reply(bo, post_id=scene.in_case, body="Inside.")
    lines = waiting(gus)
    assert {line.audience.kind for line in lines} == {"partner"}
    assert all(line.customer is None for line in lines)
    assert [why.excerpt for line in lines for why in line.why if why.code == "reply"] == ["Good."]
    settled()


def test_what_is_written_in_a_case_waits_for_its_holder(scene: Scene, ana: Person, bo: Person) -> None:
    post_in_case(bo, ref=scene.case, body="She called again.")
    line = next(line for line in waiting(ana) if line.kind == "message")
    assert line.subject.id == scene.case
    assert line.why[0].excerpt == "She called again."
    settled()


def test_who_is_named_is_told_once_and_only_where_they_read_it(
    scene: Scene, ana: Person, bo: Person, cy: Person, gus: Person
) -> None:
    said = say(ana, scene.closed, "@bo and @cy, which day?")
    assert [line.kind for line in waiting(bo) if line.subject.id == said] == ["mention"]
    assert codes(cy) == []
    reply(bo, post_id=said, body="@ana Thursday.")
    assert [(line.kind, line.count) for line in waiting(ana)] == [("mention", 1)]
    delete_post(ana, post_id=said)
    assert "mention" not in codes(bo)
    settled()


def test_a_mention_in_a_case_is_on_the_line_of_the_case(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    reply(ana, post_id=scene.with_partner, body="@gus and @bo, is Friday good?")
    assert [(line.subject.id, line.audience.kind, line.kind) for line in waiting(gus)] == [
        (scene.case, "partner", "mention")
    ]
    line = next(line for line in waiting(bo) if line.kind == "mention")
    assert (line.subject.id, line.audience.kind) == (scene.case, "internal")
    settled()


def test_an_announcement_waits_for_each_who_is_asked_until_they_say_so(
    scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    made = announce(mo, audience_id=scene.open.audience_id, body="No promise before the 25th.")
    assert [line.subject.type for line in waiting(bo) if line.kind == "acknowledge"] == ["announcement"]
    assert "acknowledge" not in codes(mo)
    assert "acknowledge" not in codes(cy)
    settled()
    device(bo).make(f"posts/{made}/acknowledge/")
    assert "acknowledge" not in codes(bo)
    assert "acknowledge" in codes(ana)
    settled()
    delete_post(mo, post_id=made)
    assert "acknowledge" not in codes(ana)


def test_reports_are_one_line_of_those_who_moderate_until_they_are_decided(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    said = say(bo, scene.open, "Nonsense.")
    device(cy).make(f"posts/{said}/report/", {"reason": "insult"})
    line = next(line for line in waiting(mo) if line.kind == "report")
    assert (line.subject.type, line.count) == ("queue", 1)
    assert "report" in codes(ana)
    assert "report" not in codes(bo)
    assert "report" not in codes(cy)
    settled()
    report = device(mo).read("reports/")["results"][0]["id"]
    device(mo).make(f"reports/{report}/decide/", {"verdict": "dismiss", "reason": "It is a joke."})
    assert "report" not in codes(ana)
    settled()


def test_an_invitation_waits_for_whom_it_is_for(scene: Scene, ana: Person, cy: Person) -> None:
    device(ana).make(f"groups/{scene.secret.id}/invitations/", {"people": [cy.id]})
    line = waiting(cy)[0]
    assert (line.kind, line.subject.label, line.audience.kind) == ("invitation", scene.secret.name, "person")
    device(cy).make(f"groups/{scene.secret.id}/invitations/decline/")
    assert codes(cy) == []
    settled()


def test_fifty_reactions_are_one_line_that_shrinks_when_they_are_taken_back(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    for other in (bo, mo):
        for emoji in ("👍", "🎉"):
            device(other).ask("PUT", f"posts/{scene.in_open}/reactions/{emoji}/")
    line = waiting(ana)[0]
    assert (line.kind, line.count, line.why[0].people) == ("reaction", 4, 2)
    settled()
    device(mo).ask("DELETE", f"posts/{scene.in_open}/reactions/🎉/")
    assert [one.count for one in waiting(ana)] == [3]
    settled()


def test_who_mutes_a_thread_hears_no_more_of_its_replies(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    mute_thread(ana, post_id=scene.in_open)
    reply(bo, post_id=scene.in_open, body="Seen.")
    assert codes(ana) == []
    follow_thread(cy, post_id=scene.in_open)
    reply(bo, post_id=scene.in_open, body="And again.")
    assert codes(cy) == ["reply"]
    settled()
