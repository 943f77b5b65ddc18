"""The search page: what is found, by type, with ways to narrow it down."""

import pytest

from cases.actions import post_in_case
from feeds.actions import publish
from tests.frontend.conftest import Cast, SignedIn


@pytest.fixture(autouse=True)
def said(cast: Cast) -> None:
    """The van is spoken of in the shop, in a case and where Cy is not."""
    publish(cast.ana, audience_id=cast.shop_audience, body="The van is in the workshop.")
    post_in_case(cast.ana, ref=cast.case, body="The van brings the doors.")
    post_in_case(cast.ana, ref=cast.restricted, body="The van of the director.")


def test_bo_finds_with_the_very_next_request_what_ana_just_said(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get("/search/?q=workshop").content.decode()
    assert "<mark>workshop</mark>" in page
    assert "1 result" in page


def test_cy_finds_nothing_of_a_restricted_case_and_counts_nothing(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("cy").get("/search/?q=van").content.decode()
    assert "2 results" in page
    assert "director" not in page
    assert "Nothing found" in signed_in("cy").get("/search/?q=director").content.decode()


def test_gus_finds_only_what_stands_on_their_side(cast: Cast, signed_in: SignedIn) -> None:
    post_in_case(cast.ana, ref=cast.case, side=f"partner:{cast.partner}", body="Which van do you take?")
    page = signed_in("gus").get("/search/?q=van").content.decode()
    assert "1 result" in page
    assert "brings the doors" not in page


def test_a_type_and_a_side_narrow_the_results_down(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    page = client.get("/search/?q=van&side=internal").content.decode()
    assert "brings the doors" in page.replace("<mark>", "").replace("</mark>", "")
    assert "workshop" not in page
    assert 'aria-current="true"' in page
    assert client.get("/search/?q=van&type=spaceship").status_code == 400


def test_an_empty_search_teaches_and_an_odd_one_is_explained(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    assert "exactly these words" in client.get("/search/").content.decode()
    assert "quotation mark is missing" in client.get('/search/?q="van').content.decode()
    assert client.get("/search/?q=" + "van+" * 400).status_code == 200
    assert client.get("/search/?q=van&cursor=made-up").status_code == 400


def test_markup_in_what_was_said_or_asked_stays_text(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="<b onmouseover=alert(1)>dangerous</b>")
    page = signed_in("bo").get('/search/?q=dangerous "><script>').content.decode()
    assert "<script>" not in page
    assert "<b onmouseover" not in page


def test_of_a_case_only_the_first_stands_there_and_leads_to_the_others(cast: Cast, signed_in: SignedIn) -> None:
    for number in range(3):
        post_in_case(cast.ana, ref=cast.case, body=f"Zanzibar {number}")
    client = signed_in("bo")
    page = client.get("/search/?q=zanzibar").content.decode()
    assert page.count('class="snippet') == 1
    assert "2 more in this case" in page
    assert f"?q=zanzibar&amp;case={cast.case}" in page
    inside = client.get(f"/search/?q=zanzibar&case={cast.case}").content.decode()
    assert inside.count('class="snippet') == 3
    assert "more in this case" not in inside


def test_where_nothing_is_found_one_learns_what_to_do_next(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get("/search/?q=zanzibar&type=case").content.decode()
    assert "Without the filter “Kind”" in page
    assert 'href="?q=zanzibar"' in page
    assert 'href="/search/experts/?q=zanzibar"' in page
    assert "Ask in a group" in page
