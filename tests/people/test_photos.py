"""Photos: ``PUT`` and ``DELETE me/photo/``, and ``GET people/{id}/photo/{digest}/{size}/``."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image, ImageCms
from pytest_django import Settings

from esn.core import files, pictures
from esn.core.models import AuditEntry, Event
from feeds import actions as feeds
from people.actions import photos
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, admit, browser, comparable, device, say
from tests.conftest import Counting
from tests.feeds.pictures import PDF, SVG, bomb, fetched, moving, picture, with_place


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def put(door: Door, content: bytes, name: str = "me.jpg", **fields: Any) -> HttpResponse:
    """Send a photo."""
    form = encode_multipart(BOUNDARY, {**fields, "photo": SimpleUploadedFile(name, content)})
    answer = door.generic("PUT", "/api/v1/me/photo/", form, content_type=MULTIPART_CONTENT)
    assert isinstance(answer, HttpResponse)
    return answer


def shown(door: Door, content: bytes, **fields: Any) -> str:
    """The address of a photo that was taken."""
    answer = put(door, content, **fields)
    assert answer.status_code == 200, answer.text
    return str(json.loads(answer.text)["avatar"])


def opened(door: Door, address: str) -> Image.Image:
    """What lies at an address."""
    answer, content = fetched(door, address.removeprefix("/api/v1/"))
    assert answer.status_code == 200
    return Image.open(io.BytesIO(content))


def refused(answer: HttpResponse) -> str:
    """Why a photo was not taken."""
    assert answer.status_code == 400, answer.text
    return str(json.loads(answer.text)["errors"]["photo"][0]["code"])


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    """The colours of one point of a picture of several bands."""
    colours = image.getpixel(at)
    assert isinstance(colours, tuple)
    return colours


def test_ana_shows_a_photo_in_three_sizes_and_colleagues_see_it_beside_her_words(
    scene: Scene, ana: Person, bo: Person
) -> None:
    address = shown(device(ana), picture(size=(800, 600)))
    for size in (48, 96, 256):
        found = opened(device(bo), address.replace("/96/", f"/{size}/"))
        assert (found.format, found.size) == ("WEBP", (size, size))
    door = device(bo)
    assert door.read(f"posts/{scene.in_open}/")["author"]["avatar"] == address
    assert door.read(f"people/{ana.id}/")["avatar"] == address
    assert door.read(f"people/{ana.id}/")["photo"] == address.replace("/96/", "/256/")
    assert door.read("people/?q=ana")["results"][0]["avatar"] == address
    assert door.read(f"cases/{scene.case}/")["holder"]["avatar"] == address
    assert door.read(f"cases/{scene.case}/brief/")["case"]["holder"]["avatar"] == address
    assert Event.objects.filter(type="person.changed", data={"id": ana.id}).count() == 2, "she came, and has a face"


def test_what_was_attached_to_a_photo_is_gone_and_it_stands_upright(ana: Person, own_folder: Path) -> None:
    lying = Image.new("RGB", (600, 400), "blue")
    lying.paste((255, 0, 0), (0, 0, 300, 400))
    exif = Image.Exif()
    exif[0x0112] = 6  # what is left lies at the top when it is seen
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    made = io.BytesIO()
    lying.save(made, "JPEG", exif=exif, comment=b"canary in a comment")
    found = opened(device(ana), shown(device(ana), made.getvalue())).convert("RGB")
    top, bottom = pixel(found, (48, 10)), pixel(found, (48, 85))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]
    shown(device(ana), with_place())
    kept = b"".join(path.read_bytes() for path in own_folder.glob("files/*/*") if path.is_file())
    assert not any(word in kept for word in (b"Exif", b"EXIF", b"canary", b"Canarycam"))


def test_she_chooses_the_part_that_is_shown(ana: Person) -> None:
    halves = Image.new("RGB", (400, 200), "blue")
    halves.paste((255, 0, 0), (0, 0, 200, 200))
    made = io.BytesIO()
    halves.save(made, "PNG")
    found = opened(device(ana), shown(device(ana), made.getvalue(), x=200, y=0, size=200)).convert("RGB")
    assert pixel(found, (5, 48))[2] > 200
    found = opened(device(ana), shown(device(ana), made.getvalue())).convert("RGB")
    assert pixel(found, (5, 48))[0] > 200, "the middle has both"
    assert pixel(found, (90, 48))[2] > 200


@pytest.mark.parametrize(
    ("crop", "code"),
    [
        ({"x": 300, "y": 0, "size": 200}, "outside"),
        ({"x": 0, "y": 1, "size": 200}, "outside"),
        ({"x": 0, "y": 0, "size": 20}, "too_small"),
    ],
)
def test_a_part_that_is_not_there_is_refused(ana: Person, crop: dict[str, Any], code: str) -> None:
    assert refused(put(device(ana), picture(size=(400, 200)), **crop)) == code
    assert Person.objects.get(id=ana.id).photo is None


@pytest.mark.parametrize(
    "crop", [{"x": 1}, {"x": "a", "y": 0, "size": 9}, {"x": -1, "y": 0, "size": 90}, {"size": 1e9}]
)
def test_a_part_that_is_said_badly_is_refused(ana: Person, crop: dict[str, Any]) -> None:
    assert put(device(ana), picture(), **crop).status_code == 400


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (SVG, "unknown_kind"),
        (PDF, "unknown_kind"),
        (b"not a picture at all", "unknown_kind"),
        (picture()[:700], "broken"),
        (picture("PNG")[:300], "broken"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 2000, "broken"),
        (picture(size=(400, 40)), "too_small"),
        (moving(), "too_small"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(ana: Person, content: bytes, code: str) -> None:
    assert refused(put(device(ana), content)) == code
    assert Person.objects.get(id=ana.id).photo is None


def test_a_bomb_and_a_photo_of_many_bytes_are_refused(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(put(device(ana), bomb())) == "too_many_pixels"
    monkeypatch.setattr(photos, "BYTES", 1000)
    assert refused(put(device(ana), picture())) == "too_large"


def test_nothing_sent_and_other_bodies_are_refused(ana: Person) -> None:
    door = device(ana)
    form = encode_multipart(BOUNDARY, {"x": "1"})
    answer: Any = door.generic("PUT", "/api/v1/me/photo/", form, content_type=MULTIPART_CONTENT)
    assert refused(answer) == "required"
    assert door.ask("PUT", "me/photo/", {"photo": "x"}).status_code == 415
    assert door.ask("POST", "me/photo/", {"photo": "x"}).status_code == 405


def test_of_a_picture_that_moves_the_beginning_is_shown(ana: Person) -> None:
    first, second = (Image.new("RGB", (100, 100), colour) for colour in ("red", "blue"))
    for form in ("GIF", "WEBP", "PNG"):
        made = io.BytesIO()
        first.save(made, form, save_all=True, append_images=[second], duration=100)
        found = opened(device(ana), shown(device(ana), made.getvalue()))
        assert not getattr(found, "is_animated", False)
        assert pixel(found.convert("RGB"), (48, 48))[0] > 200


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1")])
def test_pictures_for_print_and_other_colours_become_what_a_screen_shows(ana: Person, form: str, mode: str) -> None:
    assert opened(device(ana), shown(device(ana), picture(form, mode=mode))).mode == "RGB"


def test_a_profile_of_colours_is_worked_in_and_a_broken_one_is_left_out(ana: Person) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"no profile at all"):
        found = opened(device(ana), shown(device(ana), picture(icc_profile=profile)))
        assert "icc_profile" not in found.info


# Who sees it --------------------------------------------------------------------------------------------------------
def test_it_is_for_who_may_know_her_and_lasts_in_their_browser(
    scene: Scene, ana: Person, bo: Person, gus: Person
) -> None:
    address = shown(device(ana), picture())
    answer, _content = fetched(browser(bo), address.removeprefix("/api/v1/"))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert device(bo).ask("GET", address.removeprefix("/api/v1/"), If_None_Match=answer["ETag"]).status_code == 304
    assert device(gus).ask("GET", address.removeprefix("/api/v1/")).status_code == 200, "they share a case"
    assert Door().ask("GET", address.removeprefix("/api/v1/")).status_code == 401


def test_for_who_may_not_know_her_it_is_not_there(scene: Scene, cy: Person, gus: Person) -> None:
    address = shown(device(cy), picture()).removeprefix("/api/v1/")
    nothing = comparable(device(gus).ask("GET", f"people/{NOWHERE}/photo/{'0' * 64}/96/"))
    assert comparable(device(gus).ask("GET", address)) == nothing
    digest = address.split("/")[3]
    odd = (address.replace("/96/", "/97/"), address.replace(digest, "0" * 64), address.replace(digest, "..%2f"))
    for path in (*odd, address.replace("/96/", "/1e2/")):
        assert device(cy).ask("GET", path).status_code == 404, path


def test_a_photo_of_before_is_not_there_any_more(ana: Person, bo: Person) -> None:
    first = shown(device(ana), picture(size=(300, 300)))
    second = shown(device(ana), picture(size=(300, 300)), x=100, y=100, size=100)
    assert first != second
    assert device(bo).ask("GET", first.removeprefix("/api/v1/")).status_code == 404
    assert device(ana).ask("DELETE", "me/photo/").status_code == 204
    assert device(ana).ask("DELETE", "me/photo/").status_code == 204
    assert device(bo).ask("GET", second.removeprefix("/api/v1/")).status_code == 404
    assert device(bo).read(f"people/{ana.id}/")["avatar"] is None


def test_bytes_stay_while_somebody_shows_them_and_go_when_nobody_does(
    ana: Person, bo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "GRACE", -1.0)
    kept = shown(device(ana), picture())
    shown(device(bo), picture("PNG", mode="L"))
    device(bo).ask("DELETE", "me/photo/")
    assert feeds.files.forget_bytes() == 1
    assert device(bo).ask("GET", kept.removeprefix("/api/v1/")).status_code == 200


def test_lost_bytes_are_not_there_and_the_page_still_is(ana: Person, own_folder: Path) -> None:
    address = shown(device(ana), picture())
    for path in own_folder.glob("files/*/*-*"):
        path.unlink()
    assert device(ana).ask("GET", address.removeprefix("/api/v1/")).status_code == 404
    assert device(ana).read(f"people/{ana.id}/")["name"] == ana.name


def test_who_runs_the_site_takes_a_photo_away_and_it_is_on_record(ana: Person) -> None:
    sam = admit("sam", site_role="site_admin")
    shown(device(ana), picture())
    photos.remove_photo(sam, person_id=ana.id, everyone=NOWHERE[:-1] + "1")
    assert device(ana).read("me/")["avatar"] is None
    assert AuditEntry.objects.get(verb="person.photo_removed").subject_id == ana.id


def test_faces_cost_no_statement(scene: Scene, ana: Person, bo: Person, statements: Counting) -> None:
    door = device(bo)
    group = f"groups/{scene.open.id}/posts/"
    door.read(group)
    with statements(4):
        before = door.read(group)
    shown(device(ana), picture())
    say(ana, scene.open)
    with statements(4):
        after = door.read(group)
    assert [one["author"]["avatar"] for one in before["results"]] == [None]
    assert all(one["author"]["avatar"] for one in after["results"])


def test_the_sizes_of_a_photo_are_those_of_the_pages() -> None:
    assert sorted(pictures.SQUARES) == [48, 96, 256]
