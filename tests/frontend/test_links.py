"""Cards of pages outside, on pages: drawn as plain text, taken off by their author."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from feeds.actions import publish
from feeds.actions.links import look_at_links
from people.models import Person
from tests.cast import NOWHERE, Scene
from tests.core.outside_site import HERE, Site, site
from tests.feeds.pictures import picture

ODD = "<title>A &lt;script&gt;alert(1)&lt;/script&gt; {name} %(x)s</title>"


@pytest.fixture(autouse=True)
def web(settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """A server outside, in the one network that is open."""
    settings.DATA_DIR = tmp_path
    with site() as server:
        settings.PREVIEW_NETWORKS, settings.PREVIEW_PORTS = [f"{HERE}/32"], [server.port]
        server.page("/p", ODD + "<meta property=og:image content=/p.png>")
        server.page("/p.png", picture("PNG"), "image/png")
        yield server


@pytest.fixture
def post_id(scene: Scene, ana: Person, web: Site) -> str:
    """A post of Ana's with a page below it."""
    made = publish(ana, audience_id=scene.open.audience_id, body=f"Look: {web.address}/p?a=1&b=2#c and more")
    web.paths["/p?a=1&b=2"] = web.paths["/p"]
    look_at_links.call(post_id=made)
    return made


def _page(person: Person, path: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_card_is_plain_text_and_its_picture_comes_from_this_site(bo: Person, post_id: str, web: Site) -> None:
    html = _page(bo, f"/posts/{post_id}/")
    assert f'<a class="outside" href="{web.address}/p?a=1&amp;b=2#c" rel="nofollow noopener noreferrer">' in html
    assert "A &lt;script&gt;alert(1)&lt;/script&gt; {name} %(x)s" in html
    assert f'<img src="/posts/{post_id}/links/' in html
    assert f'src="{web.address}' not in html
    assert f'/posts/{post_id}/links/"' not in html  # only its author takes it off


def test_the_picture_is_sent_to_who_reads_the_post(bo: Person, cy: Person, post_id: str) -> None:
    path = _page(bo, f"/posts/{post_id}/").split('<img src="')[1].split('"')[0]
    client = Client()
    assert client.get(path).status_code == 302  # to the door
    client.force_login(bo)
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/posts/{NOWHERE}/links/{NOWHERE}/picture/").status_code == 404


def test_ana_takes_it_off_on_a_page_of_its_own(ana: Person, bo: Person, post_id: str) -> None:
    assert f'href="/posts/{post_id}/links/"' in _page(ana, f"/posts/{post_id}/")
    html = _page(ana, f"/posts/{post_id}/links/")
    link = html.split('name="link" value="')[1].split('"')[0]
    client = Client()
    client.force_login(ana)
    assert client.post(f"/posts/{post_id}/links/", {"link": "nothing"}).status_code == 404
    answer = client.post(f"/posts/{post_id}/links/", {"link": link}, follow=True)
    assert "The link stays in your words." in answer.content.decode()
    assert 'class="links"' not in _page(bo, f"/posts/{post_id}/")


def test_others_are_refused(bo: Person, post_id: str) -> None:
    client = Client()
    client.force_login(bo)
    assert client.get(f"/posts/{post_id}/links/").status_code == 403
    assert client.post(f"/posts/{post_id}/links/", {"link": NOWHERE}).status_code == 404


def test_a_post_without_a_page_below_it_has_nothing_to_take_off(scene: Scene, ana: Person) -> None:
    client = Client()
    client.force_login(ana)
    assert client.get(f"/posts/{scene.in_open}/links/").status_code == 403
