"""Reacting from a page: by plain forms, in place, and told to other pages by counts alone."""

import json

import pytest

from esn.core.events import START, after
from feeds.actions import publish, react
from feeds.models import Post
from frontend.live.frames import DEVICE, frames
from tests.frontend.conftest import Cast, SignedIn


@pytest.fixture
def post(cast: Cast) -> str:
    """What Ana said in the shop."""
    return publish(cast.ana, audience_id=cast.shop_audience, body="Who has the key?")


def test_bo_reacts_without_a_script_and_takes_it_back(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("bo")
    page = client.get(f"/posts/{post}/reactions/").content.decode()
    assert 'value="👍"' in page
    response = client.post(f"/posts/{post}/react/", {"emoji": "👍"})
    assert response["Location"] == f"/posts/{post}/#post-{post}"
    page = client.get(f"/posts/{post}/").content.decode()
    assert 'value="👍" aria-pressed="true">👍<b>1</b>' in page
    assert "Bo Delorme" in client.get(f"/posts/{post}/reactions/?emoji=👍").content.decode()
    client.post(f"/posts/{post}/react/", {"emoji": "👍", "react": "no"})
    assert Post.objects.get(id=post).reacted == []


def test_what_is_no_emoji_is_said_in_place_and_on_the_page(cast: Cast, signed_in: SignedIn, post: str) -> None:
    client = signed_in("bo")
    answer = client.post(f"/posts/{post}/react/", {"emoji": "hello"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode()) == (400, "A reaction is one emoji.")
    page = client.post(f"/posts/{post}/react/", {"emoji": "hello"}, follow=True).content.decode()
    assert "A reaction is one emoji." in page


def test_the_answer_in_place_is_the_row_as_bo_sees_it(cast: Cast, signed_in: SignedIn, post: str) -> None:
    react(cast.ana, post_id=post, emoji="👍")
    answer = signed_in("bo").post(f"/posts/{post}/react/", {"emoji": "🎉"}, headers={"HX-Request": "true"})
    row = answer.content.decode()
    assert 'value="👍" aria-pressed="false"' in row
    assert 'value="🎉" aria-pressed="true"' in row


def test_many_reactions_are_one_line(cast: Cast, signed_in: SignedIn, post: str) -> None:
    for number in range(9):
        react(cast.ana, post_id=post, emoji=chr(0x1F600 + number))
    react(cast.bo, post_id=post, emoji=chr(0x1F608))
    row = signed_in("bo").get(f"/posts/{post}/").content.decode()
    assert row.count('class="reaction" name="emoji"') == 6
    assert chr(0x1F608) in row, "what most people chose"
    assert ">+3</a>" in row


def test_who_may_not_react_sees_the_counts_alone(cast: Cast, signed_in: SignedIn, post: str) -> None:
    assert signed_in("gus").get(f"/posts/{post}/reactions/").status_code == 404
    assert signed_in("gus").post(f"/posts/{post}/react/", {"emoji": "👍"}).status_code == 404


def test_other_pages_hear_counts_and_nobody_s_own(cast: Cast, post: str) -> None:
    react(cast.bo, post_id=post, emoji="👍")
    told = [entry for entry in after(START, 1000) if entry.type == "post.reacted"]
    sent = [tail for _topic, kinds in frames(told, lambda _: [DEVICE, ("page", "en")]) for tail in kinds.values()]
    made = [json.loads(f'{{"cursor":"{tail.decode()}') for tail in sent]
    assert len(made) == 2
    for frame in made:
        assert frame["reactions"] == [{"emoji": "👍", "count": 1}]
        assert "html" not in frame
        assert frame["data"] == {"id": post, "person": cast.bo.id, "emoji": "👍", "reacts": True}
