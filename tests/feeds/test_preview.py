"""Words before they are said."""

from feeds.models import Post
from people.models import Person
from tests.cast import NOWHERE, Scene, device
from tests.conftest import Counting

URL = "posts/preview/"


def test_ana_sees_what_her_readers_will_see(ana: Person, scene: Scene) -> None:
    before = Post.objects.count()
    seen = device(ana).make(URL, {"body": "A **bold** word", "audience": scene.open.audience_id})
    assert seen["html"] == "<p>A <strong>bold</strong> word</p>"
    below = device(ana).make(URL, {"body": "Yes.", "reply_to": scene.in_open})
    assert below["html"] == "<p>Yes.</p>"
    assert Post.objects.count() == before


def test_cy_previews_nothing_where_she_does_not_read(cy: Person, scene: Scene) -> None:
    door = device(cy)
    absent = door.ask("POST", URL, {"body": "Hello", "audience": NOWHERE})
    assert absent.status_code == 404
    for asked in ({"audience": scene.secret.audience_id}, {"reply_to": scene.in_secret}, {"reply_to": NOWHERE}):
        answer = door.ask("POST", URL, {"body": "Hello", **asked})
        assert (answer.status_code, answer.text) == (404, absent.text)


def test_what_would_be_refused_is_refused_in_the_preview(ana: Person) -> None:
    for body in ("", " ", "x" * 20_001):
        assert device(ana).ask("POST", URL, {"body": body}).status_code == 400


def test_a_preview_takes_few_statements(ana: Person, scene: Scene, statements: Counting) -> None:
    door = device(ana)
    with statements(4):
        door.make(URL, {"body": "Hello", "audience": scene.open.audience_id})
