"""Links between cases on the pages, and putting one case into another."""

import pytest

from cases import queries
from cases.actions import StoryText, link_cases, merge_cases, open_case
from people.models import Person
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn
from tests.house.addresses import UNKNOWN_REF

STORY = StoryText(happened="The same wardrobe again.")


def another(person: Person, customer: str, title: str = "The same wardrobe", *, restricted: bool = False) -> str:
    return open_case(person, customer_id=customer, title=title, story=STORY, restricted=restricted)


def test_bo_links_a_case_that_a_search_found_and_takes_the_link_away(cast: Cast, signed_in: SignedIn) -> None:
    other = another(cast.ana, cast.customer)
    client, address = signed_in("bo"), f"/cases/{cast.case}/links/"
    assert f"?case={other}#link" in client.get(f"{address}?q={other}").content.decode()
    assert f'value="{other}"' in client.get(f"{address}?case={other}").content.decode()
    made = client.post(address, {"case": f" {other.lower()} ", "kind": "duplicate"})
    assert made["Location"] == address
    page = client.get(address).content.decode()
    assert "The same matter twice" in page
    assert "The same wardrobe" in page
    for ref, title in ((cast.case, "The same wardrobe"), (other, "Wardrobe without doors")):
        case = client.get(f"/cases/{ref}/").content.decode()
        assert "Linked to another case" in case
        assert "Belongs together" in case
        assert title in case
    link = queries.case_links(cast.bo, cast.case)[0]
    client.post(f"{address}{link.id}/remove/")
    assert queries.case_links(cast.bo, cast.case) == ()
    assert "Link removed" in client.get(f"/cases/{cast.case}/").content.decode()


@pytest.mark.parametrize("what", ["itself", "nothing", "hidden", "kind", "twice", "blank"])
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(cast: Cast, signed_in: SignedIn, what: str) -> None:
    other = another(cast.ana, cast.customer)
    link_cases(cast.ana, ref=cast.case, other_ref=other, kind="parent")
    named = {"itself": cast.case, "hidden": cast.restricted, "twice": other, "blank": ""}.get(what, UNKNOWN_REF)
    said = {
        "itself": "Name another case than this one.",
        "twice": "These cases are linked like this already.",
        "kind": "Select a valid choice",
        "blank": "This field is required.",
    }.get(what, "This case is unknown here.")
    form = {"case": named, "kind": "cousin" if what == "kind" else "parent"}
    answer = signed_in("bo").post(f"/cases/{cast.case}/links/", form)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert f'value="{named}"' in answer.content.decode() or not named
    assert len(queries.case_links(cast.ana, cast.case)) == 1


def test_bo_does_not_see_a_link_to_a_case_that_he_does_not_read(cast: Cast, signed_in: SignedIn) -> None:
    link_cases(cast.ana, ref=cast.case, other_ref=cast.restricted, kind="same_cause")
    for page in (f"/cases/{cast.case}/links/", f"/cases/{cast.case}/", f"/cases/{cast.case}/links/?q=delicate"):
        shown = signed_in("bo").get(page).content.decode()
        assert "A delicate matter" not in shown
        assert cast.restricted not in shown
    assert "A delicate matter" in signed_in("ana").get(f"/cases/{cast.case}/links/").content.decode()


def test_ana_reads_what_a_merge_does_then_merges_and_takes_it_back(cast: Cast, signed_in: SignedIn) -> None:
    other = another(cast.ana, cast.customer)
    client = signed_in("ana")
    address = f"/cases/{other}/merge/"
    choice = client.get(address).content.decode()
    assert f"?case={cast.case}" in choice
    told = client.get(f"{address}?case={cast.case}").content.decode()
    for words in ("What happens", "Who reads what was said", "It can be undone later", "Transports Vasseur"):
        assert words in told
    assert queries.case_merges(cast.ana, cast.case) == ()
    assert client.post(address, {"case": cast.case})["Location"] == f"/cases/{cast.case}/"
    kept = client.get(f"/cases/{cast.case}/").content.decode()
    assert f"{other} was merged into this case." in kept
    assert "A case was merged into this one" in kept
    assert "Merged into another case" not in kept
    merged = client.get(f"/cases/{other}/").content.decode()
    assert f"This case was merged into {cast.case}." in merged
    assert "Merged into another case" in merged
    assert f'href="/cases/{cast.case}/"' in merged
    links = client.get(f"/cases/{cast.case}/links/").content.decode()
    assert "Merged into this case" in links
    merge = queries.case_merges(cast.ana, cast.case)[0]
    client.post(f"/cases/{cast.case}/merges/{merge.id}/undo/")
    assert "undone by Ana Martin" in client.get(f"/cases/{cast.case}/links/").content.decode()
    assert "This case was merged into" not in client.get(f"/cases/{other}/").content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_case_is_not_merged_with_itself_nor_with_what_cannot_be(cast: Cast, signed_in: SignedIn, method: str) -> None:
    other = another(cast.ana, cast.customer)
    merge_cases(cast.ana, ref=cast.case, merged_ref=other)
    wrong = {
        cast.case: "Name another case than this one.",
        UNKNOWN_REF: "This case is unknown here.",
        cast.restricted: "A restricted case keeps to itself.",
        other: "One of them was merged already.",
        "": "This field is required.",
    }
    for ref, words in wrong.items():
        answer = getattr(signed_in("ana"), method)(f"/cases/{cast.case}/merge/", {"case": ref})
        assert answer.status_code == 400, ref
        assert words in answer.content.decode()
    assert len(queries.case_merges(cast.ana, cast.case)) == 1


@pytest.mark.parametrize("rest", ["links/", "merge/", "checklists/"])
@pytest.mark.parametrize("handle", ["bo", "gus"])
def test_for_those_who_do_not_read_the_case_there_is_nothing(
    cast: Cast, signed_in: SignedIn, rest: str, handle: str
) -> None:
    client = signed_in(handle)
    ref = cast.restricted if handle == "bo" else cast.case
    for method in (client.get, client.post):
        hidden = method(f"/cases/{ref}/{rest}", {"case": cast.case})
        assert hidden.status_code == 404
        assert hidden.content == method(f"/cases/{UNKNOWN_REF}/{rest}", {"case": cast.case}).content


def test_the_page_costs_the_same_for_one_link_and_for_ten(
    cast: Cast, signed_in: SignedIn, statements: Counting
) -> None:
    client = signed_in("bo")
    for number in range(10):
        other = another(cast.ana, cast.customer, f"Another {number}")
        link_cases(cast.ana, ref=cast.case, other_ref=other, kind="same_cause")
        if number in (0, 9):
            with statements(16):
                client.get(f"/cases/{cast.case}/links/")


def test_a_reopened_case_says_so_in_its_thread(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    for status in ("closed", "in_hand"):
        client.post(f"/cases/{cast.case}/status/", {"status": status, "confirm": "yes", "reason": "It broke again."})
    assert "Case reopened" in client.get(f"/cases/{cast.case}/").content.decode()
