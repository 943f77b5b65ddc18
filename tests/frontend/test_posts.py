"""The page of one post: replies, changing, deleting, history."""

import pytest

from feeds import queries
from feeds.actions import publish, reply
from feeds.models import Post
from tests.frontend.conftest import Cast, SignedIn


@pytest.fixture
def post(cast: Cast) -> str:
    """What Ana said in the shop."""
    return publish(cast.ana, audience_id=cast.shop_audience, body="Who has the key?")


def test_bo_replies_without_a_script_and_lands_at_the_reply(cast: Cast, signed_in: SignedIn, post: str) -> None:
    response = signed_in("bo").post(f"/posts/{post}/reply/", {"body": "I have."})
    answer = Post.objects.get(body="I have.")
    assert response["Location"] == f"/posts/{post}/?reply={answer.id}#post-{answer.id}"
    page = signed_in("ana").get(f"/posts/{post}/").content.decode()
    assert page.count(f'id="post-{answer.id}"') == 1


def test_bo_replies_in_place(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("bo")
    form = client.get(f"/posts/{post}/reply/", headers={"HX-Request": "true"}).content.decode()
    assert "Readers: Shop floor" in form
    answer = client.post(f"/posts/{post}/reply/", {"body": "I have."}, headers={"HX-Request": "true"}).content.decode()
    assert answer.strip().startswith("<template data-arrived>")


def test_an_empty_reply_is_refused_where_it_was_written(cast: Cast, signed_in: SignedIn, post: str) -> None:
    response = signed_in("bo").post(f"/posts/{post}/reply/", {"body": ""})
    assert response.status_code == 400
    assert "Write something first." in response.content.decode()


def test_the_address_of_a_reply_leads_to_its_place_under_the_post(cast: Cast, signed_in: SignedIn, post: str) -> None:
    answer = reply(cast.bo, post_id=post, body="Here.")
    assert signed_in("ana").get(f"/posts/{answer}/")["Location"] == f"/posts/{post}/?reply={answer}#post-{answer}"


def test_a_reply_far_down_a_long_thread_is_on_the_page_that_its_address_opens(
    cast: Cast, signed_in: SignedIn, post: str
) -> None:
    said = [reply(cast.bo, post_id=post, body=f"Number {number}.") for number in range(70)]
    client = signed_in("ana")
    assert f'id="post-{said[60]}"' not in client.get(f"/posts/{post}/").content.decode()
    page = client.get(f"/posts/{said[60]}/", follow=True).content.decode()
    assert page.count(f'id="post-{said[60]}"') == 1
    assert 'rel="prev"' in page
    assert f'id="post-{said[0]}"' in client.get(f"/posts/{post}/?reply={cast.case}").content.decode(), "no such reply"


def test_cy_reads_an_open_group_but_does_not_reply(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("cy")
    assert "to write, take part first" in client.get(f"/posts/{post}/").content.decode()
    assert client.post(f"/posts/{post}/reply/", {"body": "Me too."}).status_code == 403


def test_ana_says_it_better_and_what_was_said_stays_readable(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("ana")
    assert "Who has the key?" in client.get(f"/posts/{post}/edit/").content.decode()
    client.post(f"/posts/{post}/edit/", {"body": "Who has the key of the van?", "revision": "0"})
    assert queries.post(cast.bo, post).body == "Who has the key of the van?"
    assert "Who has the key?" in signed_in("bo").get(f"/posts/{post}/history/").content.decode()
    late = client.post(f"/posts/{post}/edit/", {"body": "Never mind.", "revision": "0"}, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()


def test_bo_changes_no_words_of_ana(cast: Cast, signed_in: SignedIn, post: str) -> None:
    assert signed_in("bo").get(f"/posts/{post}/edit/").status_code == 403
    assert signed_in("bo").post(f"/posts/{post}/delete/").status_code == 403


def test_only_the_author_is_not_asked(cast: Cast, signed_in: SignedIn, post: str) -> None:
    way = f'href="/posts/{post}/delete/"'
    assert f"{way} data-at-once>" in signed_in("ana").get(f"/posts/{post}/").content.decode()
    assert f"{way}>" in signed_in("mo").get(f"/posts/{post}/").content.decode()


def test_mo_deletes_as_a_moderator_after_being_asked_once(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("mo")
    assert "Delete the post?" in client.get(f"/posts/{post}/delete/").content.decode()
    assert client.post(f"/posts/{post}/delete/")["Location"] == f"/groups/{cast.shop}/"
    page = signed_in("bo").get(f"/posts/{post}/").content.decode()
    assert "Who has the key?" not in page
    assert "This post was deleted." in page


@pytest.mark.parametrize("rest", ["", "reply/", "edit/", "delete/", "history/"])
def test_a_post_of_a_secret_group_does_not_exist_for_cy(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    secret = publish(cast.ana, audience_id=_secret_audience(cast), body="Between us.")
    client = signed_in("cy")
    hidden = client.get(f"/posts/{secret}/{rest}")
    assert hidden.status_code == 404
    assert hidden.content == client.get(f"/posts/{'a' * 32}/{rest}").content
    assert hidden.content == client.get(f"/posts/%00/{rest}").content


def _secret_audience(cast: Cast) -> str:
    from groups.models import Group

    return Group.objects.get(id=cast.secret).audience_id
