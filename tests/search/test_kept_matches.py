"""What is new in a kept search: counted for its person, with their rights, and told as they want."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import add_participant, create_customer, post_in_case, restrict_case
from esn.core import alarms, clock, jobs
from esn.core.models import Event
from esn.wiring import ALARMS
from feeds.actions import delete_post, edit_post, publish
from groups.actions import add_member, remove_member
from inbox import queries as inbox
from people import actions as people
from people.models import Person
from search.events import KeptMatched
from search.kept import actions, matching, queries
from tests import cast
from tests.search.keeping import fresh, railed, turn
from tests.search.marks import with_log

pytestmark = with_log


def follow(person: Person, text: str = "wardrobe", name: str = "Wardrobes", **more: Any) -> str:
    """A search that somebody keeps in their rail."""
    kept = actions.keep_search(person, name=name, text=text, pin=True, **more)
    turn()
    return kept


def needs(person: Person) -> list[tuple[str, int, str]]:
    """What the inbox says of kept searches."""
    lines = inbox.lines(person).results
    return [(line.subject.label, line.count, line.why[0].excerpt) for line in lines if line.kind == "found"]


@pytest.mark.shape
def test_what_matches_is_new_until_its_person_looks(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open", member=bo)
    cast.say(ana, group, "An old wardrobe.")
    turn()
    kept = follow(bo)
    assert railed(bo) == [("Wardrobes", 0)]
    cast.say(ana, group, "The wardrobes have arrived.")
    cast.say(ana, group, "The beds have arrived.")
    cast.say(bo, group, "My own word of a wardrobe.")
    turn()
    turn()
    assert railed(bo) == [("Wardrobes", 1)]
    assert fresh(bo) == {"Wardrobes": 1}
    actions.look_at_search(bo, search_id=kept)
    assert railed(bo) == [("Wardrobes", 0)]
    cast.say(ana, group, "One more wardrobe.")
    turn()
    assert railed(bo) == [("Wardrobes", 1)]


def test_cases_customers_and_groups_match_too_once(ana: Person, bo: Person) -> None:
    follow(bo, "zanzibar", "Zanzibar")
    client = create_customer(ana, kind="person", name="Mme Zanzibar")
    turn()
    assert railed(bo) == [("Zanzibar", 1)]
    ref = cast.matter(ana, client, title="Zanzibar by sea")
    turn()
    post_in_case(ana, ref=ref, body="Nothing new.")  # found by the name of the customer
    turn()
    assert railed(bo) == [("Zanzibar", 3)]
    cast.found(ana, "closed", name="Zanzibar")
    turn()
    assert railed(bo) == [("Zanzibar", 4)]


def test_filters_and_operators_narrow_what_matches(ana: Person, bo: Person) -> None:
    here, there = cast.found(ana, "open", name="Here"), cast.found(ana, "open", name="There")
    follow(bo, "wardrobe", "chosen", filters={"group": here.id, "type": "post"})
    follow(bo, "wardrobe group:Here", "typed")
    follow(bo, "wardrobe from:me", "mine")
    follow(bo, "", "all of it", filters={"group": here.id})
    follow(bo, "wardrobe -oak", "no oak")
    cast.say(ana, there, "A wardrobe of oak.")
    turn()
    assert {name: count for name, count in railed(bo) if count} == {}
    cast.say(ana, here, "A wardrobe of pine.")
    turn()
    assert dict(railed(bo)) == {"chosen": 1, "typed": 1, "mine": 0, "all of it": 1, "no oak": 1}


@pytest.mark.shape
def test_nobody_hears_of_what_they_do_not_read(ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    secret = cast.found(ana, "secret", member=bo)
    client = cast.customer(ana)
    hidden, open_ = cast.matter(ana, client, restricted=True), cast.matter(ana, client, title="A table")
    add_participant(ana, ref=open_, person_id=gus.id)
    for person in (bo, cy, gus):
        follow(person, alert="at_once")
        follow(person, "wardrobe -bed", "operators type:post", alert="at_once")
    cast.say(ana, secret, "The wardrobe of the director.")
    post_in_case(ana, ref=hidden, body="The wardrobe is stolen.")
    turn()
    assert [count for _name, count in railed(bo)] == [1, 1]
    assert [count for _name, count in railed(cy)] == [0, 0]
    assert [count for _name, count in railed(gus)] == [0, 0]
    assert needs(cy) == needs(gus) == []
    assert not Event.objects.filter(type=KeptMatched.type, audience_id__in=[cy.id, gus.id]).exists()
    post_in_case(ana, ref=open_, body="The wardrobe comes on Monday.")
    post_in_case(ana, ref=open_, side=cast.side_named(open_, "partner"), body="Which van for the wardrobe?")
    turn()
    assert [count for _name, count in railed(gus)] == [1, 1]
    assert [count for _name, count in railed(cy)] == [2, 2]


def test_who_loses_the_right_counts_it_no_more_and_gets_it_back_with_it(ana: Person, bo: Person) -> None:
    secret = cast.found(ana, "secret", member=bo)
    follow(bo, alert="at_once")
    cast.say(ana, secret, "A wardrobe.")
    turn()
    assert (railed(bo), needs(bo)) == ([("Wardrobes", 1)], [("Wardrobes", 1, "A wardrobe.")])
    remove_member(ana, group_id=secret.id, person_id=bo.id)
    assert railed(bo) == [("Wardrobes", 0)]
    assert fresh(bo) == {"Wardrobes": 0}
    turn()
    assert needs(bo) == []


def test_a_restricted_case_is_new_to_nobody_outside(ana: Person, cy: Person) -> None:
    ref = cast.matter(ana, cast.customer(ana))
    follow(cy)
    post_in_case(ana, ref=ref, body="The wardrobe is late.")
    turn()
    assert railed(cy) == [("Wardrobes", 1)]
    restrict_case(ana, ref=ref, restricted=True)
    assert railed(cy) == [("Wardrobes", 0)]


def test_what_is_deleted_counts_no_more_and_an_edit_brings_nothing(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open")
    follow(bo)
    gone, edited = cast.say(ana, group, "A wardrobe."), cast.say(ana, group, "A bed.")
    turn()
    edit_post(ana, post_id=edited, body="A wardrobe, no bed.")
    turn()
    assert railed(bo) == [("Wardrobes", 1)]
    delete_post(ana, post_id=gone)
    turn()
    assert railed(bo) == [("Wardrobes", 0)]


def test_told_at_once_is_one_line_however_much_matches(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open")
    kept = follow(bo, alert="at_once")
    for number in range(3):
        cast.say(ana, group, f"Wardrobe {number}.")
    turn()
    assert needs(bo) == [("Wardrobes", 3, "Wardrobe 2.")]
    actions.look_at_search(bo, search_id=kept)
    turn()
    assert needs(bo) == []
    cast.say(ana, group, "Wardrobe 4.")
    turn()
    assert needs(bo) == [("Wardrobes", 1, "Wardrobe 4.")]
    actions.set_alert(bo, search_id=kept, alert="never")
    turn()
    assert needs(bo) == []
    actions.set_alert(bo, search_id=kept, alert="at_once")
    actions.delete_search(bo, search_id=kept)
    turn()
    assert needs(bo) == []


@pytest.mark.shape
def test_a_member_is_told_of_a_shared_search_with_their_own_rights_until_they_leave(
    ana: Person, bo: Person, mo: Person
) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    secret = cast.found(mo, "secret")
    kept = actions.keep_search(ana, name="Wardrobes", text="wardrobe")
    actions.share_search(ana, search_id=kept, group_id=group.id)
    for person in (bo, mo):
        actions.set_alert(person, search_id=kept, alert="at_once")
    publish(mo, audience_id=secret.audience_id, body="A secret wardrobe.")
    cast.say(ana, group, "A wardrobe for all.")
    turn()
    assert needs(bo) == [("Wardrobes", 1, "A wardrobe for all.")]
    assert needs(mo) == [("Wardrobes", 1, "A wardrobe for all.")]  # her own word is no news to her
    assert needs(ana) == []
    remove_member(ana, group_id=group.id, person_id=bo.id)
    turn()
    assert needs(bo) == []
    cast.say(ana, group, "Another wardrobe.")
    turn()
    add_member(ana, group_id=group.id, person_id=bo.id)
    assert queries.kept_search(bo, kept).fresh == 1  # as it was: what came meanwhile was not matched for him


def test_nobody_counts_beyond_a_hundred(ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MOST", 3)
    group = cast.found(ana, "open")
    follow(bo)
    for number in range(5):
        cast.say(ana, group, f"Wardrobe {number}.")
    turn()
    before = Event.objects.filter(type=KeptMatched.type).count()
    assert railed(bo) == [("Wardrobes", 3)]
    cast.say(ana, group, "One more wardrobe.")
    turn()
    assert railed(bo) == [("Wardrobes", 3)]
    assert Event.objects.filter(type=KeptMatched.type).count() == before


def test_a_question_that_changes_begins_to_count_anew(ana: Person, bo: Person) -> None:
    group = cast.found(ana, "open")
    kept = follow(bo)
    cast.say(ana, group, "A wardrobe.")
    turn()
    actions.change_search(bo, search_id=kept, text="bed")
    assert railed(bo) == [("Wardrobes", 0)]
    cast.say(ana, group, "A bed and a wardrobe.")
    turn()
    assert railed(bo) == [("Wardrobes", 1)]


def _posting(ana: Person, group: Any) -> int:
    with CaptureQueriesContext(connection) as ran:
        cast.say(ana, group, "A wardrobe.")
    return len(ran)


def test_saying_something_costs_its_writer_nothing_more(ana: Person, bo: Person, mo: Person) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    cast.say(ana, group)
    before = _posting(ana, group)
    for person in (bo, mo):
        for number in range(5):
            actions.keep_search(person, name=f"{number}", text="wardrobe", pin=True, alert="at_once")
    assert _posting(ana, group) == before


def _looking() -> int:
    with CaptureQueriesContext(connection) as ran:
        turn()
    return len([query for query in ran.captured_queries if "search_kept" in query["sql"]])


def test_the_worker_asks_the_same_few_statements_for_any_number_of_followers(ana: Person) -> None:
    group = cast.found(ana, "open", name="Followed")
    kept = actions.keep_search(ana, name="Wardrobes", text="wardrobe")
    actions.share_search(ana, search_id=kept, group_id=group.id)
    counted: list[int] = []
    for batch in (1, 1, 9, 20):
        for number in range(batch):
            one = cast.admit(f"reader{len(counted)}x{number}")
            add_member(ana, group_id=group.id, person_id=one.id)
            actions.pin_search(one, search_id=kept)
        turn()
        cast.say(ana, group, "A wardrobe.")
        counted.append(_looking())
    assert len(set(counted[1:])) == 1, counted  # the first time nothing was matched before


def _digest() -> list[Any]:
    before = len(sent.outbox)
    turn()
    with clock.at(clock.now() + dt.timedelta(days=8)):
        while alarms.run_due(ALARMS):
            pass
        jobs.run_ready()
    return sent.outbox[before:]


def _mailed(person: Person) -> None:
    Person.objects.filter(id=person.id).update(email=f"{person.handle}@example.org", email_verified_at=clock.now())
    people.choose_mail(Person.objects.get(id=person.id), mail="hourly")


def test_the_digest_says_how_much_is_new_once_and_never_what(ana: Person, bo: Person) -> None:
    _mailed(bo)
    secret = cast.found(ana, "secret", member=bo)
    follow(bo, name="Furniture", alert="digest")
    cast.say(ana, secret, "A wardrobe for the director.")
    turn()
    assert needs(bo) == []  # not in the inbox
    (message,) = _digest()
    assert "Furniture" in message.body
    assert "1 new match" in message.body
    assert "director" not in message.body
    assert _digest() == []


def test_who_loses_the_right_before_the_mail_leaves_gets_none(ana: Person, bo: Person) -> None:
    _mailed(bo)
    secret = cast.found(ana, "secret", member=bo)
    follow(bo, name="Furniture", alert="digest")
    follow(bo, name="At once", alert="at_once")
    cast.say(ana, secret, "A wardrobe for the director.")
    turn()
    remove_member(ana, group_id=secret.id, person_id=bo.id)
    assert _digest() == []


def test_mail_does_not_repeat_the_name_that_somebody_else_gave(ana: Person, bo: Person) -> None:
    _mailed(bo)
    secret = cast.found(ana, "secret", member=bo)
    kept = actions.keep_search(ana, name="The affair", text="wardrobe")
    actions.share_search(ana, search_id=kept, group_id=secret.id)
    actions.set_alert(bo, search_id=kept, alert="at_once")
    cast.say(ana, secret, "A wardrobe for the director.")
    (message,) = _digest()
    assert "A search that is shared with you" in message.body
    assert "affair" not in message.body + message.subject
    assert "director" not in message.body
