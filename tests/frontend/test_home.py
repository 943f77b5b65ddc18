"""The home feed, and writing from it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions import post_in_case
from feeds.actions import PLAIN, Manner, mark_audiences_read, publish
from feeds.models import Post
from tests.frontend.conftest import Cast, SignedIn


def text(response: object) -> str:
    return str(getattr(response, "content", b"").decode())


def test_a_stranger_is_sent_to_the_sign_in_page_and_comes_back(cast: Cast) -> None:
    response = Client().get("/?only=unread")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/%3Fonly%3Dunread"


def test_bo_reads_at_home_what_ana_says_in_their_shop(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="The **new** catalogue has arrived.")
    page = text(signed_in("bo").get("/"))
    assert "The <strong>new</strong> catalogue has arrived." in page
    assert "Ana Martin" in page


def test_cy_does_not_read_at_home_what_is_said_where_they_are_not(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="Only for those who follow.")
    assert "Only for those who follow." not in text(signed_in("cy").get("/"))


def test_a_page_for_one_person_is_kept_by_nobody(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("bo").get("/")
    assert response["Cache-Control"] == "no-store"
    assert "Cookie" in response["Vary"]


def test_bo_posts_from_home_without_a_script_and_lands_at_their_post(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("bo").post("/publish/", {"audience": cast.shop_audience, "body": "Good morning."})
    post = Post.objects.get(body="Good morning.")
    assert (response.status_code, response["Location"]) == (302, f"/#post-{post.id}")


def test_bo_posts_in_place_and_the_composer_comes_back_empty_with_the_post(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("bo").post(
        "/publish/", {"audience": cast.shop_audience, "body": "In place."}, headers={"HX-Request": "true"}
    )
    page = text(response)
    assert response.status_code == 200
    assert "<template data-arrived>" in page
    assert "In place." in page.partition("<template")[2]
    assert "In place." not in page.partition("<template")[0]


@pytest.mark.parametrize("script", [{}, {"HX-Request": "true"}])
def test_an_empty_post_is_refused_and_the_composer_says_so(
    cast: Cast, signed_in: SignedIn, script: dict[str, str]
) -> None:
    response = signed_in("bo").post("/publish/", {"audience": cast.shop_audience, "body": "   "}, headers=script)
    assert response.status_code == 400
    assert "Write something first." in text(response)


def test_a_text_that_is_too_long_is_kept_in_the_composer(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("bo").post("/publish/", {"audience": cast.shop_audience, "body": "kept " * 5000})
    assert response.status_code == 400
    assert "kept kept kept" in text(response)


def test_cy_cannot_post_into_a_secret_group_by_its_audience(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in("cy").post("/publish/", {"audience": cast.secret, "body": "Hello?"})
    invented = signed_in("cy").post("/publish/", {"audience": "0" * 32, "body": "Hello?"})
    assert response.status_code == invented.status_code == 404
    assert response.content == invented.content


def test_a_changed_cursor_and_an_unknown_filter_are_explained(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in("bo").get("/?cursor=made-up").status_code == 400
    assert signed_in("bo").get("/?only=gold").status_code == 400


@pytest.mark.parametrize("only", ["unread", "questions", "mentions", "mine", "announcements"])
@pytest.mark.parametrize("place", ["/", "/groups/{shop}/"])
def test_home_and_group_are_narrowed_by_links_that_work_without_a_script(
    cast: Cast, signed_in: SignedIn, place: str, only: str
) -> None:
    address = place.format(shop=cast.shop)
    client = signed_in("mo")
    empty = text(client.get(f"{address}?only={only}"))
    assert f'href="{address}?only={only}" aria-current="page"' in empty
    assert 'class="empty"' in empty
    assert f'href="{address}?only={only}"' in text(client.get(address))
    manner = Manner("question") if only == "questions" else PLAIN
    author = cast.mo if only == "mine" else cast.ana
    for number in range(21):
        publish(author, audience_id=cast.shop_audience, body=f"@mo Number {number}.", manner=manner)
    if only != "announcements":
        page = text(client.get(f"{address}?only={only}"))
        assert "Number 20." in page
        older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert older.startswith("?only=" + only)
        assert "Number 0." in text(client.get(address + older))


def test_an_unknown_filter_of_a_group_is_explained(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in("bo").get(f"/groups/{cast.shop}/?only=gold").status_code == 400


def test_entries_of_one_case_in_a_row_stand_together(cast: Cast, signed_in: SignedIn) -> None:
    post_in_case(cast.ana, ref=cast.case, body="One.")
    post_in_case(cast.ana, ref=cast.case, body="Two.")
    page = text(signed_in("ana").get("/"))
    assert page.count('class="block"') >= 1
    assert "Wardrobe without doors" in page


def test_marking_as_read_empties_the_unread_filter(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="News for Bo.")
    client = signed_in("bo")
    assert "News for Bo." in text(client.get("/?only=unread"))
    assert client.post("/read/", {"audience": cast.shop_audience}).status_code == 302
    assert "News for Bo." not in text(client.get("/?only=unread"))


def test_a_post_cannot_bring_markup_into_the_page(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="<script>alert(1)</script> [x](javascript:alert(1))")
    page = text(signed_in("bo").get("/"))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("number", [1, 10, 100])
def test_home_costs_the_same_few_statements_for_any_number_of_posts(
    cast: Cast, signed_in: SignedIn, number: int
) -> None:
    for count in range(number):
        publish(cast.ana, audience_id=cast.shop_audience, body=f"Number {count}.")
    mark_audiences_read(cast.bo, audience_ids=[cast.shop_audience])
    client = signed_in("bo")
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    assert len(captured) <= 12, "\n".join(query["sql"][:160] for query in captured)
