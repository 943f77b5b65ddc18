"""Whatever a composer is given, it answers in words, and what was being written is still there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from feeds.actions import lock_post, publish, save_draft
from feeds.models import Draft, Post
from tests.feeds.pictures import bomb
from tests.frontend.conftest import Cast, SignedIn

DAYS = ["Friday", "Fri\u200bday"]
TYPED = "Two lamps arrived"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(
    "said",
    [
        {"body": "x" * 1_000_000}, {"body": "x" * 3_000_000}, {"body": " ".join(f"@p{n}" for n in range(5_000))},
        {"body": "\u200b\u202e\u2066"}, {"body": "a\x00b"}, {"body": "a\ufffdb"},
        {"send_when": "moment", "send_at": "2020-01-01T08:00"}, {"send_when": "moment", "send_at": "yesterday"},
        {"send_when": "moment", "send_at": "9999-12-31T23:59"}, {"kind": "poll", "option": DAYS},
        {"kind": "poll", "option": ["One", "Two"], "closes": "2020-01-01T08:00"}, {"kind": "nonsense"},
        {"files": SimpleUploadedFile("photo.jpg", bomb())}, {"files": SimpleUploadedFile("a.php", b"MZ\x90" * 90)},
        {"attachment": ["0" * 32]}, {"audience": "0" * 32}, {"seen": "9" * 400, "body": ""},
    ],
    ids=lambda said: "-".join(f"{name}:{str(value)[:12]}" for name, value in said.items()).replace("\x00", "0"),
)  # fmt: skip
def test_what_is_refused_leaves_the_draft(cast: Cast, signed_in: SignedIn, said: dict[str, Any]) -> None:
    ana = signed_in("ana")
    version = save_draft(cast.ana, place="home", body=TYPED)
    before = Post.objects.count()
    form = {"audience": cast.shop_audience, "body": TYPED, "draft": "home", "seen": version, **said}
    answer = ana.post("/publish/", form)
    assert answer.status_code in (400, 403, 404, 413), answer.status_code
    assert Post.objects.count() == before
    assert Draft.objects.values_list("body", "version").get() == (TYPED, version)
    assert f"{TYPED}</textarea>" in ana.get("/").content.decode()


def test_broken_bytes_leave_the_draft(cast: Cast, signed_in: SignedIn) -> None:
    save_draft(cast.ana, place="home", body=TYPED)
    form = b"body=Un%20caf%E9&draft=home&audience=" + cast.shop_audience.encode()
    assert signed_in("ana").post("/publish/", form, content_type=FORM).status_code == 400
    assert Draft.objects.get().body == TYPED


def test_a_change_that_came_after_the_lock_leaves_the_draft(cast: Cast, signed_in: SignedIn) -> None:
    mine = publish(cast.bo, audience_id=cast.shop_audience, body="First.")
    bo, place = signed_in("bo"), f"edit-{mine}"
    version = save_draft(cast.bo, place=place, body="A long second thought.")
    lock_post(cast.mo, post_id=mine, reason="It is said.")
    said = {"body": "A long second thought.", "revision": 0, "draft": place, "seen": version}
    assert bo.post(f"/posts/{mine}/edit/", said).status_code == 409
    assert "A long second thought." in bo.get("/drafts/").content.decode()


def test_two_hundred_quotes_within_each_other_are_said_and_drawn(cast: Cast, signed_in: SignedIn) -> None:
    form = {"audience": cast.shop_audience, "body": ">" * 200 + " said long ago", "draft": "home"}
    assert signed_in("ana").post("/publish/", form).status_code == 302
    page = signed_in("bo").get(f"/groups/{cast.shop}/")
    assert (page.status_code, "said long ago" in page.content.decode()) == (200, True)
