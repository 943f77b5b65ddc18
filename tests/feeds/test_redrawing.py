"""Old words drawn anew after an upgrade: as an edit would draw them, and without a trace of one."""

import threading
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms import model_to_dict

from esn.core.models import Event
from feeds.actions import edit_post, publish, redrawing
from feeds.actions.redrawing import redraw
from feeds.models import Mention, Post, PostRevision
from feeds.text import RENDERER
from people.models import Person
from tests.cast import Scene
from tests.conftest import Counting


def _old(scene: Scene, author: Person, body: str, *, html: str = "<p>as it was drawn</p>") -> str:
    """A post that an older release drew."""
    made = publish(author, audience_id=scene.open.audience_id, body=body)
    Post.objects.filter(id=made).update(html=html, renderer=RENDERER - 1)
    return made


def test_what_an_older_release_drew_is_drawn_as_today(scene: Scene, ana: Person, bo: Person) -> None:
    post_id = _old(scene, ana, "Ask @bo about **this**.")
    before = model_to_dict(Post.objects.get(id=post_id), exclude=["html", "renderer"])
    told = (Event.objects.count(), PostRevision.objects.count(), Mention.objects.count())
    assert redraw().number == 1
    post = Post.objects.get(id=post_id)
    assert post.html == f'<p>Ask <a class="mention" href="/people/{bo.id}/" rel="nofollow noopener noreferrer">' + (
        "@Bo Delorme</a> about <strong>this</strong>.</p>"
    )
    assert post.renderer == RENDERER
    assert model_to_dict(post, exclude=["html", "renderer"]) == before
    assert (Event.objects.count(), PostRevision.objects.count(), Mention.objects.count()) == told
    assert redraw().number == 0


def test_what_had_no_html_gets_none_and_is_not_looked_at_again(scene: Scene, ana: Person) -> None:
    post_id = _old(scene, ana, "An entry says it by its values.", html="")
    assert redraw().number == 1
    assert Post.objects.values_list("html", "renderer").get(id=post_id) == ("", RENDERER)


def test_a_text_that_names_too_many_keeps_its_words(scene: Scene, ana: Person) -> None:
    post_id = _old(scene, ana, "x")
    Post.objects.filter(id=post_id).update(body=" ".join(f"@somebody{n}" for n in range(300)))
    assert redraw().number == 1
    assert "@somebody299" in Post.objects.get(id=post_id).html


def test_whoever_edits_meanwhile_comes_first(scene: Scene, ana: Person) -> None:
    post_id = _old(scene, ana, "First.")
    edits = ["Second."]

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and edits:
            edit_post(ana, post_id=post_id, body=edits.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        assert redraw().number == 0
    assert Post.objects.get(id=post_id).html == "<p>Second.</p>"


class _Patience(threading.Event):
    """Waits for nothing and not for ever, and remembers how long it was asked to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Only what has no end is over at once."""
        self.asked.append(timeout)
        return timeout is None or len(self.asked) > 20


@pytest.mark.usefixtures("committed")
def test_the_worker_goes_through_all_in_small_steps_and_then_rests(
    scene: Scene, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        _old(scene, ana, f"*{number}*")
    monkeypatch.setattr(redrawing, "BATCH", 2)
    stop = _Patience()
    worker = threading.Thread(target=redrawing.run_forever, args=(stop,))
    worker.start()
    worker.join()
    assert _all_new()
    assert stop.asked == [redrawing.PAUSE_SECONDS] * 4 + [None]


def _all_new() -> bool:
    return not Post.objects.filter(renderer__lt=RENDERER).exists()


def test_the_command_says_how_many(scene: Scene, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redrawing, "BATCH", 2)
    for number in range(5):
        _old(scene, ana, f"*{number}*")
    said = StringIO()
    call_command("redraw", stdout=said)
    call_command("redraw", stdout=said)
    assert said.getvalue().split("\n")[:2] == ["5 posts drawn anew.", "0 posts drawn anew."]


def test_a_step_without_anything_old_is_one_statement(scene: Scene, statements: Counting) -> None:
    with statements(1):
        assert redraw().last == ""
