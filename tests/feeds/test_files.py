"""Files over REST: sent for oneself, named by a post once, then read by whoever reads the post."""

import io
import json
import os
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from PIL import Image
from pytest_django import Settings

from cases.actions import restrict_case
from esn.core import file_kinds, files, pictures
from esn.core.models import Event
from feeds import queries
from feeds.actions import delete_post, lock_post, publish, reply
from feeds.actions import files as actions
from feeds.models import File, Post
from groups.actions import remove_member
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, comparable, device, key, side
from tests.conftest import Counting
from tests.feeds.pictures import (
    PDF,
    SVG,
    bomb,
    document,
    fetched,
    moving,
    picture,
    post_file,
    sent,
    swollen,
    with_place,
)

FILE = {"id", "name", "type", "bytes", "width", "height", "alt", "urls", "preview", "post", "created_at"}


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def lying(folder: Path) -> set[str]:
    """The names of all bytes that lie in the data folder."""
    return {path.name for path in (folder / "files").glob("*/*")}


def problem(answer: Any, field: str) -> str:
    """The code of what is wrong with a field."""
    assert answer.status_code == 400, answer.text
    return str(json.loads(answer.text)["errors"][field][0]["code"])


# In words ----------------------------------------------------------------------------------------------------------
def test_ana_says_her_picture_in_words_after_she_sent_it(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    door, photo = device(ana), sent(device(ana), alt="A wardrobe")["id"]
    post_id = publish(ana, audience_id=scene.closed.audience_id, body="", attachments=[photo])
    facts = Event.objects.filter(type="post.edited", audience_id=scene.closed.audience_id)
    changed = door.ask("PATCH", f"files/{photo}/", {"alt": "Its left\u202e door  is off"})
    assert (changed.status_code, json.loads(changed.text)["alt"]) == (200, "Its left door is off")
    read = device(bo).read(f"posts/{post_id}/")
    assert (read["attachments"][0]["alt"], read["revision"]) == ("Its left door is off", 1)
    assert [fact.data["id"] for fact in facts] == [post_id], "whoever looks at it sees it at once"
    before = device(bo).read(f"posts/{post_id}/history/")["results"]
    assert [one["described"] for one in before] == [[{"file": photo, "name": "wardrobe.jpg", "alt": "A wardrobe"}]]
    assert door.ask("PATCH", f"files/{photo}/", {"alt": "Its left door is off"}).status_code == 200
    assert facts.count() == 1, "the same words change nothing"
    assert device(bo).ask("PATCH", f"files/{photo}/", {"alt": "Mine"}).status_code == 403
    unknown = device(cy).ask("PATCH", f"files/{NOWHERE}/", {"alt": "x"})
    assert comparable(device(cy).ask("PATCH", f"files/{photo}/", {"alt": "x"})) == comparable(unknown)
    assert problem(door.ask("PATCH", f"files/{photo}/", {"alt": "x" * 501}), "alt") in ("max_length", "too_long")


def test_a_picture_of_a_thread_that_was_closed_keeps_its_words(scene: Scene, ana: Person, mo: Person) -> None:
    photo = sent(device(ana), alt="A wardrobe")["id"]
    post_id = publish(ana, audience_id=scene.closed.audience_id, body="Look", attachments=[photo])
    lock_post(mo, post_id=post_id, reason="Settled")
    assert device(ana).ask("PATCH", f"files/{photo}/", {"alt": "Another"}).status_code == 409
    assert File.objects.get(id=photo).alt == "A wardrobe"


# Sending ------------------------------------------------------------------------------------------------------------
def test_ana_sends_a_photo_and_gets_its_sizes(ana: Person) -> None:
    door = device(ana)
    answer = post_file(door, "wardrobe.jpg", picture(size=(2000, 1500)), alt="The broken  door")
    made = json.loads(answer.text)
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/files/{made['id']}/"
    assert set(made) == FILE
    assert (made["name"], made["type"], made["alt"]) == ("wardrobe.jpg", "image/jpeg", "The broken door")
    assert (made["width"], made["height"], made["post"]) == (2000, 1500, None)
    assert set(made["urls"]) == {"content", "320", "800", "1600"}
    assert door.read(f"files/{made['id']}/") == made
    for size, address in made["urls"].items():
        told, content = fetched(door, address.removeprefix("/api/v1/"))
        assert told.status_code == 200
        with Image.open(io.BytesIO(content)) as shown:
            assert shown.format == ("JPEG" if size == "content" else "WEBP")
            assert max(shown.size) == (2000 if size == "content" else int(size))


@pytest.mark.parametrize(
    ("form", "mode", "type_"),
    [("JPEG", "L", "image/jpeg"), ("JPEG", "CMYK", "image/jpeg"), ("PNG", "RGBA", "image/png"),
     ("PNG", "1", "image/png"), ("PNG", "P", "image/png"), ("PNG", "I;16", "image/png"),
     ("WEBP", "RGBA", "image/webp"), ("GIF", "P", "image/gif")],
)  # fmt: skip
def test_pictures_of_all_colours_are_shown(ana: Person, form: str, mode: str, type_: str) -> None:
    door = device(ana)
    made = sent(door, "picture", picture(form, (400, 300), mode))
    assert (made["type"], made["width"], set(made["urls"])) == (type_, 400, {"content", "320", "800"})
    for address in made["urls"].values():
        _answer, content = fetched(door, address.removeprefix("/api/v1/"))
        with Image.open(io.BytesIO(content)) as shown:
            shown.load()
            assert shown.mode != "CMYK"


def test_nothing_that_was_attached_to_a_photo_stays_and_it_stands_upright(ana: Person, own_folder: Path) -> None:
    raw = with_place()
    assert b"Canarycam" in raw
    made = sent(device(ana), "photo.jpg", raw)
    assert (made["width"], made["height"]) == (400, 600)
    kept = [path for path in (own_folder / "files").rglob("*") if path.is_file()]
    for path in kept:
        assert b"anary" not in path.read_bytes()
        if path.stat().st_size:
            with Image.open(path) as shown:
                assert not shown.getexif()
    assert len(kept) == 4, "the picture, two sizes and the lock"


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [("bill.pdf", PDF, "application/pdf"), ("list.csv", b"a;b\r\n1;2\r\n", "text/plain"),
     ("liste.csv", "é;à\n".encode("latin-1"), "text/plain"), ("door.svg", SVG, "text/plain"),
     ("page.html", b"<script>alert(1)</script>", "text/plain"), ("picture.jpg", b"not a picture at all", "text/plain"),
     ("offer.docx", b"PK\x03\x04" + b"\x00" * 60,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document")],
)  # fmt: skip
def test_other_files_are_saved_and_never_shown(ana: Person, name: str, content: bytes, type_: str) -> None:
    door = device(ana)
    made = sent(door, name, content)
    assert (made["type"], made["width"], set(made["urls"])) == (type_, None, {"content"})
    answer, got = fetched(door, f"files/{made['id']}/content/")
    assert got == content
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_the_first_page_of_a_document_is_shown_and_the_document_is_saved(ana: Person) -> None:
    door, raw = device(ana), document("Offer 4711", "Wardrobe", pages=3)
    made = sent(door, "offer.pdf", raw)
    assert (made["type"], made["width"]) == ("application/pdf", None)
    assert made["preview"] == {"width": 1131, "height": 1600, "pages": 3}
    assert set(made["urls"]) == {"content", "320", "800", "1600"}
    for size in ("320", "800", "1600"):
        answer, content = fetched(door, made["urls"][size].removeprefix("/api/v1/"))
        with Image.open(io.BytesIO(content)) as shown:
            assert (shown.format, max(shown.size)) == ("WEBP", int(size))
            assert len(shown.convert("L").getcolors() or ()) > 2, "words stand on it"
        assert answer["Content-Disposition"].startswith("inline")
    answer, content = fetched(door, made["urls"]["content"].removeprefix("/api/v1/"))
    assert (content, answer["Content-Disposition"].partition(";")[0]) == (raw, "attachment")


@pytest.mark.parametrize(
    "content",
    [PDF, document("x")[:400], b"%PDF-1.7\n" + bytes(range(256)) * 40, document("x", pages=0),
     document("x").replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Nobody >>")],
    ids=["empty", "cut", "noise", "no page", "locked"],
)  # fmt: skip
def test_a_document_that_cannot_be_drawn_is_a_file_like_others(ana: Person, content: bytes) -> None:
    made = sent(device(ana), "odd.pdf", content)
    assert (made["type"], made["preview"], set(made["urls"])) == ("application/pdf", None, {"content"})


@pytest.mark.parametrize("box", [(1, 14_400), (14_400, 14_400), (0, 0), (10_000_000, 3)])
def test_a_page_of_any_size_takes_no_more_than_a_picture(ana: Person, box: tuple[float, float]) -> None:
    made = sent(device(ana), "poster.pdf", document("x", box=box))
    assert made["preview"] is None or max(made["preview"]["width"], made["preview"]["height"]) <= max(pictures.SIZES)


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP", b"eXIf"])
def test_what_a_picture_carries_in_secret_takes_no_memory_and_is_not_kept(
    ana: Person, own_folder: Path, kind: bytes
) -> None:
    answer = post_file(device(ana), "photo.png", swollen(kind))
    assert answer.status_code == 201 or problem(answer, "file") in ("broken", "too_many_pixels")
    kept = [path for path in (own_folder / "files").rglob("*") if path.is_file()]
    assert all(path.stat().st_size < 100_000 for path in kept)
    assert not [path for path in kept if kind in path.read_bytes()]


def test_a_picture_named_as_a_script_is_a_picture_and_a_script_named_as_a_picture_is_text(ana: Person) -> None:
    door = device(ana)
    photo, script = sent(door, "shell.php", picture()), sent(door, "photo.jpg", b"<?php system($_GET['x']); ?>")
    assert (photo["type"], photo["width"]) == ("image/jpeg", 640)
    assert (script["type"], script["width"]) == ("text/plain", None)
    answer, _content = fetched(door, f"files/{photo['id']}/content/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    answer, _content = fetched(door, f"files/{script['id']}/content/")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_kept_as_a_plain_file(ana: Person, form: str) -> None:
    made = sent(device(ana), f"dance.{form.lower()}", moving(form))
    assert (made["width"], set(made["urls"])) == (None, {"content"})


def test_a_photo_with_a_second_picture_for_bright_screens_is_a_photo(ana: Person) -> None:
    first, second = Image.new("RGB", (400, 300), "navy"), Image.new("RGB", (200, 150), "white")
    raw = io.BytesIO()
    first.save(raw, "MPO", save_all=True, append_images=[second])
    made = sent(device(ana), "photo.jpg", raw.getvalue())
    assert (made["type"], made["width"], made["height"]) == ("image/jpeg", 400, 300)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("nothing.txt", b"", "empty"), ("bomb.png", bomb(), "too_many_pixels"),
     ("wide.png", bomb(60_000, 500), "too_many_pixels"), ("cut.jpg", picture()[:3000], "broken"),
     ("cut.png", picture("PNG")[:400], "broken"), ("head.gif", b"GIF89a" + b"\x00" * 20, "broken"),
     ("tool.exe", b"MZ\x90\x00" + b"\x00" * 200, "unknown_kind"), ("photo.bmp", picture("BMP"), "unknown_kind"),
     ("noise.bin", bytes(range(256)) * 4, "unknown_kind"), ("page.js", b"\x7fELF" + b"\x00" * 60, "unknown_kind")],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_words(
    ana: Person, own_folder: Path, name: str, content: bytes, code: str
) -> None:
    answer = post_file(device(ana), name, content)
    assert problem(answer, "file") == code
    assert not File.objects.exists()
    assert lying(own_folder) == set()


def test_a_file_beyond_the_limit_is_refused(ana: Person, settings: Settings, own_folder: Path) -> None:
    settings.UPLOAD_LIMIT = 1000
    sent(device(ana), "small.txt", b"x" * 1000)
    assert problem(post_file(device(ana), "large.txt", b"x" * 1001), "file") == "too_large"
    assert len(lying(own_folder)) == 1


def test_a_form_without_a_file_or_that_is_no_form_is_refused(ana: Person) -> None:
    door = device(ana)
    assert problem(door.post("/api/v1/files/", {"alt": "x"}), "file") == "required"
    assert door.ask("POST", "files/", {"file": "x"}).status_code == 415
    broken = door.generic("POST", "/api/v1/files/", b"--x", content_type="multipart/form-data; boundary=y")
    assert broken.status_code == 400
    assert door.generic("POST", "/api/v1/files/", b"x", content_type="multipart/form-data").status_code == 400
    assert problem(post_file(door, "a.txt", b"x", alt="x" * 501), "alt") == "too_long"
    assert problem(post_file(door, "a.txt", b"x", alt="a\x00b"), "alt") == "control"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("a\\b\\bill.pdf", "bill.pdf"), ("bill\r\nX: y.pdf", "bill X: y.pdf"),
     ("harmless\u202egpj.exe", "harmless gpj.exe"), ("\u200bzero\u200d.txt", "zero.txt"), ("...", "file"),
     ("  .hidden ", "hidden"), ("e\u0301te\u0301.pdf", "été.pdf"), ("\x00", "file"), ('quo"te;.pdf', 'quo"te;.pdf')],
)  # fmt: skip
def test_a_name_is_one_line_without_tricks(given: str, kept: str) -> None:
    assert file_kinds.clean_name(given) == kept


def test_a_long_name_keeps_its_ending_within_255_bytes(ana: Person) -> None:
    made = sent(device(ana), "é" * 200 + ".pdf", PDF)
    assert made["name"].endswith("é.pdf")
    assert len(made["name"].encode()) <= 255


def test_the_same_bytes_lie_there_once(ana: Person, bo: Person, own_folder: Path) -> None:
    first, second = sent(device(ana), "one.jpg"), sent(device(bo), "two.jpg")
    assert first["id"] != second["id"]
    assert len(lying(own_folder)) == 3


def test_a_repeated_key_makes_one_file_and_another_file_is_refused(ana: Person) -> None:
    door, same = device(ana), key()
    first, again = (post_file(door, "a.txt", b"Hello", Idempotency_Key=same) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.text == again.text
    assert File.objects.count() == 1
    assert post_file(door, "a.txt", b"Other", Idempotency_Key=same).status_code == 422


def test_so_many_files_wait_and_no_more(ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "WAITING_FILES", 2)
    for _ in range(2):
        sent(device(ana), "a.txt", b"Hello")
    assert problem(post_file(device(ana), "a.txt", b"Hello"), "file") == "quota"
    sent(device(bo), "a.txt", b"Hello")
    monkeypatch.setattr(actions, "WAITING_BYTES", 5)
    assert problem(post_file(device(bo), "a.txt", b"Hello"), "file") == "quota"


# Whose it is --------------------------------------------------------------------------------------------------------
def test_until_a_post_names_it_a_file_is_anas_alone(scene: Scene, ana: Person, bo: Person) -> None:
    made = sent(device(ana))
    stranger = device(bo)
    for rest in ("", "content/", "content/?size=320"):
        hidden = comparable(stranger.ask("GET", f"files/{made['id']}/{rest}"))
        assert hidden == comparable(stranger.ask("GET", f"files/{NOWHERE}/{rest}"))
        assert hidden.status == 404
    for verb, body in (("PATCH", {"alt": "mine"}), ("DELETE", None)):
        assert stranger.ask(verb, f"files/{made['id']}/", body).status_code == 404
    door = device(ana)
    assert json.loads(door.ask("PATCH", f"files/{made['id']}/", {"alt": "The door"}).text)["alt"] == "The door"
    assert door.ask("DELETE", f"files/{made['id']}/").status_code == 204
    assert door.ask("GET", f"files/{made['id']}/").status_code == 404


@pytest.mark.shape
def test_a_post_names_files_and_its_readers_read_them(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    door = device(ana)
    photo, bill = sent(door, alt="The door"), sent(door, "bill.pdf", PDF)
    made = door.make(f"groups/{scene.closed.id}/posts/", {"body": "Look", "attachments": [bill["id"], photo["id"]]})
    assert [one["id"] for one in made["attachments"]] == [bill["id"], photo["id"]]
    shape = {name: value for name, value in photo.items() if name not in {"post", "created_at"}}
    assert made["attachments"][1] == shape
    fact = Event.objects.order_by("-position")[0]
    assert fact.data == {"id": made["id"], "kind": "message", "attachments": [bill["id"], photo["id"]]}
    assert device(bo).read(f"posts/{made['id']}/")["attachments"] == made["attachments"]
    assert device(bo).read(f"files/{photo['id']}/")["post"] == made["id"]
    stranger = device(cy)
    for file in (photo, bill):
        for rest in ("", "content/"):
            hidden = comparable(stranger.ask("GET", f"files/{file['id']}/{rest}"))
            assert hidden == comparable(stranger.ask("GET", f"files/{NOWHERE}/{rest}"))


def test_a_frame_carries_the_files_that_all_readers_see(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = door.make(f"groups/{scene.closed.id}/posts/", {"attachments": [sent(door)["id"]]})
    shared = queries.shared([made["id"]])[made["id"]]
    assert [asdict(one) for one in shared.attachments] == made["attachments"]


def test_a_photo_may_be_all_that_is_said(scene: Scene, ana: Person) -> None:
    door = device(ana)
    made = door.make(f"posts/{scene.in_open}/replies/", {"attachments": [sent(door)["id"]]})
    assert (made["body"], len(made["attachments"])) == ("", 1)
    assert door.read(f"posts/{scene.in_open}/replies/")["results"] == [made]
    assert door.read(f"posts/{scene.in_open}/")["replies"] == [made]
    assert problem(door.ask("POST", f"posts/{scene.in_open}/replies/", {"attachments": []}), "body") == "blank"


def test_a_file_is_named_once(scene: Scene, ana: Person, bo: Person) -> None:
    door = device(ana)
    mine, others = sent(door)["id"], sent(device(bo))["id"]
    path = f"groups/{scene.open.id}/posts/"
    before = Post.objects.count(), Event.objects.count()
    for ids in ([others], [mine, others], [NOWHERE], [mine, mine], ["x"], [f"{mine}\u00e9"]):
        assert problem(door.ask("POST", path, {"body": "x", "attachments": ids}), "attachments") == "unknown_file"
    assert problem(door.ask("POST", path, {"attachments": [NOWHERE] * 11}), "attachments")
    assert (Post.objects.count(), Event.objects.count()) == before
    door.make(path, {"body": "x", "attachments": [mine]})
    assert problem(door.ask("POST", path, {"body": "x", "attachments": [mine]}), "attachments") == "unknown_file"
    answer = door.ask("DELETE", f"files/{mine}/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "attached")


@pytest.mark.shape
def test_two_posts_at_once_cannot_name_the_same_file(committed: None, scene: Scene, ana: Person) -> None:
    door = device(ana)
    token, path = {"Authorization": door.defaults["HTTP_AUTHORIZATION"]}, f"groups/{scene.open.id}/posts/"
    file = sent(door, "a.txt", b"Hello")["id"]
    answers: list[int] = []

    def post() -> None:
        try:
            answer = Door(headers=token).ask("POST", path, {"body": "Mine", "attachments": [file]})
            answers.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201] + [400] * 7
    assert Post.objects.filter(body="Mine").count() == 1


@pytest.mark.parametrize("given", [None, "x", {}, [1], [None], [[]], ["\x00"]])
def test_odd_lists_of_files_are_refused(scene: Scene, ana: Person, given: Any) -> None:
    answer = device(ana).ask("POST", f"groups/{scene.open.id}/posts/", {"body": "x", "attachments": given})
    assert problem(answer, "attachments")


def test_gus_sends_a_photo_on_his_side_and_finds_no_other(scene: Scene, ana: Person, gus: Person) -> None:
    guest, door = device(gus), device(ana)
    made = guest.make(f"cases/{scene.case}/posts/", {"attachments": [sent(guest)["id"]]})
    assert made["audience"]["id"] == side(scene.case, "partner")
    assert door.read(f"files/{made['attachments'][0]['id']}/")["post"] == made["id"]
    inside = door.make(f"cases/{scene.case}/posts/", {"attachments": [sent(door)["id"]]})["attachments"][0]["id"]
    assert guest.ask("GET", f"files/{inside}/content/").status_code == 404
    assert fetched(guest, f"files/{made['attachments'][0]['id']}/content/?size=320")[0].status_code == 200


@pytest.mark.shape
def test_who_may_not_read_any_more_finds_nothing(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    door = device(bo)
    ids = [sent(door)["id"] for _ in range(3)]
    door.make(f"groups/{scene.secret.id}/posts/", {"body": "x", "attachments": ids[:1]})
    door.make(f"cases/{scene.case}/posts/", {"body": "x", "attachments": ids[1:2]})
    gone = door.make(f"groups/{scene.open.id}/posts/", {"body": "x", "attachments": ids[2:]})
    answer, _content = fetched(device(cy), f"files/{ids[1]}/content/")
    assert answer.status_code == 200, "the case is open"
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    restrict_case(ana, ref=scene.case, restricted=True)
    delete_post(bo, post_id=gone["id"])
    known = {"If_None_Match": answer["ETag"]}
    for person, id_ in ((bo, ids[0]), (cy, ids[1]), (bo, ids[2]), (ana, ids[2])):
        for verb, rest, headers in (
            ("GET", "", {}), ("GET", "content/", {}), ("HEAD", "content/", {}), ("GET", "content/?size=320", {}),
            ("GET", "content/", {"Range": "bytes=0-9"}), ("GET", "content/", known),
        ):  # fmt: skip
            assert device(person).ask(verb, f"files/{id_}/{rest}", **headers).status_code == 404
    assert device(ana).read(f"posts/{gone['id']}/")["attachments"] == []


# Bytes --------------------------------------------------------------------------------------------------------------
def test_a_part_the_head_and_an_unchanged_file(ana: Person) -> None:
    door = device(ana)
    path = f"files/{sent(door, 'a.txt', b'0123456789')['id']}/content/"
    whole, content = fetched(door, path)
    assert (content, whole["Content-Length"], whole["Accept-Ranges"]) == (b"0123456789", "10", "bytes")
    for asked, status, got, place in (
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"), ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"), ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-", 200, content, None), ("bytes=10-", 416, b"", "bytes */10"), ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=4-2", 200, content, None), ("bytes=0-1,3-4", 200, content, None), ("lines=1-2", 200, content, None),
        ("bytes=-", 200, content, None), ("bytes=x-y", 200, content, None),
    ):  # fmt: skip
        answer, part = fetched(door, path, Range=asked)
        assert (answer.status_code, part, answer.get("Content-Range")) == (status, got, place), asked
    assert fetched(door, path, Range="bytes=2-4", If_Range=whole["ETag"])[0].status_code == 206
    assert fetched(door, path, Range="bytes=2-4", If_Range='"other"')[0].status_code == 200
    assert door.ask("GET", path, If_None_Match=whole["ETag"]).status_code == 304
    head = door.ask("HEAD", path)
    assert (head.status_code, head["Content-Length"], head.content) == (200, "10", b"")


def test_a_size_that_was_not_made_is_not_there(ana: Person) -> None:
    door = device(ana)
    small = sent(door, "small.png", picture("PNG", (90, 60)))["id"]
    for size, status in (("320", 200), ("800", 404), ("1", 404), ("x", 404), ("%00", 404), ("../x", 404)):
        assert fetched(door, f"files/{small}/content/?size={size}")[0].status_code == status


def test_bytes_that_were_lost_are_not_there_and_the_log_says_which(
    ana: Person, own_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    door = device(ana)
    photo = sent(door, "photo.png", picture("PNG", (900, 600)))["id"]
    for path in (own_folder / "files").glob("*/*"):
        path.unlink()
    for address in ("", "?size=320"):
        assert fetched(door, f"files/{photo}/content/{address}")[0].status_code == 404
    assert photo in caplog.text


@pytest.mark.shape
def test_what_was_left_behind_is_removed_and_what_is_read_stays(scene: Scene, ana: Person, own_folder: Path) -> None:
    door = device(ana)
    late, shared = sent(door, "late.txt", b"late"), sent(door, "shared.txt", b"shared")
    named = sent(door, "named.txt", b"shared")
    sent(door, "fresh.txt", b"fresh")
    door.make(f"groups/{scene.open.id}/posts/", {"body": "x", "attachments": [named["id"]]})
    (own_folder / "files" / "making" / "half").mkdir()
    for path in (own_folder / "files").glob("*/*"):
        os.utime(path, times=(time.time() - 7200,) * 2)
    old = File.objects.get(id=late["id"]).created_at - actions.WAITING_TIME
    File.objects.filter(id__in=[late["id"], shared["id"], named["id"]]).update(created_at=old)
    assert (actions.forget_left_behind(), actions.forget_left_behind()) == (2, 0)
    assert (actions.forget_bytes(), actions.forget_bytes()) == (1, 0)
    assert set(File.objects.values_list("name", flat=True)) == {"named.txt", "fresh.txt"}
    assert {files.where(sha256).read_bytes() for sha256 in lying(own_folder)} == {b"shared", b"fresh"}


def test_bytes_that_are_sent_again_while_they_are_removed_stay(ana: Person, own_folder: Path) -> None:
    (own_folder / "again").write_bytes(b"again")
    sha256 = files.keep(own_folder / "again", {})
    files.forget(sha256)
    assert files.where(sha256).exists(), "they were kept just now, and their row is on its way"
    os.utime(files.where(sha256), times=(0, 0))
    files.forget(sha256)
    assert not files.where(sha256).exists()


# What it costs ------------------------------------------------------------------------------------------------------
@pytest.mark.shape
def test_a_page_with_files_takes_one_statement_more_however_many(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    door = device(bo)
    path = f"groups/{scene.closed.id}/posts/?limit=100"
    reply(ana, post_id=scene.in_closed, body="z")
    door.read(path)
    with statements(PLAIN):
        door.read(path)
    received = actions.receive_file(ana, name="a.txt", source=io.BytesIO(b"x"))
    for rows in (1, 10, 100):
        while Post.objects.filter(audience=scene.closed.audience_id, root=None).count() < rows:
            ids = [actions.add_file(ana, received=received) for _ in range(2)]
            said = publish(ana, audience_id=scene.closed.audience_id, body="x", attachments=ids[:1])
            reply(ana, post_id=said, body="y", attachments=ids[1:])
        publish(
            ana, audience_id=scene.closed.audience_id, body="", attachments=[actions.add_file(ana, received=received)]
        )
        File.objects.filter(post=None).delete()
        with statements(PLAIN + 1):
            assert len(door.read(path)["results"]) >= min(rows, 100)


PLAIN = 6


def test_the_largest_picture_is_opened_with_limited_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python and its libraries only reserve counts in the limit too: about 130 MB."""
    path = tmp_path / "large"
    path.write_bytes(picture(size=(5600, 4200)))
    assert pictures.MEMORY <= 384 * 1024 * 1024
    assert pictures.remake(path) is not None
    monkeypatch.setattr(pictures, "MEMORY", 128 * 1024 * 1024)
    with pytest.raises(pictures.RefusedError, match="too_many_pixels"):
        pictures.remake(path)
