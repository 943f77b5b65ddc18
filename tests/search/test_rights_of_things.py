"""Promises, facts and files: found by whoever reads where they stand, at the next request, and by nobody else."""

import datetime as dt
from collections.abc import Callable

import pytest

from cases.actions import (
    Holder,
    add_participant,
    change_promise,
    keep_promise,
    make_promise,
    merge_cases,
    note_fact,
    post_in_case,
    restrict_case,
    show_promise,
    withdraw_fact,
)
from cases.windows import Window, window
from esn.core.clock import now
from feeds.actions import Received, add_file, delete_post, describe_file, hide_post, publish, undelete_post
from people.models import Person
from search.find import search
from search.query import parse
from search.verifying import verify
from tests import cast
from tests.search.marks import with_log

pytestmark = with_log

Follow = Callable[[], int]


@pytest.fixture(params=["beyond the index", "inside the index"])
def settle(request: pytest.FixtureRequest, indexed: Follow) -> Callable[[], None]:
    """Each test runs twice: the worker has not come yet, and the worker has come."""

    def maybe_follow() -> None:
        if request.param == "inside the index":
            indexed()

    return maybe_follow


def keys(viewer: Person, text: str) -> set[str]:
    """What a person finds, as type and id, with the files that a hit names; what they count is what they find."""
    found = search(viewer, parse(text))
    assert found.total == len(found.results)
    if "type:" not in text:
        assert sum(value.count for value in found.facets.get("type", ())) - found.together == found.total
    files = {f"file:{file.id}" for hit in found.results for file in hit.files}
    return {f"{hit.type}:{hit.id}" for hit in found.results} | files


def in_days(days: int) -> Window:
    """A window of four hours."""
    start = now() + dt.timedelta(days=days)
    return window(start, start + dt.timedelta(hours=4), "Europe/Paris")


def promised(actor: Person, ref: str, text: str) -> str:
    """A promise in a case, kept by who makes it."""
    keeper = Holder("person", actor.id)
    return make_promise(actor, ref=ref, kind="delivery", text=text, window=in_days(9), kept_by=keeper)


def test_a_promise_is_found_with_its_case_and_its_state(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana, name="Mme Dupin"), title="Wardrobe")
    made = promised(ana, ref, "Zanzibar doors come back")
    settle()
    hit = search(bo, parse("zanzibar")).results[0]
    assert (hit.type, hit.id, hit.title, hit.case) == ("promise", made, "Zanzibar doors come back", ref)
    assert hit.url == f"/cases/{ref}/?pane=brief#promise-{made}"
    assert (hit.more["state"], hit.more["customer_name"]) == ("open", "Mme Dupin")
    mine = f"promise:{made}"
    assert keys(bo, "type:promise dupin") == keys(bo, "type:promesse has:promise is:open") == {mine}
    assert keys(ana, "type:promise holder:me") == keys(ana, "type:promise is:mine") == {mine}
    assert keys(bo, "type:promise holder:me") == set()
    keep_promise(ana, commitment_id=made)
    assert keys(bo, "type:promise is:open") == set()
    assert search(bo, parse("zanzibar")).results[0].more["state"] == "kept"


def test_why_a_promise_was_made_is_found_beside_it(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana))
    keeper = Holder("person", ana.id)
    made = make_promise(
        ana, ref=ref, kind="delivery", text="The doors", window=in_days(9), kept_by=keeper, reason="Zanzibar insisted."
    )
    settle()
    assert keys(bo, "type:promise doors") == {f"promise:{made}"}
    assert [hit.type for hit in search(bo, parse("zanzibar")).results] == ["post"]


def test_a_promise_adrift_is_found_as_such(ana: Person, bo: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana))
    made = promised(ana, ref, "The doors come back")
    told = {"subject": {"type": "commitment", "id": made}, "channel": "phone"}
    cast.device(ana).make(f"cases/{ref}/tellings/", told)
    settle()
    assert keys(bo, "type:promise is:drift") == set()
    change_promise(ana, commitment_id=made, window=in_days(12), reason="The van is broken.")
    assert keys(bo, "type:promise is:drift") == {f"promise:{made}"}


def test_a_promise_of_a_restricted_case_is_nobodys_outside(
    ana: Person, bo: Person, cy: Person, gus: Person, settle: Callable[[], None]
) -> None:
    ref = cast.matter(ana, cast.customer(ana))
    made = promised(ana, ref, "Zanzibar doors come back")
    settle()
    assert keys(cy, "zanzibar") == {f"promise:{made}"}
    restrict_case(ana, ref=ref, restricted=True)
    add_participant(ana, ref=ref, person_id=bo.id)
    assert keys(bo, "zanzibar") == {f"promise:{made}"}
    assert keys(cy, "zanzibar") == keys(gus, "zanzibar") == set()
    assert search(cy, parse("zanzibr")).suggestion is None


def test_gus_finds_what_was_shown_to_him_of_a_promise(ana: Person, gus: Person, settle: Callable[[], None]) -> None:
    ref = cast.matter(ana, cast.customer(ana))
    add_participant(ana, ref=ref, person_id=gus.id)
    hidden, shown = promised(ana, ref, "Zanzibar doors"), promised(ana, ref, "Zanzibar shelves")
    show_promise(ana, commitment_id=shown, side=f"partner:{gus.partner_id}")
    settle()
    found = search(gus, parse("zanzibar"))
    assert [(hit.type, hit.more["kind"]) for hit in found.results] == [("post", "commitment")]
    assert "shelves" in found.results[0].snippet
    assert keys(ana, "zanzibar type:promise") == {f"promise:{hidden}", f"promise:{shown}"}
    assert keys(gus, f"{ref} has:promise type:case") == {f"case:{ref}"}


def test_the_promises_of_a_merged_case_go_where_its_readers_go(
    ana: Person, bo: Person, settle: Callable[[], None]
) -> None:
    customer = cast.customer(ana)
    one, other = cast.matter(ana, customer), cast.matter(ana, customer)
    made = promised(ana, other, "Zanzibar doors come back")
    settle()
    merge_cases(ana, ref=one, merged_ref=other)
    assert [hit.case for hit in search(bo, parse("zanzibar type:promise")).results] == [one]
    assert keys(bo, f"case:{one} type:promise") == {f"promise:{made}"}


def test_what_is_known_of_a_customer_is_found_in_both_languages(
    ana: Person, bo: Person, gus: Person, settle: Callable[[], None]
) -> None:
    customer = cast.customer(ana, name="Mme Dupin")
    codes = {"code": "never_on", "days": [6]}
    never = note_fact(ana, customer_id=customer, kind="constraint", source="Herself, by phone", detail=codes)
    door = note_fact(ana, customer_id=customer, kind="access", source="The carrier", value="Zanzibar gate, code 4187")
    secret = note_fact(
        ana, customer_id=customer, kind="other", source="A letter", value="Mozambique", sensitivity="sensitive"
    )
    settle()
    assert keys(bo, "saturday dupin") == keys(bo, "jamais samedi") == {f"fact:{never}"}
    assert keys(bo, "zanzibar") == keys(bo, "type:fait porte OR gate") == {f"fact:{door}"}
    hit = search(bo, parse("zanzibar")).results[0]
    assert hit.url == f"/customers/{customer}/#fact-{door}"
    assert keys(bo, "mozambique") == set(), f"{secret} is read at the customer alone"
    assert keys(gus, "zanzibar") == keys(gus, "saturday") == set()
    withdraw_fact(ana, fact_id=door)
    assert keys(bo, "zanzibar") == set()


def test_a_file_is_found_where_its_post_is_read(
    ana: Person, bo: Person, cy: Person, mo: Person, settle: Callable[[], None], indexed: Follow
) -> None:
    group = cast.found(ana, "closed", member=bo, moderator=mo)
    file = add_file(bo, received=Received("zanzibar_plan.png", "image/png", 9, "0" * 64, width=4, height=4))
    post = publish(bo, audience_id=group.audience_id, body="Here it is", attachments=[file])
    settle()
    both = {f"file:{file}", f"post:{post}"}
    assert keys(bo, "zanzibar") == both
    assert keys(bo, "zanzibar type:file has:image") == {f"file:{file}"}
    assert keys(cy, "zanzibar") == set()
    hit = search(bo, parse("zanzibar type:file")).results[0]
    assert (hit.title, hit.url) == ("zanzibar_plan.png", f"/posts/{post}/")
    describe_file(bo, file_id=file, alt="Mozambique from above")
    assert keys(bo, "mozambique") == both
    delete_post(bo, post_id=post)
    assert keys(bo, "zanzibar") == keys(ana, "zanzibar") == set()
    undelete_post(bo, post_id=post)
    assert keys(bo, "zanzibar") == both
    hide_post(mo, post_id=post, reason="rude")
    assert keys(bo, "zanzibar type:file") == set()
    indexed()
    assert verify().same


def test_a_file_that_no_post_names_is_found_by_nobody(ana: Person, settle: Callable[[], None]) -> None:
    add_file(ana, received=Received("zanzibar.pdf", "application/pdf", 9, "0" * 64))
    settle()
    assert keys(ana, "zanzibar") == set()


def test_a_file_in_a_restricted_case_is_found_by_its_participants(
    ana: Person, bo: Person, cy: Person, settle: Callable[[], None]
) -> None:
    ref = cast.matter(ana, cast.customer(ana), restricted=True)
    add_participant(ana, ref=ref, person_id=bo.id)
    file = add_file(ana, received=Received("zanzibar.pdf", "application/pdf", 9, "0" * 64))
    post_in_case(ana, ref=ref, body="Here", attachments=[file])
    settle()
    assert f"file:{file}" in keys(bo, f"zanzibar case:{ref}")
    assert keys(cy, "zanzibar") == set()
