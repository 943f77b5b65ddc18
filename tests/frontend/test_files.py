"""Files on the pages: with a form alone, beside the text that was refused, and in the post."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from feeds import queries
from feeds.actions import add_file, delete_post, publish, receive_file
from feeds.models import File, Post
from frontend.articles import article
from people.models import Person
from tests.conftest import Counting
from tests.feeds.pictures import PDF, document, picture
from tests.frontend.conftest import Cast, SignedIn

PARTS = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path


def upload(name: str = "door.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a form holds it."""
    return SimpleUploadedFile(name, picture() if content is None else content)


def waiting(person: Person, name: str = "door.jpg", content: bytes | None = None, alt: str = "") -> str:
    """A file that somebody has sent, and no post names yet."""
    received = receive_file(person, name=name, source=upload(name, content))
    return add_file(person, received=received, alt=alt)


def with_files(person: Person, audience: str, *names: str) -> str:
    """A post with a photo for each name."""
    return publish(person, audience_id=audience, body="Look", attachments=[waiting(person, name) for name in names])


def body(client: Client, path: str) -> tuple[Any, bytes]:
    """An answer with all its bytes."""
    answer: Any = client.get(path)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_ana_posts_photos_with_a_form_alone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert 'enctype="multipart/form-data"' in client.get(f"/groups/{cast.shop}/").content.decode()
    form = {"audience": cast.shop_audience, "body": "Look", "files": [upload("a.jpg"), upload("b.pdf", PDF)]}
    answer = client.post("/publish/", form)
    assert answer.status_code == 302
    said = queries.post(cast.bo, Post.objects.get(body="Look").id)
    assert [one.name for one in said.attachments] == ["a.jpg", "b.pdf"]
    page = signed_in("bo").get(f"/groups/{cast.shop}/").content.decode()
    for one in said.attachments:
        assert f"/files/{one.id}/" in page
    assert 'alt="Picture a.jpg"' in page
    assert "PDF · " in page


def test_gus_answers_his_side_with_a_photo_alone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    page = client.get(f"/cases/{cast.case}/").content.decode()
    side = page.partition('name="side" id="side-0" value="')[2].partition('"')[0]
    assert client.post(f"/cases/{cast.case}/posts/", {"side": side, "body": "", "files": upload()}).status_code == 302
    file = File.objects.get()
    assert f"/files/{file.id}/800/" in client.get(f"/cases/{cast.case}/?pane=thread").content.decode()
    assert body(signed_in("ana"), f"/files/{file.id}/800/")[0]["Content-Type"] == "image/webp"
    assert signed_in("cy").get(f"/files/{file.id}/").status_code == 200, "the case is open to colleagues"


def test_a_reply_in_place_takes_what_was_sent_before(cast: Cast, signed_in: SignedIn) -> None:
    post = publish(cast.ana, audience_id=cast.shop_audience, body="Who has a photo?")
    photo = waiting(cast.bo)
    form = {"body": "I have.", "attachment": photo, f"alt-{photo}": "The door, off its hinges"}
    answer = signed_in("bo").post(f"/posts/{post}/reply/", form, headers=PARTS)
    assert answer.status_code == 200
    assert 'alt="The door, off its hinges"' in answer.content.decode()
    assert [one.id for one in queries.post(cast.ana, post).replies[0].attachments] == [photo]


def test_what_was_sent_waits_beside_the_text_when_something_is_wrong(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    form = {"audience": cast.shop_audience, "body": "Look at these"}
    for headers in ({}, PARTS):
        answer = client.post("/publish/", form | {"files": [upload(), upload("x.exe", b"MZ\x00\x01")]}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "x.exe: This kind of file is not taken." in page
        assert "Look at these" in page
        kept = File.objects.latest("created_at")
        assert f'name="attachment" value="{kept.id}" checked' in page
    assert not Post.objects.filter(body="Look at these").exists()
    again = {"audience": cast.shop_audience, "body": "Look at these", "attachment": kept.id}
    assert client.post("/publish/", again).status_code == 302
    assert queries.post(cast.ana, Post.objects.get(body="Look at these").id).attachments[0].id == kept.id


@pytest.mark.parametrize("path", ["/publish/", "/cases/{case}/posts/", "/posts/{post}/reply/"])
def test_a_file_of_somebody_else_is_refused_with_words(cast: Cast, signed_in: SignedIn, path: str) -> None:
    post = publish(cast.ana, audience_id=cast.shop_audience, body="x")
    form = {"audience": cast.shop_audience, "side": "internal", "body": "Mine", "attachment": waiting(cast.bo)}
    answer = signed_in("ana").post(path.format(case=cast.case, post=post), form)
    assert answer.status_code == 400
    assert "One of these files is not here" in answer.content.decode()
    assert not Post.objects.filter(body="Mine").exists()
    assert not File.objects.exclude(post=None).exists()


def test_who_may_not_read_finds_the_same_page_as_for_nothing(cast: Cast, signed_in: SignedIn) -> None:
    from groups.models import Group

    secret = Group.objects.get(id=cast.secret).audience_id
    post = with_files(cast.ana, secret, "a.jpg")
    file = File.objects.get(post=post)
    for handle in ("cy", "gus"):
        client = signed_in(handle)
        for rest in ("", "320/", "800/"):
            hidden, absent = client.get(f"/files/{file.id}/{rest}"), client.get(f"/files/{'0' * 32}/{rest}")
            assert (hidden.status_code, hidden.content) == (404, absent.content)
            assert client.head(f"/files/{file.id}/{rest}").status_code == 404
    assert Client().get(f"/files/{file.id}/")["Location"].startswith("/sign-in/")
    assert signed_in("ana").get(f"/files/{file.id}/64/").status_code == 404
    delete_post(cast.ana, post_id=post)
    assert signed_in("ana").get(f"/files/{file.id}/").status_code == 404
    assert f"/files/{file.id}/" not in signed_in("ana").get(f"/posts/{post}/").content.decode()


def test_a_picture_is_shown_and_anything_else_is_saved(cast: Cast, signed_in: SignedIn) -> None:
    photo, page = waiting(cast.ana), waiting(cast.ana, "page.html", b"<script>alert(1)</script>")
    shown, content = body(signed_in("ana"), f"/files/{photo}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert content.startswith(b"\xff\xd8")
    saved, content = body(signed_in("ana"), f"/files/{page}/")
    assert saved["Content-Type"] == "text/plain"
    assert saved["Content-Disposition"] == 'attachment; filename="page.html"'
    for answer in (shown, saved):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>.jpg', "{html}.jpg", "a'b&c.jpg", "é\u202e.jpg"])
def test_a_file_may_be_called_anything_and_stays_text(cast: Cast, name: str) -> None:
    files = [waiting(cast.ana, name), waiting(cast.ana, name, PDF), waiting(cast.ana, "x.jpg", alt=name)]
    post = publish(cast.ana, audience_id=cast.shop_audience, body="x", attachments=files)
    drawn = article(queries.post(cast.bo, post))
    assert "<script" not in drawn
    assert "\u202e" not in drawn.partition("x.jpg")[0]
    assert drawn.count("<img ") == 2


PAGE = 16


def test_a_feed_takes_one_statement_more_with_files_and_no_more_with_many(
    cast: Cast, signed_in: SignedIn, statements: Counting
) -> None:
    client = signed_in("bo")
    publish(cast.ana, audience_id=cast.shop_audience, body="x")
    client.get(f"/groups/{cast.shop}/")
    with statements(PAGE):
        client.get(f"/groups/{cast.shop}/")
    for number in (1, 9):
        for _ in range(number):
            with_files(cast.ana, cast.shop_audience, "a.jpg", "b.jpg")
        with statements(PAGE + 1):
            page = client.get(f"/groups/{cast.shop}/").content.decode()
    assert page.count("<img src=") == 20


def test_ana_says_a_picture_better_where_she_says_her_post_better(cast: Cast, signed_in: SignedIn) -> None:
    post_id = publish(cast.ana, audience_id=cast.shop_audience, body="", attachments=[waiting(cast.ana, alt="A door")])
    photo = File.objects.get(post=post_id).id
    client, at = signed_in("ana"), f"/posts/{post_id}/edit/"
    assert f'name="described-{photo}" value="A door"' in client.get(at).content.decode()
    form = {"body": "", "revision": 0, f"described-{photo}": "A <b>broken</b> door"}
    assert client.post(at, form).status_code == 302
    assert 'alt="A &lt;b&gt;broken&lt;/b&gt; door"' in signed_in("bo").get(f"/posts/{post_id}/").content.decode()
    assert "door.jpg was described: “A door”" in client.get(f"/posts/{post_id}/history/").content.decode()
    long = client.post(at, {**form, "revision": 1, f"described-{photo}": "x" * 501})
    assert (long.status_code, "at most 500 characters" in long.content.decode()) == (400, True)
    assert "x" * 501 in long.content.decode(), "what was typed stays"
    other = client.post(at, {**form, "revision": 1, f"described-{waiting(cast.ana)}": "Not of this post"})
    assert (other.status_code, "does not belong to this post" in other.content.decode()) == (400, True)


@pytest.mark.parametrize(("number", "grid", "over"), [(1, "1", 0), (3, "3", 0), (5, "many", 2), (7, "many", 1)])
def test_pictures_stand_in_a_grid_and_a_browser_takes_the_size_it_needs(
    cast: Cast, number: int, grid: str, over: int
) -> None:
    names = [f"{place}.jpg" for place in range(number)]
    shown = article(queries.post(cast.ana, with_files(cast.ana, cast.shop_audience, *names)))
    assert f'data-number="{grid}" data-over="{over}"' in shown
    assert shown.count("srcset=") == number
    assert "/320/ 320w, " in shown
    assert "/800/ 640w" in shown, "a picture of 640 pixels is no wider"
    assert all(f'data-name="{name}"' in shown for name in names)


def test_a_document_stands_with_its_first_page_and_sound_waits_for_its_button(cast: Cast, signed_in: SignedIn) -> None:
    files = [waiting(cast.ana, "offer.pdf", document("Offer")), waiting(cast.ana, "call.mp3", b"ID3" + b"\x00" * 400)]
    post_id = publish(cast.ana, audience_id=cast.shop_audience, body="Heard and read", attachments=files)
    page = signed_in("bo").get(f"/posts/{post_id}/").content.decode()
    assert 'alt="First page of offer.pdf"' in page
    assert f'href="/files/{files[0]}/1600/"' in page
    assert f'<a class="file" href="/files/{files[0]}/" download="offer.pdf">' in page
    assert "PDF · " in page
    assert "2 pages" in page
    assert f'<audio controls preload="none" src="/files/{files[1]}/" aria-label="call.mp3"></audio>' in page
    answer, _bytes = body(signed_in("bo"), f"/files/{files[0]}/1600/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
