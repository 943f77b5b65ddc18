"""GET /api/v1/search/experts/: who knows about something, by what one may read, with the evidence and no number."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings

from cases.actions import add_participant, change_status, post_in_case, restrict_case
from feeds.actions import Manner, accept_answer, delete_post, publish, reply
from people.models import Person
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Statements = Callable[[int], AbstractContextManager[None]]


def who(viewer: Person, q: str) -> list[dict[str, Any]]:
    """What a device is told."""
    results: list[dict[str, Any]] = cast.device(viewer).read(f"search/experts/?q={q}")["results"]
    return results


def names(viewer: Person, q: str) -> list[str]:
    """Who, in order."""
    return [one["person"]["name"] for one in who(viewer, q)]


def test_who_solved_and_answered_comes_before_who_only_spoke_of_it(
    ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    asked = publish(ana, audience_id=group.audience_id, body="A question of glue?", manner=Manner(kind="question"))
    cast.say(bo, group, "The hinge came with the van.")
    answer = reply(mo, post_id=asked, body="Set the hinge with two screws.")
    accept_answer(ana, post_id=answer)
    case = cast.matter(cy, cast.customer(ana), title="Hinge broken")
    change_status(cy, ref=case, status="solved")
    found = who(bo, "hinges")
    assert [one["person"]["name"] for one in found][-1] == bo.name
    assert {one["person"]["name"] for one in found} == {cy.name, mo.name, bo.name}
    evidence = {one["person"]["name"]: one["evidence"] for one in found}
    assert [(thing["how"], thing["url"]) for thing in evidence[cy.name]] == [("solved", f"/cases/{case}/")]
    assert [(thing["how"], thing["id"]) for thing in evidence[mo.name]] == [("answered", answer)]
    assert evidence[mo.name][0]["snippet"] == "Set the <mark>hinge</mark> with two screws."
    assert [thing["how"] for thing in evidence[bo.name]] == ["wrote"]
    assert set(found[0]) == {"person", "title", "evidence", "skills"}, "no score, no count, no place"


def test_the_three_best_things_are_shown_and_many_words_make_no_expert(ana: Person, bo: Person, mo: Person) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    asked = publish(ana, audience_id=group.audience_id, body="A question of glue?", manner=Manner(kind="question"))
    accept_answer(ana, post_id=reply(mo, post_id=asked, body="A hinge."))
    for number in range(12):
        cast.say(bo, group, f"The hinge again, for the time that is number {number}.")
    assert names(ana, "hinge") == [mo.name, bo.name]
    assert len(who(ana, "hinge")[1]["evidence"]) == 3


def test_a_skill_counts_a_little(ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    assert cast.device(cy).ask("PATCH", "me/", {"skills": ["Hinges and locks"]}).status_code == 200
    assert [(one["person"]["name"], one["skills"], one["evidence"]) for one in who(ana, "hinge")] == [
        (cy.name, ["Hinges and locks"], [])
    ]
    cast.say(bo, group, "The hinge came.")
    assert names(ana, "hinge") == [bo.name, cy.name]


def test_a_secret_group_makes_nobody_an_expert_for_outsiders_nor_changes_the_order(
    ana: Person, bo: Person, mo: Person, cy: Person
) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    cast.say(bo, group, "The hinge of the oak wardrobe came today.")
    cast.say(mo, group, "Any hinge, a hinge.")
    paths = [f"search/experts/?q={q}" for q in ("hinge", "oak+hinge", "zanzibar", "hinge+OR+zanzibar")]
    before = [cast.comparable(cast.device(cy).ask("GET", path)) for path in paths]
    order = names(cy, "hinge")
    last = next(one for one in (bo, mo) if one.name == order[-1])
    secret = cast.found(ana, "secret", member=last)
    for _again in range(6):
        cast.say(last, secret, "Hinge, hinge, hinge of Zanzibar.")
    hidden = cast.matter(last, cast.customer(ana), title="Zanzibar hinge")
    restrict_case(last, ref=hidden, restricted=True)
    change_status(last, ref=hidden, status="solved")
    assert [cast.comparable(cast.device(cy).ask("GET", path)) for path in paths] == before
    assert names(ana, "zanzibar") == [last.name]
    assert names(ana, "hinge")[0] == last.name


def test_who_left_and_what_was_deleted_is_left_out(ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    post = cast.say(bo, group, "The hinge came.")
    cast.say(mo, group, "A hinge.")
    assert set(names(cy, "hinge")) == {bo.name, mo.name}
    delete_post(bo, post_id=post)
    assert names(cy, "hinge") == [mo.name]
    Person.objects.filter(id=mo.id).update(is_active=False)
    assert names(cy, "hinge") == []


def test_guests_are_named_where_they_wrote_and_know_only_whom_they_meet(ana: Person, bo: Person, gus: Person) -> None:
    case = cast.matter(ana, cast.customer(ana))
    add_participant(ana, ref=case, person_id=gus.id)
    post_in_case(gus, ref=case, body="The tail lift carries a wardrobe.", side=f"partner:{gus.partner_id}")
    cast.say(bo, cast.found(bo, "open"), "The tail lift is slow.")
    assert set(names(ana, "lift")) == {gus.name, bo.name}
    assert names(gus, "lift") == [gus.name]


def test_nothing_asked_is_nobody(ana: Person) -> None:
    cast.say(ana, cast.found(ana, "open"), "A hinge.")
    for q in ("", "%20", "type:post", "%22%22"):
        assert who(ana, q) == []


@pytest.mark.parametrize("query", ["q=x&colour=red", "q=x&limit=0", "q=x%00", "q=x&sort=score"])
def test_what_cannot_be_read_is_named(ana: Person, query: str) -> None:
    answer = cast.device(ana).ask("GET", f"search/experts/?{query}")
    assert answer.status_code == 400
    assert '"errors"' in answer.text


@pytest.mark.parametrize("rows", [1, 10, 40])
def test_asking_costs_the_same_for_any_number_of_things(
    ana: Person, bo: Person, statements: Statements, rows: int
) -> None:
    group = cast.found(ana, "open", member=bo)
    for number in range(rows):
        cast.say(bo, group, f"The hinge {number}")
        change_status(ana, ref=cast.matter(ana, cast.customer(ana), title=f"Hinge {number}"), status="solved")
    door = cast.device(bo)
    names(bo, "hinge")
    with statements(14 if settings.SEARCH_ENGINE == "whoosh" else 27):
        assert door.read("search/experts/?q=hinge")["results"]
