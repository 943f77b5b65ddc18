"""What a person finds: the very next request, in the index and beyond it, and only what they may read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from cases.actions import add_participant, edit_customer, post_in_case, restrict_case
from feeds.actions import Received, add_file, delete_post, edit_post, publish, reply
from groups.actions import add_member, edit_group, leave, open_audience
from people.models import Person
from search.find import search
from search.query import parse
from search.store import Store, read_progress
from search.summaries import SearchResults
from search.verifying import verify
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]
Statements = Callable[[int], AbstractContextManager[None]]

BEYOND, INSIDE = "beyond the index", "inside the index"


@pytest.fixture(params=[BEYOND, INSIDE])
def settle(request: pytest.FixtureRequest, indexed: Follow) -> Callable[[], None]:
    """Each test runs twice: the worker has not come yet, and the worker has come."""

    def maybe_follow() -> None:
        if request.param == INSIDE:
            assert indexed()

    return maybe_follow


def keys(viewer: Person, text: str, **filters: Any) -> set[str]:
    """What a person finds, as type and id."""
    found = search(viewer, parse(text, **filters))
    assert found.total == len(found.results)
    return {f"{hit.type}:{hit.id}" for hit in found.results}


def test_bo_finds_what_ana_said_with_the_next_request(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open")
    post = cast.say(ana, group, "L’armoire de Mme Dupin n’est pas arrivée.")
    settle()
    assert keys(bo, "armoires") == {f"post:{post}"}
    assert keys(bo, "ARRIVEE dupin") == {f"post:{post}"}
    assert keys(bo, '"pas arrivée"') == {f"post:{post}"}
    assert keys(bo, '"arrivée pas"') == set()
    assert keys(bo, "armoire -dupin") == set()
    assert keys(bo, "armo") == {f"post:{post}"}


def test_a_post_is_found_by_the_names_of_its_files_and_by_what_one_sees_on_them(
    ana: Person, bo: Person, cy: Person, settle: Callable[[], None]
) -> None:
    group = cast.found(ana, "closed", member=bo)
    files = [
        add_file(ana, received=Received(name, "application/pdf", 9, "0" * 64), alt=alt)
        for name, alt in (("bordereau_4187.pdf", ""), ("IMG-1.jpg", "La porte sortie de ses gonds"))
    ]
    post = publish(ana, audience_id=group.audience_id, body="", attachments=files)
    settle()
    for words, file in (("bordereau", files[0]), ("4187", files[0]), ("gonds", files[1]), ("IMG-1", files[1])):
        named = {f"file:{one.id}" for hit in search(bo, parse(words)).results for one in hit.files}
        assert keys(bo, words) | named == {f"post:{post}", f"file:{file}"}, words
        assert keys(bo, f"{words} type:file") == {f"file:{file}"}, words
        assert keys(cy, words) == set()


def test_cy_finds_nothing_of_a_closed_group(ana: Person, bo: Person, cy: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "closed", member=bo)
    post = cast.say(ana, group, "Zanzibar is the word.")
    settle()
    assert keys(bo, "zanzibar") == {f"post:{post}"}
    found = search(cy, parse("zanzibar"))
    assert (found.results, found.total, found.facets, found.suggestion) == ((), 0, {}, None)
    assert search(cy, parse("zanzibr")).suggestion is None
    assert search(bo, parse("zanzibr")).suggestion == "zanzibar"


def test_bo_who_joins_finds_old_posts_and_who_leaves_finds_none(
    ana: Person, bo: Person, settle: Callable[[], None]
) -> None:
    group = cast.found(ana, "closed")
    cast.say(ana, group, "Zanzibar is the word.")
    settle()
    assert keys(bo, "zanzibar") == set()
    add_member(ana, group_id=group.id, person_id=bo.id, role="member")
    assert len(keys(bo, "zanzibar")) == 1
    leave(bo, group_id=group.id)
    assert keys(bo, "zanzibar") == set()


def test_a_group_that_is_closed_is_silent_at_once(
    ana: Person, cy: Person, settle: Callable[[], None], indexed: Follow
) -> None:
    group = cast.found(ana, "open")
    cast.say(ana, group, "Zanzibar is the word.")

    @transaction.atomic
    def change(*, open_to_members: bool) -> None:
        open_audience(group.audience_id, ana.id, open_to_members=open_to_members)

    settle()
    assert len(keys(cy, "zanzibar")) == 1
    change(open_to_members=False)
    assert keys(cy, "zanzibar") == set()
    assert len(keys(ana, "zanzibar")) == 1
    indexed()
    assert keys(cy, "zanzibar") == set()
    change(open_to_members=True)
    assert len(keys(cy, "zanzibar")) == 1


def test_edited_and_deleted_words_are_gone_at_once(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open", member=bo)
    post = cast.say(ana, group, "Zanzibar is the word.")
    answer = reply(bo, post_id=post, body="Madagascar, rather.")
    settle()
    edit_post(ana, post_id=post, body="Mozambique is the word.")
    assert keys(bo, "zanzibar") == set()
    assert keys(bo, "mozambique") == {f"post:{post}"}
    delete_post(bo, post_id=answer)
    assert keys(ana, "madagascar") == set()


def test_a_case_is_found_by_reference_customer_phone_and_story(
    ana: Person, bo: Person, settle: Callable[[], None]
) -> None:
    customer = cast.customer(ana, phones=["06 39 98 12 34"], mails=["dupin@example.com"], references=["CMD-2026/77"])
    ref = cast.matter(ana, customer)
    settle()
    assert f"case:{ref}" in keys(bo, ref)
    assert f"case:{ref}" in keys(bo, ref.replace("-", " "))
    assert f"case:{ref}" in keys(bo, ref[:9])
    assert f"case:{ref}" in keys(bo, "dupin")
    assert f"case:{ref}" in keys(bo, "wardrobes ordered")
    for spelling in (
        "0639981234",
        "+33 6 39 98 12 34",
        "06.39.98.12.34",
        "6 39 98 12",
        "dupin@example.com",
        "cmd202677",
    ):
        assert f"customer:{customer}" in keys(bo, spelling), spelling


def test_a_restricted_case_is_found_by_its_participants_only(
    ana: Person, bo: Person, cy: Person, settle: Callable[[], None]
) -> None:
    ref = cast.matter(ana, cast.customer(ana), title="Zanzibar")
    post_in_case(ana, ref=ref, body="The secret of Zanzibar.")
    settle()
    assert keys(cy, "zanzibar")
    restrict_case(ana, ref=ref, restricted=True)
    add_participant(ana, ref=ref, person_id=bo.id)
    assert keys(cy, "zanzibar") == set()
    assert f"case:{ref}" in keys(bo, "zanzibar")


def test_gus_finds_his_side_by_its_public_words_only(
    ana: Person, gus: Person, bo: Person, settle: Callable[[], None]
) -> None:
    customer = cast.customer(ana, name="Mme Dupin")
    ref = cast.matter(ana, customer, title="Zanzibar quarrel")
    add_participant(ana, ref=ref, person_id=gus.id)
    inside = post_in_case(ana, ref=ref, body="She is angry about the date.")
    partner = cast.side(ref, "partner")
    outside = post_in_case(ana, ref=ref, body="Which date can you offer?", side=f"partner:{gus.partner_id}")
    settle()
    assert keys(gus, "date") == {f"post:{outside}"}
    assert keys(gus, ref) >= {f"case:{ref}"}
    assert keys(gus, "zanzibar") == keys(gus, "dupin") == keys(gus, "customer:dupin") == set()
    found = search(gus, parse("date"))
    assert "customer" not in found.facets
    assert found.results[0].audience is not None
    assert found.results[0].audience.id == partner
    assert keys(bo, "date") == {f"post:{outside}", f"post:{inside}"}
    assert [hit.title for hit in search(bo, parse(ref, type="case")).results] == ["Zanzibar quarrel"]


def test_people_and_groups_are_found_and_secret_groups_are_not(
    ana: Person, bo: Person, cy: Person, gus: Person, settle: Callable[[], None]
) -> None:
    secret = cast.found(ana, "secret", name="Zanzibar club", member=bo)
    closed = cast.found(ana, "closed", name="Zanzibar team")
    settle()
    assert keys(bo, "zanzibar") == {f"group:{secret.id}", f"group:{closed.id}"}
    assert keys(cy, "zanzibar") == {f"group:{closed.id}"}
    assert keys(gus, "zanzibar") == keys(gus, "haddad") == set()
    assert keys(ana, "hadad") | keys(ana, "haddad") == {f"person:{cy.id}"}


def test_operators_are_resolved_as_the_person(ana: Person, bo: Person, cy: Person, settle: Callable[[], None]) -> None:
    secret = cast.found(ana, "secret", name="Réclamations", member=bo)
    other = cast.found(bo, "open", name="Achats")
    one, two = cast.say(ana, secret, "The price is wrong."), cast.say(bo, other, "The price is right.")
    settle()
    assert keys(bo, "price group:reclamations") == {f"post:{one}"}
    assert keys(bo, "price -group:reclamations") == {f"post:{two}"}
    assert keys(bo, "price from:martin") == {f"post:{one}"}
    assert keys(bo, "price de:moi") == {f"post:{two}"}
    unknown, invisible = (search(cy, parse(f"price group:{name}")) for name in ("nowhere", "reclamations"))
    assert [hit.id for hit in unknown.results] == [hit.id for hit in invisible.results] == [two]
    assert [note.code for note in unknown.notes] == [note.code for note in invisible.notes] == ["unknown_value"]
    assert keys(bo, "price", group=secret.id) == {f"post:{one}"}
    assert keys(cy, "price", group=secret.id) == keys(cy, "price", group=cast.NOWHERE) == set()
    assert keys(bo, "price after:today") == keys(bo, "price on:aujourd'hui") == {f"post:{one}", f"post:{two}"}
    assert keys(bo, "price before:2020") == set()


def test_facets_count_what_the_reader_sees(ana: Person, bo: Person, cy: Person, settle: Callable[[], None]) -> None:
    shut, wide = cast.found(ana, "closed", name="Shut", member=bo), cast.found(ana, "open", name="Wide", member=bo)
    for number in range(3):
        cast.say(ana, shut, f"Price {number}")
    cast.say(bo, wide, "Price of all")
    settle()

    def counts(found: SearchResults, facet: str) -> dict[str, int]:
        return {value.label: value.count for value in found.facets[facet]}

    mine, theirs = search(bo, parse("price")), search(cy, parse("price"))
    assert (mine.total, theirs.total) == (4, 1)
    assert counts(mine, "group") == {"Shut": 3, "Wide": 1}
    assert counts(theirs, "group") == {"Wide": 1}
    assert counts(mine, "author") == {"Ana Martin": 3, "Bo Delorme": 1}
    assert list(counts(theirs, "type").values()) == [1]


def test_pages_follow_each_other_without_gap_or_repeat(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    group = cast.found(ana, "open")
    said = {cast.say(ana, group, f"Price {number} euros") for number in range(25)}
    settle()
    for sort in ("relevance", "newest"):
        seen: list[str] = []
        cursor = None
        while True:
            page = search(bo, parse("price", sort=sort, limit=10, cursor=cursor))
            assert page.total == 25
            seen += [hit.id for hit in page.results]
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == 25
        assert set(seen) == said


def test_a_snippet_is_escaped_and_marks_what_was_found(ana: Person, settle: Callable[[], None]) -> None:
    cast.say(ana, cast.found(ana, "open"), "<script>alert(1)</script> & the **wardrobes** are late")
    settle()
    snippet = search(ana, parse("wardrobe")).results[0].snippet
    assert "<mark>wardrobes</mark>" in snippet
    assert "&lt;script" in snippet
    assert "<script" not in snippet


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_a_page_costs_the_same_for_any_number_of_rows(
    ana: Person, bo: Person, statements: Statements, indexed: Follow, rows: int
) -> None:
    group = cast.found(ana, "closed", member=bo)
    for number in range(rows):
        cast.say(ana, group, f"Price {number}")
    indexed()
    search(bo, parse("nothing"))
    # Seats, log, own customers, posts, names of groups and authors; PostgreSQL asks for the page and the counts too.
    with statements(6 if settings.SEARCH_ENGINE == "whoosh" else 16):
        assert search(bo, parse("price")).total == rows


def test_gus_cannot_ask_whose_case_it_is(ana: Person, gus: Person, settle: Callable[[], None]) -> None:
    customer = cast.customer(ana)
    ref = cast.matter(ana, customer)
    add_participant(ana, ref=ref, person_id=gus.id)
    post_in_case(ana, ref=ref, body="Which date can you offer?", side=f"partner:{gus.partner_id}")
    settle()
    assert len(keys(gus, "offer")) == 1
    assert keys(gus, "offer", customer=customer) == keys(gus, "offer", customer=cast.NOWHERE) == set()
    assert keys(gus, f"offer customer:{customer}") == keys(gus, f"offer customer:{cast.NOWHERE}")
    assert len(keys(ana, "offer", customer=customer)) == 1


def test_a_new_name_of_a_case_or_a_customer_is_found_and_the_old_one_is_not(
    ana: Person, bo: Person, settle: Callable[[], None], indexed: Follow
) -> None:
    customer = cast.customer(ana, name="Mme Dupin")
    ref = cast.matter(ana, customer, title="Wardrobe")
    post = post_in_case(ana, ref=ref, body="The carrier has called.")
    settle()
    edit_customer(ana, customer_id=customer, name="Mme Quimper")
    assert f"customer:{customer}" in keys(bo, "quimper")
    indexed()
    assert keys(bo, "quimper") == {f"customer:{customer}", f"case:{ref}", f"post:{post}"}
    assert keys(bo, "dupin") == set()
    assert verify().same


@pytest.mark.embedded
def test_renamed_audiences_leave_no_trace_in_the_position(ana: Person, indexed: Follow, store: Store) -> None:
    group = cast.found(ana, "open")
    cast.say(ana, group)
    indexed()
    edit_group(ana, group_id=group.id, name="Another name")
    indexed()
    folder = store.current()
    assert folder is not None
    assert read_progress(folder).opened == {}
    with transaction.atomic():
        open_audience(group.audience_id, ana.id, open_to_members=False)
    indexed()
    assert read_progress(folder).opened == {group.audience_id: False}
